"""The site folder → inputs. The only place where a build reads what authors write.

Content decides: a hint says where to look, the digest says whether anything
changed. A look at the hinted places gives the same snapshot as a full scan.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Span
from briefgen.imagesize import image_size
from briefgen.memo import Deposit
from briefgen.model import FileFacts, Source
from briefgen.places import CONFIG, THEMES
from briefgen.walk import Found, Walk, is_inside, on_disk, unreadable
from briefgen.writer import OutputError

STORED = ".txt"
MAX_TEXT = 4 * 1024 * 1024
"""Largest Markdown file, in bytes: far beyond any text, near enough to stop an accident."""
MANY = 64
"""Hints beyond which a full scan is no dearer."""


class Snapshot(msgspec.Struct):
    """What the site folder holds now. `linked`: a symbolic link shows something twice."""

    config: Source | None = None
    texts: dict[str, Source] = {}
    stored: dict[str, bytes] = {}
    """Plain texts beside the Markdown: copies of sources, in which quotations are looked up."""
    files: dict[str, FileFacts] = {}
    themes: dict[str, bytes] = {}
    faults: dict[str, Diagnostic] = {}
    """What was refused, by name."""
    twins: tuple[Diagnostic, ...] = ()
    linked: bool = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the files themselves."""
        return (*self.faults.values(), *self.twins)


class Workspace:
    """Reads a site folder. `apart_from` are folders of ours in it: the output, the cache."""

    def __init__(
        self,
        root: Path,
        content_dir: str = "content",
        ignore: tuple[str, ...] = (),
        apart_from: Collection[Path] = (),
        put_down: Deposit | None = None,
        known: Callable[[str], bytes | None] = lambda _: None,
    ) -> None:
        """`put_down` takes texts that need not wait in memory for being parsed.

        `known` gives the digest of a file, by its path, whose content is known already: a
        scan does not read such a text. Whoever needs it after all raises OutputError if it
        is another by then.
        """
        self.root = root.resolve()
        self._content = content_dir
        self._ignore = ignore
        self._apart_from = tuple(apart_from)
        self._put_down = put_down
        self._known = known

    @property
    def content(self) -> Path:
        """The folder with the authors' files."""
        return on_disk(self.root, self._content)

    def file(self, name: str) -> Path:
        """Where a file of the content folder stands."""
        return on_disk(self.content, name)

    def config(self) -> Source | None:
        """The configuration file, or None if there is none."""
        return self._config()[0]

    def scan(self) -> Snapshot:
        """Read everything that is not known."""
        config, shut = self._config()
        snapshot = Snapshot(config, faults=self._led_out() | self._missing() | shut)
        snapshot.linked = bool(snapshot.faults)
        for top in self._tops():
            if not is_inside(top.folder, self.root):
                continue
            walk = self._walk(top)
            self._take(walk.all(), top, snapshot)
            snapshot.linked |= walk.linked
        snapshot.twins = tuple(self._twins(snapshot))
        return snapshot

    def look(self, before: Snapshot, hints: Collection[Path]) -> Snapshot:
        """The snapshot after changes at the hinted places, nowhere else; equal to a `scan`.

        Reads everything where that is surer: a hint outside the folders that are read,
        one of the folders itself, very many hints, or symbolic links.
        """
        config, shut = self._config()
        is_sure = not before.linked and len(hints) <= MANY and not shut
        if not is_sure or not all(map(self._is_inside, hints)):
            return self.scan()
        after = msgspec.structs.replace(
            before,
            config=config,
            texts=dict(before.texts),
            stored=dict(before.stored),
            files=dict(before.files),
            themes=dict(before.themes),
            faults=dict(before.faults),
        )
        for hint in sorted(hints):
            for top in self._tops():
                if top.folder in hint.parents:
                    self._look_at(hint, top, after)
        if after.linked:
            return self.scan()
        if after.texts.keys() != before.texts.keys() or after.files.keys() != before.files.keys():
            after.twins = tuple(self._twins(after))
        return after

    def texts(self, snapshot: Snapshot | None) -> Iterator[tuple[str, bytes]]:
        """The path of every text, and its digest."""
        top = f"{self.content}{os.sep}"
        for name, source in snapshot.texts.items() if snapshot else ():
            yield top + name.replace("/", os.sep), source.digest

    def text(self, path: str) -> str | None:
        """The present text of a source path, for the excerpt under a diagnostic."""
        file = on_disk(self.root, path)
        try:
            if not is_inside(file, self.root) or not file.is_file():
                return None
            data = _read(file)
        except OSError:
            return None
        if data is None or b"\0" in data:  # no text: an excerpt of a picture tells nobody anything
            return None
        return data.decode("utf-8-sig", errors="replace")

    # -- where to look ------------------------------------------------------------------------

    def _tops(self) -> tuple[_Top, _Top]:
        """The folders that are read."""
        themes = self.root / THEMES
        return _Top(self.content, self._content, "", (*self._apart_from, themes)), _Top(
            themes, "", f"{THEMES}/", ()
        )

    def _walk(self, top: _Top) -> Walk:
        written = self._apart_from
        return Walk(self.root, top.folder, top.prefix, self._ignore, top.apart_from, written)

    def _led_out(self) -> dict[str, Diagnostic]:
        """Links out of the site at the places that are read."""
        message = "this link leads out of the site folder"
        return {
            name: _problem(name, "unsafe-path", message)
            for name in (CONFIG, self._content, THEMES)
            if not is_inside(on_disk(self.root, name), self.root)
        }

    def _missing(self) -> dict[str, Diagnostic]:
        """The content folder where there is none: a site of nothing would take the place of the last good one."""
        if os.path.isdir(self.content) or not is_inside(self.content, self.root):
            return {}
        message = "there is no such folder: this is where the content should be"
        hint = "make it, or name another one with `content_dir:` in briefgen.yaml"
        return {self._content: _problem(self._content, "no-content", message, hint)}

    def _config(self) -> tuple[Source | None, dict[str, Diagnostic]]:
        """The configuration; one that is there and may not be read is a fault, and does not count as none."""
        path = self.root / CONFIG
        try:
            found = path.is_file() and is_inside(path, self.root)
            data = _read(path) if found else None
        except OSError as error:
            return None, {CONFIG: _problem(CONFIG, *unreadable(error))}
        return (None if data is None else Source(CONFIG, _digest(data), data)), {}

    def _is_inside(self, hint: Path) -> bool:
        """True for a path below one of the folders that are read, or the configuration."""
        return hint == self.root / CONFIG or any(top.folder in hint.parents for top in self._tops())

    def _look_at(self, hint: Path, top: _Top, snapshot: Snapshot) -> None:
        name = top.prefix + paths.nfc(hint.relative_to(top.folder).as_posix())
        _forget(name, top, snapshot)
        walk = self._walk(top)
        self._take(walk.at(hint), top, snapshot)
        snapshot.linked |= walk.linked

    # -- one file -------------------------------------------------------------------------------

    def _take(self, found: Iterable[Found], top: _Top, snapshot: Snapshot) -> None:
        for name, path, fault in found:
            if fault:
                where = top.path(name) if name else top.label
                snapshot.faults[where] = _problem(where, *fault)
                continue
            known = self._known(path) if _is_text(name) and not top.is_themes else None
            if known:
                snapshot.texts[name] = Source(name, known, fetch=partial(_read_again, path, known))
                continue
            try:
                data = _read(path)
            except OSError as error:
                snapshot.faults[top.path(name)] = _problem(top.path(name), *unreadable(error))
                continue
            if data is None:
                continue  # it vanished: the same as if it had never been there
            if top.is_themes:
                snapshot.themes[name] = data
            else:
                self._take_content(name, data, top, snapshot)

    def _take_content(self, name: str, data: bytes, top: _Top, snapshot: Snapshot) -> None:
        if not _is_text(name):
            snapshot.files[name] = _facts(name, data)
            if name.lower().endswith(STORED) and len(data) <= MAX_TEXT:
                snapshot.stored[name] = data
        elif len(data) > MAX_TEXT:
            message = f"the file has {len(data):,} bytes, the limit is {MAX_TEXT:,}"
            hint = "put data and pictures into files of their own, and link to them"
            snapshot.faults[top.path(name)] = _problem(
                top.path(name), "file-too-large", message, hint
            )
        else:
            digest, put_down = _digest(data), self._put_down
            snapshot.texts[name] = (
                Source(name, digest, fetch=put_down(data))
                if put_down
                else Source(name, digest, data)
            )

    def _twins(self, snapshot: Snapshot) -> Iterator[Diagnostic]:
        """Names that another system could not tell apart."""
        seen: dict[str, str] = {}
        for name in sorted([*snapshot.texts, *snapshot.files]):
            first = seen.setdefault(name.casefold(), name)
            if first != name:
                message = f"differs from {first} only in upper and lower case"
                path = paths.source_path(self._content, name)
                yield _problem(path, "case-collision", message, "rename one of them")


class _Top(NamedTuple):
    """A folder that is read: where it is, how diagnostics call it, and how names in it begin."""

    folder: Path
    label: str
    prefix: str
    apart_from: tuple[Path, ...]

    @property
    def is_themes(self) -> bool:
        return bool(self.prefix)

    def path(self, name: str) -> str:
        """The source path of a name."""
        return paths.source_path(self.label or ".", name)


def _forget(name: str, top: _Top, snapshot: Snapshot) -> None:
    """Take out what stood at a name, and below it."""
    content: tuple[dict[str, Any], ...] = (snapshot.texts, snapshot.stored, snapshot.files)
    for kept in (snapshot.themes,) if top.is_themes else content:
        _drop(name, kept)
    _drop(top.path(name), snapshot.faults)


def _drop(name: str, kept: dict[str, Any]) -> None:
    below = f"{name}/"
    for old in [key for key in kept if key == name or key.startswith(below)]:
        del kept[old]


def _problem(path: str, code: str, message: str, hint: str = "") -> Diagnostic:
    return diagnose(code, message, path, Span(1, 1), hint=hint)


_READ = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that came in a file's place is not waited for
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def _read(path: str | Path) -> bytes | None:
    """What is in a file, None if there is none any more. Raises OSError if it may not be read."""
    try:
        # Not by way of a file object, which asks the system twice as much of each of thousands.
        descriptor = os.open(path, _READ)
        try:
            status, data = os.fstat(descriptor), b""
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "this is no regular file")
            while more := os.read(descriptor, status.st_size + 1):
                data += more
            return data
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _read_again(path: str, digest: bytes) -> bytes:
    """A text that a scan has not read."""
    try:
        data = _read(path)
    except OSError:  # it could be read: it is something else by now
        data = None
    if data is None or _digest(data) != digest:
        message = f"{path} changed while the site was built. The site is as it was before."
        raise OutputError(message, "Build again.")
    return data


def _is_text(name: str) -> bool:
    return name.lower().endswith(paths.TEXTS)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _facts(name: str, data: bytes) -> FileFacts:
    width, height = image_size(data)
    return FileFacts(name, _digest(data).hex(), len(data), width, height)
