"""Links in `briefgen.yaml`: lines of the navigation that name a document by one of its names."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.config.values import NAV_ITEM
from briefgen.extensions.navigation import is_path, parts, targets
from briefgen.nodes import Mapping, Node, Scalar, Sequence, read_yaml
from briefgen.places import CONFIG
from briefgen.rename import names
from briefgen.rename.files import Change
from briefgen.rename.mend import Move
from briefgen.rename.site import Means, Site
from briefgen.rename.text import Edit, Text
from briefgen.resolve import made_at


def mended(site: Site, move: Move, before: Means, after: Means) -> tuple[Change | None, int]:
    """The change of the configuration file, if a line of the navigation must follow; and how many do."""
    file = site.builder.root / CONFIG
    if not file.is_file():
        return None, 0
    data = file.read_bytes()
    text = Text(data)
    root = read_yaml(text.text, CONFIG)[0]
    edits = [*_edits(root.get("nav") if root else None, text, move, before, after)]
    return (Change(file, data, text.with_edits(edits)) if edits else None), len(edits)


def lists(site: Site, means: Means) -> set[str]:
    """The paths in the navigation at which the site makes something, and no document stands."""
    items = targets(site.builder.settings.nav)
    paths = {parts(written)[0] for _, written in items if is_path(written)}
    return {path for path in paths if not means(path) and made_at(path[1:], site.lookups)}


def _edits(
    node: Node | None, text: Text, move: Move, before: Means, after: Means
) -> Iterator[Edit]:
    for target in _targets(node):
        written = target.text.strip()
        name, tail, part = parts(written)
        if {found.name for found in before(name)} != {move.old.name}:
            continue

        def is_new(tried: str) -> bool:
            return {found.name for found in after(tried)} == {move.new.name}

        instead = names.renamed(name, move.old, move.new, is_new)
        whole = f"{instead}{tail}#{part}" if part else instead + tail
        made = names.in_scalar(text.at(target.inner), written, whole, quoted=target.quoted)
        if made is not None and instead != name:
            yield Edit(*text.range(target.inner), made)


def _targets(node: Node | None) -> Iterator[Scalar]:
    """What the navigation leads to, in each form that `config` reads: `name`, `Title: name`, or keys."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _targets(item)
    elif isinstance(node, Mapping):
        in_full = any(key.text in NAV_ITEM.table for key, _ in node.items)
        for key, value in node.items:
            field = NAV_ITEM.table.get(key.text)
            if not in_full or (field and field.key in ("target", "children")):
                yield from _targets(value)
