"""A running preview: watcher, builds and server joined, from `start` to `stop`."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from briefgen.audience import Interrupted
from briefgen.preview.app import hello
from briefgen.preview.attention import Attention
from briefgen.preview.loop import Log, Outcome, outcomes, start_thread
from briefgen.preview.ports import Builds, Output, Reporter
from briefgen.preview.problems import Problem
from briefgen.preview.served import Served
from briefgen.preview.server import Server, listen
from briefgen.watch import Watcher, Watches


class PreviewOptions(msgspec.Struct, frozen=True):
    """How the preview is served.

    host: where to listen. port: None for the first free one from 8000 on, 0 for any.
    open_browser: open the front page. poll: do not trust the system's events.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    open_browser: bool = False
    poll: bool = False


class Preview:
    """Serves one site. Builds happen in one thread of its own, requests in another."""

    def __init__(
        self,
        builder: Builds,
        output: Output,
        *,
        site: Path,
        base_path: Callable[[], str],
        reporter: Reporter,
        options: PreviewOptions | None = None,
        watcher: Watches | None = None,
    ) -> None:
        """Listen at once, and serve from `start` on.

        site: the folder of the site. base_path: the path of the base address as of the
        last build. Raises PreviewError if the port is not to be had.
        """
        self._options = options or PreviewOptions()
        self._builder, self._output, self._base_path = builder, output, base_path
        self._reporter, self._site, self._log = reporter, site, Log(reporter, site)
        self.watcher = watcher
        self._instance = secrets.token_hex(6)
        self.served = Served({}, instance=self._instance)
        self._ready, self._stopped = threading.Event(), threading.Event()
        sock = listen(self._options.host, self._options.port)
        self._attention = Attention()
        self._ahead: frozenset[str] = frozenset()
        self._server = Server(sock, self._options.host, lambda: self.served, self._attention.note)
        self._worker: threading.Thread | None = None
        self.failure: Exception | None = None

    @property
    def url(self) -> str:
        """The address of the front page."""
        return self._server.address + self.served.base

    def start(self) -> None:
        """Watch, build and serve; returns at once."""
        self._worker = start_thread(self._work, "briefgen-build")
        self._server.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the first build; True when it is over."""
        return self._ready.wait(seconds)

    def rebuild(self) -> None:
        """Look at everything again."""
        if self.watcher is not None:
            self.watcher.batches.put(None)

    def stop(self) -> None:
        """End everything: streams, connections, watches. A build under way is not waited for."""
        self._stopped.set()
        self.rebuild()  # wakes the worker
        self._server.stop()
        if self.watcher is not None:
            self.watcher.stop()
        if self._worker is not None:
            self._worker.join(1.0)

    # -- what a build sees of us: an audience ----------------------------------------------------

    def wanted(self) -> tuple[str, ...]:
        """The pages that were asked for last."""
        return self._attention.pages

    def show(self, pages: Mapping[str, bytes]) -> None:
        """Serve these pages before the build is over, if there was a good build before."""
        old, files = self.served, self.served.files
        fresh = {path: page for path, page in pages.items() if files.get(path) != page}
        if files and fresh and self._base_path() == old.base:
            self._ahead |= fresh.keys()
            self._replace({**files, **fresh}, old.base, old.problems)

    def pause(self) -> None:
        """Break a build off when there is a newer change."""
        if self.watcher is not None and not self.watcher.batches.empty():
            raise Interrupted

    # -- builds -----------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            self._build_on()
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            self.failure = error
        finally:
            self._ready.set()

    def _build_on(self) -> None:
        if self.watcher is None:
            self.watcher = self._make_watcher()
        self.watcher.start()
        if self._stopped.is_set():  # before there was a watcher that could have been stopped
            self.watcher.stop()
        for outcome in outcomes(self._builder, self.watcher, self._stopped, self):
            self._publish(outcome)
            self._log.tell(outcome)
            self._ready.set()

    def _make_watcher(self) -> Watcher:
        return Watcher(
            self._builder.watched(),
            site=self._site,
            poll=self._options.poll,
            tell=self._reporter.warn,
        )

    def _publish(self, outcome: Outcome) -> None:
        """Show the state after a build, where it is another than what is shown."""
        old, files, base = self.served, self._output.files, self._base_path()
        others = [p for p in self._ahead.union(outcome.paths) if files.get(p) != old.files.get(p)]
        self._ahead = frozenset()
        # The files may be older than the preview: then no build says that they are new.
        same = (base, outcome.blocking, not files) == (old.base, old.problems, not old.files)
        if others or not same or outcome.result is None:
            self._replace(files, base, outcome.blocking)

    def _replace(
        self, files: Mapping[str, bytes], base: str, problems: tuple[Problem, ...]
    ) -> None:
        """Show a new state, and only then tell the browsers."""
        self.served = Served(
            files,
            base=base,
            instance=self._instance,
            revision=self.served.revision + 1,
            problems=problems,
            before=self.served,
        )
        self._server.hub.publish(hello(self.served))
