"""The preview server: what it answers, to whom, and that nothing brings it down."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import html
import json
import re
import socket
import time
from collections.abc import Iterator

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st

from briefgen.diagnostics import Diagnostic, Related, Span
from briefgen.preview import guard, inject, problems
from briefgen.preview.answers import content_type
from briefgen.preview.app import App, load_assets
from briefgen.preview.hub import Hub
from briefgen.preview.problems import Problem
from briefgen.preview.served import Served
from briefgen.preview.server import FIRST_PORT, PreviewError, Server, listen
from support.asgi import Reply, ask

PAGE = b"<!doctype html><html><head></head><body><h1>%s</h1></body></html>"
SITE = {
    "index.html": PAGE % b"Home",
    "404.html": PAGE % b"Nothing here",
    "briefs/a/index.html": PAGE % b'A<img src="../../pic.png"><img srcset="/repo/big.png 2x">',
    "briefs/b.html": PAGE % b"B",
    "assets/style.css": b"body { color: red }",
    "pic.png": bytes(range(100)),
    "big.png": b"big",
    "caf\u00e9/index.html": PAGE % b"Caf\xc3\xa9",
    "data 1.json": b"{}",
}
FAULT = Problem("bad-date", "error", "A <b>bad</b> date", "content/a.md:3:7")


def app(
    files: dict[str, bytes] = SITE,
    *,
    base: str = "/repo/",
    problems: tuple[Problem, ...] = (),
    host: str = "127.0.0.1",
) -> App:
    served = Served(files, base=base, instance="me", revision=7, problems=problems)
    return App(lambda: served, Hub(), host=host)


def page_tag(reply: Reply) -> dict[str, str]:
    """The attributes of the one script element that the preview put in."""
    (found,) = re.findall(r'<script type="module"(.*?)></script>', reply.body.decode())
    return {name: html.unescape(text) for name, text in re.findall(r' ([\w-]+)="(.*?)"', found)}


@pytest.mark.parametrize(
    ("target", "output"),
    [
        ("/repo/", "index.html"),
        ("/repo/index.html", "index.html"),
        ("/repo/briefs/a/", "briefs/a/index.html"),
        ("/repo/briefs/b.html", "briefs/b.html"),
        ("/repo/caf%C3%A9/", "caf\u00e9/index.html"),
        ("/repo/cafe%CC%81/", "caf\u00e9/index.html"),
        ("/repo/data%201.json", "data 1.json"),
        ("/repo/pic.png?v=1", "pic.png"),
    ],
)
def test_an_address_gives_its_file(target: str, output: str) -> None:
    reply = ask(app(), target)
    body = re.sub(rb"<script .*</script>\n", b"", reply.body)
    assert (reply.status, body) == (200, SITE[output])


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/", "/repo/"),
        ("/repo", "/repo/"),
        ("/repo/briefs/a", "/repo/briefs/a/"),
        ("/repo/briefs/a?q=1", "/repo/briefs/a/?q=1"),
        ("/repo/caf%C3%A9", "/repo/caf%C3%A9/"),
    ],
)
def test_a_folder_without_its_slash_is_a_redirect(target: str, location: str) -> None:
    reply = ask(app(), target)
    assert (reply.status, reply.headers["location"]) == (302, location)


@pytest.mark.parametrize(
    "target",
    [
        "/repo/nothing",
        "/repo/briefs/",
        "/repo/briefs/b",
        "/other/",
        "/briefs/a/",
        "//repo/",
        "/repo//",
        "/repo/../index.html",
        "/repo/%2e%2e/%2e%2e/etc/passwd",
        "/repo/..%2f..%2fetc%2fpasswd",
        "/repo/..\\..\\index.html",
        "/repo/%5c..%5cindex.html",
        "/repo/%00",
        "/repo/index.html%00",
        "/repo/%ff%fe",
        "/repo/%",
        "/repo/%zz",
        "/repo/index.html/",
        "/repo/pic.png/index.html",
        "/repo/C:%5cWindows",
        "/repo//evil.example/",
        "/repo/" + "a" * 100_000,
        "/repo/" + "../" * 5_000,
        "/repo/_briefgen",
        "",
        "*",
        "http://evil.example/repo/",
    ],
)
def test_an_odd_address_is_not_found(target: str) -> None:
    reply = ask(app(), target)
    assert reply.status == 404
    assert b"Nothing here" in reply.body


@given(st.text(max_size=60), st.booleans())
def test_no_address_is_a_fault(text: str, base: bool) -> None:
    served = Served(SITE, base="/repo/")
    preview = App(lambda: served, Hub(), host="127.0.0.1")
    scope_path = ("/repo/" if base else "/") + text
    found = served.find(scope_path)
    assert found.output in {*SITE, ""}
    encoded = "/" + "".join(f"%{byte:02x}" for byte in scope_path[1:].encode("utf-8", "replace"))
    assert ask(preview, encoded).status in {200, 302, 404}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"])
def test_only_reading_is_allowed(method: str) -> None:
    reply = ask(app(), "/repo/", method=method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("target", ["/repo/", "/repo/pic.png", "/repo/_briefgen/revision", "/x"])
def test_head_is_get_without_the_body(target: str) -> None:
    get, head = ask(app(), target), ask(app(), target, method="HEAD")
    assert (head.status, head.body) == (get.status, b"")
    assert head.headers == get.headers
    assert head.headers["content-length"] == str(len(get.body))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_may_ask(host: str) -> None:
    assert ask(app(), "/repo/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example:8000",
        "192.168.0.7",
        "",
        None,
        "localhost@evil.example",
        "[::2]",
        "[",
        "evil.example:localhost",
    ],
)
def test_a_foreign_host_is_refused(host: str | None) -> None:
    assert ask(app(), "/repo/", host=host).status == 400


@pytest.mark.parametrize(
    ("listens", "header", "own"),
    [
        ("192.168.0.7", "192.168.0.7:8000", True),
        ("desk.local", "desk.local", True),
        ("0.0.0.0", "192.168.0.7:8000", True),
        ("::", "[fe80::1]:8000", True),
        ("0.0.0.0", "rebound.example", False),
        ("192.168.0.7", "192.168.0.8", False),
        ("", "", False),
    ],
)
def test_the_host_that_was_named_may_be_asked_for(listens: str, header: str, own: bool) -> None:
    assert guard.is_own_host(header, listens) is own


def test_every_answer_carries_the_security_headers() -> None:
    for target in ("/repo/", "/repo/pic.png", "/", "/x", "/repo/_briefgen/live.js"):
        headers = ask(app(), target).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-cache"
        assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize("target", ["events", "revision", "live.js"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999", "sec-fetch-site": "same-origin"},
    ],
)
def test_other_sites_learn_nothing_of_the_preview(target: str, headers: dict[str, str]) -> None:
    assert ask(app(), f"/repo/_briefgen/{target}", headers=headers).status == 403


def test_the_page_itself_may_ask() -> None:
    headers = {"sec-fetch-site": "same-origin", "origin": "http://localhost:8000"}
    assert ask(app(), "/repo/_briefgen/revision", headers=headers).status == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.ics", "text/calendar; charset=utf-8"),
        ("a.PNG", "image/png"),
        ("a.woff2", "font/woff2"),
        ("a.webmanifest", "application/manifest+json"),
        ("CNAME", "application/octet-stream"),
        (".nojekyll", "application/octet-stream"),
    ],
)
def test_files_have_their_types(name: str, kind: str) -> None:
    assert content_type(name) == kind


@pytest.mark.parametrize("target", ["/repo/", "/repo/pic.png", "/repo/_briefgen/overlay.js"])
def test_what_the_browser_has_is_not_sent_again(target: str) -> None:
    etag = ask(app(), target).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        reply = ask(app(), target, headers={"if-none-match": known})
        assert (reply.status, reply.body, reply.headers["etag"]) == (304, b"", etag)
    assert ask(app(), target, headers={"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize(
    ("asked", "status", "body", "where"),
    [
        ("bytes=0-9", 206, bytes(range(10)), "bytes 0-9/100"),
        ("bytes=90-", 206, bytes(range(90, 100)), "bytes 90-99/100"),
        ("bytes=-5", 206, bytes(range(95, 100)), "bytes 95-99/100"),
        ("bytes=-500", 206, bytes(range(100)), "bytes 0-99/100"),
        ("bytes=50-5000", 206, bytes(range(50, 100)), "bytes 50-99/100"),
        ("bytes=99-" + "9" * 10_000, 206, bytes([99]), "bytes 99-99/100"),
        ("bytes=100-", 416, b"", "bytes */100"),
        ("bytes=-0", 416, b"", "bytes */100"),
        ("bytes=" + "9" * 10_000 + "-", 416, b"", "bytes */100"),
        ("bytes=9-5", 200, bytes(range(100)), None),
        ("bytes=0-1,5-6", 200, bytes(range(100)), None),
        ("bytes=-", 200, bytes(range(100)), None),
        ("lines=1-2", 200, bytes(range(100)), None),
    ],
)
def test_ranges(asked: str, status: int, body: bytes, where: str | None) -> None:
    reply = ask(app(), "/repo/pic.png", headers={"range": asked})
    assert (reply.status, reply.body, reply.headers.get("content-range")) == (status, body, where)


def test_a_range_of_an_older_file_is_the_whole_newer_one() -> None:
    headers = {"range": "bytes=0-9", "if-range": '"old"'}
    assert len(ask(app(), "/repo/pic.png", headers=headers).body) == 100


def test_the_script_is_put_into_pages_and_nothing_else() -> None:
    reply = ask(app(), "/repo/briefs/a/")
    tag = page_tag(reply)
    assert (tag["src"], tag["data-page"]) == ("/repo/_briefgen/live.js", "/repo/briefs/a/")
    assert json.loads(tag["data-styles"]).keys() == {"/repo/assets/style.css"}
    assert reply.body.index(b"<script") < reply.body.index(b"</body>")
    for target in ("/repo/assets/style.css", "/repo/pic.png", "/repo/data%201.json"):
        assert b"_briefgen" not in ask(app(), target).body
    assert not any(b"_briefgen" in content for content in SITE.values())


def test_a_hostile_address_cannot_write_into_the_page() -> None:
    target = "/repo/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    reply = ask(app(), target)
    assert page_tag(reply)["data-page"] == '/repo/"><script>alert(1)</script>'
    assert b"<script>alert" not in reply.body


def revision(preview: App, page: str) -> dict[str, object]:
    reply = ask(preview, f"/repo/_briefgen/revision?page={page}")
    assert reply.headers["content-type"] == "application/json"
    found = json.loads(reply.body)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("page", ["/repo/", "/repo/briefs/a/", "/repo/nothing", "/other"])
def test_page_and_state_agree_about_the_revision(page: str) -> None:
    tag = page_tag(ask(app(), page))
    state = revision(app(), page)
    assert (tag["data-revision"], json.loads(tag["data-styles"])) == (
        state["page"],
        state["styles"],
    )
    assert (state["instance"], state["revision"], state["problems"]) == ("me", 7, [])


@pytest.mark.parametrize(
    ("changed", "home", "brief", "missing"),
    [
        ({"index.html": b"new"}, True, False, False),
        ({"briefs/a/index.html": b"new"}, False, True, False),
        ({"pic.png": b"new"}, False, True, False),
        ({"big.png": b"new"}, False, True, False),
        ({"assets/style.css": b"new"}, False, False, False),
        ({"404.html": b"new"}, False, False, True),
        ({"nothing/index.html": b"new"}, False, False, True),
        ({"unrelated.html": b"new"}, False, False, False),
    ],
)
def test_a_page_is_another_when_its_own_bytes_are(
    changed: dict[str, bytes], home: bool, brief: bool, missing: bool
) -> None:
    def revisions(files: dict[str, bytes]) -> list[object]:
        pages = ("/repo/", "/repo/briefs/a/", "/repo/nothing/")
        return [revision(app(files), page)["page"] for page in pages]

    pairs = zip(revisions(SITE), revisions({**SITE, **changed}), strict=True)
    assert [old != new for old, new in pairs] == [home, brief, missing]


def test_digests_of_unchanged_files_are_kept_and_of_others_not() -> None:
    old = Served(SITE)
    before = {path: old.digest(path) for path in SITE}
    new = Served({**SITE, "pic.png": b"new", "more": b"x"}, before=old)
    assert new._digests == {path: before[path] for path in SITE if path != "pic.png"}
    assert new.digest("pic.png") != before["pic.png"]
    assert (new.digest("more") != "", new.digest("none")) == (True, "")


def test_problems_are_in_the_state_and_leave_the_page_alone() -> None:
    broken = app(problems=(FAULT,))
    assert revision(broken, "/repo/")["page"] == revision(app(), "/repo/")["page"]
    told = json.loads(ask(broken, "/repo/_briefgen/revision?page=/repo/").body)["problems"][0]
    assert (told["code"], told["place"]) == ("bad-date", "content/a.md:3:7")
    assert ask(broken, "/repo/").status == 200


def test_a_site_that_was_never_built_says_why() -> None:
    reply = ask(app({}, problems=(FAULT,)), "/repo/briefs/a/")
    assert reply.status == 503
    assert b"content/a.md:3:7: A &lt;b&gt;bad&lt;/b&gt; date" in reply.body
    assert page_tag(reply)["data-revision"] != revision(app(), "/repo/briefs/a/")["page"]


def test_a_site_without_a_404_page_gets_a_plain_one() -> None:
    reply = ask(app({"index.html": b"x"}), "/repo/nothing")
    assert (reply.status, b"There is no page at this address" in reply.body) == (404, True)
    assert page_tag(reply)["data-page"] == "/repo/nothing"


def test_everything_the_script_imports_is_served() -> None:
    assets = load_assets()
    assert set(assets) == {"live.js", "overlay.js", "overlay.css", "stream.js"}
    wanted = re.findall(r'from "\./([\w.]+)"', assets["live.js"].decode())
    assert set(wanted) == {"overlay.js", "stream.js"}
    for name in assets:
        assert ask(app(), f"/repo/_briefgen/{name}").body == assets[name]
    assert ask(app(), "/repo/_briefgen/../app.py").status == 404


def test_the_script_lands_before_the_last_end_of_a_body() -> None:
    page = b"<p>&lt;/body> </body> is a tag</p></body></html>"
    assert inject.inject(page, b"X") == b"<p>&lt;/body> </body> is a tag</p>X</body></html>"
    assert inject.inject(b"no body", b"X") == b"no bodyX"


# Problems.

TEXT = "one\ntwo\n\tthree bad word\nfour\nfive\nsix\n"


def test_an_excerpt_shows_the_place() -> None:
    lines = problems.excerpt(TEXT, Span(3, 8, 3))
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    meant = lines[2]
    assert meant.text[meant.carets.index("^") : len(meant.carets)] == "bad"
    assert not any(line.carets for line in lines if line.number != 3)


@given(st.text(max_size=40), st.integers(1, 9), st.integers(1, 60), st.integers(0, 60))
def test_any_span_gives_an_excerpt_or_none(text: str, line: int, column: int, length: int) -> None:
    lines = problems.excerpt(text, Span(line, column, length))
    assert len([found for found in lines if found.carets]) == (line <= len(text.splitlines()))


def test_a_problem_is_whole() -> None:
    found = Diagnostic("bad-date", "error", "Bad", "a.md", Span(3, 8, 3), "mend",
                       (Related("b.md", None, "also here"),))  # fmt: skip
    (shown,) = problems.shown((found,), {"a.md": TEXT}.get)
    assert (shown.place, shown.hint) == ("a.md:3:8", "mend")
    assert (shown.related[0].place, shown.related[0].message) == ("b.md", "also here")
    assert shown.excerpt
    (blind,) = problems.shown((found,), lambda _: None)
    assert blind.excerpt == ()


def test_warnings_block_only_where_there_is_no_error() -> None:
    error = Diagnostic("bad-date", "error", "Bad", "a.md")
    warning = Diagnostic("empty-page", "warning", "Empty", "a.md")
    assert problems.blocking((warning, error)) == (error,)
    assert problems.blocking((warning,)) == (warning,)


def test_ports() -> None:
    with listen("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with pytest.raises(PreviewError, match=f"Port {taken} is taken") as raised:
            listen("127.0.0.1", taken)
        assert "--port" in raised.value.hint
        with listen("127.0.0.1", None) as one, listen("127.0.0.1", None) as other:
            assert FIRST_PORT <= one.getsockname()[1] < other.getsockname()[1]
    with pytest.raises(PreviewError, match="is no host"):
        listen("no such host", 0)
    with pytest.raises(PreviewError, match="Cannot listen"):
        listen("192.0.2.1", 0)  # TEST-NET-1 is nobody's


def started() -> Server:
    server = Server(listen("127.0.0.1", 0), "127.0.0.1", lambda: Served(SITE))
    server.start()
    return server


@contextlib.contextmanager
def asking(server: Server) -> Iterator[None]:
    """A client who has had an answer, and stays."""
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 OK")
        yield


def test_a_free_port_is_free_again_at_once() -> None:
    server = started()
    with asking(server):
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 1.5
    listen("127.0.0.1", server.port).close()


def test_a_client_who_comes_while_the_server_stops_is_hung_up_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    latecomers: list[socket.socket] = []
    main_loop = uvicorn.Server.main_loop

    async def main_loop_with_a_client_at_its_end(self: uvicorn.Server) -> None:
        # What a browser does that connects anew when its stream ends. Two rounds of the loop
        # later the system has let the client in, and uvicorn has not yet heard of it.
        await main_loop(self)
        latecomers.append(socket.create_connection(("127.0.0.1", server.port)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    monkeypatch.setattr(uvicorn.Server, "main_loop", main_loop_with_a_client_at_its_end)
    server = started()
    with asking(server):
        pass
    server.stop()
    with latecomers.pop() as late:
        late.settimeout(1)
        assert late.recv(100) == b""
    gc.collect()  # a transport that was left open complains now
