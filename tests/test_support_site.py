"""The tools of whole-site tests put the files where the test says."""

from __future__ import annotations

import pytest

from support.site import MakeSite
from support.txtar import unpack


def test_a_text_becomes_files(make_site: MakeSite) -> None:
    site = make_site("""
        a comment
        -- content/a b.md --
        one

          two
        -- content/deep/c.md --
        """)
    assert (site.root / "content/a b.md").read_text() == "one\n\n  two\n"
    assert (site.root / "content/deep/c.md").read_text() == ""


def test_files_can_be_changed(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "one two", "content/p.bin": b"\0"})
    site.edit("content/a.md", "two", "three")
    site.rename("content/a.md", "content/new/b.md")
    site.delete("content/p.bin")
    assert (site.root / "content/new/b.md").read_text() == "one three"
    assert [file.name for file in site.root.rglob("*") if file.is_file()] == ["b.md"]


@pytest.mark.parametrize("text", ["", "no file", "-- a --\n-- a --\n"])
def test_a_text_without_files_or_with_twins_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no files"):
        unpack(text)
