"""Watching: whatever happens to a file, and however it is saved, a batch tells of it."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.walk import is_dropping
from briefgen.watch import Timing, Watched, Watcher, snapshot
from briefgen.watch.debounce import Debounce
from briefgen.watch.ledger import places, views
from briefgen.watch.native import Native
from briefgen.watch.silence import Silence
from briefgen.watch.watched import seen_as
from briefgen.watch.watcher import Hear, Lost

QUICK = Timing(poll=0.02, coarse=0.1, look=0.2, grace=0.1)
SOON, QUIET = 5.0, 0.12


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in a folder whose real path is known."""
    root = Path(os.path.realpath(tmp_path)) / "site"
    for name in ("content/a.md", "content/b.md", "content/briefs/c.md", "briefgen.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("one\n")
    (root / "output").mkdir()
    return root


def sources(site: Path) -> Watched:
    roots = (site / "content", site / "themes", site / "briefgen.yaml")
    return Watched(roots, never=(site / "output", site / "content" / "public"))


@contextmanager
def watching(site: Path, *, poll: bool = False, timing: Timing = QUICK) -> Iterator[Watcher]:
    watcher = Watcher(sources(site), site=site, poll=poll, timing=timing)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


def told(watcher: Watcher, site: Path, *wanted: str) -> set[str]:
    """All that is told until every wanted path was; fails if that takes too long."""
    found: set[str] = set()
    deadline = time.monotonic() + SOON
    while not set(wanted) <= found:
        batch = watcher.batches.get(timeout=max(0.01, deadline - time.monotonic()))
        assert batch is not None
        found |= {path.relative_to(site).as_posix() for path in batch}
    return found


def rest(watcher: Watcher, seconds: float = QUIET) -> list[frozenset[Path] | None]:
    """Every batch that still comes."""
    found = []
    try:
        while True:
            found.append(watcher.batches.get(timeout=seconds))
    except Empty:
        return found


both = pytest.mark.parametrize("poll", [False, True], ids=["native", "polling"])


def save(file: Path) -> None:
    file.write_text("two\n")


def save_by_rename(file: Path) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    draft.write_text("two\n")
    draft.replace(file)


def save_as_vim(file: Path) -> None:
    (file.parent / "4913").write_text("")
    (file.parent / "4913").unlink()
    backup = file.with_name(f"{file.name}~")
    file.rename(backup)
    file.write_text("two\n")
    backup.unlink()


def save_with_backup_elsewhere(file: Path) -> None:
    backup = file.parents[1] / "output" / "backup"
    file.rename(backup)
    file.write_text("two\n")


def delete_and_create(file: Path) -> None:
    file.unlink()
    time.sleep(0.04)  # longer than the quiet time
    file.write_text("two\n")


SAVES = [save, save_by_rename, save_as_vim, save_with_backup_elsewhere, delete_and_create]


@both
@pytest.mark.parametrize("how", SAVES, ids=lambda how: how.__name__)
def test_every_way_of_saving_is_told(site: Path, how: Callable[[Path], None], poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        how(site / "content/a.md")
        found = told(watcher, site, "content/a.md")
    assert not {name for name in found if name.endswith(("~", "4913"))}


@pytest.mark.parametrize("how", SAVES, ids=lambda how: how.__name__)
def test_one_save_is_one_batch(site: Path, how: Callable[[Path], None]) -> None:
    with watching(site, timing=Timing()) as watcher:
        how(site / "content/a.md")
        batch = watcher.batches.get(timeout=SOON)
        watcher.settle()  # the build that follows
        assert rest(watcher) == []
    assert site / "content/a.md" in (batch or ())


PATIENT = Timing(quiet=0.4, patience=0.5, cap=1.0)
"""So slow that whatever waits for quiet is told from what does not."""


@pytest.mark.skipif(sys.platform != "linux", reason="only inotify tells that a file was closed")
@pytest.mark.parametrize("how", [save, save_by_rename, save_as_vim], ids=lambda how: how.__name__)
def test_a_finished_save_is_told_at_once(site: Path, how: Callable[[Path], None]) -> None:
    with watching(site, timing=PATIENT) as watcher:
        begun = time.monotonic()
        how(site / "content/a.md")
        batch = watcher.batches.get(timeout=SOON)
        span = time.monotonic() - begun
        assert rest(watcher) == []
    assert batch == frozenset({site / "content/a.md"})
    assert span < PATIENT.quiet / 2


def test_a_file_that_is_still_open_is_waited_for(site: Path) -> None:
    with watching(site, timing=PATIENT) as watcher:
        with (site / "content/a.md").open("a") as file:
            file.write("more\n")
            file.flush()
            assert rest(watcher) == []
            file.write("and more\n")
        watcher.batches.get(timeout=SOON)
        assert rest(watcher) == []


def test_the_first_of_many_files_is_told_at_once_and_the_others_together(site: Path) -> None:
    with watching(site, timing=PATIENT) as watcher:
        (site / "content/a.md").write_text("two\n")
        assert watcher.batches.get(timeout=SOON) == frozenset({site / "content/a.md"})
        names = [site / "content" / f"{count}.md" for count in range(20)]
        for name in names:
            name.write_text("new\n")
            time.sleep(0.002)
        assert watcher.batches.get(timeout=SOON) == frozenset(names)


def test_reading_is_no_change(site: Path) -> None:
    with watching(site) as watcher:
        for file in site.rglob("*"):
            if file.is_file():
                file.read_bytes()
        list((site / "content").iterdir())
        assert rest(watcher) == []


@both
def test_a_change_by_another_name_of_the_file_is_told(
    site: Path, tmp_path: Path, poll: bool
) -> None:
    """Of a hard link from elsewhere the system tells nothing: a look sees it, and looks go on instead of events."""
    twin = tmp_path / "twin.md"
    os.link(site / "content/a.md", twin)
    with watching(site, poll=poll) as watcher, twin.open("r+b", buffering=0) as file:
        file.write(b"two and more\n")  # without a moment in which it is empty
        assert told(watcher, site, "content/a.md") == {"content/a.md"}
        if not poll:
            assert watcher.batches.get(timeout=SOON) is None
            assert watcher.is_polling


@both
def test_a_deleted_file_is_told(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "content/b.md").unlink()
        told(watcher, site, "content/b.md")


@both
def test_a_renamed_folder_is_told_under_both_names(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "content/briefs").rename(site / "content/papers")
        told(watcher, site, "content/briefs/c.md", "content/papers/c.md")
        (site / "content/papers/c.md").write_text("edited after the move\n")
        told(watcher, site, "content/papers/c.md")


@both
def test_a_change_of_case_alone_is_told(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "content/a.md").rename(site / "content/A.md")
        told(watcher, site, "content/a.md", "content/A.md")


@both
def test_a_folder_moved_out_and_one_moved_in(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "content/briefs").rename(site / "elsewhere")
        told(watcher, site, "content/briefs/c.md" if poll else "content/briefs")
        (site / "elsewhere").rename(site / "content/back")
        told(watcher, site, "content/back/c.md")
        (site / "content/back/c.md").write_text("edited\n")
        told(watcher, site, "content/back/c.md")


@both
def test_files_in_new_nested_folders_are_told(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        new = site / "content/x/y/z"
        new.mkdir(parents=True)
        (new / "new.md").write_text("one\n")
        told(watcher, site, "content/x/y/z/new.md")
        (new / "new.md").write_text("two\n")
        told(watcher, site, "content/x/y/z/new.md")


@both
def test_a_root_that_appears_later_is_watched(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "themes/mine").mkdir(parents=True)
        (site / "themes/mine/theme.yaml").write_text("name: mine\n")
        told(watcher, site, "themes/mine/theme.yaml")
        (site / "themes/mine/theme.yaml").write_text("name: yours\n")
        told(watcher, site, "themes/mine/theme.yaml")


@both
def test_a_root_that_is_replaced_is_watched_still(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        (site / "content").rename(site / "old")
        shutil.copytree(site / "old", site / "content")
        told(watcher, site, "content/a.md", "content/briefs/c.md")
        rest(watcher)
        (site / "content/a.md").write_text("in the new folder\n")
        told(watcher, site, "content/a.md")
        shutil.rmtree(site / "content")
        told(watcher, site, "content/a.md", "content/briefs/c.md")
        (site / "content").mkdir()
        (site / "content/a.md").write_text("once more\n")
        told(watcher, site, "content/a.md")


@both
def test_a_configuration_that_is_replaced_is_told(site: Path, poll: bool) -> None:
    with watching(site, poll=poll) as watcher:
        for count in range(3):
            save_by_rename(site / "briefgen.yaml")
            (site / "briefgen.yaml").write_text(f"title: {count}\n")
            told(watcher, site, "briefgen.yaml")


@both
def test_output_cache_and_droppings_are_silent(site: Path, poll: bool) -> None:
    (site / "content/public").mkdir()
    with watching(site, poll=poll) as watcher:
        for name in ("output/x.html", "content/public/x.html", "content/.#a.md", "content/a.md~",
                     "content/.a.md.swp", "content/4913", "content/.DS_Store", "other.txt",
                     "content/a.md___jb_tmp___"):  # fmt: skip
            (site / name).write_text("noise\n")
        for name in (".git", ".briefgen"):
            (site / name).mkdir()
            (site / name / "state").write_text("noise\n")
        assert rest(watcher) == []


@both
def test_what_lies_behind_links_is_told_under_the_name_of_the_link(site: Path, poll: bool) -> None:
    shared = site / "shared"
    (shared / "deep").mkdir(parents=True)
    (shared / "deep/d.md").write_text("one\n")
    (site / "single.md").write_text("one\n")
    (site / "content/link").symlink_to("../shared")
    (site / "content/single.md").symlink_to("../single.md")
    with watching(site, poll=poll) as watcher:
        save(shared / "deep/d.md")
        told(watcher, site, "content/link/deep/d.md")
        save_by_rename(site / "single.md")
        told(watcher, site, "content/single.md")
        (site / "content/later").symlink_to("../shared/deep")
        told(watcher, site, "content/later/d.md")
        rest(watcher)
        (shared / "deep/d.md").write_text("three\n")
        told(watcher, site, "content/later/d.md", "content/link/deep/d.md")


def test_links_that_lead_out_or_round_are_left_alone(site: Path) -> None:
    outside = site.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret\n")
    links = {"out": str(outside), "round": "..", "self": "self", "gone": "nowhere"}
    for name, target in links.items():
        (site / "content" / name).symlink_to(target)
    (site / "content/built").symlink_to("../output")
    (site / "output/page.html").write_text("page\n")
    taken = snapshot.take(sources(site), site)
    assert {Path(file).name for file in taken.files} == {"a.md", "b.md", "c.md", "briefgen.yaml"}


def test_a_root_behind_a_link_is_watched(site: Path) -> None:
    (site / "content").rename(site.parent / "real")
    (site / "content").symlink_to(site.parent / "real")
    with watching(site) as watcher:
        save(site.parent / "real/a.md")
        told(watcher, site, "content/a.md")


@both
def test_a_burst_of_500_edits_is_told_whole(site: Path, poll: bool) -> None:
    files = [site / "content" / f"{count}.md" for count in range(50)]
    with watching(site, poll=poll) as watcher:
        for count in range(10):
            for file in files:
                file.write_text(f"{count}\n")
        told(watcher, site, *(f"content/{count}.md" for count in range(50)))
        batches = len(rest(watcher))
    assert batches < 50


def test_polling_tells_of_a_second_save_that_looks_like_the_first(site: Path) -> None:
    file = site / "content/a.md"
    with watching(site, poll=True) as watcher:
        file.write_text("two\n")
        told(watcher, site, "content/a.md")
        status = file.stat()
        with file.open("r+") as same_file:
            same_file.write("six\n")
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        told(watcher, site, "content/a.md")


class Refusing(Native):
    """A system whose watches are used up."""

    def arrange(self, wanted: object) -> bool:
        del wanted
        raise OSError(errno.ENOSPC, "inotify watch limit reached")


class Deaf(Native):
    """A network mount: everything can be watched, and nothing is told."""

    def __init__(self, hear: Hear, lost: Lost) -> None:
        del hear
        super().__init__(lambda _, __: None, lost)


def no_native(hear: Hear, lost: Lost) -> Native:
    del hear, lost
    raise OSError(errno.EMFILE, "inotify instance limit reached")


def refusing(hear: Hear, lost: Lost) -> Native:
    return started(Refusing(hear, lost))


def deaf(hear: Hear, lost: Lost) -> Native:
    return started(Deaf(hear, lost))


def started(native: Native) -> Native:
    native.start()
    return native


@pytest.mark.parametrize(
    ("native", "reason"),
    [
        (no_native, "inotify instance limit reached"),
        (refusing, "inotify watch limit reached"),
        (deaf, "the system does not report every change here"),
    ],
)
def test_where_events_fail_polling_takes_over_and_says_so(
    site: Path, native: Callable[[Hear, Lost], Native], reason: str
) -> None:
    said: list[str] = []
    watcher = Watcher(sources(site), site=site, timing=QUICK, tell=said.append, native=native)
    watcher.start()
    try:
        (site / "content/new.md").write_text("new\n")
        deadline = time.monotonic() + SOON
        while not watcher.is_polling or not said:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        rest(watcher)
        save(site / "content/a.md")
        told(watcher, site, "content/a.md")
    finally:
        watcher.stop()
    assert [reason in sentence for sentence in said] == [True]


def test_touching_files_does_not_end_native_watching(site: Path) -> None:
    with watching(site) as watcher:
        os.utime(site / "content/a.md")
        time.sleep(QUICK.look + QUICK.grace + 0.1)
        assert not watcher.is_polling


def test_lost_events_mean_look_at_everything(site: Path) -> None:
    with watching(site) as watcher:
        watcher.rescan()
        assert watcher.batches.get(timeout=SOON) is None


def test_what_events_missed_is_found_after_the_build(site: Path) -> None:
    slow = Timing(look=60, grace=60)
    watcher = Watcher(sources(site), site=site, timing=slow, native=deaf)
    watcher.start()
    try:
        save(site / "content/a.md")
        assert rest(watcher) == []
        watcher.settle()
        told(watcher, site, "content/a.md")
    finally:
        watcher.stop()


def test_other_roots_can_be_watched_from_now_on(site: Path) -> None:
    (site / "data").mkdir()
    with watching(site) as watcher:
        watcher.update(Watched((*sources(site).roots, site / "data")))
        time.sleep(0.1)
        (site / "data/x.yaml").write_text("x: 1\n")
        told(watcher, site, "data/x.yaml")


def test_stopping_is_quick_and_may_be_done_twice(site: Path) -> None:
    watcher = Watcher(sources(site), site=site)
    watcher.start()
    begun = time.monotonic()
    watcher.stop()
    watcher.stop()
    assert time.monotonic() - begun < 1


def test_a_file_that_may_not_be_looked_at_is_as_if_it_were_not_there(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refused:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self._entry = entry

        def __getattr__(self, name: str) -> object:
            return getattr(self._entry, name)

        def stat(self, **_: bool) -> os.stat_result:
            raise PermissionError(13, "Permission denied")

    before = snapshot.take(sources(site), site).files
    shut = str(site / "content/shut.md")
    (site / "content/shut.md").write_text("# Shut\n")
    real = snapshot._entries
    monkeypatch.setattr(
        snapshot,
        "_entries",
        lambda folder: (Refused(e) if e.path == shut else e for e in real(folder)),
    )
    assert snapshot.take(sources(site), site).files == before


# The pure parts.


@pytest.mark.parametrize(
    "name",
    [
        ".#a.md",
        "#a.md#",
        "a.md~",
        ".a.md.swp",
        ".a.md.swx"[:-1] + "o",
        "4913",
        ".DS_Store",
        ".git",
        ".output.briefgen",
    ],
)
def test_noise_is_dropping(name: str) -> None:
    assert is_dropping(name)


@pytest.mark.parametrize(
    "name", ["a.md", "well-known", "49130", "~a.md", "4913.md", "swp", "a.swf", "a.swc"]
)
def test_files_of_a_site_are_not(name: str) -> None:
    assert not is_dropping(name)


def test_only_what_lies_in_a_root_concerns() -> None:
    watched = Watched((Path("/s/content"), Path("/s/a.yaml")), never=(Path("/s/content/out"),))
    assert [
        path
        for path in (
            "/s/content/x",
            "/s/content",
            "/s/contents/x",
            "/s/a.yaml",
            "/s/b.yaml",
            "/s/content/out/x",
            "/s/content/outer",
            "/s/content/.git/x",
        )
        if watched.concerns(path)
    ] == ["/s/content/x", "/s/content", "/s/a.yaml", "/s/content/outer"]
    assert watched.awaits("/s")
    assert not watched.awaits("/s/content/x")


def test_real_paths_are_seen_under_every_name() -> None:
    pairs = (("/real", "/s/link"), ("/real/deep", "/s/other"), ("/s", "/s"))
    assert seen_as("/real/deep/x", pairs) == {"/s/link/deep/x", "/s/other/x"}


def test_folders_inside_watched_folders_are_not_watched_twice(site: Path) -> None:
    links = snapshot.take(sources(site), site).links
    assert places(sources(site), links) == {str(site): False, str(site / "content"): True}
    assert (str(site / "content"), str(site / "content")) in views(sources(site), links)


moments = st.lists(st.floats(0, 1), min_size=1, max_size=20).map(sorted)


@given(moments)
def test_a_batch_comes_after_the_quiet_time_and_never_after_the_cap(events: list[float]) -> None:
    pending = Debounce(quiet=0.03, patience=0.1, cap=0.25)
    for moment in events:
        pending.add({str(moment)}, moment)
    due, patient = pending.due(), pending.due(unfinished=True)
    assert due is not None
    assert patient is not None
    assert due == min(events[-1] + 0.03, events[0] + 0.25)
    assert due <= patient <= events[0] + 0.25
    assert pending.take(2.0) == set(map(str, events))
    assert (pending.due(), bool(pending)) == (None, False)


def test_everything_outweighs_paths() -> None:
    pending = Debounce(quiet=0.03, patience=0.1, cap=0.25)
    pending.add({"a"}, 1.0)
    pending.add_everything(1.01)
    assert pending.due() == pytest.approx(1.04)
    assert pending.take(2.0) is None


def test_only_a_single_whole_file_after_a_rest_is_due_at_once() -> None:
    pending = Debounce(quiet=0.03, patience=0.1, cap=0.25)
    pending.add({"a"}, 1.0)
    assert pending.due() == 1.03
    pending.add({"a"}, 1.01, whole={"a"})
    assert pending.due() == 1.01
    assert pending.due(unfinished=True) == pytest.approx(1.11)
    pending.take(1.01)
    pending.add({"b"}, 1.02, whole={"b"})
    assert pending.due() == 1.04
    pending.add({"c"}, 1.03, whole={"c"})
    assert pending.due() == 1.06
    pending.take(1.06)
    pending.add({"a"}, 2.0, whole={"a"})
    pending.add({"a"}, 2.01)
    assert pending.due() == pytest.approx(2.04)


def test_silence_is_what_nobody_told_of_in_time() -> None:
    silence = Silence(grace=0.5)
    silence.hear({"/a", "/folder"}, 1.0)
    silence.see({"/a", "/folder/x", "/b", "/c"}, 1.1)
    silence.hear({"/c"}, 1.2)
    assert (silence.is_certain(1.5), silence.is_certain(1.7)) == (False, True)
    silence.hear({"/b"}, 1.8)
    assert silence.due() is None
