"""A new site: whole or not at all.

It is made in a draft folder and moved into place, so that Ctrl-C or a full disk leaves
nothing half.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from briefgen import paths
from briefgen.scaffold import workflow
from briefgen.scaffold.texts import quoted, site_texts
from briefgen.version import __version__


def new_site(name: str, *, github: bool = False) -> Path:
    """Make a site in the folder `name`, new or empty (but for `.git`); returns its full path.

    Raises click.UsageError if the folder is in use or cannot be one, OSError if the
    disk does not take it; nothing is left then.
    """
    target = _target(name)
    files = site_texts({"title": quoted(title_of(target.name))})
    if github:
        files |= {
            workflow.PATH: workflow.workflow(),
            workflow.REQUIREMENTS: workflow.requirements(__version__),
        }
    with _parents(target), _draft(target) as draft:
        made = Path(draft) / "site"
        _write(made, files)
        _move(made, target)
    return target


def _target(name: str) -> Path:
    if not name.strip():
        raise click.UsageError("a site needs a name: briefgen new mysite")
    if "\0" in name:
        raise click.UsageError("a folder cannot have a NUL character in its name")
    target = Path(paths.nfc(name)).expanduser().resolve()
    if target.exists() and not target.is_dir():
        raise click.UsageError(f"{target} is a file; choose another name, or move it away")
    if target.is_dir() and (held := in_the_way(target)):
        raise click.UsageError(
            f"{target} is not empty (it holds {held}); choose another name, or, for a document in a "
            'site that is there already, write: briefgen new brief "Title"'
        )
    return target


def in_the_way(folder: Path) -> str:
    """The first thing in a folder that a new site would have to live with; "" if there is none.

    A fresh repository is no obstacle: many make the repository first.
    """
    return min((item.name for item in folder.iterdir() if item.name != ".git"), default="")


def title_of(folder: str) -> str:
    """A title for the site in a folder: `port-of-call` is "Port of call"."""
    words = " ".join(folder.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or folder


def _draft(target: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk of the target: inside it if it is there, since it may be a mount."""
    where = target if target.is_dir() else target.parent
    return tempfile.TemporaryDirectory(prefix=".briefgen-new-", dir=where)


@contextmanager
def _parents(target: Path) -> Iterator[None]:
    """The folders above the target; those made here go again if it comes to nothing."""
    missing = [folder for folder in (target, *target.parents) if not folder.exists()]
    made = [folder for folder in reversed(missing) if folder != target]
    done: list[Path] = []
    try:
        for folder in made:
            folder.mkdir()
            done.append(folder)
        yield
    except BaseException:
        for folder in reversed(done):
            folder.rmdir()
        raise


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def _move(made: Path, target: Path) -> None:
    """Put the site in place: one rename, or one for each part if the folder is there.

    A folder that is there is kept, since it may be somebody's current folder.
    """
    if not target.exists():
        made.rename(target)
        return
    parts = sorted(part.name for part in made.iterdir())
    try:
        for name in parts:
            (made / name).rename(target / name)
    except BaseException:
        for name in parts:
            if not (made / name).exists():
                (target / name).rename(made / name)
        raise
