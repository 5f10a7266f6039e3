"""The writer on a healthy disk: what is written, what is left alone, what is refused."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from briefgen.writer import (
    MANIFEST,
    MemoryOutput,
    OutputError,
    OutputPlan,
    SourceFile,
    WriteResult,
    digest,
    is_intact,
    manifest,
    write,
)
from briefgen.writer.lock import hold
from briefgen.writer.syscalls import Syscalls
from support.disk import NoExchange, NoLinks, Trip, folders_of, plan_of, snapshot

SITE = {"index.html": "home", "briefs/a/index.html": "A", "briefs/b/index.html": "B"}


class Site:
    """A site folder with an output of its own."""

    def __init__(self, top: Path) -> None:
        self.output, self.state = top / "output", top / ".briefgen"
        self.workshop = top / ".output.briefgen"
        self.asked: list[str] = []

    def write(
        self,
        files: Mapping[str, str],
        *,
        build: str = "1",
        adopt: bool = False,
        wait: float = 5.0,
        syscalls: Syscalls | None = None,
    ) -> WriteResult:
        self.asked.clear()
        plan = plan_of(files, self.asked)
        return write(
            self.output,
            plan,
            state=self.state,
            build=build,
            durable=False,
            adopt=adopt,
            wait=wait,
            syscalls=syscalls,
        )

    def is_intact(self, build: str | None = None) -> bool:
        return is_intact(self.output, state=self.state, build=build)

    def put(self, path: str, text: str) -> Path:
        target = self.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        return target


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def test_first_build_writes_everything_and_its_list(site: Site) -> None:
    assert site.write(SITE) == WriteResult(written=tuple(sorted(SITE)))
    assert snapshot(site.output) == SITE
    assert manifest.read(site.output) == {path: digest(it.encode()) for path, it in SITE.items()}
    assert {path.name for path in site.output.parent.iterdir()} == {
        "output", ".briefgen", ".output.briefgen",
    }  # fmt: skip


def test_cost_follows_the_change(site: Site) -> None:
    site.write(SITE)
    before = {path: (site.output / path).stat() for path in SITE}
    for number, text in enumerate(["A2", "A3", "A4"]):
        calls = Trip()
        result = site.write({**SITE, "briefs/a/index.html": text}, syscalls=calls)
        assert result == WriteResult(written=("briefs/a/index.html",), unchanged=2)
        assert site.asked == ["briefs/a/index.html"]
        assert snapshot(site.output) == {**SITE, "briefs/a/index.html": text}
        assert calls.log.count("create") == 4  # the page, the list, the signatures, the journal
        assert calls.log.count("link") <= (2 if number == 0 else 1)
    for path in ("index.html", "briefs/b/index.html"):
        after = (site.output / path).stat()
        assert (after.st_mtime_ns, after.st_ino) == (before[path].st_mtime_ns, before[path].st_ino)


def test_nothing_changed_touches_nothing(site: Site) -> None:
    site.write(SITE)
    inode = site.output.stat().st_ino
    assert site.write(SITE, build="2") == WriteResult(unchanged=3)
    assert site.asked == []
    assert site.output.stat().st_ino == inode
    assert site.is_intact("2")
    assert not site.is_intact("1")


@pytest.mark.parametrize("disk", [Trip, NoExchange, NoLinks])
def test_pruning_takes_ours_and_leaves_strangers(site: Site, disk: type[Trip]) -> None:
    site.write(SITE)
    site.put("CNAME", "example.org")
    site.put("briefs/a/notes.txt", "mine")
    site.put(".git/objects/01", "blob")
    (site.output / "latest").symlink_to("/nowhere/at/all")
    (site.output / "empty").mkdir()
    os.mkfifo(site.output / "pipe")
    strangers = {
        "CNAME": "example.org", "briefs/a/notes.txt": "mine", ".git/objects/01": "blob",
        "latest": "→ /nowhere/at/all",
    }  # fmt: skip
    objects = (site.output / ".git").stat().st_ino
    for files in ({"index.html": "new"}, SITE, {"index.html": "again"}):
        site.write(files, syscalls=disk())
        assert stat.S_ISFIFO((site.output / "pipe").lstat().st_mode)
        (site.output / "pipe").rename(site.output.parent / "pipe")
        assert snapshot(site.output) == files | strangers
        (site.output.parent / "pipe").rename(site.output / "pipe")
    assert folders_of(site.output) == {"briefs", "briefs/a", ".git", ".git/objects", "empty"}
    assert (site.output / ".git").stat().st_ino == objects
    assert set(snapshot(site.workshop / "spare")) == set(SITE), "each stranger exists once"


@pytest.mark.parametrize("disk", [Trip, NoLinks])
def test_the_spare_generation_catches_up_with_two_changes(site: Site, disk: type[Trip]) -> None:
    for home, other in (("1", "x"), ("2", "x"), ("2", "y"), ("2", "y!"), ("1", "x"), ("1", "y")):
        site.write({"index.html": home, "other.html": other}, syscalls=disk())
        assert snapshot(site.output) == {"index.html": home, "other.html": other}


def test_pruned_folders_go(site: Site) -> None:
    site.write(SITE)
    result = site.write({"index.html": "home"})
    assert result.removed == ("briefs/a/index.html", "briefs/b/index.html")
    assert folders_of(site.output) == set()


def test_a_file_becomes_a_folder_and_back(site: Site) -> None:
    for files in ({"a": "file"}, {"a/b": "inside"}, {"a": "file again"}, {"a/b": "x", "c": "y"}):
        site.write(files)
        assert snapshot(site.output) == files


@pytest.mark.parametrize(
    ("stranger", "named"),
    [
        ("briefs/c/index.html", "briefs/c/index.html"),
        ("briefs/c", "briefs/c"),
        ("briefs/c/index.html/deep.txt", "briefs/c/index.html"),
    ],
)
def test_a_stranger_in_the_way_is_named_and_kept(site: Site, stranger: str, named: str) -> None:
    site.write(SITE)
    site.put(stranger, "mine")
    with pytest.raises(OutputError, match=f"“{named}” in .* was not made by briefgen"):
        site.write({**SITE, "briefs/c/index.html": "C"})
    assert snapshot(site.output) == SITE | {stranger: "mine"}


def test_a_stranger_below_a_page_that_becomes_a_file(site: Site) -> None:
    site.write(SITE)
    site.put("briefs/mine.txt", "mine")
    with pytest.raises(OutputError, match=r"“briefs/mine\.txt”"):
        site.write({"briefs": "a file"})


def test_an_equal_stranger_is_adopted(site: Site) -> None:
    path = site.put("index.html", "home")
    inode = path.stat().st_ino
    assert site.write(SITE).unchanged == 1
    assert path.stat().st_ino == inode
    site.write({})
    assert snapshot(site.output) == {}


def test_adopt_takes_over_files_only(site: Site) -> None:
    site.put("index.html", "theirs")
    site.put("other.html", "theirs")
    assert site.write(SITE, adopt=True).written == tuple(sorted(SITE))
    assert snapshot(site.output) == SITE | {"other.html": "theirs"}
    (site.output / "d").mkdir()
    with pytest.raises(OutputError, match="“d”"):
        site.write({"d": "file"}, adopt=True)


def _edit(site: Site) -> None:
    site.put("index.html", "HOME")  # of the same length, at once, in place


def _delete(site: Site) -> None:
    (site.output / "briefs/a/index.html").unlink()


def _delete_folder(site: Site) -> None:
    (site.output / "briefs").rename(site.output.parent / "elsewhere")


def _link_file(site: Site) -> None:
    (site.output / "index.html").unlink()
    (site.output / "index.html").symlink_to(site.output.parent / "secret")


def _link_folder(site: Site) -> None:
    _delete_folder(site)
    (site.output / "briefs").symlink_to(site.output.parent / "elsewhere")


def _spoil_manifest(site: Site) -> None:
    site.put(MANIFEST, '{"generator": "briefgen", "format": 1, "files": {"../secret": "00"}}')


DAMAGE = [_edit, _delete, _delete_folder, _link_file, _link_folder, _spoil_manifest]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("disk", [Trip, NoLinks])
def test_damage_by_hand_is_repaired(
    site: Site, damage: Callable[[Site], None], disk: type[Trip]
) -> None:
    site.write(SITE)
    site.write({**SITE, "new.html": "makes a spare generation"}, syscalls=disk())
    secret = site.output.parent / "secret"
    secret.write_text("keep")
    assert site.is_intact()
    damage(site)
    assert not site.is_intact()
    for files in (SITE, {"index.html": "smaller"}, SITE):
        site.write(files, syscalls=disk())
        assert snapshot(site.output) == files
        assert site.is_intact()
    assert secret.read_text() == "keep"
    assert not (site.workshop / "found").exists()
    elsewhere = site.output.parent / "elsewhere"
    assert not elsewhere.exists() or len(snapshot(elsewhere)) == 2, "nothing behind a link goes"


@pytest.mark.parametrize(
    "lost",
    [
        [".briefgen"],
        [".output.briefgen"],
        ["output/" + MANIFEST],
        [".briefgen", ".output.briefgen"],
    ],
)
def test_lost_memory_is_no_loss(site: Site, lost: list[str]) -> None:
    site.write(SITE)
    site.write({**SITE, "new.html": "new"})
    site.put("CNAME", "example.org")
    for name in lost:
        gone = site.output.parent / name
        gone.rename(site.output.parent.parent / gone.name)
    site.write({"index.html": "home, edited"})
    assert snapshot(site.output) == {"index.html": "home, edited", "CNAME": "example.org"}


def test_all_memory_lost_is_said(site: Site) -> None:
    site.write(SITE)
    (site.output / MANIFEST).unlink()
    (site.state).rename(site.output.parent.parent / "gone")
    site.write(SITE)  # the same site: every file is recognised by its bytes
    (site.output / MANIFEST).unlink()
    (site.state).rename(site.output.parent.parent / "gone too")
    with pytest.raises(OutputError, match=r"“index\.html” in .* was not made by briefgen"):
        site.write({"index.html": "home, edited"})


def test_broken_state_costs_time_only(site: Site) -> None:
    site.write(SITE)
    (state,) = site.state.iterdir()
    state.write_bytes(b"\xc1 not ours")
    assert not site.is_intact()
    assert site.write(SITE) == WriteResult(unchanged=3)
    assert site.is_intact()


def test_a_touched_file_is_still_right(site: Site) -> None:
    site.write(SITE)
    os.utime(site.output / "index.html", ns=(1, 1))
    assert site.write(SITE) == WriteResult(unchanged=3)
    assert site.is_intact()


def test_a_late_stranger_in_the_old_folder_comes_back(site: Site) -> None:
    site.write(SITE)
    site.write({**SITE, "index.html": "2"})
    (site.workshop / "spare/briefs/late.txt").write_text("from a shell that stood in output")
    (site.workshop / "spare/index.txt").write_text("from me")
    site.put("index.txt", "another one")
    result = site.write({**SITE, "index.html": "3"})
    assert result.set_aside == ("index.txt",)
    assert snapshot(site.output)["briefs/late.txt"] == "from a shell that stood in output"
    assert snapshot(site.workshop / "found") == {"1/index.txt": "from me"}
    assert snapshot(site.output)["index.txt"] == "another one"


def test_nothing_comes_back_through_a_link(site: Site) -> None:
    site.write(SITE)
    site.write({**SITE, "index.html": "2"})
    (site.workshop / "spare/briefs/late.txt").write_text("late")
    _link_folder(site)
    assert site.write({**SITE, "index.html": "3"}).set_aside == ("briefs/late.txt",)
    assert "late.txt" not in snapshot(site.output.parent / "elsewhere")
    assert snapshot(site.workshop / "found") == {"1/briefs/late.txt": "late"}


def test_who_holds_an_opened_site_never_sees_two(site: Site) -> None:
    site.write(SITE)
    folder = os.open(site.output, os.O_RDONLY)
    try:
        site.write({**SITE, "index.html": "2"})
        assert os.stat("index.html", dir_fd=folder).st_size == len("home")
        site.write({**SITE, "index.html": "3"})
        assert not os.listdir(folder)  # noqa: PTH208 - by its descriptor
    finally:
        os.close(folder)


def test_a_signature_from_the_same_tick_proves_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text("x")
    os.utime(page, ns=(1_000_000_001, 1_000_000_001))
    left = manifest.signature("00", page.stat())
    for later, known in ((0, ""), (11_000_000, ""), (11_000_001, "00")):
        clock = left[2] + later
        assert (
            manifest.Signatures(clock=clock, files={"p": left}).digest_of("p", page.stat()) == known
        )
    coarse = manifest.Signatures(clock=3_000_000_000, files={"p": ("00", 1, 1_000_000_000, 7)})
    assert not coarse.is_settled(coarse.files["p"])


@pytest.mark.parametrize(
    "files",
    [
        {"": "x"}, {"/etc/x": "x"}, {"../x": "x"}, {"a/../x": "x"}, {"a//b": "x"}, {"a/": "x"},
        {"a/./b": "x"}, {"a\\b": "x"}, {"C:/x": "x"}, {"a\0b": "x"}, {"a\nb": "x"},
        {"e\u0301": "x"}, {MANIFEST: "x"}, {".git/hooks/x": "x"}, {"a/NUL.html": "x"},
        {"a": "x", "a/b": "y"}, {"a/b": "x", "A/c": "y"}, {"x": "1", "X": "2"},
    ],
)  # fmt: skip
def test_impossible_paths_are_refused_before_anything_happens(
    site: Site, files: dict[str, str]
) -> None:
    with pytest.raises(OutputError):
        site.write(files)
    with pytest.raises(OutputError):
        MemoryOutput().write(plan_of(files), build="1")
    assert not site.output.parent.exists()


def test_source_files_are_copied(site: Site, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff" * 3_000_000)
    plan = OutputPlan({"photo.jpg": digest(photo.read_bytes())}, lambda _: SourceFile(photo))
    write(site.output, plan, state=site.state, build="1")
    assert (site.output / "photo.jpg").read_bytes() == photo.read_bytes()
    memory = MemoryOutput()
    memory.write(plan, build="1")
    assert memory.files["photo.jpg"] == photo.read_bytes()


def _changed(path: Path) -> None:
    path.write_text("changed")


def _made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("happens", [_changed, Path.unlink, _made_a_pipe])
def test_a_source_that_changes_meanwhile(
    site: Site, tmp_path: Path, happens: Callable[[Path], None]
) -> None:
    source = tmp_path / "data.csv"
    source.write_text("a,b")
    site.write(SITE)
    plan = OutputPlan({"data.csv": digest(b"a,b")}, lambda _: SourceFile(source))
    happens(source)
    with pytest.raises(OutputError):
        write(site.output, plan, state=site.state, build="2")
    with pytest.raises(OutputError):
        MemoryOutput().write(plan, build="2")
    assert snapshot(site.output) == SITE


def test_an_output_that_is_a_link_stays_one(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "www"
    target.mkdir()
    site.output.parent.mkdir()
    site.output.symlink_to(target)
    for files in (SITE, {"index.html": "2"}, SITE):
        site.write(files)
        assert snapshot(target) == files
    assert site.output.is_symlink()
    assert site.is_intact()


def test_folders_that_cannot_be_an_output(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    plan = plan_of(SITE)
    for output in (tmp_path / "file", site.output.parent, site.state / "x", Path.home(), Path("/")):
        with pytest.raises(OutputError):
            write(output, plan, state=site.state, build="1")


def test_a_planted_workshop_link_is_not_followed(site: Site, tmp_path: Path) -> None:
    site.output.parent.mkdir()
    site.workshop.symlink_to(tmp_path)
    with pytest.raises(OutputError, match="not a folder"):
        site.write(SITE)
    assert not site.output.exists()


@pytest.fixture
def _umask() -> Iterator[None]:
    old = os.umask(0o027)
    yield
    os.umask(old)


@pytest.mark.usefixtures("_umask")
def test_modes_follow_the_umask(site: Site) -> None:
    site.write(SITE)
    assert stat.S_IMODE((site.output / "index.html").stat().st_mode) == 0o640
    assert stat.S_IMODE((site.output / "briefs").stat().st_mode) == 0o750
    site.output.chmod(0o705)
    site.write({"index.html": "2"})
    assert stat.S_IMODE(site.output.stat().st_mode) == 0o705


def test_same_plan_same_bytes(tmp_path: Path) -> None:
    one, other = Site(tmp_path / "one"), Site(tmp_path / "other")
    one.write(SITE)
    other.write({"old.html": "x"})
    other.write(dict(reversed(SITE.items())))
    assert (one.output / MANIFEST).read_bytes() == (other.output / MANIFEST).read_bytes()


def test_two_builds_at_once_wait_and_then_say_who(site: Site) -> None:
    site.write(SITE)
    with hold(site.workshop / "lock", wait=0, syscalls=Syscalls()):
        with pytest.raises(OutputError, match=rf"Another build .* \(process {os.getpid()} on"):
            site.write({"index.html": "2"}, wait=0.1)
        assert snapshot(site.output) == SITE
    site.write({"index.html": "2"})
    assert snapshot(site.output) == {"index.html": "2"}


def test_a_dead_process_holds_no_lock(site: Site) -> None:
    site.write(SITE)
    child = os.fork()
    if child == 0:
        with hold(site.workshop / "lock", wait=0, syscalls=Syscalls()):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (site.workshop / "lock").read_text().startswith(f"process {child} ")
    site.write({"index.html": "2"}, wait=0)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EACCES, "Not allowed to write"), (errno.EROFS, "Not allowed to write"),
        (errno.ENOSPC, "is full"), (errno.EBUSY, "mount point"), (errno.EIO, "Input/output"),
    ],
)  # fmt: skip
def test_errors_in_plain_words(site: Site, number: int, says: str) -> None:
    site.write(SITE)

    class Refusing(Syscalls):
        def exchange(self, one: Path, other: Path) -> bool:
            raise OSError(number, os.strerror(number), str(one), None, str(other))

    with pytest.raises(OutputError, match=says) as caught:
        site.write({"index.html": "2"}, syscalls=Refusing())
    assert "as it was" in caught.value.message
    assert snapshot(site.output) == SITE


def test_memory_does_as_the_disk_does(site: Site) -> None:
    memory = MemoryOutput()
    kept: list[Mapping[str, bytes]] = []
    for files in (SITE, {**SITE, "index.html": ""}, {"x": "y"}, {}, SITE):
        assert memory.write(plan_of(files), build="1") == site.write(files)
        assert {path: it.decode() for path, it in memory.files.items()} == snapshot(site.output)
        kept.append(memory.files)
    assert kept[0] == {path: text.encode() for path, text in SITE.items()}
