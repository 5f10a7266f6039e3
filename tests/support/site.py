"""A whole site inside a test: write files, build, look at pages and diagnostics.

    site = make_site('''
    -- content/briefs/a.md --
    ---
    title: A
    ---
    See [[b]].
    ''')
    result = site.build()
    assert "unknown-target" in site.codes

A text is unpacked as txtar after its common indentation is taken away.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from support.txtar import unpack


def run_build(root: Path, output: Path, **options: Any) -> Any:
    """The one place that knows how briefgen is called; returns its `BuildResult`.

    `options` are those of `briefgen.options.Options`.
    """
    build = importlib.import_module("briefgen.builder")
    return build.build(root, build.Options(output=output, **options))


class Site:
    """A site in a folder of its own. Paths are relative to it, with slashes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "output"
        self.result: Any = None

    @classmethod
    def create(cls, root: Path, files: Mapping[str, str | bytes] | str) -> Site:
        """A new site with these files."""
        site = cls(root)
        (root / "content").mkdir(parents=True)
        given = unpack(textwrap.dedent(files)) if isinstance(files, str) else files
        for path, content in given.items():
            site.write(path, content)
        return site

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file, new or over the old one; text loses its common indentation."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(textwrap.dedent(content).lstrip("\n"), encoding="utf-8")
        return file

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the only place where `old` stands in a file."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def delete(self, path: str) -> None:
        """Delete a file."""
        (self.root / path).unlink()

    def rename(self, old: str, new: str) -> None:
        """Rename a file; the new folder is made."""
        target = self.root / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(target)

    def build(self, **options: Any) -> Any:
        """Build; the result is returned and kept."""
        self.result = run_build(self.root, self.output, **options)
        return self.result

    @property
    def diagnostics(self) -> tuple[Any, ...]:
        """What the last build said."""
        assert self.result is not None, "build first"
        return tuple(self.result.diagnostics)

    @property
    def codes(self) -> list[str]:
        """The codes of the last build's diagnostics, in the order of printing."""
        return [found.code for found in self.diagnostics]

    def page(self, url: str) -> str:
        """The HTML written for an address inside the site, such as `/briefs/a/`."""
        name = url.lstrip("/")
        return self.text(name + "index.html" if url.endswith("/") else name)

    def text(self, name: str) -> str:
        """A file of the output, as text."""
        file = self.output / name
        assert file.is_file(), f"{name} was not made; there are {sorted(self.files())}"
        return file.read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the output folder: path → bytes, for comparing whole sites."""
        return {
            file.relative_to(self.output).as_posix(): file.read_bytes()
            for file in sorted(self.output.rglob("*"))
            if file.is_file()
        }


MakeSite = Callable[[Mapping[str, str | bytes] | str], Site]
