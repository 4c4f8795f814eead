"""Cache, processes and readers change the time and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from powerctl import cache, fast, libyaml
from powerctl.cache import Store
from powerctl.cli.check import check
from powerctl.crew import cores, crew_size
from powerctl.formats import FORMATS
from powerctl.messages import Words
from powerctl.results import Finding, Location, Related, Severity
from powerctl.source import WorkingTree
from powerctl.state import state_of
from tests.bench.generate import generate

ROOT = Path(__file__).parent.parent
PATHS = [ROOT / "catalogues", ROOT / "examples/faulty"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERCTL_CACHE_DIR", str(tmp_path / "cache"))


def words() -> Words:
    return Words("en")


def report(paths: list[Path] | None = None, jobs: int = 1, store: Store | None = None, day: int = 30) -> str:
    found = check(paths or PATHS, as_of=date(2026, 6, day), jobs=jobs, store=store)
    return FORMATS["json"](found, words())


@pytest.fixture(scope="module")
def expected() -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fast, "_loads", None)
        patch.setattr(libyaml, "_accelerator", None)
        return report()


def test_the_careful_reader_alone_says_the_same(expected: str) -> None:
    assert report() == expected


def test_jobs_change_nothing(expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powerctl.crew.cores", lambda: 3)
    assert report(jobs=2) == expected
    assert report(jobs=3) == expected


def test_the_cache_changes_nothing(expected: str) -> None:
    store = cache.opened()
    assert store
    assert report(store=store) == expected
    assert report(store=store) == expected
    for file in store.root.glob("*.json"):  # the reports go, what was read stays
        if b'"files":' in file.read_bytes():
            file.unlink()
    assert report(store=store) == expected


@pytest.fixture
def small(tmp_path: Path) -> Path:
    generate(tmp_path / "small", 250)
    return tmp_path / "small"


def power(root: Path) -> Path:
    return sorted(root.rglob("power-*.yaml"))[7]


def spoil(root: Path) -> None:
    power(root).write_text(power(root).read_text("utf-8").replace("status: retained", "status: nonsense"), "utf-8")


def remove(root: Path) -> None:
    power(root).unlink()


def move(root: Path) -> None:
    power(root).rename(power(root).with_name("moved.yaml"))


def change_rulebook(root: Path) -> None:
    text = (root / "rulebook.yaml").read_text("utf-8") + "severity: {S005: warning}\n"
    (root / "rulebook.yaml").write_text(text, "utf-8")


def hide_rulebook(root: Path) -> None:
    (root / "rulebook.yaml").rename(root / ".hidden.yaml")
    catalogue = root / "catalogue.yaml"
    catalogue.write_text(catalogue.read_text("utf-8").replace("rulebook.yaml", ".hidden.yaml"), "utf-8")


def test_a_change_of_a_hidden_rulebook_is_seen(small: Path) -> None:
    hide_rulebook(small)
    before = state_of(WorkingTree(small))
    assert before
    with (small / ".hidden.yaml").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")
    assert state_of(WorkingTree(small)) not in ("", before)


@pytest.mark.parametrize("change", [spoil, remove, move, change_rulebook])
def test_a_change_is_seen(small: Path, change: Callable[[Path], None]) -> None:
    store = cache.opened()
    before = report([small], store=store)
    change(small)
    fresh = report([small])
    assert report([small], store=store) == fresh
    assert report([small], store=store) == fresh
    assert report([small], store=store, day=1) == report([small], day=1)
    if change is not change_rulebook:
        assert fresh != before


def test_another_tool_starts_anew(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = cache.opened()
    report([small], store=store)
    monkeypatch.setattr(cache, "tool", lambda: "another")
    monkeypatch.setattr("powerctl.cli.memory.tool", lambda: "another")
    assert store
    monkeypatch.setattr("powerctl.crew.examine", broken)
    with pytest.raises(ZeroDivisionError):
        report([small], store=store)


def broken(*_: object) -> None:
    raise ZeroDivisionError


def test_a_warm_run_examines_nothing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = cache.opened()
    cold = report([small], store=store)
    monkeypatch.setattr("powerctl.crew.examine", broken)
    assert report([small], store=store) == cold


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:0],
        lambda raw: raw[:-1],
        lambda raw: raw[:70] + b"x" + raw[71:],
        lambda raw: raw[:0] + b"\x80\x04.",
    ],
)
def test_a_damaged_cache_is_a_cold_run(small: Path, damage: Callable[[bytes], bytes]) -> None:
    store = cache.opened()
    cold = report([small], store=store)
    assert store
    for file in store.root.glob("*.json"):
        file.write_bytes(damage(file.read_bytes()))
    assert report([small], store=store) == cold
    assert report([small], store=store) == cold


def test_runs_at_the_same_time(small: Path) -> None:
    command = [sys.executable, "-m", "powerctl", "validate", str(small), "--format", "json", "--as-of", "2026-06-30"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(extra: list[str]) -> bytes:
        return subprocess.run([*command, *extra], env=environment, capture_output=True, check=False).stdout

    expected = run(["--no-cache"])
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(run, [[], ["--jobs", "2"], [], []])) == {expected}
    assert run([]) == expected


def test_a_folder_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    store = cache.opened()
    assert store
    if hasattr(os, "geteuid"):
        assert stat.S_IMODE(store.root.stat().st_mode) == 0o700
        store.root.chmod(0o770)
        assert cache.opened() is None
        shutil.rmtree(store.root)
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        store.root.symlink_to(tmp_path / "elsewhere")
        assert cache.opened() is None


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("POWERCTL_CACHE_DIR", str(tmp_path / "file"))
    assert cache.opened() is None


def test_clear(small: Path) -> None:
    store = cache.opened()
    assert store
    report([small], store=store)
    assert store.clear() > 0
    assert list(store.root.iterdir()) == []
    assert store.clear() == 0


def test_findings_come_back_as_they_were() -> None:
    found = (
        Finding(
            "S001", Severity.ERROR, Location("a", 2, 3), {"x": 1, "y": "名"}, "c", "s", (Related(Location("b"), "n"),)
        ),
        Finding("S002", Severity.WARNING, Location("a")),
    )
    assert cache.unpacked(json.loads(json.dumps(cache.packed(found)))) == found


def test_crew_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert crew_size(10) == 1
    assert crew_size(10**6) == cores()
    assert crew_size(10**6, 1) == 1
    assert crew_size(5, 10**6) == cores()
    monkeypatch.setattr("powerctl.crew.cores", lambda: 8)
    assert [crew_size(files) for files in (0, 1_999, 2_000, 3_500, 10**6)] == [1, 1, 2, 3, 8]
