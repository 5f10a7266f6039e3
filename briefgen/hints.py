"""What may have been meant by a name that leads nowhere, and what keeps a file from being found.

Hints only: they may look at all that the site has, since nobody asks for one where all is well.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from briefgen import paths
from briefgen.lookups import Lookups
from briefgen.markup.links import PAGE_ENDINGS, ending
from briefgen.model import Reference, Target
from briefgen.outline import nearest
from briefgen.suggest import either
from briefgen.walk import why_passed

_HOST = re.compile(
    r"www\.\S|(?:[\w-]+\.)+(?:(?:com|edu|gov|info|int|net|org)(?:/|$)|[a-z]{2}/)", re.ASCII
)
"""How an address of the web begins that lacks its scheme."""
_PUT = "put it anywhere in the content folder; capitals count"
_PUT_THERE = "put it there; capitals count"


class Hints:
    """Hints for one page. Names begin with a slash where they are paths: then hints are paths from here."""

    def __init__(self, own: Target, lookups: Lookups) -> None:
        self._own = own
        self._lookups = lookups

    def for_name(self, reference: Reference) -> str:
        """For the name or the path of a page."""
        found = self._passed(reference.name) or self._as_list(reference)
        return found or self._near(reference) or self._how_to_make(reference)

    def for_address(self, name: str) -> str:
        """For an address of the site."""
        return self._passed(name) or nearest(name, self._lookups.made())

    def for_file(self, name: str) -> str:
        """For a file: others of its name, or pages called so."""
        if hint := self._passed(name):
            return hint
        if name.startswith("/") and (hint := self._page_at(name)):
            return hint
        base = name.rpartition("/")[2]
        found: Iterable[str] = self._lookups.find_file(base) or self._lookups.files_like(base)
        if name.startswith("/"):
            found = map(self._seen_from_here, found)
        return _meant(found) or self._web(name) or (_PUT_THERE if "/" in name else _PUT)

    def _page_at(self, path: str) -> str:
        """For the path of a page that stands where one of a file is wanted."""
        kind = ending(path)
        if kind in ("", *PAGE_ENDINGS):  # a link to a page asks for none: it is a picture
            ids = [target.id for target in self._lookups.resolve(path)]
            return f"a page is shown in place by `![[{ids[0]}]]`" if ids else ""
        if kind in ("htm", "html"):
            url = f"{path[: -len(kind) - 1].removesuffix('index').rstrip('/')}/"
            return _meant([url] if self._lookups.is_made(url) else [])
        return _meant(self._seen_from_here(t.name) for t in self._lookups.resolve(f"{path}.md"))

    # -- what keeps it from being found --------------------------------------------------------

    def _passed(self, name: str) -> str:
        """Why a file that may be there is not found by this name, or not read."""
        if "\\" in name:
            slashed = name.replace("\\", "/")
            if name.startswith("/"):
                slashed = self._seen_from_here(slashed.removeprefix("/"))
            return f"folders stand before a slash: `{slashed}`"
        beside = paths.join(paths.parent(self._own.name), name) or name
        places = [beside, name.lstrip("/")]
        if name.startswith("/"):  # a path that may have been written without its ending
            places.append(f"{beside}.md")
        ignore = self._lookups.settings().ignore
        return next(filter(None, (why_passed(place, ignore) for place in places)), "")

    def _as_list(self, reference: Reference) -> str:
        """How to write several names that stand in one text; names themselves may hold commas."""
        parts = [part.strip() for part in reference.name.split(",")]
        if len(parts) > 1 and all(map(self._lookups.resolve, parts)):
            return f"write several names as a list: `[{', '.join(parts)}]`"
        return ""

    # -- what may have been meant --------------------------------------------------------------

    def _near(self, reference: Reference) -> str:
        if not reference.name.startswith("/") or reference.written.startswith("[["):
            return _meant(self._lookups.suggestions(reference.name))
        base = paths.stem(reference.name.rstrip("/"))
        ids: Iterable[str] = [base]
        if not self._lookups.resolve(base) and not reference.name.endswith("/"):
            ids = self._lookups.suggestions(base)
        found = [target for id in ids for target in self._lookups.resolve(id) if not target.hidden]
        names = dict.fromkeys(target.name for target in found)
        return _meant(map(self._seen_from_here, names)) or self._web(reference.name)

    def _web(self, name: str) -> str:
        written = posixpath.relpath(name, f"/{paths.parent(self._own.name)}")
        if name.startswith("/") and _HOST.match(written):
            return f"a web address begins with its scheme: https://{written}"
        return ""

    @staticmethod
    def _how_to_make(reference: Reference) -> str:
        """How to make what nobody has made yet: of a link nobody knows the kind."""
        name = reference.name
        if '"' in name or "/" in name or not paths.slug(name):
            return ""
        if len(reference.expects) == 1:
            is_id = paths.is_slug(name)  # else the title would have another id
            return f'make it with `briefgen new {reference.expects[0]} "{name}"`' if is_id else ""
        if reference.role != "link":
            return ""
        return f'make it with `briefgen new KIND "{name}"`, or take the link out'

    def _seen_from_here(self, name: str) -> str:
        """The path of a file as a Markdown link on this page has it."""
        here = paths.parent(self._own.name)
        return paths.destination(posixpath.relpath(f"/{name}", f"/{here}"))


def _meant(names: Iterable[str]) -> str:
    found = either(names)
    return f"did you mean {found}?" if found else ""
