"""The edits that one file needs when a document moves: links to it, and its own relative ones."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from briefgen import paths
from briefgen.diagnostics import Span
from briefgen.lookups import Lookups
from briefgen.markup.links import classify, classify_picture
from briefgen.model import Data, Document, FileLink, Picture, Reference
from briefgen.rename import names
from briefgen.rename.names import Place
from briefgen.rename.site import Means, meant
from briefgen.rename.text import Edit, Text
from briefgen.resolve import find_file, parted
from briefgen.schema.names import FILE


class Move(Data, frozen=True):
    """A document's old and new place."""

    old: Place
    new: Place


class Missed(Data, frozen=True):
    """A link that must change and stands in a form that cannot be changed safely."""

    span: Span
    written: str


class Mender:
    """Finds the edits of one document. `before` and `after` say who answers to a name."""

    def __init__(
        self,
        move: Move,
        document: Document,
        text: Text,
        before: Means,
        after: Means,
        files: Lookups,
    ) -> None:
        self._move, self._document, self._text = move, document, text
        self._before, self._after, self._files = before, after, files
        self._own = document.header.name == move.old.name
        self._owner = move.new.name if self._own else document.header.name
        self._left = posixpath.dirname(self._owner) != posixpath.dirname(document.header.name)
        self.missed: list[Missed] = []

    def edits(self) -> Iterator[Edit]:
        """All edits of links; forms that cannot be changed are collected in `missed`."""
        for reference in self._document.references:
            edit = (
                self._file_name(reference) if FILE in reference.expects else self._name(reference)
            )
            yield from self._taken(edit, reference.span, reference.written)
        for segment in self._document.body:
            if isinstance(segment, Picture | FileLink) and self._own and self._left:
                yield from self._taken(self._file(segment), segment.span, segment.written)

    def _taken(self, edit: Edit | str | None, span: Span, written: str) -> Iterator[Edit]:
        if isinstance(edit, str):
            self.missed.append(Missed(span, written))
        elif edit is not None:
            yield edit

    # -- names of documents ------------------------------------------------------------------

    def _name(self, reference: Reference) -> Edit | str | None:
        if not reference.name:
            return None
        raw = self._text.at(reference.span)
        if reference.role in ("link", "address") and not raw.startswith("[["):
            return self._markdown(reference, raw)
        if reference.name.startswith("/") and (written := names.written_from_here(raw)):
            return self._from_here(reference, raw, written)
        if {target.name for target in meant(reference, self._before)} != {self._move.old.name}:
            return None
        instead = names.renamed(reference.name, self._move.old, self._move.new, self._is_moved)
        return None if instead == reference.name else self._written(reference, raw, instead)

    def _is_moved(self, name: str) -> bool:
        """True if a name will mean this document, or something stated in it, and nothing else."""
        return {target.name for target in self._after(name)} == {self._move.new.name}

    def _written(self, reference: Reference, raw: str, instead: str, tail: str = "") -> Edit | str:
        """Another name for that of a reference, whatever follows it (`tail`)."""
        start, stop = self._text.range(reference.span)
        quoted = self._text.text[start - 1 : start] in ("'", '"')
        made = (
            names.in_wikilink(raw, reference.name.removesuffix(tail), instead)
            or names.in_citation(raw, reference.name, instead)
            or names.in_scalar(raw, reference.name, instead + tail, quoted=quoted)
        )
        return Edit(start, stop, made) if made is not None else "missed"

    def _from_here(self, reference: Reference, raw: str, written: str) -> Edit | str | None:
        """The same for `[[../folder/name]]`."""
        path = self._path(reference)
        if not path:
            return None
        made = names.in_wikilink(raw, written, names.from_here(path, self._owner))
        return "missed" if made is None else Edit(*self._text.range(reference.span), made)

    def _path(self, reference: Reference) -> str:
        """Where a path must lead now; "" if it may stay as it is."""
        found = self._before(reference.name)
        if {target.name for target in found} == {self._move.old.name}:
            return names.renamed_path(reference.name, self._move.old, self._move.new)
        # Whatever is there, or is not, it is there from the new place too.
        return reference.name if self._own and self._left else ""

    # -- Markdown links ------------------------------------------------------------------------

    def _markdown(self, reference: Reference, raw: str) -> Edit | str | None:
        path = self._path(reference)
        is_fixed = reference.role == "address" and (
            path == reference.name or self._is_moved(reference.name)
        )
        return None if is_fixed or not path else self._destination(reference, raw, path)

    def _destination(self, reference: Reference, raw: str, path: str) -> Edit | str:
        spot = names.destination(raw, self._text.range(reference.span)[0], self._text.text)
        if spot is None:
            return "missed"
        stands = classify(spot.written.strip("<>"), self._document.header.name, ())
        if paths.fold(stands.where) != paths.fold(reference.name):
            return "missed"
        return Edit(spot.start, spot.stop, names.redirected(spot.written, self._owner, path))

    # -- files beside the text --------------------------------------------------------------------

    def _file(self, segment: Picture | FileLink) -> Edit | str | None:
        raw = self._text.at(segment.span)
        start, stop = self._text.range(segment.span)
        found = find_file(segment.name, self._document.header.name, self._files)
        if len(found) != 1:
            return None  # broken before, and broken it stays
        if raw.lstrip("!").startswith("[["):
            instead = self._findable(segment.name, found[0])
            made = names.in_wikilink(raw, segment.name, instead)
            return "missed" if made is None else Edit(start, stop, made)
        spot = names.destination(raw, start, self._text.text)
        if spot is None:
            return "missed"
        if (
            classify_picture(spot.written.strip("<>"), self._document.header.name).where
            != segment.name
        ):
            return "missed"
        if spot.written.strip("<").startswith("/"):
            return None
        made = names.redirected(spot.written, self._owner, f"/{found[0]}")
        return Edit(spot.start, spot.stop, made)

    def _file_name(self, reference: Reference) -> Edit | str | None:
        if not (self._own and self._left):
            return None
        name, tail = parted(reference.name, self._document.header.name, self._files)
        found = find_file(name, self._document.header.name, self._files)
        if len(found) != 1:
            return None
        instead = self._findable(name, found[0])
        if instead == name:
            return None
        return self._written(reference, self._text.at(reference.span), instead, tail)

    def _findable(self, written: str, file: str) -> str:
        """The name as written if it still finds the file from the new place, else its path."""
        return written if find_file(written, self._owner, self._files) == (file,) else file
