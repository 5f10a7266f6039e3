"""briefgen: from a folder of Markdown to a living briefing.

The public face. Everything is imported when it is first used, so that the
command line starts at once.

    from pathlib import Path
    from briefgen import Options, build
    result = build(Path("site"), Options(base_url="https://example.org/"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefgen.version import __version__

if TYPE_CHECKING:
    from briefgen.builder import Builder, BuildResult, build
    from briefgen.diagnostics import Diagnostic
    from briefgen.extensions.base import Extension
    from briefgen.options import Options

__all__ = ["BuildResult", "Builder", "Diagnostic", "Extension", "Options", "__version__", "build"]

_HOMES = {
    "BuildResult": "briefgen.builder",
    "Builder": "briefgen.builder",
    "build": "briefgen.builder",
    "Diagnostic": "briefgen.diagnostics",
    "Extension": "briefgen.extensions.base",
    "Options": "briefgen.options",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module it lives in (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'briefgen' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
