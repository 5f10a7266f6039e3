"""Base address, own domain and CNAME: what GitHub Pages makes of a repository's name."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from briefgen import paths
from briefgen.model import Data

_GITHUB = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^/@]*@)?|[^/@]*@)(?:www\.|ssh\.)?github\.com(?::\d+)?[/:]"
    r"(?P<owner>[^/]+)/(?P<name>[^/]+?)(?:\.git)?/?"
)
_OF_HOSTS = (
    ".github.io", ".gitlab.io", ".codeberg.page", ".pages.dev", ".netlify.app", ".vercel.app",
    "localhost",
)  # fmt: skip
"""Ends of names that hosts give out: nobody's own domain."""
_NUMBERS = re.compile(r"\[?[0-9a-f:.]+\]?")


class Domain(Data, frozen=True):
    """What the file CNAME must hold ("" for no such file), and what is odd about it."""

    cname: str = ""
    note: str = ""


def github_base(remote: str) -> str:
    """The address at which GitHub Pages serves a repository, or "" if it is not GitHub's."""
    found = _GITHUB.fullmatch(remote.strip())
    if found is None:
        return ""
    owner, name = found["owner"].lower(), found["name"]
    if name.lower() == f"{owner}.github.io":
        return f"https://{owner}.github.io/"
    return f"https://{owner}.github.io/{name}/"


def own_domain(base_url: str) -> str:
    """The own domain that a base address stands for, or "".

    A site below a path is a project of a domain that another repository claims.
    """
    host = (urlsplit(base_url).hostname or "").lower()
    is_own = "." in host and not host.endswith(_OF_HOSTS) and not _NUMBERS.fullmatch(host)
    return host if is_own and paths.base_path(base_url) == "/" else ""


def domain(base_url: str, published: str) -> Domain:
    """The CNAME of the next state. `published` is the present one's, or ""."""
    wanted, present = own_domain(base_url), published.strip()
    if wanted:
        changes = present and present.lower() != wanted
        note = f"the site moves from {present} to {wanted}" if changes else ""
        return Domain(wanted, note)
    if present and present.lower() != (urlsplit(base_url).hostname or "").lower():
        note = (
            f"the branch is served at {present} (CNAME), but `base_url` is {base_url}: "
            f"set `base_url: https://{present}/`"
        )
        return Domain(present, note)
    return Domain(present)


def mismatch(base_url: str, remote: str) -> str:
    """What is odd about a base address at github.io that is not this repository's, or ""."""
    expected = github_base(remote)
    host = (urlsplit(base_url).hostname or "").lower()
    if not expected or not host.endswith(".github.io"):
        return ""
    same = expected.rstrip("/").casefold() == base_url.rstrip("/").casefold()
    return (
        "" if same else f"`base_url` is {base_url}, but GitHub serves this repository at {expected}"
    )
