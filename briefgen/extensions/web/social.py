"""Open Graph (ogp.me) and Twitter's few additions: how a page looks where its link is shared."""

from __future__ import annotations

from briefgen.extensions.web.moments import changed, published, rfc3339
from briefgen.lookups import Lookups
from briefgen.model import Data, Header


class Shared(Data, frozen=True):
    """What a shared link shows. `url` and `image` are absolute, or empty if that is not possible."""

    title: str
    type: str
    description: str = ""
    url: str = ""
    image: str = ""
    lang: str = ""
    size: tuple[int, int] = (0, 0)
    """Width and height of the image in pixels, zero if unknown."""


def open_graph(
    shown: Shared, header: Header | None, lookups: Lookups
) -> tuple[tuple[str, str], ...]:
    """(property, content) of every `<meta>`, without empty ones."""
    settings = lookups.settings()
    article = header is not None and shown.type == "brief"
    width, height = (str(pixels) if pixels else "" for pixels in shown.size)
    found = (
        ("og:title", shown.title),
        ("og:type", "article" if article else "website"),
        ("og:description", shown.description),
        ("og:url", shown.url),
        ("og:site_name", settings.title),
        ("og:locale", (shown.lang or settings.language).replace("-", "_")),
        ("og:image", shown.image),
        ("og:image:width", width if shown.image else ""),
        ("og:image:height", height if shown.image else ""),
        ("og:image:alt", shown.title if shown.image else ""),
        ("twitter:card", "summary_large_image" if shown.image else "summary"),
        *(_article(header) if header and article else ()),
    )
    return tuple((name, content) for name, content in found if content)


def _article(header: Header) -> tuple[tuple[str, str], ...]:
    made, last = published(header), changed(header)
    times = (("article:published_time", made), ("article:modified_time", last))
    stated = tuple((name, rfc3339(moment)) for name, moment in times if moment)
    return (*stated, *(("article:tag", tag) for tag in header.tags))
