"""The W3C checker, the browser and axe find planted faults and pass a good page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.httpd import served
from support.nu import check_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOOD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A good page</title>
<link rel="icon" href="icon.svg">
<link rel="stylesheet" href="s.css">
</head>
<body>
<main><h1>A good page</h1><p>With a <a href="./">link</a> in it.</p></main>
</body>
</html>
"""
STYLE = """\
body { color: #222; background: #fff }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111 } a { color: #9cf } }
"""


def site(folder: Path, page: str = GOOD) -> Path:
    (folder / "index.html").write_text(page, encoding="utf-8")
    (folder / "s.css").write_text(STYLE, encoding="utf-8")
    (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    return folder


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with served(site(tmp_path), "/repo/") as url:
        yield url


@pytest.mark.slow
def test_the_w3c_checker_finds_faults_in_the_right_file_only(tmp_path: Path) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    site(tmp_path / "good")
    site(tmp_path / "bad", GOOD.replace("<p>", "<p><div>in</div>").replace('lang="en"', "lang=''"))
    (tmp_path / "bad/s.css").write_text("body { colour: red }", encoding="utf-8")
    messages = check_html(file for file in tmp_path.rglob("*") if file.is_file())
    assert {Path(found.url).parent.name for found in messages} == {"bad"}
    assert any("p" in found.message and found.last_line for found in messages)
    assert any("colour" in str(found) for found in messages)


def test_no_file_is_no_pass() -> None:
    with pytest.raises(ValueError, match="prove nothing"):
        check_html([])


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_good_page_passes(
    browser: Browser, address: str, size: str, scheme: str, tmp_path: Path
) -> None:
    from support.browser import accessibility_problems, opened, screenshot, sideways_scroll

    with opened(browser, address, size=size, scheme=scheme) as page:  # type: ignore[arg-type]
        assert accessibility_problems(page) == []
        assert sideways_scroll(page) == 0
        picture = screenshot(page, tmp_path / "pictures" / "page.png").read_bytes()
    assert picture.startswith(b"\x89PNG")


@pytest.mark.browser
def test_axe_finds_planted_faults(browser: Browser, tmp_path: Path) -> None:
    from support.browser import accessibility_problems, opened

    bad = GOOD.replace('lang="en"', "").replace("<p>", '<p><img src="s.css">')
    with served(site(tmp_path, bad)) as address, opened(browser, address) as page:
        found = accessibility_problems(page)
    assert {line.split()[0] for line in found} >= {"html-has-lang", "image-alt"}


COMPLAINTS = {
    "inline script": ("<p>", "<p><script>var x</script>", "Content Security Policy"),
    "inline style": ("<p>", "<p style='color:red'>", "Content Security Policy"),
    "missing file": ("<p>", "<p><img alt='' src='gone.png'>", "404"),
    "other host": ("<p>", "<p><img alt='' src='http://localhost:9/x'>", "another host"),
}


@pytest.mark.browser
@pytest.mark.parametrize(("old", "new", "complaint"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_page_that_complains_fails(
    browser: Browser, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    from support.browser import opened

    with (
        served(site(tmp_path, GOOD.replace(old, new, 1))) as address,
        pytest.raises(AssertionError, match=complaint),
        opened(browser, address),
    ):
        pass


@pytest.mark.browser
def test_a_wide_page_is_noticed(browser: Browser, tmp_path: Path) -> None:
    from support.browser import opened, sideways_scroll

    site(tmp_path)
    (tmp_path / "s.css").write_text("main { width: 500px }", encoding="utf-8")
    with served(tmp_path) as address:
        with opened(browser, address, size="phone") as page:
            assert sideways_scroll(page) > 100
        with opened(browser, address, size="desktop") as page:
            assert sideways_scroll(page) == 0
