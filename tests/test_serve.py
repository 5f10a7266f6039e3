"""The running preview: save → build → served → told, and an end in good order."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest

from briefgen import serving
from briefgen.audience import NOBODY, Audience
from briefgen.builder import Builder, MemoryOutput, Options
from briefgen.console import PLAIN, duration
from briefgen.preview import keys as keys_module
from briefgen.preview import server as server_module
from briefgen.preview.hub import MAX_STREAMS
from briefgen.preview.keys import Keys
from briefgen.preview.preview import Preview, PreviewOptions
from briefgen.preview.serve import serve, watch_to_disk
from briefgen.watch import Watched
from briefgen.writer import OutputError
from support.fake_build import FakeBuild, Journal
from support.watching import ScriptedWatcher

SOON = 5.0
ANY_PORT = PreviewOptions(port=0)


@pytest.fixture
def build(tmp_path: Path) -> FakeBuild:
    content = Path(os.path.realpath(tmp_path)) / "content"
    content.mkdir()
    (content / "index.html").write_text("<body>Home</body>")
    (content / "a.html").write_text("<body>A</body>")
    return FakeBuild(content.parent)


def preview_of(
    build: FakeBuild, watcher: ScriptedWatcher | None = None, journal: Journal | None = None
) -> Preview:
    return Preview(
        build,
        build,
        site=build.site,
        base_path=build.base_path,
        reporter=journal or Journal(),
        options=ANY_PORT,
        watcher=watcher,
    )


@contextlib.contextmanager
def running(
    build: FakeBuild, watcher: ScriptedWatcher | None = None, journal: Journal | None = None
) -> Iterator[Preview]:
    preview = preview_of(build, watcher, journal)
    preview.start()
    try:
        assert preview.wait(SOON)
        yield preview
    finally:
        preview.stop()
    assert preview.failure is None


def connection(preview: Preview) -> http.client.HTTPConnection:
    host, port = preview.url.split("/")[2].split(":")
    return http.client.HTTPConnection(host, int(port), timeout=SOON)


def get(preview: Preview, target: str) -> tuple[int, str]:
    with contextlib.closing(connection(preview)) as client:
        client.request("GET", target)
        answer = client.getresponse()
        return answer.status, answer.read().decode()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.005)


def revision(preview: Preview) -> int:
    return preview.served.revision


def test_a_save_is_served_and_then_told(build: FakeBuild) -> None:
    with running(build) as preview, contextlib.closing(connection(preview)) as client:
        client.request("GET", "/_briefgen/events")
        stream = client.getresponse()
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = iter(stream.readline, b"")
        greeting = json.loads(next(line for line in lines if line.startswith(b"data:"))[5:])
        begun = time.monotonic()
        (build.site / "content/a.html").write_text("<body>Changed</body>")
        told = json.loads(next(line for line in lines if line.startswith(b"data:"))[5:])
        span = time.monotonic() - begun
        assert "Changed" in get(preview, "/a.html")[1]
    assert told == {"instance": greeting["instance"], "revision": greeting["revision"] + 1}
    assert span < 0.5
    assert build.hints[0] is None
    assert build.site / "content/a.html" in (build.hints[1] or ())
    assert len(build.threads) == 1


def test_500_rapid_edits_end_in_the_right_state(build: FakeBuild) -> None:
    with running(build) as preview:
        for count in range(500):
            (build.site / f"content/{count % 7}.html").write_text(f"<body>edit {count}</body>")
        until(lambda: all(f"edit {499 - back}<" in get(preview, f"/{(499 - back) % 7}.html")[1]
                          for back in range(7)))  # fmt: skip
    assert len(build.hints) < 100


def test_a_file_saved_during_the_build_is_not_lost(build: FakeBuild) -> None:
    file = build.site / "content/a.html"
    inner = build.build

    def slow(hints: object = None, audience: object = None) -> object:
        result = inner(hints, audience)  # type: ignore[arg-type]
        if len(build.hints) == 2:
            file.write_text("<body>second</body>")
        return result

    build.build = slow  # type: ignore[method-assign, assignment]
    with running(build) as preview:
        file.write_text("<body>first</body>")
        until(lambda: "second" in get(preview, "/a.html")[1])


def test_a_batch_that_changes_nothing_is_silent(build: FakeBuild) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    with running(build, watcher, journal) as preview:
        before = revision(preview)
        watcher.say(build.site / "content/a.html")
        until(lambda: len(build.hints) == 2 and watcher.calls.count("settle") == 2)
        assert revision(preview) == before
    assert len(journal.lines) == 1


def test_batches_that_wait_are_one_build(build: FakeBuild) -> None:
    watcher = ScriptedWatcher()
    a, b = build.site / "a", build.site / "b"
    held, inner = threading.Event(), build.build

    def slow(hints: object = None, audience: object = None) -> object:
        held.wait(SOON)
        return inner(hints, audience)  # type: ignore[arg-type]

    build.build = slow  # type: ignore[method-assign, assignment]
    preview = preview_of(build, watcher)
    preview.start()
    watcher.say(a)
    watcher.say(b)
    held.set()
    until(lambda: len(build.hints) == 2)
    preview.stop()
    assert build.hints == [None, frozenset({a, b})]


def test_a_fault_keeps_the_last_good_pages_and_its_mending_shows(build: FakeBuild) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    file = build.site / "content/a.html"
    with running(build, watcher, journal) as preview:
        file.write_text("<body>\nBROKEN</body>")
        watcher.say(file)
        until(lambda: bool(preview.served.problems))
        assert get(preview, "/a.html")[0] == 200
        assert "BROKEN" not in get(preview, "/a.html")[1]
        (problem,) = json.loads(get(preview, "/_briefgen/revision?page=/a.html")[1])["problems"]
        assert problem["place"] == "content/a.html:2:1"
        assert problem["excerpt"][1]["carets"] == "^^^^^^"
        file.write_text("<body>Mended</body>")
        watcher.say(file)
        until(lambda: "Mended" in get(preview, "/a.html")[1])
        assert preview.served.problems == ()
    assert [len(told) for told in journal.told] == [1, 0]
    assert journal.lines == [
        "everything → 2 files written in 41 ms",
        "content/a.html → 1 problem; the last good site stays; found in 41 ms",
        "content/a.html → 1 file written in 41 ms",
    ]


def test_a_site_that_was_built_before_is_ready_and_has_not_stayed_as_it_was(
    build: FakeBuild,
) -> None:
    """`serve` builds before the preview begins: a new site was greeted with "nothing changed"."""
    build.build()
    watcher, journal = ScriptedWatcher(), Journal()
    with running(build, watcher, journal) as preview:
        preview.rebuild()
        until(lambda: len(journal.lines) > 1)
    assert journal.lines == ["everything is ready", "everything → nothing changed in 41 ms"]


def test_warnings_are_for_the_terminal_unless_they_are_fatal(build: FakeBuild) -> None:
    (build.site / "content/a.html").write_text("<body>DOUBTFUL</body>")
    journal = Journal()
    with running(build, ScriptedWatcher(), journal) as preview:
        assert preview.served.problems == ()
    assert [len(told) for told in journal.told] == [1]
    strict = FakeBuild(build.site, strict=True)
    with running(strict, ScriptedWatcher()) as preview:
        assert [problem.severity for problem in preview.served.problems] == ["warning"]


def test_a_site_that_never_built_appears_when_it_does(build: FakeBuild) -> None:
    file = build.site / "content/a.html"
    file.write_text("BROKEN")
    watcher = ScriptedWatcher()
    with running(build, watcher) as preview:
        assert get(preview, "/")[0] == 503
        file.write_text("fine")
        watcher.say(file)
        until(lambda: get(preview, "/")[0] == 200)


def test_a_site_that_was_built_before_is_served_though_the_build_changes_nothing(
    build: FakeBuild,
) -> None:
    """As the command does it: a cold build comes before any thread is there."""
    build.build()
    with running(build) as preview:
        assert "Home" in get(preview, "/")[1]


def test_a_crash_of_the_build_is_told_and_the_next_one_is_complete(build: FakeBuild) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    file = build.site / "content/a.html"
    with running(build, watcher, journal) as preview:
        file.write_text("CRASH")
        watcher.say(file)
        until(lambda: bool(preview.served.problems))
        (problem,) = preview.served.problems
        assert problem.code == "internal-error"
        assert "the build fell over" in problem.message
        assert "report it" in problem.hint
        assert get(preview, "/a.html")[0] == 200
        file.write_text("<body>Up again</body>")
        watcher.say(file)
        until(lambda: "Up again" in get(preview, "/a.html")[1])
    assert build.hints[-1] is None
    assert "Traceback" in journal.warnings[0]


def test_an_output_that_cannot_be_written_is_told_in_its_own_words(build: FakeBuild) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    inner = build.build

    def full(hints: object = None, audience: object = None) -> object:
        if len(build.hints) == 1:
            build.hints.append(frozenset())
            raise OutputError("The disk is full.", "Free some space.")
        return inner(hints, audience)  # type: ignore[arg-type]

    build.build = full  # type: ignore[method-assign, assignment]
    with running(build, watcher, journal) as preview:
        watcher.say(build.site / "content/a.html")
        until(lambda: bool(preview.served.problems))
        assert preview.served.problems[0].message == "The disk is full."
        assert len(build.prepared) == 1  # nothing is got ready of what half is done
        watcher.say(build.site / "content/a.html")
        until(lambda: not preview.served.problems)
    assert journal.warnings == ["The disk is full. Free some space."]
    assert build.hints[-1] is None


def test_a_first_build_that_is_refused_is_made_again_by_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attachment that changed meanwhile was an error of ours, before there was a preview."""
    tried: list[Path] = []
    previews: list[object] = []

    def refused(builder: Builder) -> None:
        tried.append(builder.root)
        raise OutputError("An attachment changed.", "Build again.")

    monkeypatch.setattr(Builder, "build", refused)
    monkeypatch.setattr(serving, "run_preview", lambda *_, **__: previews.append(1))
    monkeypatch.setattr(serving, "gc", SimpleNamespace(freeze=lambda: None, enable=lambda: None))
    monkeypatch.setattr(sys, "setswitchinterval", lambda _: None)

    def make(output: MemoryOutput) -> Builder:
        return Builder(tmp_path, Options(), output)

    assert serving.serve(make, "text", PLAIN, PreviewOptions(), quiet=True) == 0
    assert (len(tried), len(previews)) == (1, 1)


def test_what_cannot_be_got_ready_any_more_is_told_in_its_own_words(build: FakeBuild) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    ready = build.prepare

    def moved(audience: Audience = NOBODY) -> None:
        ready(audience)
        if len(build.prepared) == 1:
            raise OutputError("A text changed.", "Build again.")

    build.prepare = moved  # type: ignore[method-assign]
    with running(build, watcher, journal):
        until(lambda: bool(journal.warnings))
        watcher.say(build.site / "content/a.html")
        until(lambda: len(build.prepared) > 1)
    assert journal.warnings == ["A text changed. Build again."]
    assert build.hints[-1] is None


def test_the_base_path_may_change_while_it_runs(build: FakeBuild) -> None:
    watcher = ScriptedWatcher()
    with running(build, watcher) as preview:
        assert get(preview, "/a.html")[0] == 200
        build.base = "/repo/"
        watcher.rescan()
        until(lambda: get(preview, "/repo/a.html")[0] == 200)
        assert get(preview, "/")[0] == 302
        assert preview.url.endswith("/repo/")


def test_it_stops_at_once_though_streams_are_open(build: FakeBuild) -> None:
    with contextlib.ExitStack() as stack:
        with running(build, ScriptedWatcher()) as preview:
            for _ in range(5):
                client = stack.enter_context(contextlib.closing(connection(preview)))
                client.request("GET", "/_briefgen/events")
                client.getresponse().readline()
            begun = time.monotonic()
        assert time.monotonic() - begun < 1.0


def test_many_streams_do_not_stop_it(build: FakeBuild) -> None:
    with contextlib.ExitStack() as stack, running(build, ScriptedWatcher()) as preview:
        answers = []
        for _ in range(MAX_STREAMS + 3):
            client = stack.enter_context(contextlib.closing(connection(preview)))
            client.request("GET", "/_briefgen/events")
            answers.append(client.getresponse().status)
        assert (answers.count(200), answers.count(503)) == (MAX_STREAMS, 3)
        assert get(preview, "/a.html")[0] == 200


def test_slow_clients_are_hung_up_on(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "HEAD_SECONDS", 0.2)
    with contextlib.ExitStack() as stack, running(build, ScriptedWatcher()) as preview:
        place = connection(preview)
        slow = []
        for sent in (b"", b"G", b"GET / HTTP/1.1\r\nHost: loc", b"GET /" + b"a" * 5000):
            client = stack.enter_context(socket.create_connection((place.host, place.port), SOON))
            client.sendall(sent)
            slow.append(client)
        assert get(preview, "/a.html")[0] == 200
        for client in slow:
            with contextlib.suppress(ConnectionResetError):
                assert client.recv(100) == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /%00 HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /" + b"x" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
    ids=["noise", "no-host", "two-hosts", "version", "long-path", "long-header"],
)
def test_broken_requests_are_answered_or_dropped(build: FakeBuild, sent: bytes) -> None:
    with running(build, ScriptedWatcher()) as preview:
        place = connection(preview)
        with socket.create_connection((place.host, place.port), SOON) as client:
            with contextlib.suppress(ConnectionError):
                client.sendall(sent)
            with contextlib.suppress(ConnectionResetError):
                answer = client.recv(100)[:12]
                assert answer == b"" or b"HTTP/1.1 200" <= answer <= b"HTTP/1.1 404"
        assert get(preview, "/a.html")[0] == 200


def fall(line: str) -> None:
    raise OSError(line)


def test_one_that_ends_before_it_has_begun_to_watch_leaves_no_thread(build: FakeBuild) -> None:
    asked, answer, threads = threading.Event(), threading.Event(), threading.active_count()
    found = build.watched

    def late() -> Watched:
        asked.set()
        answer.wait(SOON)
        return found()

    build.watched = late  # type: ignore[method-assign]
    preview = preview_of(build)
    preview.start()
    assert asked.wait(SOON)
    preview.stop()
    answer.set()
    until = time.monotonic() + SOON
    while threading.active_count() > threads and time.monotonic() < until:
        time.sleep(0.02)
    assert threading.active_count() == threads


def test_a_failure_outside_the_build_is_raised_not_hung_upon(build: FakeBuild) -> None:
    journal = Journal()
    journal.say = fall  # type: ignore[method-assign]
    preview = preview_of(build, ScriptedWatcher(), journal)
    preview.start()
    assert preview.wait(SOON)
    preview.stop()
    assert isinstance(preview.failure, OSError)


class Fingers(Keys):
    """A terminal at which somebody types."""

    def __init__(self, typed: str) -> None:
        super().__init__()
        self.typed = list(typed)

    def __enter__(self) -> Self:
        self.available = True
        return self

    def read(self, seconds: float) -> str:
        time.sleep(seconds / 5)
        return self.typed.pop(0)


def test_keys(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    journal = Journal()
    serve(
        build,
        build,
        site=build.site,
        base_path=build.base_path,
        reporter=journal,
        options=ANY_PORT,
        keys=Fingers("or?q"),
    )
    assert [line.partition(" (")[2] for line in journal.lines if line.startswith("http")] == [
        "keys: o open, r rebuild, q quit)"
    ]
    until(lambda: len(opened) == 1)
    assert build.hints[:2] == [None, None]


def test_listening_beyond_this_machine_is_warned_of(build: FakeBuild) -> None:
    journal = Journal()
    options = PreviewOptions(host="0.0.0.0", port=0)
    serve(
        build,
        build,
        site=build.site,
        base_path=build.base_path,
        reporter=journal,
        options=options,
        keys=Fingers("q"),
    )
    assert ["everyone on this network" in line for line in journal.warnings] == [True]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_the_terminal_gives_single_keys_and_is_restored() -> None:
    import pty
    import termios

    master, slave = pty.openpty()
    with os.fdopen(slave) as stream:
        before = termios.tcgetattr(stream)
        keys = Keys(stream)
        # The foreground job of a new terminal is nobody's, so no keys are taken from it.
        with keys:
            assert not keys.available
        keys.available = True
        restore = keys_module._single_keys(stream.fileno())
        os.write(master, b"R")
        assert keys.read(1.0) == "r"
        assert keys.read(0.0) == ""
        restore()
        assert termios.tcgetattr(stream) == before
        os.close(master)
        assert keys.read(0.5) == ""
        assert not keys.available


def test_without_a_terminal_no_keys_come() -> None:
    with open(os.devnull) as nothing, Keys(nothing) as keys:  # noqa: PTH123
        assert (keys.available, keys.read(0.0)) == (False, "")


RUN = """
import sys
from pathlib import Path
from briefgen.preview.preview import PreviewOptions
from briefgen.preview.serve import serve, watch_to_disk
from support.fake_build import FakeBuild, Journal
journal = Journal()
journal.say = lambda line: print(line, flush=True)
build = FakeBuild(Path(sys.argv[2]))
if sys.argv[1] == "serve":
    serve(build, build, site=build.site, base_path=build.base_path, reporter=journal,
          options=PreviewOptions(port=0))
else:
    watch_to_disk(build, site=build.site, reporter=journal)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["serve", "watch"])
def test_signals_end_it_cleanly(build: FakeBuild, command: str, number: signal.Signals) -> None:
    tests = Path(__file__).parent
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, command, str(build.site)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        ready = "http" if command == "serve" else "everything"
        while not process.stdout.readline().startswith(ready):
            assert process.poll() is None
        process.send_signal(number)
        out, err = process.communicate(timeout=SOON)
    assert (process.returncode, out, err) == (0, "stopped\n", "")


def test_watching_to_disk_builds_after_each_change(
    build: FakeBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher, journal = ScriptedWatcher(), Journal()
    monkeypatch.setattr(watcher, "settle", lambda: _after_two(build, watcher))
    watch_to_disk(build, site=build.site, reporter=journal, watcher=watcher)
    assert build.hints == [None, frozenset({build.site / "content/a.html"})]
    assert journal.lines[-1] == "stopped"
    assert watcher.calls == ["start", "stop"]


def test_a_failure_while_watching_to_disk_is_raised(build: FakeBuild) -> None:
    journal = Journal()
    journal.say = fall  # type: ignore[method-assign]
    with pytest.raises(OSError, match="everything"):
        watch_to_disk(build, site=build.site, reporter=journal, watcher=ScriptedWatcher())


def _after_two(build: FakeBuild, watcher: ScriptedWatcher) -> None:
    if len(build.hints) == 1:
        watcher.say(build.site / "content/a.html")
    else:
        os.kill(os.getpid(), signal.SIGINT)


def test_spans_are_in_words() -> None:
    assert [duration(span) for span in (0.0004, 0.041, 0.9994, 1.25)] == [
        "0 ms",
        "41 ms",
        "999 ms",
        "1.2 s",
    ]
