"""What a command decides for one build, beside the configuration file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import msgspec

from briefgen.data import Data
from briefgen.paths import nfc


class Options(msgspec.Struct, frozen=True):
    """The options of `build`, `check`, `serve` and `publish`; None: as the configuration says.

    `today` is an ISO day. `jobs` is how many processes a cold build uses (0: one
    for every core). `content` replaces the configured content folder.
    """

    output: PurePath | None = None
    content: str | None = None
    base_url: str | None = None
    today: str | None = None
    drafts: bool = False
    strict: bool | None = None
    lenient: bool = False
    clean: bool = False
    jobs: int = 0


class Overrides(Data, frozen=True):
    """Those options that change what pages say: an input of the engine like any file."""

    base_url: str | None = None
    content: str | None = None
    drafts: bool = False
    lenient: bool = False


def overrides(options: Options) -> Overrides:
    """The part of the options that the pages depend on."""
    return Overrides(options.base_url, options.content, options.drafts, options.lenient)


def replaced(given: Overrides) -> dict[str, Any]:
    """The settings that the command decides, by name."""
    chosen = {"base_url": given.base_url, "content_dir": given.content and nfc(given.content)}
    return {
        **{name: value for name, value in chosen.items() if value is not None},
        "audience": "all" if given.drafts else "public",
        "lenient": given.lenient,
    }
