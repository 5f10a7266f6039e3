"""Addresses side by side: what cannot be one file, and what no file system would hold."""

from __future__ import annotations

import pytest

from briefgen.model import Job
from briefgen.plan import collisions, unwritable


def page(url: str, origin: str = "a.md") -> tuple[str, Job]:
    return url, Job("", origin, origin)


def attached(url: str, name: str) -> tuple[str, Job]:
    return url, Job("attachments", name)


@pytest.mark.parametrize(
    ("urls", "told"),
    [
        (("/a/x/", "/b/y/"), []),
        (("/A/x/", "/a/y/"), [("content/2.md", "/a/", "/A/")]),
        (("/A/b/x/", "/a/b/y/"), [("content/2.md", "/a/b/", "/A/b/")]),
        (("/A/b/x/", "/a/c/y/"), [("content/2.md", "/a/", "/A/")]),
        (("/A/x/", "/a/b/y/"), [("content/2.md", "/a/", "/A/")]),
        (("/A/x/", "/a/y/", "/a/z/"), [("content/2.md", "/a/", "/A/"), ("content/3.md", "/a/", "/A/")]),
    ],
)  # fmt: skip
def test_folders_that_differ_only_by_case(
    urls: tuple[str, ...], told: list[tuple[str, str, str]]
) -> None:
    jobs = [page(url, f"{number}.md") for number, url in enumerate(urls, 1)]
    found = list(collisions(jobs, "content"))
    assert [(d.path, d.message) for d in found] == [
        (path, f"the folder {one} differs from {other} only in upper and lower case")
        for path, one, other in told
    ]
    assert {place.path for d in found for place in d.related} <= {"content/1.md"}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"/{'x' * 255}/", ""),
        (f"/{'x' * 256}/", "there is a name of more than 255 bytes"),
        (f"/{'é' * 127}x/", ""),
        (f"/{'é' * 128}/", "there is a name of more than 255 bytes"),
        (f"{'/abcdefghi' * 98}/123456789/", ""),
        (f"{'/abcdefghi' * 98}/1234567890/", "there are more than 1,000 bytes"),
        ("/a/con/", "there is a device name of Windows, “con”,"),
        ("/console/", ""),
        ("/a:b/", "there is a character that not every system allows in “a:b”"),
        ("/a./", "there is a character that not every system allows in “a.”"),
    ],
)
def test_what_no_file_system_would_hold(url: str, why: str) -> None:
    told = [d.message for d in unwritable([page(url)], "content")]
    assert told == ([f"{why} in the address {url[:200]}"] if why else [])


def test_a_file_is_renamed_and_a_page_is_told_at_its_document() -> None:
    (file,) = unwritable([attached("/con.png", "pictures/con.png")], "content")
    assert (file.path, file.hint) == ("content/pictures/con.png", "rename the file or folder")
    (found,) = unwritable([page("/con/", "notes/con.md")], "content")
    assert (found.path, found.hint) == ("content/notes/con.md", "")
