"""The live-reload script joins a page on its way out; the files of the site never have it."""

from __future__ import annotations

import html
import json

import msgspec

from briefgen.preview.problems import Problem
from briefgen.preview.served import LIVE, Served


def tag(served: Served, path: str) -> bytes:
    """The script element for the page at a decoded path."""
    attributes = {
        "src": f"{served.base}{LIVE}/live.js",
        "data-page": path,
        "data-revision": served.page_revision(path),
        "data-styles": json.dumps(served.styles()),
    }
    written = "".join(f' {name}="{html.escape(text)}"' for name, text in attributes.items())
    # Addresses may hold what no encoding can write (lone surrogates of a strange request).
    return f'<script type="module"{written}></script>\n'.encode(errors="replace")


def inject(page: bytes, element: bytes) -> bytes:
    """The page with the element at the end of its body."""
    at = page.rfind(b"</body>")
    return page + element if at < 0 else page[:at] + element + page[at:]


def missing_page(served: Served) -> bytes:
    """What a 404 says while the site has no page of its own for it."""
    return _page(
        "Not found",
        "<p>There is no page at this address.</p>\n"
        f'<p><a href="{html.escape(served.base)}">To the front page</a></p>',
    )


def unbuilt_page(problems: tuple[Problem, ...]) -> bytes:
    """What every address says before there was a first good build."""
    if not problems:
        return _page("Building", "<p>The site is being built; this page will follow it.</p>")
    # The overlay tells the same, with excerpts; this is for a browser without scripts.
    items = "".join(f"<li>{html.escape(_line(problem))}</li>\n" for problem in problems)
    return _page(
        "This site could not be built yet",
        f"<p>It appears here as soon as these problems are mended:</p>\n<ul>\n{items}</ul>",
    )


def state(served: Served, path: str) -> bytes:
    """What the script on the page at a decoded path asks for, as JSON."""
    return msgspec.json.encode(
        {
            "instance": served.instance,
            "revision": served.revision,
            "page": served.page_revision(path),
            "styles": served.styles(),
            "problems": served.problems,
            "built": bool(served.files),
        }
    )


def _line(problem: Problem) -> str:
    place = f"{problem.place}: " if problem.place else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{place}{problem.message}{hint}"


def _page(title: str, body: str) -> bytes:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    ).encode(errors="replace")
