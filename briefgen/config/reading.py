"""`briefgen.yaml`: from its text to `Settings`, by the reader that front matter has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from briefgen.codes import not_utf8
from briefgen.config.values import (
    NAV,
    feed_formats,
    feed_owners,
    folder,
    link_schemes,
    relationship_kinds,
    site_base,
    stance_scale,
    theme_name,
    theme_options,
    time_zone,
)
from briefgen.diagnostics import Diagnostic, Span
from briefgen.model import Data, Source
from briefgen.nodes import read_yaml
from briefgen.schema.fields import Field, Schema, read_fields, texts
from briefgen.schema.names import FILE, name
from briefgen.schema.scalars import choice, flag, language, text
from briefgen.schema.scope import Scope, Sink
from briefgen.settings import Settings

_FILE = name(FILE)

FIELDS = (
    Field("title", text, synonyms=("name",)),
    Field("description", text, synonyms=("summary",)),
    Field("base_url", site_base),
    Field("language", language, synonyms=("lang",)),
    Field("timezone", time_zone),
    Field("theme", theme_name),
    Field("theme_options", theme_options),
    Field("author", text),
    Field("nav", NAV),
    Field("relationship_kinds", relationship_kinds),
    Field("stance_scale", stance_scale),
    Field("extra_keys", texts(text)),
    Field("feeds", feed_formats),
    Field("feeds_for", feed_owners),
    Field("calendar", flag),
    Field("sitemap", flag),
    Field("structured_data", flag),
    Field("data", flag),
    Field("twins", flag),
    Field("cite", flag),
    Field("cards", flag),
    Field("identity", site_base),
    Field("search", flag),
    Field("strict", flag),
    Field("content_dir", folder),
    Field("output_dir", folder),
    Field("raw_html", flag),
    Field("smart_quotes", flag),
    Field("broken_links", choice(("error", "warn"), advice={"warning": "warn"})),
    Field("hidden_links", choice(("error", "text"))),
    Field("link_schemes", link_schemes),
    Field("ignore", texts(text)),
    Field("footer", text),
    Field("logo", _FILE),
    Field("favicon", _FILE),
    Field("image", _FILE),
)
"""Every key of the configuration; each fills the setting of its name."""

_ADVICE = {
    **dict.fromkeys(("url", "baseurl", "site_url"), "briefgen says `base_url:`"),
    "site_name": "briefgen says `title:`",
    **dict.fromkeys(("docs_dir", "source"), "briefgen says `content_dir:`"),
    **dict.fromkeys(("site_dir", "destination", "publishdir"), "briefgen says `output_dir:`"),
    **dict.fromkeys(("exclude", "ignorefiles", "exclude_docs"), "briefgen says `ignore:`"),
    **dict.fromkeys(("menu", "menus", "navigation"), "briefgen says `nav:`"),
    **dict.fromkeys(("drafts", "builddrafts"), "use the option `--drafts`"),
    "today": "use the option `--today`",
    "lenient": "use the option `--lenient`, or `broken_links: warn`",
}

_SCHEMA: Schema[Settings] = Schema("the configuration", Settings, FIELDS, advice=_ADVICE)


class Configured(Data, frozen=True):
    """The settings, and the places of their texts ("nav.0.target") for problems found later."""

    settings: Settings
    spans: dict[str, Span] = msgspec.field(default_factory=dict)
    path: str = "briefgen.yaml"


def read_config(content: str, path: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings a configuration states, and what is wrong with it. Never raises.

    What cannot be read keeps its default; a text that is no YAML gives all defaults.
    """
    made, problems = _read(content, path)
    return made.settings, problems


def configure(
    source: Source | None, options: Mapping[str, Any]
) -> tuple[Configured, tuple[Diagnostic, ...]]:
    """The settings of a build: the file's, with `options` (settings by name) over them.

    No file is no mistake: every setting has a default. Raises TypeError for an
    option that is no setting.
    """
    made, problems = _decoded(source) if source else (Configured(Settings()), ())
    settings = msgspec.structs.replace(made.settings, **options)
    return msgspec.structs.replace(made, settings=settings), problems


def _decoded(source: Source) -> tuple[Configured, tuple[Diagnostic, ...]]:
    try:
        content = source.data.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = not_utf8(source.data, error.start, source.path)
        return Configured(Settings(), path=source.path), (problem,)
    return _read(content, source.path)


def _read(content: str, path: str) -> tuple[Configured, tuple[Diagnostic, ...]]:
    root, problems = read_yaml(content.removeprefix("\ufeff"), path)
    if root is None:
        return Configured(Settings(), path=path), problems
    sink = Sink(path)
    values = read_fields(Scope(sink, root), _SCHEMA)
    settings = _apart(Settings(**values), sink)
    return Configured(settings, sink.spans, path), (*problems, *sink.diagnostics)


def _apart(settings: Settings, sink: Sink) -> Settings:
    """The settings with folders that are not inside each other."""
    content, output = settings.content_dir + "/", settings.output_dir + "/"
    if not (content.startswith(output) or output.startswith(content)):
        return settings
    span = sink.spans.get("output_dir") or sink.spans.get("content_dir")
    message = "the folders of content and output lie inside each other"
    sink.report("unsafe-path", message, span)
    kept = Settings()
    return msgspec.structs.replace(
        settings, content_dir=kept.content_dir, output_dir=kept.output_dir
    )
