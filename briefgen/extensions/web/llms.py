"""`llms.txt` (llmstxt.org): the site in Markdown for programs that read, with links to the twins of its pages.

What is made to be read comes first; what the rest refers to (events, sources)
stands under "Optional", which such readers may leave out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen import paths
from briefgen.extensions.base import Extension, Planned, Producer
from briefgen.extensions.places import HOME, home_title
from briefgen.extensions.web.head import TWIN
from briefgen.extensions.web.markdown import escape
from briefgen.extensions.wording import type_label
from briefgen.lookups import Lookups, Renderer
from briefgen.model import Made

ADDRESS = f"{HOME}llms.txt"
_FIRST = ("brief", "topic", "stakeholder", "figure", "page")
_OPTIONAL = ("event", "source")


def llms(lookups: Lookups) -> str:
    """The whole file."""
    settings = lookups.settings()
    head = [f"# {escape(home_title(lookups))}"]
    head += [f"> {escape(_line(settings.description))}"] if settings.description else []
    sections = [(type_label(type), [*_pages(type, lookups)]) for type in _FIRST]
    sections += [("Data", [*_data(lookups)])]
    sections += [("Optional", [line for type in _OPTIONAL for line in _pages(type, lookups)])]
    return "\n\n".join([*head, *_shown(sections)]) + "\n"


def _shown(sections: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    for title, lines in sections:
        if lines:
            yield f"## {title}\n\n" + "\n".join(lines)


def _pages(type: str, lookups: Lookups) -> Iterator[str]:
    for page in lookups.listing(f"type:{type}"):
        if not paths.is_index(page.name):
            yield _entry(page.title, page.url + TWIN, page.summary, lookups)


def _data(lookups: Lookups) -> Iterator[str]:
    settings = lookups.settings()
    if settings.data:
        said = "every table of the site as JSON and CSV, with its schema"
        yield _entry("Index of the data", f"{HOME}data/index.json", said, lookups)
    if "atom" in settings.feeds:
        yield _entry("Feed", f"{HOME}feed.xml", "what is new, as Atom", lookups)
    elif "json" in settings.feeds:
        yield _entry("Feed", f"{HOME}feed.json", "what is new, as JSON Feed", lookups)


def _entry(title: str, url: str, summary: str, lookups: Lookups) -> str:
    address = paths.absolute(lookups.settings().base_url, url)
    said = f": {escape(_line(summary))}" if summary else ""
    return f"- [{escape(_line(title))}]({address}){said}"


def _line(text: str) -> str:
    return " ".join(text.split())


def plan(lookups: Lookups) -> Iterator[Planned]:
    """The one file, where there are twins to point to."""
    if lookups.settings().twins:
        yield Planned(ADDRESS, "")


def make(_: str, lookups: Lookups, __: Renderer) -> Made:
    """The file."""
    return Made(llms(lookups).encode())


EXTENSION = Extension("llms", producers=(Producer("llms", plan, make),))
