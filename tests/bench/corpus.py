"""A made-up site of any size: documents of 800 words with twelve links each, the same for every tool.

The same documents can be written for briefgen and, with the same text and the
same front matter, for other generators (see `rivals`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WORDS_PER_DOCUMENT = 800
LINKS_PER_DOCUMENT = 12
_VOCABULARY = (
    "access agreement announcement barrier bilateral board border budget cabinet capital clause "
    "commerce committee company competition concession consumer council customs deadline dialogue "
    "digital directive duty economy envoy export finance firm framework government growth import "
    "industry inquiry investment issue market measure meeting minister ministry negotiation notice "
    "official operator outcome paper partner payment platform policy position pressure price process "
    "proposal quota rate reform regulation report request retailer review round rule sector seller "
    "session statement storage supplier talks tariff text trade treaty visit warehouse"
).split()
_SMALL = ("the", "of", "and", "to", "in", "a", "for", "on", "with", "by", "that", "as")

KINDS = {"brief": 0.6, "stakeholder": 0.16, "event": 0.12, "topic": 0.06, "source": 0.06}
"""Share of each type among the documents."""


class Document(NamedTuple):
    """One document as data, before it is written for a tool. `links` are ids."""

    id: str
    kind: str
    title: str
    date: str
    tags: tuple[str, ...]
    stakeholders: tuple[str, ...]
    topics: tuple[str, ...]
    links: tuple[str, ...]
    paragraphs: tuple[str, ...]
    """Text with `{0}` … `{11}` where the links stand."""


def documents(count: int, seed: int = 7) -> list[Document]:
    """So many documents, always the same for a seed."""
    draw = random.Random(seed)
    ids = [(f"{kind}-{number:05d}", kind) for number, kind in enumerate(_kinds(count))]
    return [_document(id, kind, ids, draw) for id, kind in ids]


def _kinds(count: int) -> list[str]:
    kinds: list[str] = []
    for kind, share in KINDS.items():
        kinds += [kind] * round(count * share)
    return (kinds + ["brief"] * count)[:count]


def _document(id: str, kind: str, ids: list[tuple[str, str]], draw: random.Random) -> Document:
    people = [other for other, of in ids if of == "stakeholder"] or [id]
    topics = [other for other, of in ids if of == "topic"] or [id]
    links = tuple(draw.choice(ids)[0] for _ in range(LINKS_PER_DOCUMENT))
    return Document(
        id,
        kind,
        f"{' '.join(draw.choices(_VOCABULARY, k=4)).capitalize()} {id[-5:]}",
        f"{draw.randint(2015, 2025)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        tuple(dict.fromkeys(draw.choices(_VOCABULARY[:40], k=3))),
        tuple(dict.fromkeys(draw.choices(people, k=3))),
        tuple(dict.fromkeys(draw.choices(topics, k=2))),
        links,
        tuple(_paragraphs(draw)),
    )


def _paragraphs(draw: random.Random) -> Iterator[str]:
    """Twelve paragraphs with a link each; headings, a list and emphasis as in real notes."""
    size = WORDS_PER_DOCUMENT // LINKS_PER_DOCUMENT
    for number in range(LINKS_PER_DOCUMENT):
        words = [draw.choice(_SMALL if draw.random() < 0.4 else _VOCABULARY) for _ in range(size)]
        words[size // 2] = f"{{{number}}}"
        words[size // 3] = f"*{words[size // 3]}*"
        text = " ".join(_sentences(words))
        if number % 4 == 0:
            yield f"## {' '.join(draw.choices(_VOCABULARY, k=3)).capitalize()}\n\n{text}"
        elif number % 4 == 3:
            third = size // 3
            parts = text.split(" ")
            items = [parts[:third], parts[third : 2 * third], parts[2 * third :]]
            yield "\n".join("- " + " ".join(item) for item in items)
        else:
            yield text


def _sentences(words: list[str]) -> list[str]:
    for start in range(0, len(words), 14):
        words[start] = words[start].capitalize()
        words[min(start + 13, len(words) - 1)] += "."
    return words


# -- for briefgen ---------------------------------------------------------------------------------


def write_site(root: Path, found: list[Document]) -> None:
    """The documents as a site of ours."""
    (root / "briefgen.yaml").write_text(
        "title: Benchmark\nbase_url: https://example.org/bench/\n", encoding="utf-8"
    )
    for document in found:
        path = root / "content" / f"{document.kind}s" / f"{document.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_markdown(document), encoding="utf-8")


def as_markdown(document: Document) -> str:
    """One document in our own form."""
    links = [f"[[{link}]]" for link in document.links]
    body = "\n\n".join(document.paragraphs).format(*links)
    people = (
        "" if document.kind == "source" else f"stakeholders: [{', '.join(document.stakeholders)}]\n"
    )
    topics = "" if document.kind == "source" else f"topics: [{', '.join(document.topics)}]\n"
    return (
        f"---\ntitle: {document.title}\ndate: {document.date}\n"
        f"summary: {document.title}, in one line.\ntags: [{', '.join(document.tags)}]\n"
        f"{people}{topics}---\n{body}\n"
    )
