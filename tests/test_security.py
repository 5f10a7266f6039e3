"""Hostile content: whatever is written, nothing runs, nothing leaves the site folder, nothing hangs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog

from support.browser import opened
from support.command import briefgen
from support.httpd import served
from support.inert import dangers
from support.links import broken_links, foreign_loads
from support.site import MakeSite, Site

SCRIPT = "</title></script><script>alert(1)</script><img src=# onerror=alert(1)>{{7*7}}${7*7}"
QUOTED = "\"'><svg onload=alert(1)>" + SCRIPT


def q(text: str) -> str:
    """A text as a quoted YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


S = q(SCRIPT)
Q = q(QUOTED)
RUMOUR = q("A rumour " + SCRIPT)
PLAIN = SCRIPT.replace('"', "").replace("'", "").replace("|", "")

EVERYWHERE = {
    "briefgen.yaml": f"title: {S}\ndescription: {Q}\nauthor: {S}\nfooter: {Q}\nbase_url: https://example.org/repo/\nnav:\n  - {{title: {S}, target: /briefs/}}\nrelationship_kinds:\n  - {{name: likes, label: {S}, inverse: {Q}}}\n",
    "content/index.md": f"---\ntitle: {S}\nsummary: {Q}\n---\n{SCRIPT}\n",
    "content/briefs/a.md": f"""---
title: {Q}
summary: {S}
aliases: [{Q}]
date: 2025-04-22
updated: 2025-04-23
tags: [{S}, {Q}]
topics: [topic]
stakeholders: [acme]
owner: {S}
identifiers: {{doi: {Q}}}
links: [{{url: "https://example.com/?a=%3Cscript", title: {S}}}, "https://example.com/a'b"]
extra: {{x: {S}}}
evidence: [{{source: src, locator: {S}, quote: {Q}}}]
events:
  - {{date: 2025-04-21, title: {S}, summary: {Q}, place: {S}, source: src, tags: [{Q}]}}
figures:
  - {{id: fig, title: {S}, value: 12, unit: {S}, display: {Q}, source: src}}
key_judgements:
  - {{id: j, text: {S}, likelihood: likely, confidence: low, basis: [src], would_change: [{Q}]}}
updates: [{{date: 2025-04-22, kind: major, note: {S}}}]
---
{SCRIPT}

# {SCRIPT}

[[acme|{PLAIN}]] and ![[fig]] [@src, {SCRIPT}] ==x== `{SCRIPT}`

> [!note] {SCRIPT}
> {SCRIPT}

| {SCRIPT} | b |
|---|---|
| {SCRIPT} | {SCRIPT} |

```html"onload="alert(1)
{SCRIPT}
```

![{SCRIPT}](pic.png "{PLAIN}")

## Title {{onclick="alert(1)" style="x" #"><b>}}

Text {{onclick=alert(1) .a"b}}

[a](https://example.com/"onmouseover="alert(1)) <https://example.com/'onx=1>

:::timeline
title: {S}
:::

:::list
title: {Q}
tags: [{S}]
:::

Text[^x"y]

[^x"y]: {SCRIPT}
""",
    "content/briefs/pic.png": "x",
    "content/stakeholders/acme.md": f"""---
title: {S}
kind: organization
classification: {Q}
posts: [{{title: {S}, organization: beta, from: "2020", source: src}}]
relationships: [{{kind: linked-to, to: beta, label: {S}, source: src}}, {{kind: likes, to: beta}}]
stances: [{{issue: topic, value: oppose, basis: inferred, rationale: {S}, text: {Q}, as_of: 2025, source: src}}]
influence: {{power: 3, interest: 4, rationale: {S}}}
---
""",
    "content/stakeholders/beta.md": f"---\ntitle: {RUMOUR}\nkind: group\n---\n",
    "content/topics/topic.md": f"---\ntitle: {S}\nquestion: {Q}\n---\n",
    "content/events/e.md": f"---\ntitle: {S}\ndate: 2025-05-01\nplace: {Q}\nsource: src\n---\n",
    "content/sources/src.md": f"---\ntitle: {S}\nurl: \"https://example.com/?q='()\"\npublisher: {S}\nauthor: [{Q}]\ncsl: {{title: {S}, URL: 'javascript:alert(1)', '{PLAIN}': {S}}}\nrelays: [{{statement: {RUMOUR}, origin: src2}}]\n---\n",
    "content/sources/src2.md": f"---\ntitle: {Q}\n---\n",
    "content/figures/f.md": f"---\ntitle: {S}\nvalue: 3\nunit: {S}\nsource: src\nhistory: [{{value: 2, display: {Q}, as_of: 2020}}]\n---\n",
    "content/notes/<script>alert(1)<.md": SCRIPT,
    "content/notes/a&b 'c'.md": f"# {SCRIPT}\n",
}  # fmt: skip


def html(site: Site) -> Iterator[tuple[str, str]]:
    for name, data in site.files().items():
        if name.endswith((".html", ".svg")):
            yield name, data.decode()


@pytest.fixture
def everywhere(make_site: MakeSite) -> Site:
    site = make_site(EVERYWHERE)
    site.build(lenient=True, jobs=1, today="2025-04-25")
    return site


def test_script_in_every_field_is_text_everywhere(everywhere: Site) -> None:
    assert [d for d in everywhere.diagnostics if d.severity == "error"] == []
    found = {name: dangers(page) for name, page in html(everywhere)}
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 20
    assert "&lt;script&gt;alert(1)" in everywhere.page("/briefs/a/")
    assert "49" not in everywhere.page("/events/e/").replace("2049", "")


def test_hostile_names_break_no_link(everywhere: Site) -> None:
    assert list(map(str, broken_links(everywhere.output, "/repo/"))) == []
    assert foreign_loads(everywhere.output) == []


def test_raw_html_that_is_allowed_is_sanitised(make_site: MakeSite) -> None:
    everything = {**EVERYWHERE, "briefgen.yaml": EVERYWHERE["briefgen.yaml"] + "raw_html: true\n"}
    site = make_site(everything)
    site.build(lenient=True, jobs=1, today="2025-04-25")
    assert [d for d in site.diagnostics if d.severity == "error"] == []
    found = {name: dangers(page) for name, page in html(site)}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_in_a_browser(everywhere: Site, browser: Browser) -> None:
    with served(everywhere.output, "/repo/") as address, opened(browser, address) as page:
        said: list[str] = []

        def note(dialog: Dialog) -> None:
            said.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", note)
        pages = [name for name, _ in html(everywhere) if name.endswith(".html")]
        for name in pages:
            page.goto(address + name.removesuffix("index.html"))
        assert said == []


# -- addresses ---------------------------------------------------------------------------------

URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
]
PLACES = {
    "link": "---\ntitle: T\n---\n[x](<{}>)\n",
    "image": "---\ntitle: T\n---\n![x](<{}>)\n",
    "autolink": "---\ntitle: T\n---\n<{}>\n",
    "reference": "---\ntitle: T\n---\n[x][y]\n\n[y]: <{}>\n",
    "wiki": "---\ntitle: T\n---\n[[{}|x]]\n",
    "links": "---\ntitle: T\nlinks: ['{}']\n---\n",
    "redirect": "---\ntitle: T\nredirect_from: ['{}']\n---\n",
    "picture": "---\ntitle: T\nimage: '{}'\n---\n",
    "source": "---\ntype: source\ntitle: T\nurl: '{}'\narchive: {{url: '{}'}}\n---\n",
    "identifier": "---\ntitle: T\nidentifiers: {{url: '{}'}}\n---\n",
}


@pytest.mark.parametrize("place", PLACES)
def test_no_dangerous_address_anywhere(make_site: MakeSite, place: str) -> None:
    texts = {
        f"content/p{n}.md": PLACES[place].replace("{}", url).replace("{{", "{").replace("}}", "}")
        for n, url in enumerate(URLS)
    }
    site = make_site(texts)
    site.build(lenient=True, jobs=1)
    if site.result.fatal:
        for path in {d.path for d in site.diagnostics if d.severity == "error"}:
            site.delete(path)
        site.build(lenient=True, jobs=1)
    assert not site.result.fatal, site.diagnostics
    assert [found for _, page in html(site) for found in dangers(page)] == []


@pytest.mark.parametrize(
    "front",
    [
        "slug: ../../../etc",
        "id: ../x",
        "id: '..'",
        "slug: a/b",
        "redirect_from: /../x/",
        "redirect_from: /a/../../x",
        "redirect_from: '/%2e%2e/x/'",
        "redirect_from: '\\\\x\\y'",
        "image: ../../secret.png",
        "image: /etc/passwd",
        "image: ../outside.png",
        "text: ../../secret.txt\ntype: source",
        "text: /etc/passwd\ntype: source",
        "template: ../../../secret.html",
        "template: /etc/passwd",
        "type: ../x",
    ],
)  # fmt: skip
def test_no_key_leads_out_of_the_site(make_site: MakeSite, front: str) -> None:
    site = make_site({"content/briefs/a.md": f"---\ntitle: T\n{front}\n---\n"})
    (site.root.parent / "secret.png").write_bytes(b"SECRET")
    (site.root.parent / "outside.png").write_bytes(b"SECRET")
    (site.root / "outside.png").write_bytes(b"SECRET")
    (site.root.parent / "secret.txt").write_bytes(b"SECRET")
    before = sorted(site.root.parent.rglob("*"))
    site.build(jobs=1)
    assert site.result.fatal, "an author is told"
    assert [d.span.line for d in site.diagnostics] == [3] * len(site.diagnostics)
    assert (
        sorted(path for path in site.root.parent.rglob("*") if ".briefgen" not in path.parts)
        == before
    )


@pytest.mark.parametrize(
    "text",
    ["![[../secret.png]]", "![x](../../secret.png)", "[x](../../../secret.png)", "![[/etc/passwd]]", "[x](/../secret.png)", "[x](..%2F..%2Fsecret.png)"],
)  # fmt: skip
def test_no_link_leads_out_of_the_site(make_site: MakeSite, text: str) -> None:
    site = make_site({"content/briefs/a.md": f"---\ntitle: T\n---\n{text}\n"})
    (site.root.parent / "secret.png").write_bytes(b"SECRET")
    (site.root / "secret.png").write_bytes(b"SECRET")
    site.build(jobs=1)
    assert site.result.fatal
    site.build(jobs=1, lenient=True)
    assert not any(b"SECRET" in data for data in site.files().values())


# -- files ---------------------------------------------------------------------------------------


def test_links_and_pipes_of_the_file_system_are_not_followed(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "![[pipe.png]]"})
    outside = site.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("SECRET")
    content = site.root / "content"
    (content / "folder").symlink_to(outside)
    (content / "file.md").symlink_to(outside / "secret.md")
    (content / "loop").symlink_to(content)
    (content / "nowhere.md").symlink_to("gone.md")
    (content / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(content / "pipe.png")
    os.mkfifo(content / "pipe.md")
    start = time.monotonic()
    site.build(jobs=1)
    assert time.monotonic() - start < 10
    told = sorted(d.path for d in site.diagnostics if d.code == "unsafe-path")
    names = ["file.md", "folder", "nowhere.md", "pipe.md", "pipe.png", "zero.md"]
    assert told == [f"content/{name}" for name in names]


def test_links_in_a_circle_are_told(make_site: MakeSite) -> None:
    site = make_site({"content/a.md": "# A\n"})
    (site.root / "content/b.md").symlink_to("c.md")
    (site.root / "content/c.md").symlink_to("b.md")
    site.build(jobs=1)
    assert site.codes == ["unsafe-path", "unsafe-path"]


@pytest.mark.parametrize("target", ["..", "../output", "../output/notes", "../output/logo.svg"])
def test_what_was_written_is_never_content(make_site: MakeSite, target: str) -> None:
    site = make_site(
        {"content/notes/a.md": "# A\n\n![Logo](../logo.svg)\n", "content/logo.svg": "<svg/>"}
    )
    site.build()
    (site.root / "content/shown").symlink_to(target)
    result = site.build(jobs=1)
    assert not any(path.startswith("shown/output") for path in result.written)
    if target != "..":
        assert result.written == ()
    assert site.build(jobs=1, clean=True).written == ()  # nor is anything another thing now


@pytest.mark.parametrize("what", ["briefgen.yaml", "themes", ".briefgen", "content"])
def test_a_link_of_the_site_folder_itself_leads_nowhere_else(
    make_site: MakeSite, what: str
) -> None:
    site = make_site({"content/a.md": "Text."})
    outside = site.root.parent / "outside"
    (outside / "own/templates").mkdir(parents=True)
    (outside / "b.md").write_text("SECRET")
    (outside / "own/templates/page.html").write_text("SECRET")
    (outside / "briefgen.yaml").write_text("title: SECRET\n")
    target = outside / "briefgen.yaml" if what == "briefgen.yaml" else outside
    if what == "content":
        (site.root / "content/a.md").unlink()
        (site.root / "content").rmdir()
    (site.root / what).symlink_to(target)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    done = briefgen("build", "--site", site.root, "--jobs", "1", cwd=site.root.parent)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before
    if site.output.is_dir() and not site.output.is_symlink():
        assert not any(b"SECRET" in data for data in site.files().values())


NAMES = [
    "a\x07b.md",
    "evil\u202egpj.md",
    "line\nbreak.md",
    "con.md",
    "..md",
    "...md",
    "....md",
    "a" * 252 + ".md",
    "é" * 120 + ".md",
    "🎉.md",
    "🎉/🎊.md",
    "%2e%2e.md",
    "a\\b.md",
    "?.md",
    "#.md",
    "index.md.md",
    "nul/aux.md",
    "~.md",
    "-rf.md",
    "404.md",
    "assets/x.md",
    "timeline.md",
    "briefs/index.html.md",
]


def test_odd_file_names_are_pages_or_problems_and_never_a_crash(make_site: MakeSite) -> None:
    site = make_site({"content/fine.md": "Fine."})
    for name in NAMES:
        file = site.root / "content" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("# Odd\n\nText.\n")
    (site.root / "content" / os.fsdecode(b"\xff\xfe.md")).write_text("Text.\n")
    done = briefgen("build", "--site", site.root, "--jobs", "1", cwd=site.root)
    assert "Traceback" not in done.stderr
    told = {line.split(":")[0] for line in done.stderr.splitlines() if "error[" in line}
    assert {path for path in told if "�" not in path} == set(), done.stderr
    assert len(told) >= 3
    for file in list((site.root / "content").iterdir()):
        if any(ord(c) < 32 or c == "\u202e" or 0xD800 <= ord(c) < 0xE000 for c in file.name):
            file.unlink()
    site.build(jobs=1)
    assert site.diagnostics == ()
    assert list(map(str, broken_links(site.output))) == []


# -- too much --------------------------------------------------------------------------------------

DEEP = 50_000
MUCH = {
    "yaml brackets": "---\nx: " + "[" * DEEP + "]" * DEEP + "\n---\n",
    "yaml braces": "---\nx: " + "{a: " * DEEP + "}" * DEEP + "\n---\n",
    "yaml indentation": "---\n" + "".join(" " * n + "a:\n" for n in range(500)) + "---\n",
    "yaml bomb": "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)) + "---\n",
    "yaml list": "---\ntags: [" + "a, " * 100_000 + "]\n---\n",
    "quotes": ">" * DEEP + " x\n",
    "brackets": "[" * DEEP + "]" * DEEP + "\n",
    "pictures": "![" * DEEP + "](x)" * 100 + "\n",
    "wiki brackets": "[[" * DEEP + "\n",
    "emphasis": "*a _b " * (DEEP // 4) + "\n",
    "lists": "".join("  " * n + "- x\n" for n in range(300)),
    "parentheses": "[a](" + "(" * DEEP + "\n",
    "backticks": "".join("`" * n + " " for n in range(1, 300)) * 4 + "\n",
    "citations": "[" + "@a; " * 5_000 + "]\n",
    "callouts": "".join("> " * n + "[!note]\n" for n in range(1, 200)),
    "containers": ":::a\n" * 2_000,
    "table": "|" * 20_000 + "\n" + "|-" * 20_000 + "\n",
    "footnotes": "".join(f"[^{n}]" for n in range(3_000)) + "\n\n" + "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(3_000)),
    "attributes": "x {" + "a=b " * 20_000 + "}\n",
    "entities": "&" * DEEP + "\n",
    "html": "<" * DEEP + "\n",
    "autolinks": "http://a." * 20_000 + "\n",
    "digits": "date " + "9" * DEEP + "\n",
    "one line": "word " * 200_000 + "\n",
}  # fmt: skip


@pytest.mark.parametrize("what", MUCH)
def test_too_much_of_anything_is_told_or_shown_but_never_hangs(
    make_site: MakeSite, what: str
) -> None:
    site = make_site({})
    (site.root / "content/much.md").write_text(MUCH[what])
    start = time.monotonic()
    site.build(jobs=1, lenient=True)
    assert time.monotonic() - start < 8
    if not site.result.fatal:
        assert site.page("/much/")


@pytest.mark.parametrize(
    "value", ["9" * 5_000, "1e999999999", "0." + "1" * 5_000, "-" * 100, "NaN", "1_000"]
)
def test_numbers_without_measure(make_site: MakeSite, value: str) -> None:
    site = make_site(
        {
            "content/figures/f.md": f"---\ntitle: T\nvalue: {value}\n---\n",
            "content/events/e.md": f"---\ntitle: T\ndate: '{value}'\n---\n",
        }
    )
    start = time.monotonic()
    site.build(jobs=1)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        "<p onclick=x>",
        '<p style="x">',
        "<a href=' java\tscript:x'>",
        "<img src=data:text/html,x>",
        "<iframe>",
        "<base href=/>",
        "<meta http-equiv=set-cookie content=x>",
        '<meta http-equiv=refresh content="0; url=javascript:x">',
    ],
)
def test_the_judge_sees_what_could_run(bad: str) -> None:
    assert dangers(f"<!doctype html><p>{bad}</p>") != []
    assert (
        dangers('<script src="/a.js"></script><script type="application/ld+json">{}</script>') == []
    )
