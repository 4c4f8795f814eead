"""Pages written and looked through by several processes, and files known to be clean: the site is the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from powerctl.cache import Store
from powerctl.cli.hands import hands
from powerctl.cli.publishing import Publication
from powerctl.errors import PowerctlError
from powerctl.needles import Needle
from powerctl.public.audience import Audience
from powerctl.site.guard import Guard, scan
from powerctl.site.kept import SHOWN
from powerctl.site.publish import LeakError, Order, Page, Parcel, publish
from powerctl.site.record.manifest import Manifest
from powerctl.site.record.sums import digest_of
from powerctl.source import WorkingTree
from tests.sites import build, content
from tests.test_publish import DAY, NO_GUARD, PAGES, STAMP, beside, put_there, rendering
from tests.worlds import CATALOGUES, shipped

SECRET = "让步幅度和保留价由洽谈小组会前封存"
GUARD = Guard((Needle("p.yaml: note", SECRET),), (), lambda _: ())
TWO = hands(2, 2)


def parcels(*pages: Page) -> list[Parcel]:
    def parcel(page: Page) -> Parcel:
        return lambda: (page,)

    return [parcel(page) for page in pages]


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    sites = [build(CATALOGUES / "xiuzhou", tmp_path / jobs, "--jobs", jobs, "--no-cache") for jobs in ("1", "2")]
    assert content(sites[0]) == content(sites[1])


def test_the_work_is_done_elsewhere_and_told_in_order() -> None:
    done = list(hands(9, 2)(lambda thing: (thing, os.getpid()), range(9)))
    assert [thing for thing, _ in done] == list(range(9))
    assert os.getpid() not in {pid for _, pid in done} or (os.cpu_count() or 1) == 1
    assert {pid for _, pid in hands(9, 1)(lambda thing: (thing, os.getpid()), range(9))} == {os.getpid()}


def test_a_leak_that_any_process_finds_stops_the_site(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    bad = [("a.html", SECRET.encode()), ("b.html", b"b"), ("c.html", f"<p>{SECRET}</p>".encode())]
    with pytest.raises(LeakError) as leak:
        publish(Order(target, "site"), parcels(*bad), STAMP, GUARD, each=TWO)
    assert [found.file for found in leak.value.leaks] == ["a.html", "c.html"]
    assert content(target) == before
    assert beside(target) == ["site"]


def test_what_stops_one_process_stops_the_build(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    with pytest.raises(PowerctlError, match="not_writable"):
        publish(Order(target, "site"), parcels(*PAGES, ("x" * 300, b"")), STAMP, NO_GUARD, each=TWO)
    assert content(target) == before
    assert beside(target) == ["site"]


KILLED = """
import signal, sys
from pathlib import Path
from powerctl.cli.hands import hands
from powerctl.site.publish import Order, publish
from tests.test_publish import NO_GUARD, PAGES, STAMP
def parcel():
    yield PAGES[0]
    print("building", flush=True)
    signal.pause()
publish(Order(Path(sys.argv[1]), "site"), [parcel, lambda: PAGES[1:]], STAMP, NO_GUARD, each=hands(2, 2))
"""


def test_a_killed_build_takes_its_processes_with_it(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE) as building:
        assert building.stdout is not None and building.stdout.readline() == b"building\n"
        building.send_signal(signal.SIGKILL)
        assert building.stdout.read() == b""  # only ends when nobody holds it any more
    assert content(target) == before
    assert _within(5, lambda: put_there(target, PAGES[:1]))
    assert beside(target) == ["site"]


def _within(seconds: float, work: Callable[[], object]) -> bool:
    """Whether some work succeeds before long: the system takes a moment to end a process that was killed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            work()
        except PowerctlError:
            time.sleep(0.05)
        else:
            return True
    return False


class Watched:
    """The files that a guard was asked about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: list[str] = []
        leaks = Guard.leaks

        def watched(guard: Guard, file: str, content: bytes) -> Iterable[object]:
            self.files.append(file)
            return leaks(guard, file, content)

        monkeypatch.setattr(Guard, "leaks", watched)

    def pages(self) -> list[str]:
        """Those that are pages; and forgets them."""
        found = sorted({file for file in self.files if file.endswith((".html", ".svg"))})
        self.files.clear()
        return found


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def test_what_is_known_to_be_clean_is_not_looked_through_again(tmp_path: Path, watched: Watched) -> None:
    known = publish(Order(tmp_path / "a", "a"), parcels(*PAGES), STAMP, GUARD).verdicts
    assert watched.pages() == sorted(file for file, _ in PAGES)
    changed = ((PAGES[0][0], b"<p>new</p>"), *PAGES[1:], ("new.html", PAGES[0][1]))
    publish(Order(tmp_path / "b", "b"), parcels(*changed), STAMP, GUARD, clean=known)
    assert watched.pages() == ["index.html", "new.html"]


def test_a_file_known_by_another_content_is_looked_through(tmp_path: Path) -> None:
    known = {"a.html": digest_of(b"a"), "b.html": digest_of(SECRET.encode())}
    with pytest.raises(LeakError):
        publish(Order(tmp_path / "a", "a"), parcels(("a.html", SECRET.encode())), STAMP, GUARD, clean=known)


def test_what_is_new_in_every_edition_makes_no_page_new(tmp_path: Path, watched: Watched) -> None:
    def edition(revision: str, more: str = "") -> tuple[list[Parcel], Manifest]:
        pages = (("a.html", f"<p>{revision[:SHOWN]}</p>".encode()), ("b.html", f"<p>{revision}{more}</p>".encode()))
        return parcels(*pages), replace(STAMP, input=revision)

    known = publish(Order(tmp_path / "a", "a"), *edition("1a" * 32), GUARD).verdicts
    watched.pages()
    publish(Order(tmp_path / "b", "b"), *edition("2b" * 32), GUARD, clean=known)
    assert watched.pages() == ["b.html"]  # tells more of it than pages do
    with pytest.raises(LeakError):
        publish(Order(tmp_path / "c", "c"), *edition("3c" * 32, SECRET), GUARD, clean=known)


def test_what_is_not_as_it_was_written_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(SECRET)
    assert [leak.file for leak in scan(tmp_path, GUARD, {"a.html": digest_of(b"innocent")})] == ["a.html"]
    assert scan(tmp_path, GUARD, {"a.html": digest_of(SECRET.encode())}) == ()
    (tmp_path / "b.html").write_text(SECRET)
    assert [leak.file for leak in scan(tmp_path, GUARD, {"a.html": digest_of(SECRET.encode())})] == ["b.html"]


def test_verdicts_hold_for_one_guard_and_one_content(tmp_path: Path, watched: Watched) -> None:
    store = Store(tmp_path)
    loaded, source = shipped("qidaojiang"), WorkingTree(CATALOGUES / "qidaojiang")
    publication = Publication.of(loaded, source, Audience.PUBLIC, DAY)

    def pages(changed: Publication, name: str) -> list[str]:
        changed.to(Order(tmp_path / name, name), rendering, store=store)
        return watched.pages()

    everything = pages(publication, "a")
    assert len(everything) > 20
    assert pages(publication, "b") == []
    asks = replace(loaded.rulebook.secrecy, words=(*loaded.rulebook.secrecy.words, "内密"))
    other = replace(loaded, rulebook=replace(loaded.rulebook, secrecy=asks))
    assert pages(Publication.of(other, source, Audience.PUBLIC, DAY), "c") == everything
    power = replace(loaded.catalogue.powers[0], note="这一句只写给经办人自己看的备注")
    catalogue = replace(loaded.catalogue, powers=(power, *loaded.catalogue.powers[1:]))
    private = Publication.of(replace(loaded, catalogue=catalogue), source, Audience.PUBLIC, DAY)
    assert private.watch != publication.watch
    assert pages(private, "d") == everything


def test_a_cold_and_a_warm_build_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERCTL_CACHE_DIR", str(tmp_path / "cache"))
    cold = content(build(CATALOGUES / "zhenping", tmp_path / "site"))
    assert content(build(CATALOGUES / "zhenping", tmp_path / "warm")) == cold
    assert content(build(CATALOGUES / "zhenping", tmp_path / "none", "--no-cache")) == cold
