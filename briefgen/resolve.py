"""From a written reference to the one thing it means, or to the reason why not."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Literal

from briefgen import paths
from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Related, Severity, Span
from briefgen.lookups import Lookups
from briefgen.markup.links import is_file_name
from briefgen.model import Data, Reference, Target
from briefgen.outline import nearest
from briefgen.schema.names import FILE
from briefgen.statements import choose, one
from briefgen.suggest import close, did_you_mean
from briefgen.vocabulary import EVIDENCE_RELATIONS
from briefgen.walk import why_passed

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
        what = f"`{shown}` can mean {_or(found)}" if found else f"there is no file `{shown}`"
        if found:
            hint = "write its path from the content folder"
        else:
            hint = self._passed(shown) or self._elsewhere(name)
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
            is_fact = self._is_fact(reference)
            if self._settings.hidden_links == "text" and not is_fact:
                return HIDDEN
            hint = "take the link out, publish its target, or set `hidden_links: text`"
            if is_fact:
                hint = "take the name out, or publish its target"
            self._say(
                "hidden-target", reference, "this leads to something that is not public", hint
            )
            return HIDDEN
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
        hint = self._passed(reference.name) or self._as_list(reference)
        if not hint:
            near = self._near(reference)
            hint = f"did you mean {_or(near)}?" if near else self._how_to_make(reference)
        shown = reference.name.removeprefix("/")
        self._say_broken("unknown-target", reference, f"nothing is called `{shown}`", hint)
        return BROKEN

    def _no_address(self, reference: Reference) -> Resolved:
        name = reference.name
        if is_file_name(name):
            hint = self._passed(name) or self._elsewhere(name)
            what = f"there is no file `{name.removeprefix('/')}`"
            self._say_broken("missing-file", reference, what, hint)
        else:
            hint = self._passed(name) or nearest(name, self._lookups.made())
            self._say_broken("unknown-target", reference, f"there is no page {name}", hint)
        return BROKEN

    def _near(self, reference: Reference) -> tuple[str, ...]:
        """What may have been meant: ids, or paths from this page where Markdown wants a path."""
        if reference.role != "link" or reference.written.startswith("[["):
            return self._lookups.suggestions(reference.name)
        base = paths.stem(reference.name.rstrip("/"))
        ids = [base] if self._lookups.resolve(base) else self._lookups.suggestions(base)
        found = [target for id in ids for target in self._lookups.resolve(id) if not target.hidden]
        return tuple(map(self._seen_from_here, dict.fromkeys(target.name for target in found)))

    def _seen_from_here(self, name: str) -> str:
        """The path of a file as a Markdown link on this page has it."""
        here = paths.parent(self._own.name)
        return paths.destination(posixpath.relpath(f"/{name}", f"/{here}"))

    def _passed(self, name: str) -> str:
        """A hint for the name of a file that may be there, and is not found by it, or not read."""
        if "\\" in name:
            slashed = name.replace("\\", "/")
            return f"folders stand before a slash: `{slashed}`"
        beside = paths.join(paths.parent(self._own.name), name) or name
        places = [beside, name.lstrip("/")]
        if name.startswith("/"):  # a path that may have been written without its ending
            places.append(f"{beside}.md")
        why = (why_passed(place, self._settings.ignore) for place in places)
        return next(filter(None, why), "")

    def _elsewhere(self, name: str) -> str:
        """A hint with the files so called in other folders; a path of Markdown is seen from the page."""
        found = self._lookups.find_file(name.rpartition("/")[2])
        if name.startswith("/"):
            found = tuple(map(self._seen_from_here, found))
        return f"did you mean {_or(found)}?" if found else ""

    def _as_list(self, reference: Reference) -> str:
        """How to write several names that stand in one text; names themselves may hold commas."""
        parts = [part.strip() for part in reference.name.split(",")]
        if len(parts) > 1 and all(map(self._lookups.resolve, parts)):
            return f"write several names as a list: `[{', '.join(parts)}]`"
        return ""

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

    @staticmethod
    def _how_to_make(reference: Reference) -> str:
        if len(reference.expects) != 1 or not paths.is_slug(reference.name):
            return ""
        kind = reference.expects[0]
        return f'make it with `briefgen new {kind} "{reference.name}"`'

    def _ambiguous(self, reference: Reference, answers: tuple[Target, ...]) -> Resolved:
        places = tuple(
            Related(
                paths.source_path(self._settings.content_dir, t.name), None, f"{t.type} “{t.title}”"
            )
            for t in answers
        )
        names = _or(tuple(dict.fromkeys(_clear_name(t, answers) for t in answers)))
        message = f"`{reference.name}` can mean {len(answers)} things"
        self._say_broken("ambiguous-target", reference, message, f"write {names}", places)
        return BROKEN

    def _wrong_type(self, reference: Reference, target: Target) -> Resolved:
        wanted = " or ".join(reference.expects)
        message = f"`{reference.name}` is a {target.type}; `{reference.role}` takes a {wanted}"
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
            hint = f"did you mean {_or(tuple(near))}?" if near else ""
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
    places = (paths.file_url(path), paths.folder_url(path))
    return next(filter(lookups.is_made, places), "")


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


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def unique(diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics in order, each once."""
    yield from dict.fromkeys(diagnostics)
