"""A new document in a site: its place, its name, and front matter that teaches."""

from __future__ import annotations

import re
from pathlib import Path

import click

from briefgen import paths
from briefgen.clock import instant
from briefgen.config import configure
from briefgen.frontmatter.address import TYPE_FOLDERS, address, type_of
from briefgen.frontmatter.split import split
from briefgen.model import Source
from briefgen.places import STATE, enclosing_site
from briefgen.scaffold.texts import kind_text, quoted
from briefgen.settings import Settings
from briefgen.walk import on_disk
from briefgen.workspace import Snapshot, Workspace

_STATED_ID = re.compile(r"^id:[ \t]*['\"]?([^\s'\"#]+)", re.MULTILINE)


def new_document(kind: str, title: str, site: Path | None, date: str | None) -> Path:
    """Write a document of a kind into the site (None: the one around the current folder).

    `date` is an ISO day (None: today in the site's zone). Returns the path of the file.
    Raises click.UsageError if there is no site, the title makes no file name, or the
    document is there; FileExistsError if somebody else makes it at this moment.
    """
    root = _site(site)
    settings = _settings(root)
    ours = (on_disk(root, settings.output_dir), root / STATE)
    content = Workspace(root, settings.content_dir, settings.ignore, ours)
    folder = TYPE_FOLDERS.get(kind, "")
    name = _free_name(kind, folder, _stem(title), _taken(content.scan()))
    day = date or instant(None, settings.timezone)[:10]
    file = content.file(name)
    _write(file, kind_text(kind, {"title": quoted(paths.nfc(title)), "date": day}))
    return file


def _site(given: Path | None) -> Path:
    found = given or enclosing_site(Path.cwd())
    if found is None:
        raise click.UsageError(
            f"no site from {Path.cwd()} upwards; start one with `briefgen new SITE`, "
            "or name it with --site DIR"
        )
    return found.resolve()


def _settings(root: Path) -> Settings:
    """The settings as far as they can be read; their mistakes are the build's to tell."""
    return configure(Workspace(root).config(), {})[0].settings


def _stem(title: str) -> str:
    stem = paths.slug(title)
    if not stem:
        raise click.UsageError(f"the title {title!r} has no letter or digit to make a file name of")
    if stem == "index":
        raise click.UsageError("index.md introduces a folder; choose another title")
    return stem


def _free_name(kind: str, folder: str, stem: str, taken: dict[str, str]) -> str:
    """A file name whose id is not taken; another type's document only lengthens the name."""
    names = [f"{folder}/{words}.md".lstrip("/") for words in (stem, f"{stem}-{kind}")]
    holders = [taken.get(address(name, kind).id, "") for name in names]
    if not holders[0]:
        return names[0]
    if type_of(holders[0]) != kind and not holders[1]:
        return names[1]
    holder = holders[0] if type_of(holders[0]) == kind else holders[1]
    raise click.UsageError(f"{holder} has this id already; open it, or choose another title")


def _taken(content: Snapshot) -> dict[str, str]:
    """Every id of the content as far as names and `id:` tell, with the file's name."""
    return {
        paths.nfc(_stated_id(source)) or address(name, type_of(name)).id: name
        for name, source in content.texts.items()
    }


def _stated_id(source: Source) -> str:
    front = split(source.data.decode("utf-8-sig", errors="replace")).front or ""
    found = _STATED_ID.search(front)
    return found[1] if found else ""


def _write(file: Path, text: str) -> None:
    """Write a file that must not be there; half a file is taken away again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    stream = file.open("x", encoding="utf-8", newline="\n")
    try:
        with stream:
            stream.write(text)
    except OSError as wrong:  # it does not say of which file
        file.unlink()
        raise OSError(wrong.errno, wrong.strerror, str(file)) from wrong
    except BaseException:
        file.unlink()
        raise
