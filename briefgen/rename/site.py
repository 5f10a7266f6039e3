"""The content of a site, to look names up in and to try changes on, in memory."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path

from briefgen import paths
from briefgen.builder import Builder, NoOutput, Options
from briefgen.catalog import answers
from briefgen.engine import Engine
from briefgen.lookups import Lookups
from briefgen.model import Document, Reference, Source, Target
from briefgen.places import THEMES
from briefgen.walk import on_disk

Means = Callable[[str], tuple[Target, ...]]
"""Who answers to a written name."""


_UNREAD = ("front-matter-", "not-utf8", "yaml-")
"""Codes of problems for which a text, or its front matter, is not read at all."""


class MoveError(Exception):
    """Why a document is not moved; `hint` is the remedy."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Site:
    """The content of a site, all of it, also what is not public: to look things up and try things out."""

    def __init__(self, root: Path, content: str | None = None) -> None:
        self.builder = Builder(root, Options(content=content, drafts=True), NoOutput())
        work = self.builder.look()
        self.engine: Engine = work.engine
        self.lookups: Lookups = work.lookups
        self.content = self.builder.settings.content_dir
        self.folder = on_disk(self.builder.root, self.content)

    @property
    def names(self) -> tuple[str, ...]:
        """Every content file, by its name."""
        found: tuple[str, ...] = self.engine.input("tree", "")
        return found

    def document(self, name: str) -> Document | None:
        """A parsed file."""
        self.engine.demand([("document", name)])
        found: Document | None = self.engine.peek("document", name)
        return found

    def require_whole(self) -> None:
        """Raise MoveError if some text or the configuration cannot be read: there may be links in it."""
        faults = [fault for fault in self.builder.faults if fault.path.partition("/")[0] != THEMES]
        self.engine.demand([("document", name) for name in self.names])
        faults += (d for d in self.engine.diagnostics() if d.code.startswith(_UNREAD))
        for fault in faults:
            if fault.severity == "error":
                hint = "what links from there would not follow: mend that first"
                raise MoveError(f"{fault.path}: {fault.message}", hint)

    def at(self, name: str) -> Path:
        """Where a content file stands on the disk."""
        return on_disk(self.folder, name)

    def data(self, name: str) -> bytes:
        """The bytes of a content file."""
        source: Source = self.engine.input("text", name)
        return source.data

    def means(self) -> Means:
        """Who answers to a name, as things are now: later changes do not change the answers."""
        known: dict[str, tuple[Target, ...]] = dict(self.engine.peek("names"))
        return lambda name: answers(name, lambda folded: known.get(folded, ()))

    def take_in(self, texts: Mapping[str, bytes], gone: str = "") -> None:
        """Have other texts, in memory only."""
        tree = set(self.names) | texts.keys()
        if gone:
            tree.discard(gone)
            self.engine.drop("text", gone)
        for name, data in texts.items():
            digest = blake2b(data, digest_size=16).digest()
            self.engine.put("text", name, Source(name, digest, data), digest)
        self.engine.put("tree", "", tuple(sorted(tree)))

    def problems(self) -> set[tuple[str, str]]:
        """Errors of names and addresses, without their places."""
        self.engine.demand([("clashes", ""), ("plan", "")])
        return {(d.code, d.message) for d in self.engine.diagnostics() if d.severity == "error"}


def meant(reference: Reference, means: Means) -> tuple[Target, ...]:
    """Who answers to a reference: to words that need be no name, only what they may mean."""
    found = means(reference.name) if reference.name else ()
    return tuple(t for t in found if not reference.optional or t.type in reference.expects)


def find(site: Site, written: str) -> Target:
    """The document that a path (from here or from the content folder) or a name means.

    Raises MoveError if there is none or more than one.
    """
    here = (Path.cwd() / written).resolve()
    names = [posixpath.normpath(paths.nfc(written).replace("\\", "/"))]
    if here.is_relative_to(site.folder.resolve()):
        names.insert(0, here.relative_to(site.folder.resolve()).as_posix())
    names.append(names[-1].removeprefix(f"{site.content}/"))
    for name in (*names, written):
        found = {
            target.name: target for target in site.lookups.resolve(name) if "#" not in target.url
        }
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise MoveError(f"`{written}` can mean {' or '.join(sorted(found))}", "write the path")
    for part in site.lookups.resolve(written):  # those with pages of their own are found by now
        page = f"{site.content}/{part.name}"
        raise MoveError(
            f"`{written}` is no page of its own: it is one of the {part.type}s in {page}",
            f"name that page; to rename the {part.type} itself, change its `id:` there, "
            "and `briefgen check` tells what still uses the old one",
        )
    if any(map(site.lookups.file, names)) or site.lookups.find_file(names[-1]):
        raise MoveError(
            f"`{written}` is a file beside the texts, and no page",
            "move it yourself: `briefgen check` tells where it is linked",
        )
    site.require_whole()
    near = site.lookups.suggestions(written)
    hint = f"did you mean `{near[0]}`?" if near else ""
    raise MoveError(f"no page is called `{written}`", hint)
