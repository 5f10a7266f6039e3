"""The verb `publish`: what it says, in which order, and with which exit code."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from briefgen import console
from briefgen.builder import OutputError
from briefgen.commands import CONTENT, OK, Say, options_of, prepared, summary
from briefgen.publish import Outcome, Publication, Publisher, PublishError, Refused, report
from briefgen.publish.domain import github_base
from briefgen.publish.git import Git
from briefgen.rename import apply
from briefgen.rename.files import Change
from briefgen.version import __version__


def publish(
    *,
    site: Path | None,
    content: str | None,
    form: str,
    quiet: bool,
    verbose: bool,
    workflow: bool,
    wanted: Publication,
    **chosen: Any,
) -> int:
    """Build and publish, or write the workflow that does; returns the exit code."""
    root, content = prepared(site, content)
    say = Say(form, quiet=quiet, verbose=verbose)
    try:
        if workflow:
            return _write_workflow(root, say, force=wanted.force)
        publisher = Publisher(root, options_of(content=content, **chosen), wanted, say.progress)
        with closing(publisher.builder):
            return _published(publisher, say)
    except Refused as refused:
        return _refused(refused.reasons, say)
    except PublishError as wrong:
        return _refused((wrong,), say)
    except OutputError as wrong:
        return _refused((PublishError(wrong.message, wrong.hint),), say)
    except OSError as wrong:
        return _refused((PublishError(console.refused(wrong, str(root))),), say)


def _published(publisher: Publisher, say: Say) -> int:
    publisher.prepare()
    result = publisher.build()
    if say.form != "json" or result.fatal:
        say.problems(result, publisher.builder)
    if result.fatal:
        say.line(summary(result, publisher.builder, say.paint))
        return CONTENT
    if not publisher.has_been_told():
        say.line(report.PUBLIC_SOURCE)
    outcome = publisher.publish()
    _tell(outcome, publisher.wanted, say)
    return OK


def _tell(outcome: Outcome, wanted: Publication, say: Say) -> None:
    if say.form == "json":
        click.echo(json.dumps(as_plain(outcome, wanted), ensure_ascii=False, indent=2))
        return
    for line in report.listing(outcome.changes, everything=wanted.dry_run and say.verbose):
        say.line(line)
    for line in [*outcome.notes, *report.dark(outcome.vanishing, outcome.moves)]:
        say.line(f"note: {line}" if not line.startswith(" ") else line)
    for line in report.last_words(outcome, wanted.remote, wanted.branch, dry_run=wanted.dry_run):
        say.line(line)


def as_plain(outcome: Outcome, wanted: Publication) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "published": bool(outcome.commit),
        "dry_run": wanted.dry_run,
        "commit": outcome.commit,
        "remote": wanted.remote,
        "branch": wanted.branch,
        "base_url": outcome.base_url,
        "added": list(outcome.changes.added),
        "changed": list(outcome.changes.changed),
        "removed": list(outcome.changes.removed),
        "vanishing": list(outcome.vanishing),
        "moves": [{"old": move.old, "new": move.new} for move in outcome.moves],
        "notes": list(outcome.notes),
    }


def _refused(reasons: tuple[PublishError, ...], say: Say) -> int:
    if say.form == "json":
        plain = [{"message": r.message, "hint": r.hint, "detail": r.detail} for r in reasons]
        click.echo(json.dumps({"published": False, "refused": plain}, ensure_ascii=False, indent=2))
        return CONTENT
    for reason in reasons:
        click.echo(f"error: {reason.message}", err=True)
        if reason.hint:
            click.echo(f"  hint: {reason.hint}", err=True)
        if reason.detail and say.verbose:
            click.echo(f"  {reason.detail}", err=True)
    click.echo("not published", err=True)
    return CONTENT


# -- the workflow -------------------------------------------------------------------------------


def _write_workflow(root: Path, say: Say, *, force: bool) -> int:
    """Write the GitHub Actions workflow; what stands there already is only replaced if forced."""
    from briefgen.scaffold import workflow as made

    git = Git(root)
    branch = git.ask("symbolic-ref", "--quiet", "--short", "HEAD") or "main"
    top = git.ask("rev-parse", "--show-toplevel")
    if top and Path(top).resolve() != root.resolve():
        message = f"the repository begins at {top}: GitHub reads workflows only from there"
        return _refused(
            (PublishError(message, "move the site to the top of a repository of its own"),), say
        )
    files = {made.PATH: made.workflow(branch), made.REQUIREMENTS: made.requirements(__version__)}
    kept = [name for name, text in files.items() if _differs(root / name, text) and not force]
    if made.PATH in kept:
        message = f"{made.PATH} is there already, and is another one"
        return _refused((PublishError(message, "replace it with --force"),), say)
    new = {name: text for name, text in files.items() if name not in kept}
    apply(tuple(_change(root / name, text) for name, text in new.items()))
    for name in new:
        say.line(f"wrote {name}")
    for line in _next_steps(git, branch):
        say.line(line)
    return OK


def _differs(file: Path, text: str) -> bool:
    return file.exists() and file.read_bytes() != text.encode()


def _change(file: Path, text: str) -> Change:
    return Change(file, file.read_bytes() if file.exists() else None, text.encode())


def _next_steps(git: Git, branch: str) -> list[str]:
    address = github_base(git.ask("remote", "get-url", "--push", "origin") or "")
    where = f"; the site will be at {address}" if address else ""
    return [
        "next: commit them, choose Pages → Source → GitHub Actions in the repository's settings,",
        f"      and push {branch}{where}",
    ]
