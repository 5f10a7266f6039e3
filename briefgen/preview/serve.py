"""`serve` and `build --watch` as the command line calls them: until a key or a signal ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from briefgen.preview.keys import Keys
from briefgen.preview.loop import Log, outcomes, start_thread
from briefgen.preview.ports import Builds, Output, Reporter
from briefgen.preview.preview import Preview, PreviewOptions
from briefgen.watch import Watcher, Watches

KEY_WAIT = 0.25
"""Seconds between two looks whether something else ended the preview."""


def serve(
    builder: Builds,
    output: Output,
    *,
    site: Path,
    base_path: Callable[[], str],
    reporter: Reporter,
    options: PreviewOptions | None = None,
    keys: Keys | None = None,
) -> None:
    """Serve a site until Ctrl-C, SIGTERM or the key q. Must run in the main thread.

    For the arguments see `Preview`. Raises PreviewError if the port is not to be had.
    """
    chosen = options or PreviewOptions()
    preview = Preview(
        builder, output, site=site, base_path=base_path, reporter=reporter, options=chosen
    )
    with _terminable():
        try:
            preview.start()
            with keys or Keys() as terminal:
                _announce(preview, chosen, reporter, terminal)
                _obey(preview, terminal)
        except KeyboardInterrupt:
            reporter.say("stopped")
        finally:
            preview.stop()


def watch_to_disk(
    builder: Builds,
    *,
    site: Path,
    reporter: Reporter,
    poll: bool = False,
    watcher: Watches | None = None,
) -> None:
    """Build, and again after every change, until Ctrl-C or SIGTERM. Runs in the main thread."""
    watcher = watcher or Watcher(builder.watched(), site=site, poll=poll, tell=reporter.warn)
    stopped, log = threading.Event(), Log(reporter, site)
    failures: list[Exception] = []

    def work() -> None:
        try:
            for outcome in outcomes(builder, watcher, stopped):
                log.tell(outcome)
        except Exception as error:  # noqa: BLE001 - raised again below
            failures.append(error)

    # A thread of its own, so that Ctrl-C never breaks off a write to the disk.
    worker = threading.Thread(target=work, name="briefgen-build", daemon=True)
    with _terminable():
        try:
            watcher.start()
            worker.start()
            while worker.is_alive():
                worker.join(KEY_WAIT)
        except KeyboardInterrupt:
            reporter.say("stopped")
        finally:
            stopped.set()
            watcher.batches.put(None)  # wakes the worker
            watcher.stop()
            if worker.ident is not None:
                worker.join()
    if failures:
        raise failures[0]


def _announce(
    preview: Preview, options: PreviewOptions, reporter: Reporter, terminal: Keys
) -> None:
    if options.host not in {"127.0.0.1", "localhost", "::1"}:
        reporter.warn(
            f"Listening on {options.host}: everyone on this network can read the preview,"
            " drafts included"
        )
    while not preview.wait(KEY_WAIT):
        pass
    keys = " (keys: o open, r rebuild, q quit)" if terminal.available else ""
    reporter.say(f"{preview.url}{keys}")
    if options.open_browser:
        open_browser(preview.url)


def _obey(preview: Preview, terminal: Keys) -> None:
    """Do what the keys say until it is q."""
    while preview.failure is None and (key := terminal.read(KEY_WAIT)) != "q":
        if key == "o":
            open_browser(preview.url)
        if key == "r":
            preview.rebuild()
    if preview.failure is not None:
        raise preview.failure


def open_browser(url: str) -> None:
    """Open the address in the author's browser, without waiting for it."""
    import webbrowser

    start_thread(lambda: _open(webbrowser.open, url), "briefgen-open")


def _open(opener: Callable[[str], bool], url: str) -> None:
    opener(url)


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends the work like Ctrl-C, so that nothing is left half done."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
