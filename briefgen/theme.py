"""Which file of which theme answers a name: layers, inheritance, options.

A theme is a folder: `theme.yaml` (optional), `templates/`, `static/`. A site keeps
its own under `themes/<name>/`; ours come with the package. Files are looked for
in layers, topmost first: the site's theme, the packaged theme of the same name, whatever
they extend, and at the bottom always the packaged default. So a site overrides file by file.

Nothing is opened here. A *layer path* names a theme file: `themes/<name>/…` in
the site folder, `briefgen:themes/<name>/…` in the package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefgen.codes import diagnose
from briefgen.data import Data, Plain
from briefgen.diagnostics import Diagnostic, Span
from briefgen.paths import PACKAGED
from briefgen.suggest import did_you_mean

SITE = "themes/"
DEFAULT = "default"
MANIFEST = "theme.yaml"


class Option(Data, frozen=True):
    """A setting that a theme offers: `theme_options` in `briefgen.yaml` sets it, as text."""

    name: str
    default: str = ""
    description: str = ""
    choices: tuple[str, ...] = ()
    """All that it may be; empty: anything."""


class Manifest(Data, frozen=True):
    """What `theme.yaml` says. `path` is the file it was read from ("" if there is none)."""

    name: str = ""
    title: str = ""
    extends: str = ""
    version: str = ""
    options: tuple[Option, ...] = ()
    path: str = ""
    place: Span | None = None
    """Where `extends:` stands."""


class Theme(Data, frozen=True):
    """A theme put together: for every file name, the layer paths that have it, topmost first."""

    name: str
    title: str
    version: str
    layers: tuple[str, ...]
    """Roots of the layers, topmost first (`themes/mine/`, `briefgen:themes/default/`)."""
    templates: dict[str, tuple[str, ...]]
    static: dict[str, str]
    """Name under `static/` → the layer path that is published as `/assets/<name>`."""
    options: tuple[Option, ...]

    def template(self, name: str) -> str | None:
        """The layer path of a template, None if no layer has it."""
        found = self.templates.get(name, ())
        return found[0] if found else None

    def inherited(self, name: str, below: str) -> str | None:
        """The template of this name in the layers below the one that `below` (a layer path) is in."""
        owner = next(root for root in self.layers if below.startswith(root))
        lower = self.layers[self.layers.index(owner) + 1 :]
        return next((path for path in self.templates.get(name, ()) if path.startswith(lower)), None)

    def settings(self, chosen: Plain) -> dict[str, str]:
        """Every option by name, with its value: as chosen by the site, else its default."""
        options = sorted(self.options, key=lambda option: option.name)
        return {option.name: _value(option, chosen) for option in options}


def _value(option: Option, chosen: Plain) -> str:
    value = str(chosen.get(option.name, option.default))
    return value if not option.choices or value in option.choices else option.default


def assemble(
    name: str,
    paths: Iterable[str],
    manifests: Mapping[str, Manifest],
    place: Span | None = None,
) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """The theme of a name from the layer paths of all theme files there are.

    `manifests` maps the root of a layer (`themes/mine/`) to its manifest. Without an answer (unknown
    theme, circle of `extends`) the first part is None and the diagnostics say why. `place` is
    where the configuration names the theme.
    """
    ordered = sorted(paths)
    roots = frozenset(_root(path) for path in ordered)
    layers, problems = _layers(name, roots, manifests, place)
    if problems:
        return None, problems
    own = [manifests[root] for root in layers if root in manifests]
    return _put_together(name, layers, ordered, own), ()


def _put_together(
    name: str, layers: tuple[str, ...], paths: list[str], own: list[Manifest]
) -> Theme:
    templates: dict[str, tuple[str, ...]] = {}
    static: dict[str, str] = {}
    for root in layers:
        for kind, file, path in _files(root, paths):
            if kind == "templates":
                templates[file] = (*templates.get(file, ()), path)
            elif kind == "static":
                static.setdefault(file, path)
    title = next((manifest.title for manifest in own if manifest.title), name)
    version = next((manifest.version for manifest in own if manifest.version), "")
    return Theme(name, title, version, layers, templates, static, _options(own))


def _files(root: str, paths: list[str]) -> Iterator[tuple[str, str, str]]:
    for path in paths:
        if path.startswith(root):
            kind, slash, file = path.removeprefix(root).partition("/")
            if slash:
                yield kind, file, path


def _options(manifests: list[Manifest]) -> tuple[Option, ...]:
    """The topmost description of every option, in the order of the lowest layer first."""
    merged = {
        option.name: option for manifest in reversed(manifests) for option in manifest.options
    }
    return tuple(merged.values())


def _root(path: str) -> str:
    origin = PACKAGED if path.startswith(PACKAGED) else SITE
    return origin + path.removeprefix(origin).partition("/")[0] + "/"


def _layers(
    name: str, roots: frozenset[str], manifests: Mapping[str, Manifest], place: Span | None
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    layers: list[str] = []
    chain: list[str] = []
    current, asked_by = name, ("briefgen.yaml", place)
    while current:
        if current in chain:
            return (), (_circle(chain, current, asked_by),)
        found = [root for root in (f"{SITE}{current}/", f"{PACKAGED}{current}/") if root in roots]
        if not found:
            return (), (_missing(current, asked_by, roots),)
        chain.append(current)
        layers += found
        current, asked_by = _extended(found, manifests)
    bottom = f"{PACKAGED}{DEFAULT}/"
    return (*layers, *(() if bottom in layers or bottom not in roots else (bottom,))), ()


_Place = tuple[str, Span | None]


def _extended(found: list[str], manifests: Mapping[str, Manifest]) -> tuple[str, _Place]:
    """The name that the topmost manifest with an `extends:` gives, and where it does."""
    told = (manifests[root] for root in found if root in manifests and manifests[root].extends)
    manifest = next(told, Manifest())
    return manifest.extends, (manifest.path, manifest.place)


def _circle(chain: list[str], again: str, place: _Place) -> Diagnostic:
    loop = " → ".join([*chain[chain.index(again) :], again])
    return diagnose("theme-invalid", f"themes extend each other in a circle: {loop}", *place)


def _missing(name: str, place: _Place, roots: frozenset[str]) -> Diagnostic:
    known = sorted({root.rstrip("/").rpartition("/")[2] for root in roots})
    hint = did_you_mean(name, known, f"there is: {', '.join(known) or 'none'}")
    return diagnose("theme-missing", f"there is no theme `{name}`", *place, hint=hint)


def check_options(
    theme: Theme, chosen: Plain, path: str, places: Mapping[str, Span] | None = None
) -> tuple[Diagnostic, ...]:
    """What is wrong with a site's `theme_options`: unknown names, values outside the choices.

    `places` has the spans of the keys under `theme_options.KEY`.
    """
    places = places or {}
    known = {option.name: option for option in theme.options}
    problems = []
    for name, value in chosen.items():
        span = places.get(f"theme_options.{name}")
        if name not in known:
            hint = did_you_mean(name, known, f"it has: {', '.join(known) or 'none'}")
            message = f"the theme `{theme.name}` has no option `{name}`"
            problems.append(diagnose("unknown-extra", message, path, span, hint=hint))
        elif known[name].choices and str(value) not in known[name].choices:
            hint = f"one of: {', '.join(known[name].choices)}"
            message = f"`{value}` is no value of the theme's option `{name}`"
            problems.append(diagnose("unknown-value", message, path, span, hint=hint))
    return tuple(problems)
