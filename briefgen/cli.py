"""The command line: verbs, options, exit codes. No decisions, and only click at start-up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from briefgen.version import __version__

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("text", "json", "github")


class _Verbs(click.Group):
    """The verbs in the order in which they are used, and Ctrl-C as exit code 130."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line as a program, with our exit codes."""
        try:
            done = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.Abort:
            click.echo("\ninterrupted", err=True)
            sys.exit(130)
        except click.ClickException as wrong:
            wrong.show()
            sys.exit(wrong.exit_code)
        sys.exit(done if isinstance(done, int) else 0)


@click.group(
    cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", message="briefgen %(version)s")
def briefgen() -> None:
    """Turn a folder of Markdown into a living briefing.

    Start with `briefgen new SITE`, then `cd SITE` and `briefgen build`.
    """


# -- options shared by the verbs ----------------------------------------------------------------


def _today(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A day, checked here because it is the user's and not an author's mistake."""
    from datetime import date

    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2025-04-22") from None


def _base_url(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    from urllib.parse import urlsplit

    if value and not (urlsplit(value).scheme in ("http", "https") and urlsplit(value).netloc):
        raise click.BadParameter(f"{value!r} is no web address; write https://example.org/repo/")
    return value


_FOLDER = click.Path(path_type=Path, file_okay=False)

_SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The site's folder. [default: found from here upwards]",
)
_SHARED = (
    _SITE,
    click.option("--content", metavar="DIR", help="The folder of Markdown files in the site."),
    click.option(
        "--base-url", metavar="URL", callback=_base_url, help="Address the site will have."
    ),
    click.option("--today", metavar="DATE", callback=_today, help="Build as of this day."),
    click.option("--drafts", is_flag=True, help="Show what is not public too, marked."),
    click.option("--strict/--no-strict", default=None, help="Treat warnings as errors."),
    click.option(
        "--lenient", is_flag=True, help="Broken links are warnings, shown as marked text."
    ),
    click.option(
        "--jobs", type=click.IntRange(min=1), metavar="N", help="Processes for a cold build."
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        help="How problems are told.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems."),
    click.option("--verbose", "-v", is_flag=True, help="Say what ran, and why."),
)
_OUTPUT = click.option(
    "--output", type=_FOLDER, metavar="DIR", help="Where the site goes. [default: output]"
)
_CLEAN = click.option("--clean", is_flag=True, help="Ignore the cache and build from nothing.")


def _with(*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(verb: F) -> F:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return add


# -- verbs ---------------------------------------------------------------------------------------


@briefgen.command()
@click.argument("words", nargs=-1, required=True, metavar="SITE | KIND TITLE")
@_SITE
@click.option("--github", is_flag=True, help="With a workflow that publishes to GitHub Pages.")
@click.option("--date", metavar="DATE", callback=_today, help="Date of the new document.")
def new(words: tuple[str, ...], site: Path | None, github: bool, date: str | None) -> int:
    """Start a site, or a document in one.

    \b
    briefgen new mysite                    a site that builds at once
    briefgen new brief "Talks resume"      content/briefs/talks-resume.md

    KIND is brief, event, stakeholder, source, topic, figure or page.
    """
    from briefgen import commands

    return commands.new(words, site, github=github, date=date)


@briefgen.command()
@_with(*_SHARED, _OUTPUT, _CLEAN)
@click.option("--watch", is_flag=True, help="Stay, and build again after every change.")
@click.option("--poll", is_flag=True, help="Look for changes by polling (network folders).")
def build(**options: Any) -> int:
    """Build the site into output/."""
    from briefgen import commands

    return commands.build(**options)


@briefgen.command()
@_with(*_SHARED)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Port. [default: the first free from 8000]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="HOST",
    help="Address to listen on; beyond this machine at your own risk.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--poll", is_flag=True, help="Look for changes by polling (network folders).")
def serve(**options: Any) -> int:
    """Preview the site: every saved file is shown at once."""
    from briefgen import commands

    return commands.serve(**options)


@briefgen.command()
@_with(*_SHARED)
def check(**options: Any) -> int:
    """Tell every problem of the content, and write nothing."""
    from briefgen import commands

    commands.check(**options)


@briefgen.command()
@_with(*_SHARED, _CLEAN)
@click.option(
    "--remote",
    default="origin",
    metavar="NAME",
    show_default=True,
    help="Where to publish: a remote of git.",
)
@click.option(
    "--branch",
    default="gh-pages",
    metavar="NAME",
    show_default=True,
    help="The branch that is served.",
)
@click.option(
    "--dry-run", "-n", is_flag=True, help="Say what would change on the site, and change nothing."
)
@click.option("--force", is_flag=True, help="Publish over what somebody else published.")
@click.option("--allow-dirty", is_flag=True, help="Publish content that is not committed.")
@click.option(
    "--workflow", is_flag=True, help="Write the GitHub Actions workflow that publishes instead."
)
def publish(
    remote: str,
    branch: str,
    dry_run: bool,
    force: bool,
    allow_dirty: bool,
    **options: Any,
) -> int:
    """Build the site and put it on a branch that a host serves.

    GitHub Pages is such a host. Your branch, index and files stay as they are, git uses your own credentials, and
    nothing is pushed that has errors, is not committed, or is on the site already.
    """
    from briefgen import publishing
    from briefgen.publish import Publication

    wanted = Publication(remote, branch, dry_run, force, allow_dirty)
    return publishing.publish(wanted=wanted, **options)


@briefgen.command()
@click.argument("old")
@click.argument("new")
@_SITE
@click.option("--no-redirect", is_flag=True, help="Do not add the old address to `redirect_from`.")
@click.option("--dry-run", "-n", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def mv(old: str, new: str, site: Path | None, no_redirect: bool, dry_run: bool, quiet: bool) -> int:
    """Rename a document, and mend every link to it.

    OLD is a path or any name of the document; NEW a path, a folder, or a bare name.
    """
    from briefgen import upkeep

    return upkeep.move(old, new, site, redirect=not no_redirect, dry_run=dry_run, quiet=quiet)


@briefgen.command()
@click.argument("address")
@click.argument("page")
@_SITE
@click.option("--dry-run", "-n", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems.")
def redirect(address: str, page: str, site: Path | None, dry_run: bool, quiet: bool) -> int:
    """Keep an old ADDRESS alive: have it redirect to PAGE."""
    from briefgen import upkeep

    return upkeep.redirect(address, page, site, dry_run=dry_run, quiet=quiet)


@briefgen.command()
@_SITE
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", help="How it is told."
)
def doctor(site: Path | None, form: str) -> int:
    """Look at what surrounds the site, and say what to do.

    That is git, the remote, the base address, sizes, limits, the cache.
    """
    from briefgen import upkeep

    return upkeep.doctor(site, form)


@briefgen.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish", "powershell")))
def completion(shell: str) -> int:
    """Print the completion script of a shell.

    \b
    bash: eval "$(briefgen completion bash)"          in ~/.bashrc
    zsh:  eval "$(briefgen completion zsh)"           in ~/.zshrc
    fish: briefgen completion fish | source           in config.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"this version of click has no completion for {shell}")
    click.echo(made(briefgen, {}, "briefgen", "_BRIEFGEN_COMPLETE").source())
    return 0
