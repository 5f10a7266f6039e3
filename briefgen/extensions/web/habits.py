"""All the habits of the web that make files of their own, in order."""

from __future__ import annotations

from briefgen.extensions.base import Extension
from briefgen.extensions.web import calendar, cite, data, feeds, llms, sitemap, social_cards, twins

HABITS: tuple[Extension, ...] = tuple(
    module.EXTENSION for module in (feeds, calendar, sitemap, data, cite, twins, llms, social_cards)
)
