"""From `briefgen new` to a public address: every published file is fetched and read by its own reader.

What a stranger's program finds under `https://…/repo/`, with the parser that program would use.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import pytest
from bibtexparser.entrypoint import parse_string
from click.testing import CliRunner
from icalendar import Calendar

from briefgen.cli import briefgen
from support.httpd import served
from support.links import broken_links, unreachable_pages
from support.repository import alone, git, repository
from support.schema_org import offences

BASE = "https://ada.github.io/repo/"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The published branch of a new site, checked out."""
    home = tmp_path_factory.mktemp("home")
    site, remote, out = home / "mysite", home / "remote.git", home / "public"
    with pytest.MonkeyPatch.context() as patch:
        alone(patch, home)
        patch.chdir(home)
        run("new", "mysite", "--github")
        config = site / "briefgen.yaml"
        lines = [
            line for line in config.read_text().splitlines() if not line.startswith("base_url")
        ]
        config.write_text("\n".join([*lines, f"base_url: {BASE}", ""]))
        repository(site, remote)
        run("publish", "--site", str(site))
        git(home, "clone", "--quiet", "--branch", "gh-pages", str(remote), str(out))
        yield out


def run(*words: str) -> None:
    done = CliRunner().invoke(briefgen, words)
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def files(branch: Path) -> dict[str, bytes]:
    """Every file of the branch, as a visitor gets it over HTTP."""
    names = [
        path.relative_to(branch).as_posix()
        for path in sorted(branch.rglob("*"))
        if path.is_file() and ".git" not in path.parts and path.name != ".nojekyll"
    ]
    with served(branch, "/repo/") as address:
        found = {}
        for name in names:
            with urlopen(address + quote(name)) as answer:  # loopback only
                assert answer.status == 200
                found[name] = answer.read()
    return found


def of(files: dict[str, bytes], *endings: str) -> dict[str, bytes]:
    found = {name: data for name, data in files.items() if name.endswith(endings)}
    assert found, f"the site has no {endings}"
    return found


def path_of(address: str) -> str:
    """The file behind an address of the site."""
    assert address.startswith(BASE), address
    inside = urlsplit(address.removeprefix(BASE)).path
    return inside + "index.html" if not inside or inside.endswith("/") else inside


def test_no_link_is_broken_and_every_page_is_reached(branch: Path, files: dict[str, bytes]) -> None:
    assert len(of(files, ".html")) > 10
    assert broken_links(branch, "/repo/", "https://ada.github.io") == []
    assert unreachable_pages(branch, "/repo/") == []


def test_json_ld_knows_only_terms_of_schema_org(files: dict[str, bytes]) -> None:
    blocks = [
        json.loads(block)
        for page in of(files, ".html").values()
        for block in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.DOTALL
        )
    ]
    assert blocks
    assert [
        fault for block in blocks for thing in block["@graph"] for fault in offences(thing)
    ] == []


def test_feeds(files: dict[str, bytes]) -> None:
    for name, data in of(files, "feed.xml").items():
        feed = feedparser.parse(data)
        assert not feed.bozo, name
        assert feed.feed.title
        assert all(path_of(entry.link) in files for entry in feed.entries)
    for data in of(files, "feed.json").values():
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert all(path_of(item["url"]) in files for item in feed["items"])


def test_calendars(files: dict[str, bytes]) -> None:
    events = [
        event
        for data in of(files, ".ics").values()
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]
    assert events
    assert all(event["UID"] and event.decoded("DTSTART") for event in events)


def test_sitemap_and_robots(files: dict[str, bytes]) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = ET.fromstring(files["sitemap.xml"]).iter(f"{space}loc")
    addresses = [item.text or "" for item in found]
    assert addresses
    assert all(path_of(address) in files for address in addresses)
    assert f"Sitemap: {BASE}sitemap.xml" in files["robots.txt"].decode()


def test_data(files: dict[str, bytes]) -> None:
    schema = json.loads(files["data/schema.json"])
    tables = {p[5:-4] for p in files if p.startswith("data/") and p.endswith(".csv")}
    assert {"briefs", "events", "stakeholders", "figures"} <= tables
    for name in tables:
        rows: list[Any] = json.loads(files[f"data/{name}.json"])
        jsonschema.Draft202012Validator(
            {**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]}
        ).validate(rows)
        lines = files[f"data/{name}.csv"].decode("utf-8-sig").splitlines(keepends=True)
        assert len(list(csv.DictReader(lines))) == len(rows)


def test_what_the_search_looks_up(files: dict[str, bytes]) -> None:
    known = json.loads(files["search/names.json"])
    assert len(of(files, "search/index.html")) == 1
    assert {"Northbay Ferries", "Night service"} <= {item["title"] for item in known["names"]}
    for item in known["names"]:
        address = urlsplit(item["url"])
        assert address.path.startswith("/repo/")
        assert path_of(BASE + address.path.removeprefix("/repo/")) in files
    words = {name for name in files if name.startswith("search/words/")}
    assert words == {f"search/words/{number}.json" for number in range(known["files"])}
    ids = {item["id"] for item in known["names"] if "id" in item}
    found = {id: line for name in words for id, line in json.loads(files[name]).items()}
    assert found.keys() == ids
    assert all(line == line.strip() for line in found.values())


def test_citations_twins_and_llms(files: dict[str, bytes]) -> None:
    for data in of(files, "cite.bib").values():
        assert parse_string(data.decode()).failed_blocks == []
    for data in of(files, "cite.json").values():
        assert json.loads(data)
    for name, data in of(files, "index.md").items():
        assert data.decode().lstrip().startswith(("#", "---")), name
        assert name.removesuffix(".md") + ".html" in files
    linked = re.findall(r"\]\((https://[^)]+)\)", files["llms.txt"].decode())
    assert linked
    assert all(path_of(address) in files for address in linked)
