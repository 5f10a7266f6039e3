"""What a document's text holds: finished HTML, and holes that linking fills."""

from __future__ import annotations

from briefgen.data import Data, Plain
from briefgen.diagnostics import Span
from briefgen.model.stated import Header
from briefgen.paths import TEXTS

NO_FILE = ("/", *TEXTS)
"""How a path ends that is not that of a file beside the texts."""


class Reference(Data, frozen=True):
    """A name the author wrote, where, in what role, and in which sentence.

    `name` is what is looked up ("" for the page itself), `fragment` the heading
    or anchor asked for. `role` is the front-matter key or one of link, embed,
    citation, view; `relation` the kind of a typed link, or supports, disputes,
    mentions. `expects` limits the types that may stand here (empty: any).
    """

    name: str
    fragment: str
    role: str
    relation: str
    expects: tuple[str, ...]
    span: Span
    written: str
    context: str = ""
    part: str = ""
    """The inline object it stands in (`event:KEY`, `figure:KEY`), which may be hidden alone."""
    optional: bool = False
    """True for words that are a name only where a page has it: nothing is told of them otherwise."""
    tail: str = ""
    """What follows the path of an address and is kept as it is: a query, of a file its fragment too."""


class Mention(Data, frozen=True):
    """A reference as others may know it: without its place."""

    name: str
    fragment: str
    role: str
    relation: str
    expects: tuple[str, ...]
    context: str


class Quote(Data, frozen=True):
    """Words that a source is said to hold: they can be looked up where its text is stored."""

    source: str
    text: str
    span: Span


class Heading(Data, frozen=True):
    """A section: its level, its id, its plain title, and where its segments lie.

    `start` and `stop` index the body's segments; the heading itself is included.
    """

    level: int
    id: str
    title: str
    start: int
    stop: int
    span: Span | None = None


class LinkStart(Data, frozen=True, tag="a"):
    """Opens a link to a reference (its index in `Document.references`)."""

    reference: int


class LinkEnd(Data, frozen=True, tag="z"):
    """Closes the innermost link."""


class LinkLabel(Data, frozen=True, tag="t"):
    """The title of a reference's target, where the author wrote no text."""

    reference: int


class Embed(Data, frozen=True, tag="e"):
    """`![[…]]` of a page, section, event, stakeholder or figure. `block` when alone in its paragraph."""

    reference: int
    block: bool


class Picture(Data, frozen=True, tag="p"):
    """An image or other file of the site: `name` as written, or a path from the content folder (`/a.png`).

    `tail` is what follows in its address (`#page=2`): the file's own business.
    """

    name: str
    alt: str
    title: str
    width: int
    span: Span
    written: str
    inline: bool = True
    tail: str = ""


class FileLink(Data, frozen=True, tag="f"):
    """Opens a link to a file of the site that is no page, named like a picture; closed by `LinkEnd`."""

    name: str
    span: Span
    written: str
    tail: str = ""


class Citation(Data, frozen=True, tag="c"):
    """`[@a, p. 4; @b]`: references with their prefixes, locators, in one bracket."""

    items: tuple[tuple[int, str, str], ...]
    """(index of the reference, text before, locator)"""


class View(Data, frozen=True, tag="v"):
    """A `:::name` block. Options are typed by the view; ids in them are references.

    `places` has the span of every option under its key, and that of its value under
    the key with a colon.
    """

    name: str
    options: Plain
    span: Span
    title: str = ""
    places: dict[str, Span] = {}  # noqa: RUF012 - msgspec copies it


Segment = str | LinkStart | LinkEnd | LinkLabel | Embed | Picture | FileLink | Citation | View
"""Finished HTML, or a hole that linking fills."""


class Document(Data, frozen=True):
    """One parsed content file. `references` lists every name it uses, with its place."""

    header: Header
    body: tuple[Segment, ...]
    headings: tuple[Heading, ...]
    references: tuple[Reference, ...]
    anchors: tuple[str, ...] = ()
    """Ids in the text that a link may aim at besides headings (footnotes, attributes)."""
    words: int = 0
    lead: str = ""
    """The first paragraph in short: what stands for a summary in listings if there is none."""
    spans: dict[str, Span] = {}  # noqa: RUF012 - msgspec copies it
    """Places of some keys, for problems found later: "id", "title", "slug", "redirect_from.0" …"""
    quotes: tuple[Quote, ...] = ()
    unreadable: bool = False
    """True if nobody could read its front matter, or its letters: why it is hidden has been told."""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that the text shows or links to, as they are written.

        A path may be that of a page or of a file: whoever looks finds out.
        """
        shown = [part.name for part in self.body if type(part) in (Picture, FileLink)]  # type: ignore[union-attr]
        linked = [ref.name for ref in self.references if ref.role in ("link", "address")]
        may_be = [path for path in linked if path[:1] == "/" and not path.endswith(NO_FILE)]
        return tuple(shown + may_be)
