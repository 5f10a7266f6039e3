"""The packaged templates of new sites and documents, filled in.

`${name}` is a place to fill, `$$` a dollar sign (`string.Template`). What comes from the user
is put into YAML as a quoted scalar, so no title can become a key.
"""

from __future__ import annotations

import json
import string
from pathlib import Path

_TEMPLATES = Path(__file__).parent / "templates"


def kind_text(kind: str, values: dict[str, str]) -> str:
    """The text of a new document of a kind.

    Raises KeyError if a place of the template has no value.
    """
    return _filled(_TEMPLATES / "kinds" / f"{kind}.md", values)


def site_texts(values: dict[str, str]) -> dict[str, str]:
    """Every file of a new site, by its path in the site.

    A packaged `gitignore` becomes `.gitignore`: with its own name it would hide
    files of the package from version control.
    """
    top = _TEMPLATES / "site"
    found = {
        file.relative_to(top).as_posix(): file for file in sorted(top.rglob("*")) if file.is_file()
    }
    return {
        name.replace("gitignore", ".gitignore"): _filled(file, values)
        for name, file in found.items()
    }


def quoted(text: str) -> str:
    """A text as a double-quoted YAML 1.2 scalar, of which JSON's strings are a part."""
    return json.dumps(text, ensure_ascii=False)


def _filled(file: Path, values: dict[str, str]) -> str:
    return string.Template(file.read_text(encoding="utf-8")).substitute(values)
