"""A rule finds the same unit by unit as in the whole; the cache changes nothing, whatever was edited."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powerctl.cache import Store
from powerctl.cli import hearing
from powerctl.cli.check import Wanted, check_one, chosen, remembered
from powerctl.cli.watch import Watch
from powerctl.crew import Task
from powerctl.formats import FORMATS
from powerctl.layout import subject_of
from powerctl.load import Reading, load, read_files
from powerctl.messages import Words
from powerctl.results import Finding, Hit, Report
from powerctl.rules import RULES, Brief, Gathered, Reach, judge
from powerctl.source import WorkingTree, find_catalogues
from tests.bench.generate import generate
from tests.samples import AS_OF, lay_out
from tests.samples import RULES as SAMPLES

ROOT = Path(__file__).parent.parent
BY_UNIT = sorted(rule for rule, entry in RULES.items() if entry.reach is Reach.UNIT)
# A fault of the rulebook is told in each unit that it touches, and in a whole catalogue once.
ONCE = {"pattern"}


@cache
def shipped() -> tuple[Brief, ...]:
    """The catalogues of this repository, and one with a fault of every rule."""
    loaded = [load(WorkingTree(root)) for root in find_catalogues(ROOT / "catalogues")]
    loaded.append(load(WorkingTree(ROOT / "examples/faulty")))
    return tuple(Brief(one.catalogue, one.rulebook, AS_OF) for one in loaded)


def seen(hits: Iterator[Hit]) -> Counter[str]:
    return Counter(repr(replace(hit, facts=dict(sorted(hit.facts.items())))) for hit in hits if hit.case not in ONCE)


def unit_by_unit(brief: Brief, check: Callable[[Brief], Iterator[Hit]]) -> Iterator[Hit]:
    for share in brief.shares:
        yield from (hit for hit in check(share) if share.catalogue.is_own(hit.ref.file))


@pytest.mark.parametrize("rule", BY_UNIT)
def test_a_rule_that_says_unit_needs_no_more(rule: str, tmp_path: Path) -> None:
    check = RULES[rule].check
    assert not isinstance(check, Gathered)
    samples = [load(WorkingTree(lay_out(SAMPLES / rule / verdict, tmp_path / verdict))) for verdict in ("bad", "ok")]
    briefs = [Brief(one.catalogue, one.rulebook, AS_OF) for one in samples]
    told = 0
    for brief in (*briefs, *shipped()):
        if RULES[rule].reach_by(brief.rulebook) is not Reach.UNIT:
            continue
        whole = seen(check(brief))
        assert seen(unit_by_unit(brief, check)) == whole
        told += len(whole)
    assert told


def test_a_share_has_what_belongs_to_it() -> None:
    for brief in shipped():
        catalogue, shares = brief.catalogue, brief.catalogue.shares
        assert [power.ref for share in shares for power in share.powers] == [power.ref for power in catalogue.powers]
        assert sum(len(share.units) for share in shares) == len(catalogue.units)
        for share in shares:
            assert share.units_by_id == catalogue.units_by_id
            assert share.laws_by_id == catalogue.laws_by_id
            files = {subject_of(power.ref.file) for power in catalogue.powers}
            assert files <= share.power_subjects() <= catalogue.power_subjects()
            assert {power.unit for power in share.powers} <= {share.share}


def test_comparisons_say_nothing_of_one_share_alone() -> None:
    brief = shipped()[-1]
    rules = {rule for rule, entry in RULES.items() if isinstance(entry.check, Gathered)}
    assert {entry.rule for entry in judge(brief, rules)} == rules


def reports(root: Path, store: Store | None = None, day: date = AS_OF) -> Report:
    wanted = Wanted(day, chosen((), ()), store=store)
    return remembered([root], wanted, None, Watch())


def in_all_formats(report: Report) -> dict[str, str]:
    return {name: form(report, Words("zh")) for name, form in FORMATS.items()}


def as_a_whole(root: Path) -> list[Finding]:
    found = check_one(root, Wanted(AS_OF, chosen((), ())), None, Watch(), whole=True).findings
    return sorted(found, key=lambda finding: (finding.location, finding.rule, finding.case, str(finding.facts)))


def edit(root: Path, chance: random.Random) -> None:
    """One edit as people make them, and some as nobody should."""
    files = sorted(root.rglob("*.yaml"))
    file, other = chance.choice(files), chance.choice(files)
    lines = file.read_bytes().splitlines(keepends=True)
    at = chance.randrange(len(lines) + 1)
    match chance.randrange(8):
        case 0:
            del lines[at : at + 1]
        case 1:
            lines.insert(at, chance.choice(lines or [b"x: 1\n"]))
        case 2:
            lines.insert(at, chance.choice(other.read_bytes().splitlines(keepends=True) or [b"\n"]))
        case 3:
            lines.insert(at, b"# a remark moves all that follows\n")
        case 4:
            words = other.read_text("utf-8", "replace").split()
            text = b"".join(lines).decode("utf-8", "replace")
            lines = [text.replace(chance.choice(text.split() or ["x"]), chance.choice(words or ["y"]), 1).encode()]
        case 5:
            file.with_name(f"new-{chance.randrange(9)}.yaml").write_bytes(b"".join(lines))
        case 6:
            (other.parent / file.name).write_bytes(b"".join(lines))
        case 7 if file.name != "catalogue.yaml":
            file.unlink()
            return
    file.write_bytes(b"".join(lines))


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Store]:
    """A small catalogue with faults of all kinds, and a cache that knows it and whatever was made of it before."""
    folder = tmp_path_factory.mktemp("reach")
    shutil.copytree(ROOT / "examples/faulty", folder / "faulty", symlinks=True)
    (folder / "cache").mkdir(mode=0o700)
    store = Store(folder / "cache")
    reports(folder / "faulty", store)
    return folder, store


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_whatever_is_edited_the_cache_changes_nothing(seed: int, start: tuple[Path, Store]) -> None:
    folder, store = start
    chance, root = random.Random(seed), folder / "edited"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder / "faulty", root, symlinks=True)
    for _ in range(3):
        edit(root, chance)
        try:
            cold = reports(root)
        except Exception as problem:
            with pytest.raises(type(problem)):
                reports(root, store)
            continue
        assert in_all_formats(reports(root, store)) == in_all_formats(cold)
        assert not cold.crashed
    if (root / "catalogue.yaml").is_file() and not isinstance(problem_of(root), Exception):
        findings = [(found.rule, found.location) for found in as_a_whole(root)]
        assert sorted(findings) == sorted(
            (f.rule, replace(f.location, file=inside(root, f.location.file))) for f in reports(root).findings
        )


def problem_of(root: Path) -> Exception | None:
    try:
        reports(root)
    except Exception as problem:
        return problem
    return None


def inside(root: Path, file: str) -> str:
    return Path(file).relative_to(root.as_posix()).as_posix()


def test_notes_that_are_lost_are_made_again(start: tuple[Path, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, store = start
    root = folder / "edited"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder / "faulty", root, symlinks=True)
    reports(root, store)
    power = sorted(root.glob("units/*/powers/*.yaml"))[0]
    power.write_bytes(power.read_bytes().replace(b"name: ", b"name: X", 1))
    expected = in_all_formats(reports(root))
    kept = Store.get
    monkeypatch.setattr(
        Store, "get", lambda self, name, key: None if isinstance(kept(self, name, key), str) else kept(self, name, key)
    )
    assert in_all_formats(reports(root, store)) == expected


def test_another_day_is_judged_anew(start: tuple[Path, Store]) -> None:
    folder, store = start
    for day in (date(2020, 1, 1), date(2031, 1, 1)):
        found = reports(folder / "faulty", store, day)
        assert in_all_formats(found) == in_all_formats(reports(folder / "faulty", day=day))
        assert found.findings != reports(folder / "faulty").findings


NOTE = """kind: adjustment
id: note
title: 调整说明
reason: 清理
date: 2026-01-10
powers: [{power: unit-0001/power-000003, action: cancelled}]
"""


def test_a_power_that_another_unit_speaks_of_is_missed(tmp_path: Path) -> None:
    """The unit that speaks of it has not changed; only the names that it asked for have."""
    root, store = tmp_path / "c", Store(tmp_path)
    generate(root, 250)
    (root / "units/unit-0002/adjustments").mkdir()
    (root / "units/unit-0002/adjustments/note.yaml").write_text(NOTE, "utf-8")
    assert "S003" not in reports(root, store).by_rule()
    (root / "units/unit-0001/powers/power-000003.yaml").unlink()
    found = reports(root, store)
    assert found.by_rule()["S003"] == 1
    assert in_all_formats(found) == in_all_formats(reports(root))


def test_a_change_in_one_unit_leaves_the_others_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "c"
    heard: list[str] = []
    generate(root, 410)
    reports(root, Store(tmp_path))
    changed = root / "units/unit-0002/powers/power-000203.yaml"
    changed.write_text(changed.read_text("utf-8").replace("content: ", "content: 新"), "utf-8")
    expected = in_all_formats(reports(root))

    def listening(task: Task, files: Sequence[str]) -> Reading:
        heard.extend(files)
        return read_files(task, files)

    monkeypatch.setattr(hearing, "read_files", listening)
    assert in_all_formats(reports(root, Store(tmp_path))) == expected
    assert {file.split("/")[1] for file in heard if "/powers/" in file} == {"unit-0002"}
