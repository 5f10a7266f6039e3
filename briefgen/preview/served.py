"""One state of the preview: the last good site, its problems, and a digest of everything.

A state is replaced as a whole by one assignment. No request opens a path: what is not in
the mapping does not exist, so there is nothing to traverse and no link to follow.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from briefgen import paths
from briefgen.preview.problems import Problem

LIVE = "_briefgen"
"""The folder under the base path in which the preview's own addresses live."""


class Found(msgspec.Struct, frozen=True):
    """What stands at an address: an output path, or where to go instead."""

    status: int
    output: str = ""
    location: str = ""


class Served:
    """A site as the preview serves it, at one revision.

    base: with both slashes (`/repo/`). instance: names the running server, since another
    one counts its revisions anew. problems: why the newest build failed, if it did.
    """

    def __init__(
        self,
        files: Mapping[str, bytes],
        *,
        base: str = "/",
        instance: str = "",
        revision: int = 0,
        problems: tuple[Problem, ...] = (),
        before: Served | None = None,
    ) -> None:
        self.files, self.base, self.problems = files, base, problems
        self.instance, self.revision = instance, revision
        self._digests: dict[str, str] = {}
        self._styles: dict[str, str] | None = None
        self._revisions: dict[str, str] = {}
        if before is not None:
            self._adopt_digests(before)

    def _adopt_digests(self, before: Served) -> None:
        """Digests of files that are the very same bytes object are not computed again."""
        old = before.files
        known = list(before._digests.items())
        self._digests = {
            path: digest for path, digest in known if self.files.get(path) is old.get(path)
        }

    def find(self, path: str) -> Found:
        """What stands at a decoded path: a file, a folder's index, a redirect to a folder."""
        if not path.startswith(self.base):
            home = path in {"/", self.base.rstrip("/")}
            return (
                Found(HTTPStatus.FOUND, location=paths.href("/", self.base))
                if home
                else self._missing()
            )
        name = paths.nfc(path[len(self.base) :])
        index = f"{name}index.html"
        if (name == "" or name.endswith("/")) and index in self.files:
            return Found(HTTPStatus.OK, index)
        if name in self.files:
            return Found(HTTPStatus.OK, name)
        if name and f"{name}/index.html" in self.files:
            return Found(HTTPStatus.FOUND, location=paths.href(self.base, f"/{name}/"))
        return self._missing()

    def _missing(self) -> Found:
        return Found(HTTPStatus.NOT_FOUND, "404.html" if "404.html" in self.files else "")

    def place(self, path: str) -> str:
        """The output path of the page at a decoded path, whether there is one or not."""
        name = paths.nfc(path.removeprefix(self.base))
        return f"{name}index.html" if name == "" or name.endswith("/") else name

    def digest(self, output: str) -> str:
        """A short digest of a file's bytes; "" if there is no such file."""
        known = self._digests.get(output)
        if known is None:
            content = self.files.get(output)
            known = "" if content is None else digest(content)
            self._digests[output] = known
        return known

    def styles(self) -> dict[str, str]:
        """Address path → digest of every style sheet."""
        if self._styles is None:
            sheets = sorted(path for path in self.files if path.endswith(".css"))
            self._styles = {paths.href(self.base, f"/{path}"): self.digest(path) for path in sheets}
        return self._styles

    def page_revision(self, path: str) -> str:
        """A digest of the page at a decoded path and of the pictures and scripts it shows.

        Other pages and style sheets do not count: nothing of this page changes with them.
        """
        if not self.files:
            return digest(msgspec.json.encode(self.problems))
        found = self.find(path)
        if not found.output:
            return f"{found.status}{found.location}"
        if found.status != HTTPStatus.OK:  # there is no end of addresses that are not there
            return self._revision_of(found, path)
        if path not in self._revisions:
            self._revisions[path] = self._revision_of(found, path)
        return self._revisions[path]

    def _revision_of(self, found: Found, path: str) -> str:
        parts = [str(found.status), self.digest(found.output)]
        if found.output.endswith(".html"):
            parts += sorted(filter(None, map(self._part, self._references(found.output, path))))
        return digest(" ".join(parts).encode())

    def _references(self, output: str, path: str) -> set[str]:
        text = self.files[output].decode(errors="replace")
        values = {_plain(found[1] or found[2] or found[3]) for found in _SHOWN.finditer(text)}
        sets = {_plain(found[1] or found[2]) for found in _SRCSET.finditer(text)}
        values |= {
            piece.split()[0] for value in sets for piece in value.split(",") if piece.strip()
        }
        return {unquote(urlsplit(urljoin(path, value)).path) for value in values if _is_ours(value)}

    def _part(self, path: str) -> str:
        output = self.find(path).output if path.startswith(self.base) else ""
        return self.digest(output) if output and not output.endswith((".html", ".css")) else ""


def digest(content: bytes) -> str:
    """A digest that is short enough for an attribute and long enough to be trusted."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()


_VALUE = r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_SHOWN = re.compile(rf"\s(?:src|poster|data)={_VALUE}", re.IGNORECASE)
_SRCSET = re.compile(r"""\ssrcset=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ABSOLUTE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def _plain(value: str | None) -> str:
    return (value or "").replace("&amp;", "&")


def _is_ours(value: str) -> bool:
    return not _ABSOLUTE.match(value) and "[" not in value
