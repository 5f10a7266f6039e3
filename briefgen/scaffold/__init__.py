"""`briefgen new`: a site to start from, or one more document in a site.

`launch` makes a site, `document` a document, `workflow` is the text of the GitHub Actions
workflow, `texts` fills the packaged templates.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import click

from briefgen.console import refused
from briefgen.model import TYPES
from briefgen.scaffold.document import new_document
from briefgen.scaffold.launch import new_site
from briefgen.suggest import close

__all__ = ["new", "new_document", "new_site"]

_OTHER_WORDS = {
    "actor": "stakeholder",
    "briefing": "brief",
    "company": "stakeholder",
    "government": "stakeholder",
    "issue": "topic",
    "note": "page",
    "number": "figure",
    "organization": "stakeholder",
    "person": "stakeholder",
    "publication": "source",
}


def new(words: tuple[str, ...], site: Path | None, *, github: bool, date: str | None) -> int:
    """Make what the words ask for: `KIND TITLE…` a document, one word a site. Returns 0.

    Raises click.UsageError for words that mean nothing, a folder that is in use, a document
    that is there already; click.ClickException if the disk does not take it.
    """
    kind, *rest = words
    title = " ".join(rest).strip()
    try:
        if kind in TYPES:
            _refuse(github, "--github goes with a new site: briefgen new SITE --github")
            _refuse(not title, _lacks_title(kind))
            return _told(new_document(kind, title, site, date))
        _refuse(bool(rest), _unknown_kind(kind, words))
        _refuse(date is not None, "--date goes with a new document, not with a new site")
        _refuse(site is not None, "--site names a site that is there; a new one is named alone")
        return _welcome(new_site(kind, github=github), github=github)
    except OSError as wrong:
        message = f"{refused(wrong, kind)}; nothing was left behind"
        raise click.ClickException(message) from wrong


def _refuse(wrong: bool, message: str) -> None:  # noqa: FBT001
    if wrong:
        raise click.UsageError(message)


def _lacks_title(kind: str) -> str:
    return (
        f'a {kind} needs a title: briefgen new {kind} "Its title" '
        f"(for a site of that name: briefgen new ./{kind})"
    )


def _unknown_kind(word: str, words: tuple[str, ...]) -> str:
    meant = close(word.casefold(), TYPES)
    known = _OTHER_WORDS.get(word.casefold()) or (meant[0] if meant else "")
    if known:
        return f"no kind is called `{word}`; did you mean `{known}`?"
    whole = " ".join(words)
    return (
        f"no kind is called `{word}`; the kinds are {', '.join(TYPES)} "
        f'(for a site with a name of several words: briefgen new "{whole}")'
    )


def _told(made: Path) -> int:
    click.echo(shown(made))
    return 0


def _welcome(folder: Path, *, github: bool) -> int:
    click.echo(f"made a site in {folder}")
    click.echo(f"next:  cd {quote(shown(folder))} && briefgen build")
    if github:
        click.echo("to publish:  see README.md in it (GitHub Pages, source: GitHub Actions)")
    return 0


def shown(path: Path) -> str:
    """A path as one would type it here: relative where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
