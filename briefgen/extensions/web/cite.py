"""“Cite this”: BibTeX, CSL-JSON and plain text beside every brief and every source.

Of a brief its own page is cited, of a source the work it stands for. Nothing
asks the clock: when a reader looked at a page only the reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.dates import DateError, parse, words
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.web.citation import CITABLE, Item, item, people, year_month_day
from briefgen.extensions.web.json_text import pretty
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made

_BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_PUBLISHER_FIELDS = {"techreport": "institution", "phdthesis": "school"}
_CONTAINER_FIELDS = {
    "article": "journal",
    "incollection": "booktitle",
    "inproceedings": "booktitle",
}
_PLAIN_FIELDS = {
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
}
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "$&#_%"},
}
_KEY = re.compile(r"[^\w:./+-]")


# -- BibTeX -------------------------------------------------------------------------------


def bibtex(found: Item) -> str:
    """One entry of BibTeX, in UTF-8 (biber, or any BibTeX of this century)."""
    kind = _BIBTEX_TYPES.get(found.get("type", ""), "misc")
    lines = [f"  {name} = {{{value}}}," for name, value in _fields(kind, found) if value]
    key = _KEY.sub("-", str(found["id"]))
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _fields(kind: str, found: Item) -> Iterator[tuple[str, str]]:
    year, month, _ = year_month_day(found.get("issued", {}))
    publisher, container = str(found.get("publisher", "")), str(found.get("container-title", ""))
    if kind == "techreport" and not publisher:
        publisher, container = container, ""
    yield "author", _authors(found)
    yield "title", f"{{{latex(str(found.get('title', '')))}}}"  # braces keep capitals as they are
    yield _CONTAINER_FIELDS.get(kind, "howpublished"), latex(container)
    yield _PUBLISHER_FIELDS.get(kind, "publisher"), latex(publisher)
    yield "year", year
    yield "month", month
    for name, field in _PLAIN_FIELDS.items():
        yield field, latex(str(found.get(name, "")))
    yield "url", _address(str(found.get("URL", "")))
    yield (
        "urldate",
        "-".join(part.zfill(2) for part in year_month_day(found.get("accessed", {})) if part),
    )
    yield "language", latex(str(found.get("language", "")))
    yield "abstract", latex(str(found.get("abstract", "")))


def _authors(found: Item) -> str:
    """Authors joined by "and"; a name that is not parted is kept whole by braces."""
    names = [name for name in found.get("author", []) if people([name])]
    return " and ".join(
        f"{latex(str(name['family']))}, {latex(str(name.get('given', '')))}"
        if name.get("family")
        else f"{{{latex(people([name])[0])}}}"
        for name in names
    )


def latex(text: str) -> str:
    """Text as LaTeX sets it, on one line."""
    return "".join(_LATEX.get(letter, letter) for letter in " ".join(text.split()))


def _address(url: str) -> str:
    """An address as LaTeX prints it, where only braces and backslashes would harm."""
    return url.translate({ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"})


# -- the other two ------------------------------------------------------------------------


def csl_json(found: Item) -> str:
    """A list of one item, as CSL processors and reference managers import it."""
    return pretty([found]).decode()


def plain(found: Item) -> str:
    """One line for a footnote: Author (date). Title. Publication. Address."""
    authors = ", ".join(people(found.get("author", [])))
    date = _date_words(found.get("issued", {}))
    title, when = str(found.get("title", "")).rstrip("."), f"({date})" if date else ""
    head = [f"{authors} {when}", title] if authors else [f"{title} {when}"]
    where = ", ".join(str(found[key]) for key in ("container-title", "publisher") if found.get(key))
    sentences = [text.strip() for text in (*head, where.rstrip(".")) if text.strip()]
    line = ". ".join(sentences) + "."
    return " ".join(f"{line} {found.get('URL', '')}".split()) + "\n"


def _date_words(issued: Item) -> str:
    dates = ["-".join(f"{part:02}" for part in parts) for parts in issued.get("date-parts", [])]
    text = "/".join(dates) or str(issued.get("literal", ""))
    try:
        return ("around " if issued.get("circa") else "") + words(parse(text)) if text else ""
    except DateError:  # a date that only its author can read
        return text


# -- the door -----------------------------------------------------------------------------

FORMATS = {"cite.bib": bibtex, "cite.json": csl_json, "cite.txt": plain}


def plan(lookups: Lookups) -> Iterator[Planned]:
    """Three files beside every page that can be cited."""
    for type in CITABLE if lookups.settings().cite else ():
        for page in lookups.listing(f"type:{type}"):
            for file in FORMATS:
                yield Planned(page.url + file, f"{file} {page.id}", page.name)


def make(subject: str, lookups: Lookups, _: Renderer) -> Made:
    """One file; its subject is its name and the page's id."""
    file, id = subject.split(" ", 1)
    header = lookups.header(id)
    return Made(FORMATS[file](item(header, lookups)).encode()) if header else Made(failed=True)


EXTENSION = Extension("cite", producers=(Producer("cite", plan, make),))
