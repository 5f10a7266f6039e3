"""What the verbs do: find the site, build, tell what was found, and the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from briefgen import console
from briefgen.builder import Builder, BuildResult, MemoryOutput, NoOutput, OutputError
from briefgen.clock import problem_of_epoch
from briefgen.options import Options
from briefgen.places import CONFIG, enclosing_site
from briefgen.walk import below

OK, CONTENT = 0, 1


def find_site(given: Path | None, content: str | None = None) -> Path:
    """The site's folder: as given, or the nearest one from here upwards that looks like one.

    Raises click.UsageError if there is none.
    """
    if given:
        return given
    here = Path.cwd()
    if found := enclosing_site(here, content or "content"):
        return found
    hint = "start one with `briefgen new SITE`, or name it with --site DIR"
    raise click.UsageError(
        f"no site here: neither {CONFIG} nor a folder content/ from {here} upwards; {hint}"
    )


def options_of(
    *,
    output: Path | None = None,
    clean: bool = False,
    jobs: int | None = None,
    content: str | None = None,
    base_url: str | None = None,
    today: str | None = None,
    drafts: bool = False,
    strict: bool | None = None,
    lenient: bool = False,
) -> Options:
    """The build options from the command line's. Raises click.UsageError for a day that cannot be."""
    if not today and (wrong := problem_of_epoch()):
        raise click.UsageError(wrong)
    return Options(output, content, base_url, today, drafts, strict, lenient, clean, jobs or 0)


def prepared(site: Path | None, content: str | None) -> tuple[Path, str | None]:
    """The site's folder, and the content folder where the command line or the files decide it.

    A folder of notes that is no site (no configuration, no content/) is its own
    content, if it was named.
    """
    root = find_site(site, content)
    if content is None and not (root / CONFIG).is_file() and not (root / "content").is_dir():
        if any(item.name.endswith(".md") for item in below(root)):
            return root, "."
        raise click.UsageError(f"{root} has no {CONFIG}, no folder content/, and no Markdown files")
    return root, content


class Say:
    """Where words go: problems to the error stream (JSON to the output), the rest beside them."""

    def __init__(self, form: str, *, quiet: bool, verbose: bool) -> None:
        self.form, self.quiet, self.verbose = form, quiet, verbose
        # Whoever starts us may have closed the stream.
        on_terminal = sys.stderr is not None and sys.stderr.isatty() and form == "text"
        self.paint = console.Paint(on=on_terminal)
        self._bar = on_terminal and not quiet

    def problems(self, result: BuildResult, builder: Builder) -> None:
        """All diagnostics, in the chosen format."""
        text = console.report(
            result.diagnostics,
            builder.sources,
            self.form,
            strict=builder.strict,
            paint=self.paint,
        )
        click.echo(text, nl=False, err=self.form == "text")

    def line(self, text: str) -> None:
        """One line about how it went."""
        if not self.quiet and self.form != "json":
            click.echo(text, err=True)

    def progress(self, stage: str, done: int, total: int) -> None:
        """A line that is written over, for builds that take long enough to read it."""
        if self._bar and total >= 200:  # noqa: PLR2004 - fewer are done before one could look
            end = "\r" if done < total else "\r\x1b[K"
            click.echo(f"\x1b[K{stage} {done:,} of {total:,}{end}", nl=False, err=True)


def build(
    *,
    site: Path | None,
    content: str | None,
    form: str,
    quiet: bool,
    verbose: bool,
    watch: bool = False,
    poll: bool = False,
    **chosen: Any,
) -> int:
    """Build to disk, and end with the exit code; returns it when watching is over."""
    root, content = prepared(site, content)
    say = Say(form, quiet=quiet, verbose=verbose)
    builder = Builder(root, options_of(content=content, **chosen), progress=say.progress)
    if watch:
        from briefgen import serving

        return serving.watch_to_disk(builder, form, say.paint, quiet=quiet, poll=poll, site=root)
    return _once(builder, say)


def serve(
    *,
    site: Path | None,
    content: str | None,
    form: str,
    quiet: bool,
    verbose: bool,  # noqa: ARG001 - the log of the preview has one length
    port: int | None,
    host: str,
    open_browser: bool,
    poll: bool,
    **chosen: Any,
) -> int:
    """Serve from memory and rebuild after every change; returns the exit code."""
    from briefgen import serving
    from briefgen.preview.preview import PreviewOptions

    root, content = prepared(site, content)
    say = Say(form, quiet=quiet, verbose=False)
    options = options_of(content=content, **chosen)
    wanted = PreviewOptions(host=host, port=port, open_browser=open_browser, poll=poll)

    def make(output: MemoryOutput) -> Builder:
        return Builder(root, options, output, say.progress)

    return serving.serve(make, form, say.paint, wanted, quiet=quiet)


def check(
    *, site: Path | None, content: str | None, form: str, quiet: bool, verbose: bool, **chosen: Any
) -> NoReturn:
    """Build to nowhere, and end with the exit code."""
    root, content = prepared(site, content)
    say = Say(form, quiet=quiet, verbose=verbose)
    builder = Builder(root, options_of(content=content, **chosen), NoOutput(), say.progress)
    _once(builder, say)


def _once(builder: Builder, say: Say) -> NoReturn:
    """One build, and the end: raised here, while all that was made is alive (see `__main__`)."""
    try:
        result = builder.build()
    except OutputError as wrong:
        click.echo(console.failure(wrong.message, wrong.hint), err=True)
        raise SystemExit(CONTENT) from wrong
    say.problems(result, builder)
    if say.verbose:
        for line in explained(builder, result):
            say.line(line)
    for path in result.set_aside:
        say.line(f"{path} is none of ours and its place was taken: it is kept in {_found(builder)}")
    say.line(summary(result, builder, say.paint))
    raise SystemExit(CONTENT if result.fatal else OK)


def summary(result: BuildResult, builder: Builder, paint: console.Paint = console.PLAIN) -> str:
    """The last line: what was made, what was found, how long it took."""
    found = console.tally(result.diagnostics)
    spent = console.duration(result.seconds)
    addresses = console.count(result.pages, "address", "addresses") or "nothing"
    if result.fatal:
        kept = "; nothing was written, the last good site stays" if builder.writes else ""
        return f"{paint('failed', console.RED)}: {found} in {spent}{kept}"
    if not builder.writes:
        said = ", ".join(part for part in (addresses, found) if part)
        return f"{paint('checked', console.GREEN)} {said} in {spent}"
    parts = [
        addresses,
        f"{len(result.written):,} written",
        console.count(len(result.removed), "removed", "removed"),
        found,
    ]
    made = ", ".join(part for part in parts if part)
    return f"{paint('built', console.GREEN)} {made} in {spent} → {_shown(builder.output_folder)}"


def _found(builder: Builder) -> str:
    """Where the writer keeps strangers' files."""
    from briefgen.writer import locate  # rarely asked

    return _shown(locate(builder.output_folder, builder.state_folder).found)


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def explained(builder: Builder, result: BuildResult) -> list[str]:
    """What ran and why, and the time of each stage: for `--verbose`."""
    lines = []
    for (name, arg), cause in builder.ran:
        why = f" because of {_node(cause[0], cause[1])}" if cause else ""
        lines.append(f"ran {_node(name, arg)}{why}")
    spent = ", ".join(f"{stage} {console.duration(seconds)}" for stage, seconds in result.timings)
    return [*lines, f"{result.ran:,} values computed: {spent}"]


def _node(name: str, arg: str) -> str:
    return f"{name}({arg})" if arg else name


def new(words: tuple[str, ...], site: Path | None, *, github: bool, date: str | None) -> int:
    """Start a site or a document; returns the exit code."""
    from briefgen import scaffold

    return scaffold.new(words, site, github=github, date=date)
