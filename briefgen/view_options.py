"""The options of a view as data: what forms they take, and what is wrong with a value.

Values arrive as an author's text and lists of text (or as anything else that
YAML can hold, which is then the problem).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from briefgen.dates import DateError, EdtfDate, parse
from briefgen.suggest import did_you_mean

Form = Literal["names", "words", "date", "count", "text"]


class Option(msgspec.Struct, frozen=True):
    """An option: its name, the form of its value, and the values it is limited to (empty: none).

    `names` are names of documents, of a type in `expects`; `words` are free or
    from `choices`, and may stand in one text with commas; a `date` is EDTF; a `count` is a whole number from 1.
    """

    name: str
    form: Form
    choices: tuple[str, ...] = ()
    expects: tuple[str, ...] = ()


class OptionProblem(msgspec.Struct, frozen=True):
    """What is wrong with one option, and what would mend it. `option` is the key as written.

    `of_value` is false if the key itself is the problem.
    """

    option: str
    message: str
    hint: str = ""
    of_value: bool = True


def problems(known: tuple[Option, ...], given: Mapping[str, Any]) -> tuple[OptionProblem, ...]:
    """All that is wrong with the options of a view, in the order in which they are written."""
    by_name = {option.name: option for option in known}
    found: list[OptionProblem] = []
    for name, value in given.items():
        option = by_name.get(name)
        found += _wrong(option, value) if option else [_unknown(name, by_name)]
    return tuple(found)


def texts(value: object) -> tuple[str, ...]:
    """One text or a list of texts as a tuple; anything else in it is left out."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    items = value if isinstance(value, list | tuple) else ()
    return tuple(item for item in items if isinstance(item, str) and item.strip())


def words(value: object) -> tuple[str, ...]:
    """Free words or tags: a list of them, or one text with commas between them, as `tags:` in front matter."""
    parts = value.split(",") if isinstance(value, str) else texts(value)
    return tuple(part.strip() for part in parts if part.strip())


def date(value: object) -> EdtfDate | None:
    """The date of an option, None if there is none or it is no date."""
    try:
        return parse(value) if isinstance(value, str) else None
    except DateError:
        return None  # reported by `problems`


def count(value: object) -> int | None:
    """The whole number of an option, None if there is none or it is no number from 1."""
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else None


def _unknown(name: str, known: Iterable[str]) -> OptionProblem:
    return OptionProblem(
        name, f"this view has no option `{name}`", _hint(name, known), of_value=False
    )


def _hint(word: str, known: Iterable[str]) -> str:
    names = list(known)
    return did_you_mean(word.casefold(), names, f"it takes {_listed(names)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _wrong(option: Option, value: object) -> list[OptionProblem]:
    if option.form == "date":
        return _wrong_date(option.name, value)
    if option.form == "count":
        bad = count(value) is None
        return (
            [OptionProblem(option.name, f"`{option.name}` takes a whole number from 1")]
            if bad
            else []
        )
    if not _has_form(option, value):
        wanted = "a text" if option.form == "text" else "a text or a list of texts"
        return [OptionProblem(option.name, f"`{option.name}` takes {wanted}")]
    return _wrong_choice(option, value)


def _has_form(option: Option, value: object) -> bool:
    if isinstance(value, str):
        return True
    lists = isinstance(value, list | tuple) and option.form in ("names", "words")
    return lists and len(texts(value)) == len(value)  # type: ignore[arg-type]


def _wrong_date(name: str, value: object) -> list[OptionProblem]:
    if not isinstance(value, str):
        return [OptionProblem(name, f"`{name}` takes a date, such as 2025-04")]
    try:
        parse(value)
    except DateError as error:
        return [OptionProblem(name, f"`{name}` is no date: {error.message}", error.hint)]
    return []


def _wrong_choice(option: Option, value: object) -> list[OptionProblem]:
    if not option.choices:
        return []
    return [
        OptionProblem(
            option.name, f"`{option.name}` has no value `{word}`", _hint(word, option.choices)
        )
        for word in (words(value) if option.form == "words" else texts(value))
        if word not in option.choices
    ]
