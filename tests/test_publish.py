"""Publishing: nothing leaks, the old site stays whole until the new one stands, and the record holds together."""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from powerctl.cli.app import app
from powerctl.cli.publishing import Publication, leak_lines
from powerctl.errors import PowerctlError
from powerctl.load import load
from powerctl.messages import Words
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.plain import plain
from powerctl.site.guard import Guard
from powerctl.site.place import put
from powerctl.site.publish import LeakError, Order, Page, Parcel, publish
from powerctl.site.record.manifest import Manifest
from powerctl.site.record.verify import verify
from powerctl.source import WorkingTree
from tests.worlds import CATALOGUES, other_world, shipped

DAY = date(2026, 6, 30)
STAMP = Manifest(tool="1", format=1, audience="public", as_of="2026-06-30", input="0" * 64, files=0, sums="")
NO_GUARD = Guard((), (), lambda _: ())
PAGES: tuple[Page, ...] = (("index.html", b"<p>one</p>"), ("units/town.html", b"<p>town</p>"), ("a/b/c.svg", b"<svg/>"))
OTHER: tuple[Page, ...] = (("index.html", b"<p>two</p>"), ("units/town.html", b"<p>town</p>"))


def put_there(target: Path, pages: Iterable[Page] = PAGES, guard: Guard = NO_GUARD, *, clean: bool = False) -> bool:
    return publish(Order(target, target.name, clean), [lambda: pages], STAMP, guard).at_once


def content(target: Path) -> dict[str, bytes]:
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def is_whole(target: Path) -> bool:
    return verify(target).faults == ()


# ---------------------------------------------------------------------------------------------------------
# A stand-in for the pages: what a site tells, without its looks
# ---------------------------------------------------------------------------------------------------------


def rendered(public: PublicCatalogue) -> Iterable[Page]:
    for power in public.powers:
        text = json.dumps(plain(power), ensure_ascii=False)
        yield f"{power.unit}/{power.id}.html", f"<h1>{power.name}</h1>{text}".encode()
    names = [power.subject for power in public.powers]
    yield "index.json", json.dumps({"count": len(names), "powers": names}).encode()
    yield "data.json", json.dumps(plain(public), ensure_ascii=False).encode()


def rendering(public: PublicCatalogue) -> list[Parcel]:
    return [lambda: rendered(public)]


def publication(catalogue: Catalogue, name: str = "qidaojiang") -> Publication:
    loaded = shipped(name)
    return Publication.of(replace(loaded, catalogue=catalogue), WorkingTree(CATALOGUES / name), Audience.PUBLIC, DAY)


def built(target: Path, catalogue: Catalogue, change: Callable[[Page], Iterable[Page]] = lambda page: (page,)) -> None:
    def render(public: PublicCatalogue) -> list[Parcel]:
        return [lambda: (changed for page in rendered(public) for changed in change(page))]

    publication(catalogue).to(Order(target, "site"), render)


# ---------------------------------------------------------------------------------------------------------
# Leaks, each switched on once
# ---------------------------------------------------------------------------------------------------------

SECRET = next(power for power in shipped("qidaojiang").catalogue.powers if power.id == "clue-handling")
TITLE = SECRET.name
PICTURE = f'<svg><g id="{SECRET.id}"><title>{TITLE}</title></g></svg>'


def on_the_index(added: bytes) -> Callable[[Page], Iterable[Page]]:
    return lambda page: ((page[0], page[1] + added) if page[0] == "index.json" else page,)


def beside_it(file: str, added: bytes) -> Callable[[Page], Iterable[Page]]:
    return lambda page: (page, (file, added)) if page[0] == "index.json" else (page,)


TOKENS: dict[str, Callable[[Page], Iterable[Page]]] = {
    "L001 html comment": on_the_index(f"<!-- {TITLE} -->".encode()),
    "L003 html entities": on_the_index("".join(f"&#{ord(char)};" for char in TITLE).encode()),
    "L005 related risk title": on_the_index(f"<li>{SECRET.risk_points[0].behaviour}</li>".encode()),
    "L007 svg title, node id": beside_it("p.svg", PICTURE.encode()),
    "L009 dot left behind": beside_it("p.dot", f'digraph {{ "{TITLE}" }}'.encode()),
    "L011 csv": beside_it("powers.csv", f"id,name\r\n{SECRET.id},{TITLE}\r\n".encode("utf-8-sig")),
    "L013 sitemap.gz": beside_it("sitemap.xml.gz", gzip.compress(f"<loc>{SECRET.id}.html</loc>{TITLE}".encode())),
    "L015 feed of removed items": beside_it("feed.xml", f"<entry><title>{TITLE}</title></entry>".encode()),
    "L023 base64": on_the_index(base64.b64encode(TITLE.encode())),
    "L025 gb18030": beside_it("old.html", TITLE.encode("gb18030")),
    "L027 robots": beside_it("robots.txt", f"Disallow: /units/x/{SECRET.id}.html\n{TITLE}".encode()),
    "L029 source map": beside_it("app.js.map", json.dumps({"sourcesContent": [TITLE]}).encode()),
    "L033 truncated title": on_the_index(f"<li>{TITLE[:6]}…</li>".encode()),
    "L035 split by markup": on_the_index("<b>".join(TITLE).encode()),
}


@pytest.fixture(scope="module")
def clean_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a catalogue, as it should be."""
    site = tmp_path_factory.mktemp("clean") / "site"
    built(site, shipped("qidaojiang").catalogue)
    return site


@pytest.mark.parametrize("leak", TOKENS)
def test_a_leak_is_caught_and_the_old_site_stays(leak: str, tmp_path: Path, clean_site: Path) -> None:
    site, catalogue = tmp_path / "site", shipped("qidaojiang").catalogue
    shutil.copytree(clean_site, site)
    before = content(site)
    with pytest.raises(LeakError) as found:
        built(site, catalogue, TOKENS[leak])
    assert found.value.leaks
    assert content(site) == before
    assert beside(site) == ["site"]
    for language in ("zh", "en"):
        told = "\n".join(leak_lines(found.value.leaks, Words(language)))
        assert SECRET.name not in told and "units/" in told  # the place and the field, never the value


def last_touched(catalogue: Catalogue) -> bytes:
    return str(max(note.date for note in catalogue.adjustments) + str(len(catalogue.warnings))).encode()


def by_note(catalogue: Catalogue) -> bytes:
    ordered = sorted(catalogue.powers, key=lambda power: (power.note, power.id))
    told = {power.id for power in shipped("qidaojiang").catalogue.powers if is_public(power)}
    return json.dumps([power.id for power in ordered if power.id in told and is_public(power)]).encode()


def is_public(power: Power) -> bool:
    return power.disclosure is not None and power.disclosure.scope == "public"


SILENT: dict[str, Callable[[Catalogue], bytes]] = {
    "L017 last updated over all items": last_touched,
    "L019 facet with nothing public": lambda whole: json.dumps(sorted({power.type for power in whole.powers})).encode(),
    "L021 build id over all input": lambda whole: str(abs(hash(repr(whole)))).encode(),
    "L031 order by a private score": by_note,
}


def worlds(seed: int) -> tuple[Catalogue, Catalogue]:
    loaded = shipped("qidaojiang")
    return loaded.catalogue, other_world(loaded.catalogue, loaded.rulebook, seed)


def differs(tmp_path: Path, leak: Callable[[Catalogue], bytes] | None) -> bool:
    """Whether two sites of one public part differ in any byte, for any of some worlds."""
    for seed in range(4):
        here, there = worlds(seed)
        for name, world in (("here", here), ("there", there)):
            built(tmp_path / name, world, on_the_index(leak(world)) if leak else lambda page: (page,))
        if content(tmp_path / "here") != content(tmp_path / "there"):
            return True
    return False


def test_two_worlds_give_the_same_site(tmp_path: Path) -> None:
    assert not differs(tmp_path, None)


@pytest.mark.parametrize("leak", SILENT)
def test_a_leak_without_a_word_makes_two_worlds_differ(leak: str, tmp_path: Path) -> None:
    assert differs(tmp_path, SILENT[leak])


def test_what_turned_internal_is_gone(tmp_path: Path) -> None:
    site, catalogue = tmp_path / "site", shipped("qidaojiang").catalogue
    built(site, catalogue)
    power = next(power for power in catalogue.powers if power.disclosure and power.disclosure.scope == "public")
    assert power.disclosure is not None
    hidden = replace(power, disclosure=replace(power.disclosure, scope="internal"))
    built(site, replace(catalogue, powers=tuple(hidden if one is power else one for one in catalogue.powers)))
    assert not (site / power.unit / f"{power.id}.html").exists()
    assert power.name.encode() not in b"".join(content(site).values())
    assert is_whole(site)


def test_a_withdrawn_unit_is_gone(tmp_path: Path) -> None:
    site, catalogue = tmp_path / "site", shipped("qidaojiang").catalogue
    built(site, catalogue)
    unit = catalogue.units[0]
    assert (site / unit.id).is_dir()
    left = replace(
        catalogue,
        units=tuple(one for one in catalogue.units if one.id != unit.id),
        powers=tuple(power for power in catalogue.powers if power.unit != unit.id),
    )
    built(site, left)
    assert not (site / unit.id).exists()


@pytest.mark.parametrize("name", ["liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping"])
def test_the_shipped_catalogues_can_be_published(name: str, tmp_path: Path) -> None:
    loaded = shipped(name)
    target = tmp_path / "site"
    Publication.of(loaded, WorkingTree(CATALOGUES / name), Audience.PUBLIC, DAY).to(Order(target, "site"), rendering)
    assert is_whole(target)


# ---------------------------------------------------------------------------------------------------------
# In its place
# ---------------------------------------------------------------------------------------------------------


def test_a_site_is_put_where_none_was_and_where_one_was(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "site"
    assert put_there(target)
    assert is_whole(target)
    assert put_there(target, OTHER)
    assert {"index.html", "units/town.html"} < set(content(target)) and "a/b/c.svg" not in content(target)
    assert is_whole(target)
    assert beside(target) == ["site"]


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_the_same_input_gives_the_same_bytes_and_modes_follow_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        put_there(tmp_path / "one")
        put_there(tmp_path / "two")
    finally:
        os.umask(before)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o777 & ~umask


def test_without_an_exchange_two_steps_do_and_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put, "exchange", lambda *_: False)
    target = tmp_path / "site"
    put_there(target)
    assert put_there(target, OTHER) is False
    assert is_whole(target)
    assert beside(target) == ["site"]


def test_between_two_steps_the_old_site_comes_back(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    target.rename(tmp_path / ".site.powerctl-old")  # as a build leaves it that dies there

    def pages() -> Iterable[Page]:
        yield PAGES[0]
        assert content(target) == before
        raise OSError(5, "Input/output error")

    with pytest.raises(PowerctlError):
        put_there(target, pages())
    assert content(target) == before


def test_a_link_is_turned_to_the_new_site(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    link = tmp_path / "site"
    link.symlink_to("first")
    put_there(link)
    one = str(link.readlink())
    assert link.is_symlink() and is_whole(link) and (tmp_path / "first").is_dir()  # not ours: it stays
    put_there(link, OTHER)
    two = str(link.readlink())
    assert one != two and is_whole(link)
    assert beside(link) == ["first", "site", two]
    (tmp_path / "site.backup").mkdir()
    shutil.copytree(tmp_path / two, tmp_path / f"site.{'0' * 12}")  # as a build leaves it that died early
    put_there(link, OTHER)
    assert beside(link) == sorted(["first", "site", "site.backup", str(link.readlink())])


def test_what_is_foreign_is_refused_and_goes_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "thesis.docx").write_bytes(b"x")
    assert refused(target) == ("publish.foreign", "thesis.docx")
    put_there(target, clean=True)
    assert not (target / "thesis.docx").exists()
    (target / "CNAME").write_text("x")
    assert refused(target) == ("publish.foreign", "CNAME")
    put_there(target, clean=True)
    assert is_whole(target)
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "file")[0] == "publish.no_folder"


def refused(target: Path) -> tuple[str, Any]:
    before = content(target)
    with pytest.raises(PowerctlError) as error:
        put_there(target)
    assert content(target) == before
    return error.value.key, error.value.facts.get("file")


def test_clean_never_follows_a_link(tmp_path: Path) -> None:
    treasure, target = tmp_path / "treasure", tmp_path / "site"
    treasure.mkdir()
    (treasure / "gold").write_text("x")
    put_there(target)
    (target / "way").symlink_to(treasure)
    (target / "file").symlink_to(treasure / "gold")
    put_there(target, OTHER, clean=True)
    assert (treasure / "gold").read_text() == "x"
    assert is_whole(target)


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".site.powerctl-stage-1234", ".site.powerctl-other", ".site2.powerctl-stage-1", "site.txt"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.powerctl-lock").write_text("")
    (tmp_path / "treasure").mkdir()
    (tmp_path / ".site.powerctl-stage-link").symlink_to("treasure")
    put_there(tmp_path / "site")
    assert beside(tmp_path / "site") == [".site2.powerctl-stage-1", "site", "site.txt", "treasure"]


def test_two_builds_at_once_one_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "site"

    def pages() -> Iterable[Page]:
        yield PAGES[0]
        assert refused_while_busy(target)
        yield PAGES[1]

    put_there(target, pages())
    assert is_whole(target)
    assert beside(target) == ["site"]


def refused_while_busy(target: Path) -> bool:
    with pytest.raises(PowerctlError) as error:
        put_there(target, OTHER)
    return error.value.key == "publish.locked"


def test_the_stage_is_nobody_elses_while_it_is_built(tmp_path: Path) -> None:
    def pages() -> Iterable[Page]:
        yield PAGES[0]
        (stage,) = tmp_path.glob(".site.powerctl-stage-*")
        assert stage.stat().st_mode & 0o777 == 0o700

    put_there(tmp_path / "site", pages())


def test_a_page_twice_or_a_page_outside_is_our_own_fault_and_nothing_is_left(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    with pytest.raises(PowerctlError):
        put_there(target, (*PAGES, PAGES[0]))
    assert content(target) == before
    assert beside(target) == ["site"]


DETERMINED = """
import sys
from pathlib import Path
from powerctl.site.record.sums import digest_of
from tests.test_publish import built, shipped
built(Path(sys.argv[1]), shipped("qidaojiang").catalogue)
print(digest_of((Path(sys.argv[1]) / "SHA256SUMS").read_bytes()))
"""


def test_neither_hash_seed_nor_locale_nor_clock_counts(tmp_path: Path) -> None:
    digests = set()
    for seed, locale, zone in (("0", "C", "UTC"), ("1", "zh_CN.UTF-8", "Asia/Shanghai"), ("2", "C.UTF-8", "UTC")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "SOURCE_DATE_EPOCH": "0"}
        command = [sys.executable, "-c", DETERMINED, str(tmp_path / seed)]
        digests.add(subprocess.run(command, capture_output=True, env=environment, check=True).stdout)
    assert len(digests) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.test_publish import PAGES, put_there
def pages():
    yield PAGES[0]
    print("building", flush=True)
    signal.pause()
put_there(Path(sys.argv[1]), pages())
"""


def test_a_killed_build_leaves_the_old_site_and_the_next_one_sweeps(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)
    with subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE) as build:
        assert build.stdout is not None and build.stdout.readline() == b"building\n"
        build.send_signal(signal.SIGKILL)
    assert content(target) == before
    assert len(beside(target)) > 1
    put_there(target, OTHER)
    assert is_whole(target) and beside(target) == ["site"]


def test_a_full_disk_fails_and_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    put_there(target)
    before = content(target)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(put, "flush", full)
    with pytest.raises(PowerctlError) as error:
        put_there(target, OTHER)
    assert (error.value.key, error.value.facts["problem"]) == ("not_writable", "No space left on device")
    assert content(target) == before
    assert beside(target) == ["site"]


# ---------------------------------------------------------------------------------------------------------
# The record
# ---------------------------------------------------------------------------------------------------------


def ledger(target: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (target / "publications.jsonl").read_text().splitlines()]


def test_the_ledger_goes_on_only_when_something_changed(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for pages in (PAGES, PAGES, OTHER, PAGES):
        put_there(target, pages)
    assert [entry["number"] for entry in ledger(target)] == [1, 2, 3]
    assert is_whole(target)
    put_there(target, clean=True)
    assert len(ledger(target)) == 1


def test_a_broken_ledger_is_not_continued(tmp_path: Path) -> None:
    target = tmp_path / "site"
    put_there(target)
    put_there(target, OTHER)
    lines = (target / "publications.jsonl").read_text().replace("2026-06-30", "2026-06-29", 1)
    (target / "publications.jsonl").write_text(lines)
    assert refused(target)[0] == "publish.chain"


Faults = list[tuple[str, str]]


def no_manifest(site: Path) -> None:
    (site / "manifest.json").unlink()


def relinked(site: Path) -> None:
    """The same bytes, but through a link."""
    (site / "index.html").rename(site.parent / "elsewhere.html")
    (site / "index.html").symlink_to("../elsewhere.html")


def forged(site: Path) -> None:
    """A page changed and the sums with it, as somebody would who knows about them."""
    import hashlib

    old, new = (hashlib.sha256(text).hexdigest() for text in (PAGES[0][1], b"x"))
    (site / "index.html").write_bytes(b"x")
    (site / "SHA256SUMS").write_text((site / "SHA256SUMS").read_text().replace(old, new))


@pytest.mark.parametrize(
    ("harm", "faults"),
    [
        (lambda site: (site / "index.html").write_bytes(b"x"), [("index.html", "changed")]),
        (lambda site: (site / "units/town.html").unlink(), [("units/town.html", "missing")]),
        (lambda site: (site / "units/new.html").write_bytes(b"x"), [("units/new.html", "foreign")]),
        (lambda site: (site / "SHA256SUMS").unlink(), [("SHA256SUMS", "unreadable")]),
        (lambda site: (site / "SHA256SUMS").write_text("x\n"), [("SHA256SUMS", "unreadable")]),
        (no_manifest, [("manifest.json", "missing"), ("manifest.json", "unreadable")]),
        (relinked, [("index.html", "changed")]),
        (forged, [("manifest.json", "manifest")]),
    ],
)  # fmt: skip
def test_verify_finds_what_was_changed(tmp_path: Path, harm: Callable[[Path], Any], faults: Faults) -> None:
    target = tmp_path / "site"
    put_there(target)
    harm(target)
    assert [(fault.file, fault.kind) for fault in verify(target).faults] == faults


def test_sha256sum_reads_the_sums(tmp_path: Path) -> None:
    put_there(tmp_path / "site")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path / "site", check=True)


RUN = CliRunner()


def test_verify_against_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(CATALOGUES / "xiuzhou", repository)
    commit(repository, "one")
    site, source = tmp_path / "site", WorkingTree(repository)
    monkeypatch.chdir(repository)
    assert told("build", "--out", str(site), "--as-of", DAY.isoformat()) == 0
    assert told("verify", str(site), "--against", "HEAD") == 0
    unit = repository / "units" / "sunshine-town" / "unit.yaml"
    unit.write_text(unit.read_text("utf-8") + "x-note: 内部说明\n", "utf-8")
    commit(repository, "private only")
    assert told("verify", str(site), "--against", "HEAD") == 0  # the public part is the same
    unit.write_text(unit.read_text("utf-8").replace("name: ", "name: 新", 1), "utf-8")
    commit(repository, "public")
    assert told("verify", str(site), "--against", "HEAD") == 1
    assert told("verify", str(site), "--against", "HEAD~1") == 0
    assert told("verify", str(site), "--against", "nowhere") == 2
    Publication.of(load(source), source, Audience.PUBLIC, DAY).to(Order(tmp_path / "forged", "forged"), rendering)
    assert told("verify", str(tmp_path / "forged")) == 0
    assert told("verify", str(tmp_path / "forged"), "--against", "HEAD") == 1  # its sums agree, its pages are others
    assert told("verify", str(tmp_path / "none")) == 2
    (site / "feed.json").write_text("x")
    for language, words in (("zh", "发布后被改过"), ("en", "changed since it was published")):
        result = RUN.invoke(app, ["verify", str(site), "--lang", language])
        assert result.exit_code == 1
        assert "feed.json" in result.stdout and words in result.stdout


def told(*arguments: str) -> int:
    command = [sys.executable, "-m", "powerctl", *arguments]
    return subprocess.run(command, capture_output=True, env=dict(os.environ), check=False).returncode


def commit(folder: Path, message: str) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", "-C", str(folder)]
    if not (folder / ".git").exists():
        subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", message], check=True)
