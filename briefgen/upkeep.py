"""The verbs that look after a site: `mv`, `redirect`, `doctor`. What they say, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import click

from briefgen.commands import CONTENT, OK, find_site
from briefgen.console import count, refused
from briefgen.paths import nfc
from briefgen.rename import (
    Changed,
    MoveError,
    Plan,
    Site,
    apply,
    find,
    new_name,
    plan,
    with_redirect,
)
from briefgen.rename.files import Change
from briefgen.rename.text import Text


def move(
    old: str, new: str, site: Path | None, *, redirect: bool, dry_run: bool, quiet: bool
) -> int:
    """Move a document and mend what links to it; returns the exit code."""
    try:
        content = Site(find_site(site))
        target = find(content, old)
        made = plan(content, target.name, new_name(content, target.name, new), redirect=redirect)
        if not dry_run:
            apply(made.changes)
    except (MoveError, Changed, OSError) as wrong:
        return _failed(wrong)
    if not quiet:
        _tell(made, content, dry_run=dry_run)
    return OK


def _tell(made: Plan, site: Site, *, dry_run: bool) -> None:
    old, new = made.move.old, made.move.new
    say = click.echo
    say(
        f"{'would move' if dry_run else 'moved'} {site.content}/{old.name} → {site.content}/{new.name}"
    )
    if old.id != new.id:
        say(f"  id: {old.id} → {new.id}")
    if old.url != new.url:
        kept = "redirects" if made.redirect else "goes dark"
        say(f"  address: {old.url} → {new.url} (the old one {kept})")
    if old.type != new.type:
        say(f"  type: {old.type} → {new.type}")
    for path, number in sorted(made.edits.items()):
        say(f"  {path}: {count(number, 'place')}")


def redirect(address: str, page: str, site: Path | None, *, dry_run: bool, quiet: bool) -> int:
    """Have an old address redirect to a page; returns the exit code."""
    try:
        content = Site(find_site(site))
        target = find(content, page)
        address = _plain(address, content.builder.settings.base_url)
        change = _redirected(content, target.name, address)
        if not dry_run:
            apply((change,))
    except (MoveError, Changed, OSError) as wrong:
        return _failed(wrong)
    if not quiet:
        verb = "would redirect" if dry_run else "redirects"
        click.echo(f"{address} {verb} to {target.url} ({content.content}/{target.name})")
    return OK


def _plain(address: str, base_url: str) -> str:
    """An address as the browser shows it, in the form of the site: its path, and nothing encoded."""
    if base_url and address.startswith(base_url):
        address = f"/{address.removeprefix(base_url).lstrip('/')}"
    return nfc(unquote(address))


def _redirected(site: Site, name: str, address: str) -> Change:
    """The change of a file that adds an old address, tried out. Raises MoveError."""
    data, before = site.data(name), site.problems()
    text = Text(data)
    try:
        changed = text.with_edits([with_redirect(text, address)])
    except ValueError as wrong:
        raise MoveError(str(wrong), "write it as a list") from wrong
    site.take_in({name: changed})
    document = site.document(name)
    worse = sorted(site.problems() - before)
    if worse:
        raise MoveError(worse[0][1], f"`{address}` cannot redirect to {name}")
    if document is None or address not in document.header.redirect_from:
        raise MoveError(
            f"`{address}` is no address of a site", "write the path alone, as in /old/page/"
        )
    return Change(site.at(name), data, changed)


def _failed(wrong: MoveError | Changed | OSError) -> int:
    said = refused(wrong, "the site") if isinstance(wrong, OSError) else wrong
    click.echo(f"error: {said}", err=True)
    hint = getattr(wrong, "hint", "")
    if hint:
        click.echo(f"  hint: {hint}", err=True)
    click.echo("nothing was changed", err=True)
    return CONTENT


def doctor(site: Path | None, form: str) -> int:
    """Look at everything around a site; returns the exit code (0 also with advice)."""
    from briefgen.doctor import examine, table

    lines = examine(find_site(site))
    if form == "json":
        plain = [
            {"name": x.name, "state": x.state, "value": x.value, "advice": x.advice} for x in lines
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        click.echo(table(lines))
    return CONTENT if any(line.state == "bad" for line in lines) else OK
