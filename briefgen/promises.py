"""What the configuration names must exist: pages in the navigation, pictures of the site.

Only looked at where something is configured; the places of the texts are read
only where something is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefgen.codes import diagnose
from briefgen.diagnostics import Diagnostic, Span
from briefgen.extensions.navigation import aim, is_address, is_path, targets
from briefgen.lookups import Lookups
from briefgen.model import Job, Reference, Target
from briefgen.outline import Outline, nearest, problem
from briefgen.resolve import Resolver, unique
from briefgen.settings import Settings

if TYPE_CHECKING:  # the readers of the configuration come where something is wrong
    from briefgen.config.reading import Configured

Read = Callable[[], "Configured"]
"""Reads the configuration again, with the places of its texts."""

_NOWHERE = Target("", "page", "", "/", "")
_START = Span(1, 1)


def nav_names(settings: Settings, lookups: Lookups, configured: Read) -> Iterator[Diagnostic]:
    """Names in the navigation that mean no page, or more than one."""
    resolver = Resolver("", _NOWHERE, lookups)
    for where, written in targets(settings.nav):
        if not is_address(written):
            before = len(resolver.diagnostics)
            resolver.resolve(_reference(written, _START))
            if len(resolver.diagnostics) > before:
                yield from _again(where, written, lookups, configured())


def _again(where: str, written: str, lookups: Lookups, made: Configured) -> Iterator[Diagnostic]:
    """The problem of a name once more, told at its place."""
    resolver = Resolver(made.path, _NOWHERE, lookups)
    resolver.resolve(_reference(written, made.spans.get(where, _START)))
    yield from unique(resolver.diagnostics)


def _reference(written: str, span: Span) -> Reference:
    name, _, fragment = written.partition("#")
    return Reference(name, fragment, "link", "", (), span, written)


Missing = dict[tuple[str, str], Diagnostic]
"""Problems of addresses in the navigation, by path and fragment."""


def nav_addresses(
    settings: Settings,
    lookups: Lookups,
    jobs: Mapping[str, Job],
    outlines: Mapping[str, Outline],
    configured: Read,
) -> Missing:
    """Addresses in the navigation that the site does not have."""
    plain = {unquote(url): url for url in jobs}
    missing: Missing = {}
    for where, written in targets(settings.nav):
        path, _, fragment = (aim(written, lookups)[0] if is_path(written) else "").partition("#")
        path = unquote(path.partition("?")[0])
        what = problem(path, fragment, plain, outlines) if path else ""
        if what:
            made = configured()
            span = made.spans.get(where, _START)
            hint = "" if path in plain else nearest(path, plain)
            missing[path, fragment] = diagnose("unknown-target", what, made.path, span, hint=hint)
    return missing


def files(settings: Settings, lookups: Lookups, configured: Read) -> Iterator[Diagnostic]:
    """Pictures that the configuration names and the site does not have."""
    for key in ("logo", "favicon", "image"):
        written: str = getattr(settings, key)
        resolver = Resolver("", _NOWHERE, lookups)
        if written and not resolver.named_file(written, _START):
            made = configured()
            told = Resolver(made.path, _NOWHERE, lookups)
            told.named_file(written, made.spans.get(key, _START))
            yield from told.diagnostics
