"""Briefs: the summary first, then key judgements, then everything a page shares."""

from __future__ import annotations

from briefgen.extensions.base import Extension, Kind
from briefgen.extensions.cards import document_card
from briefgen.extensions.common import document_context

EXTENSION = Extension(
    "brief", kinds=(Kind("brief", "brief.html", document_context, card=document_card),)
)
