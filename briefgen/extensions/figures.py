"""`:::figures`: numbers of the page, or those that the options select. `types` are kinds of figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.dates import sort_key
from briefgen.extensions import selection
from briefgen.extensions.base import Context, Extension, ViewKind
from briefgen.extensions.common import Figures, stated_figures
from briefgen.extensions.quantities import figure_views
from briefgen.extensions.selection import Selection
from briefgen.lookups import Lookups
from briefgen.model import Figure, Header, Target
from briefgen.paths import fold


def context(options: Context, header: Header, lookups: Lookups) -> dict[str, Any]:
    """What `views/figures.html` gets."""
    chosen = selection.read(options, lookups)
    found = [pair for pair in _candidates(chosen, header, lookups) if _fits(*pair, chosen, lookups)]
    kept = selection.limited(_sorted(found, chosen.sort), chosen)
    return {"title": chosen.title, "figures": figure_views(kept, lookups)}


def _candidates(chosen: Selection, header: Header, lookups: Lookups) -> Figures:
    own = stated_figures(header, lookups) if chosen.is_open else ()
    return own or lookups.figures("site")


def _fits(figure: Figure, target: Target, chosen: Selection, lookups: Lookups) -> bool:
    """Topics and stakeholders by what the figure concerns, tags by the page it lives on."""
    tagged = {page.name for tag in chosen.tags for page in lookups.listing(f"tag:{tag}")}
    return (
        _concerns(target, "topic", chosen.topics, lookups)
        and _concerns(target, "stakeholder", chosen.stakeholders, lookups)
        and (not chosen.types or figure.kind in chosen.types)
        and (not chosen.tags or target.name in tagged)
        and selection.within(figure.as_of, chosen)
    )


def _concerns(target: Target, kind: str, ids: Iterable[str], lookups: Lookups) -> bool:
    wanted = tuple(ids)
    found = (where.id for id in wanted for _, where in lookups.figures(f"{kind}:{id}"))
    return not wanted or target.id in found


def _sorted(found: list[tuple[Figure, Target]], sort: str) -> list[tuple[Figure, Target]]:
    key, backwards = sort.removeprefix("-"), sort.startswith("-")
    if key == "title":
        return sorted(found, key=lambda pair: (fold(pair[1].title), pair[1].id), reverse=backwards)
    if key != "date":
        return found
    dated = [(sort_key(pair[0].as_of), pair) for pair in found if pair[0].as_of]
    dated.sort(key=lambda item: item[0], reverse=backwards)
    return [*(pair for _, pair in dated), *(pair for pair in found if not pair[0].as_of)]


EXTENSION = Extension(
    "figures",
    views=(
        ViewKind(
            "figures",
            selection.options(("title", "-title", "date", "-date"), selection.FIGURE_TYPES),
            "views/figures.html",
            context,
        ),
    ),
)
