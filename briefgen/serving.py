"""`serve` and `build --watch` as the terminal sees them: the reporter and the wiring."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from briefgen import console, paths
from briefgen.builder import Builder
from briefgen.diagnostics import Diagnostic
from briefgen.preview.preview import PreviewOptions
from briefgen.preview.serve import serve as run_preview
from briefgen.preview.serve import watch_to_disk as run_watch
from briefgen.preview.server import PreviewError
from briefgen.stopwatch import keep_for_good
from briefgen.writer import MemoryOutput, OutputError

OK, FAILED = 0, 1

SWITCH = 0.001
"""Seconds after which a thread that computes lets another one go on: a page is served while others are made."""


class Terminal:
    """The calm log: a line for every change, problems in full."""

    def __init__(self, builder: Builder, form: str, paint: console.Paint, *, quiet: bool) -> None:
        self._builder = builder
        self._form = form
        self._paint = paint
        self._quiet = quiet

    def say(self, line: str) -> None:
        """One calm line."""
        if not self._quiet:
            click.echo(line, err=True)

    def warn(self, line: str) -> None:
        """One line that asks for attention."""
        click.echo(self._paint(line, console.YELLOW), err=True)

    def problems(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Problems in full, with their excerpts."""
        text = console.report(
            diagnostics,
            self._builder.sources,
            self._form,
            strict=self._builder.strict,
            paint=self._paint,
        )
        click.echo(text, nl=False, err=self._form == "text")


def serve(
    make: Callable[[MemoryOutput], Builder],
    form: str,
    paint: console.Paint,
    options: PreviewOptions,
    *,
    quiet: bool,
) -> int:
    """Serve the site until it is ended; returns the exit code."""
    output = MemoryOutput()
    builder = make(output)
    # Here, before any thread is there, a cold build may use all cores; the preview finds it done.
    with suppress(OutputError):  # or tells of it, since it builds again
        builder.build()
    keep_for_good()
    gc.enable()
    sys.setswitchinterval(SWITCH)
    try:
        run_preview(
            builder,
            output,
            site=builder.root,
            base_path=lambda: paths.base_path(builder.settings.base_url),
            reporter=Terminal(builder, form, paint, quiet=quiet),
            options=options,
        )
    except PreviewError as wrong:
        click.echo(console.failure(str(wrong), wrong.hint), err=True)
        return FAILED
    return OK


def watch_to_disk(
    builder: Builder, form: str, paint: console.Paint, *, quiet: bool, poll: bool, site: Path
) -> int:
    """Build to disk after every change until it is ended; returns the exit code."""
    terminal = Terminal(builder, form, paint, quiet=quiet)
    gc.enable()
    run_watch(builder, site=site, reporter=terminal, poll=poll)
    builder.close()
    return OK
