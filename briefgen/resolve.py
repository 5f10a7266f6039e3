"""From a written reference to the one thing it means, or to the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Severity, Span
from briefgen.hints import Hints
from briefgen.lookups import Lookups
from briefgen.markup.links import is_file_name
from briefgen.model import Data, Reference, Target
from briefgen.schema.names import FILE
from briefgen.statements import choose, one
from briefgen.suggest import close, did_you_mean, either
from briefgen.vocabulary import EVIDENCE_RELATIONS, with_article

_MARK = re.compile(r"[?#]")

Standing = Literal["good", "broken", "hidden"]

TEXT_ROLES = frozenset({"link", "embed", "citation", "address", "view"})
"""Roles of references in the text; all others are keys of the front matter."""


class Resolved(Data, frozen=True):
    """A reference's target and address; without a target, what to show instead."""

    standing: Standing
    target: Target | None = None
    url: str = ""
    is_file: bool = False
    """True for a file of the site that is no page."""


BROKEN = Resolved("broken")
HIDDEN = Resolved("hidden")


class Resolver:
    """Resolves the references of one document and collects what is wrong with them."""

    def __init__(self, path: str, own: Target, lookups: Lookups) -> None:
        self._path = path
        self._own = own
        self._lookups = lookups
        self._settings = lookups.settings()
        self._hints = Hints(own, lookups)
        self.diagnostics: list[Diagnostic] = []

    def resolve(self, reference: Reference) -> Resolved:
        """The target of a reference; problems are added to `diagnostics`."""
        if not reference.name:
            return self._section(reference, self._own)
        if reference.optional:
            named = one(self._lookups.resolve, reference.name, *reference.expects)
            return Resolved("good", named, named.url) if named else BROKEN
        if FILE in reference.expects:
            found = self.named_file(reference.name, reference.span)
            return Resolved("good", None, found) if found else BROKEN
        return self._document(reference)

    def named_file(self, written: str, span: Span) -> str:
        """The address of the file that front matter or the configuration names; "" after telling why there is none."""
        name, tail = parted(written, self._own.name, self._lookups)
        found = self.file(name, span)
        return paths.attachment_url(found) + tail if found else ""

    def file(self, name: str, span: Span) -> str | None:
        """The one file of the site that a name means; None after telling why there is none."""
        found = find_file(name, self._own.name, self._lookups)
        if len(found) == 1:
            return found[0]
        code = "ambiguous-target" if found else "missing-file"
        shown = name.lstrip("/")
        what = f"`{shown}` can mean {either(found)}" if found else f"there is no file `{shown}`"
        hint = "write its path from the content folder" if found else self._hints.for_file(name)
        if self._settings.warns_on_broken_links:
            code = "broken-link"
        self.diagnostics.append(diagnose(code, what, self._path, span, hint=hint))
        return None

    def _document(self, reference: Reference) -> Resolved:
        found = self._lookups.resolve(reference.name)
        public = tuple([target for target in found if not target.hidden])
        if not public:
            return self._nothing(reference, found)
        answers = choose(public, reference.expects)
        if len(answers) > 1:
            return self._ambiguous(reference, answers)
        if reference.expects and answers[0].type not in reference.expects:
            return self._wrong_type(reference, answers[0])
        return self._section(reference, answers[0])

    def _nothing(self, reference: Reference, hidden: tuple[Target, ...]) -> Resolved:
        if hidden:
            return self._hidden(reference, hidden)
        if reference.name.startswith("/") and reference.role in ("link", "address"):
            path = reference.name.removeprefix("/")
            is_file = self._lookups.file(path) is not None
            url = paths.attachment_url(path) if is_file else made_at(path, self._lookups)
            if url:
                tail = reference.tail + _fragment(reference.fragment)
                return Resolved("good", None, url + tail, is_file)
            if reference.role == "address":
                return self._no_address(reference)
        if self._of_unknown_kind(reference):
            return BROKEN
        message = f"nothing is called `{reference.name.removeprefix('/')}`"
        self._say_broken("unknown-target", reference, message, self._hints.for_name(reference))
        return BROKEN

    def _hidden(self, reference: Reference, targets: tuple[Target, ...]) -> Resolved:
        if all(map(self._unreadable, targets)):
            return HIDDEN  # that is told where it stands, and once
        is_fact = self._is_fact(reference)
        if self._settings.hidden_links == "text" and not is_fact:
            return HIDDEN
        hint = "take the link out, publish its target, or set `hidden_links: text`"
        if is_fact:
            hint = "take the name out, or publish its target"
        self._say("hidden-target", reference, "this leads to something that is not public", hint)
        return HIDDEN

    def _no_address(self, reference: Reference) -> Resolved:
        name = reference.name
        if is_file_name(name):
            what = f"there is no file `{name.removeprefix('/')}`"
            self._say_broken("missing-file", reference, what, self._hints.for_file(name))
        else:
            what = f"there is no page {name}"
            self._say_broken("unknown-target", reference, what, self._hints.for_address(name))
        return BROKEN

    def _unreadable(self, target: Target) -> bool:
        document = self._lookups.document(target.name)
        return document is not None and document.unreadable

    def _of_unknown_kind(self, reference: Reference) -> bool:
        """Tell of `[[kind:name]]` whose name exists and whose kind does not."""
        kind, colon, name = reference.name.partition(":")
        if not colon or reference.role not in ("link", "citation"):
            return False
        if not any(not target.hidden for target in self._lookups.resolve(name)):
            return False
        known = self._kinds(reference.role)
        hint = did_you_mean(kind, known, f"known: {', '.join(known)}", cutoff=0.5)
        what = "citation" if reference.role == "citation" else "relationship"
        self._say_broken("unknown-relation", reference, f"`{kind}` is no kind of {what}", hint)
        return True

    def _kinds(self, role: str) -> list[str]:
        if role == "citation":
            return [word.name for word in EVIDENCE_RELATIONS]
        return [kind.name for kind in self._settings.relationship_kinds]

    @staticmethod
    def _is_fact(reference: Reference) -> bool:
        return reference.role not in TEXT_ROLES

    def _ambiguous(self, reference: Reference, answers: tuple[Target, ...]) -> Resolved:
        places = tuple(
            Related(
                paths.source_path(self._settings.content_dir, t.name), None, f"{t.type} “{t.title}”"
            )
            for t in answers
        )
        names = either(tuple(dict.fromkeys(_clear_name(t, answers) for t in answers)))
        message = f"`{reference.name}` can mean {len(answers)} things"
        self._say_broken("ambiguous-target", reference, message, f"write {names}", places)
        return BROKEN

    def _wrong_type(self, reference: Reference, target: Target) -> Resolved:
        wanted = " or ".join(map(with_article, reference.expects))
        is_one = with_article(target.type)
        message = f"`{reference.name}` is {is_one}; `{reference.role}` takes {wanted}"
        self._say("wrong-target-type", reference, message)
        return BROKEN

    def _section(self, reference: Reference, target: Target) -> Resolved:
        if not reference.fragment:
            page, mark, part = target.url.partition("#")
            return Resolved("good", target, page + reference.tail + mark + part)
        page = target.url.partition("#")[0] + reference.tail
        anchors = self._lookups.anchors(target.name)
        anchor = find_anchor(reference.fragment, anchors)
        if anchor is None and paths.fold(reference.fragment) == paths.fold(target.title):
            return Resolved("good", target, page)  # the page's own heading is its top
        if anchor is None:
            titles = [title or id for id, title in anchors]
            near = close(reference.fragment, titles, 2, cutoff=0.5)
            hint = f"did you mean {either(tuple(near))}?" if near else ""
            message = f"“{target.title}” has no section `{reference.fragment}`"
            self._say_broken("missing-section", reference, message, hint)
            return BROKEN
        return Resolved("good", target, f"{page}#{anchor}")

    def _say_broken(
        self,
        code: str,
        reference: Reference,
        message: str,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Report a broken link: an error, or by the site's choice a warning."""
        if self._settings.warns_on_broken_links:
            self._say("broken-link", reference, message, hint, related, "warning")
        else:
            self._say(code, reference, message, hint, related)

    def _say(
        self,
        code: str,
        reference: Reference,
        message: str,
        hint: str = "",
        related: tuple[Related, ...] = (),
        severity: Severity | None = None,
    ) -> None:
        self.diagnostics.append(
            diagnose(
                code,
                message,
                self._path,
                reference.span,
                hint=hint,
                related=related,
                severity=severity,
            )
        )


def made_at(path: str, lookups: Lookups) -> str:
    """The address of what the site makes at a path, or of the list that it makes of a folder there."""
    url = paths.file_url(path)
    if lookups.is_made(url):
        return url
    folder = path.rstrip("/")
    same = map(paths.fold, lookups.folders(paths.parent(folder)))
    url = paths.folder_url(folder) if paths.fold(folder) in same else url
    return url if lookups.is_made(url) else ""


def find_file(name: str, owner: str, lookups: Lookups) -> tuple[str, ...]:
    """Which file a name means: beside the page, from the content root, or the only one so called."""
    name = paths.nfc(name)
    beside = paths.join(paths.parent(owner), name)
    for candidate in (beside, name):
        if candidate and lookups.file(candidate):
            return (candidate,)
    return lookups.find_file(name.rpartition("/")[2]) if "/" not in name else ()


def files_named(written: str, owner: str, lookups: Lookups) -> tuple[str, ...]:
    """Which file a name in front matter or the configuration means, as `find_file` finds it."""
    return find_file(parted(written, owner, lookups)[0], owner, lookups)


def parted(written: str, owner: str, lookups: Lookups) -> tuple[str, str]:
    """The name of a file in front matter, and what follows it there: `#page=2`, `?v=1`.

    Where a file is called so as it stands, nothing follows.
    """
    mark = _MARK.search(written)
    if mark is None or find_file(written, owner, lookups):
        return written, ""
    return written[: mark.start()], written[mark.start() :]


def find_anchor(fragment: str, anchors: tuple[tuple[str, str], ...]) -> str | None:
    """The anchor that a written fragment means: by id, then by title, then by slug."""
    wanted = fragment.rpartition("#")[2].strip()
    ids = {id for id, _ in anchors}
    if wanted in ids:
        return wanted
    folded = paths.fold(wanted)
    named = (id for id, title in anchors if title and paths.fold(title) == folded)
    slug = str(paths.slug(wanted))
    return next(named, slug if slug in ids else None)


def _clear_name(target: Target, answers: tuple[Target, ...]) -> str:
    """A name that means this one only: its id where that is unique among them, else its path."""
    same = [t for t in answers if t.id == target.id]
    return target.id if len(same) == 1 else target.name


def _fragment(fragment: str) -> str:
    return f"#{fragment}" if fragment else ""


def unique(diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics in order, each once."""
    yield from dict.fromkeys(diagnostics)
