"""What a publication says: the commit message, the report, and the words said once."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence

from briefgen.console import count
from briefgen.publish.branch import TRAILER
from briefgen.publish.changes import Changes, address, is_page, pages
from briefgen.publish.domain import github_base
from briefgen.publish.moves import Move
from briefgen.publish.outcome import Outcome
from briefgen.version import __version__

SHOWN = 10
"""How many addresses of a kind are listed before the rest is only counted."""

SIGNS = {"added": "+", "changed": "~", "removed": "-"}

PUBLIC_SOURCE = """\
Before the first publication, once and plainly:
  Drafts, embargoes, TLP marks and handling blocks keep text out of the *site*. They do not keep
  it out of the *repository*. If the repository that holds your Markdown is public, everybody can
  read all of it, whatever its marks say, and its whole history too. What is not meant to be
  public belongs in a private repository. And what was once published stays in the history of
  the published branch."""


def sentence(changes: Changes) -> str:
    """`3 pages added, 1 page changed; 2 other files`, or `nothing changed`."""
    counted = [
        f"{count(len(pages(found)), 'page')} {verb}"
        for verb, found in _kinds(changes)
        if pages(found)
    ]
    others = sum(not is_page(path) for _, found in _kinds(changes) for path in found)
    said = ", ".join(counted)
    rest = count(others, "other file" if said else "file")
    return "; ".join(filter(None, (said, rest))) or "nothing changed"


def _kinds(changes: Changes) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "added", changes.added
    yield "changed", changes.changed
    yield "removed", changes.removed


def commit_message(changes: Changes, source: str, branch: str, *, dirty: bool) -> str:
    """Subject, the first pages of every kind of change, and the commit it was made from."""
    body = "\n".join(_listing(changes, only_pages=True))
    origin = f" ({branch})" if branch else ""
    state = "\nMade with changes that are in no commit." if dirty else ""
    return (
        f"Publish: {sentence(changes)}\n\n"
        + (f"{body}\n\n" if body else "")
        + f"Made by briefgen {__version__} from {source[:12]}{origin}.{state}\n\n{TRAILER}: {source}\n"
    )


def listing(changes: Changes, *, everything: bool) -> list[str]:
    """What changes on the site, a line each: pages, and with `everything` other files too."""
    return list(_listing(changes, only_pages=not everything, limit=0 if everything else SHOWN))


def _listing(changes: Changes, *, only_pages: bool, limit: int = SHOWN) -> Iterator[str]:
    for verb, found in _kinds(changes):
        shown = sorted(address(path) for path in found if is_page(path) or not only_pages)
        yield from (f"{SIGNS[verb]} {url}" for url in shown[: limit or None])
        if limit and len(shown) > limit:
            yield f"{SIGNS[verb]} … and {len(shown) - limit:,} more"


def dark(vanishing: Sequence[str], moves: Iterable[Move]) -> list[str]:
    """Addresses that would go dark, and the command that keeps each alive, where one is known."""
    homes = {move.old: move for move in moves}
    lines = []
    for url in vanishing:
        lines.append(f"this address would go dark: {url}")
        if url in homes:
            command = f"briefgen redirect {shlex.quote(url)} {shlex.quote(homes[url].name)}"
            lines.append(f"  it seems to live at {homes[url].new} now; keep it: {command}")
        elif url.endswith(("/", ".html")):
            command = f"briefgen redirect {shlex.quote(url)} PAGE"
            lines.append(f"  if its content lives elsewhere, keep it: {command}")
    return lines


def last_words(outcome: Outcome, remote: str, branch: str, *, dry_run: bool) -> list[str]:
    """How it ended: what changed, where it can be seen, and what is left to do the first time."""
    said = sentence(outcome.changes)
    where = f"{remote}/{branch}"
    if not outcome.changes:
        return [f"nothing changed: {where} holds this site already"]
    if dry_run:
        return [f"would publish to {where}: {said}"]
    lines = [f"published to {where}: {said} → {outcome.base_url}"]
    if outcome.first and github_base(outcome.remote):
        lines.append(
            "once: in the repository's settings choose Pages → Source → Deploy from a branch → "
            f"{branch}, folder / (root)"
        )
    return lines
