"""A whole site in memory: files in, lookups and artifacts out, through the real road.

site = VirtualSite({"briefs/a.md": "---\\ntitle: A\\n---\\nText"}, base_url="https://example.org/")
site.lookups, site.made("/feed.xml"), site.addresses()
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.diagnostics import Diagnostic
from briefgen.engine import fingerprint
from briefgen.extensions.base import Extension
from briefgen.lookups import Lookups
from briefgen.model import FileFacts, Made, Source
from briefgen.options import Overrides
from briefgen.packaged import packaged_files
from briefgen.site import Site

CLOCK = "2025-06-01T12:00:00+00:00"


class VirtualSite:
    """A site of files that exist only here. `settings` are written to its configuration."""

    def __init__(
        self, files: Mapping[str, str | bytes], *, clock: str = CLOCK, **settings: Any
    ) -> None:
        self.site = Site()
        self._files = files
        engine = self.site.engine
        texts = {name: text for name, text in files.items() if isinstance(text, str)}
        others = {name: data for name, data in files.items() if isinstance(data, bytes)}
        config = "".join(f"{key}: {_yaml(value)}\n" for key, value in settings.items()).encode()
        engine.put("config", "", Source("briefgen.yaml", fingerprint(config), config))
        engine.put("options", "", Overrides())
        engine.put("clock", "", clock)
        engine.put("today", "", clock[:10])
        for name, text in texts.items():
            data = text.encode()
            engine.put("text", name, Source(f"content/{name}", fingerprint(data), data))
        for name, data in others.items():
            facts = FileFacts(name, fingerprint(data).hex(), len(data))
            engine.put("file", name, facts)
            if name.endswith(".txt"):
                engine.put("stored", name, data)
        themes = packaged_files()
        for name, data in themes.items():
            engine.put("theme-file", name, data, fingerprint(data))
        engine.put("tree", "", tuple(sorted(texts)))
        engine.put("files", "", tuple(sorted(others)))
        engine.put("themes", "", tuple(sorted(themes)))

    @property
    def lookups(self) -> Lookups:
        return self.site.lookups

    def addresses(self, producer: str | None = None) -> set[str]:
        """The addresses that will be made, all or those of one producer ("" for documents)."""
        jobs = self.site.engine.get("plan")
        return {url for url, job in jobs.items() if producer in (None, job.producer)}

    def made(self, url: str) -> bytes:
        """The bytes at an address; fails where nothing could be made."""
        made: Made = self.site.engine.get("artifact", url)
        assert not made.failed, (url, self.problems())
        return made.data

    def text(self, url: str) -> str:
        return self.made(url).decode()

    def problems(self) -> list[Diagnostic]:
        return list(self.site.engine.diagnostics())

    def of(self, extension: Extension) -> dict[str, bytes]:
        """Everything that the producers of an extension make."""
        names = {producer.name for producer in extension.producers}
        return {
            url: self.made(url) for name in sorted(names) for url in sorted(self.addresses(name))
        }


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def document(text: str = "", **front: object) -> str:
    """A content file: front matter of plain values, then a text."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n{text}\n"
