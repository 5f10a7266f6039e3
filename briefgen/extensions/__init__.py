"""All that is built in, in order, and small registries of it.

The order decides nothing but the order of work: no extension knows another's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefgen.extensions import (
    assets,
    attachments,
    brief,
    event,
    figure,
    figures,
    grid,
    home,
    matrix,
    not_found,
    page,
    page_list,
    redirects,
    search,
    sections,
    source,
    sources,
    stakeholder,
    stakeholders,
    tags,
    tie_map,
    timeline,
    timeline_page,
    topic,
)
from briefgen.extensions.base import Extension, Kind, Producer, ViewKind
from briefgen.extensions.web.habits import HABITS

BUILT_IN: tuple[Extension, ...] = (
    *(
        module.EXTENSION
        for module in (
            *(brief, event, stakeholder, source, topic, figure, page),
            *(timeline, stakeholders, matrix, tie_map, grid, figures, page_list, sources),
            *(home, sections, timeline_page, tags, search),
            *(redirects, not_found, attachments, assets),
        )
    ),
    *HABITS,
)
"""Kinds in the order of the house, then views, then what is made beside the documents."""


def kinds(extensions: Iterable[Extension] = BUILT_IN) -> Mapping[str, Kind]:
    """Kinds by type; a later extension replaces an earlier one's."""
    return {kind.type: kind for extension in extensions for kind in extension.kinds}


def views(extensions: Iterable[Extension] = BUILT_IN) -> Mapping[str, ViewKind]:
    """Views by name; a later extension replaces an earlier one's."""
    return {view.name: view for extension in extensions for view in extension.views}


def producers(extensions: Iterable[Extension] = BUILT_IN) -> Mapping[str, Producer]:
    """Producers by name; a later extension replaces an earlier one's."""
    return {found.name: found for extension in extensions for found in extension.producers}
