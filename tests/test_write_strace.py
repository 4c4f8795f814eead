"""Every call of a command that writes into a catalogue, killed or failed once: each file is the old one or the new."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.intake import workbook
from tests.samples import RULES, lay_out
from tests.test_grade import POWER
from tests.test_import import ROWS

pytestmark = pytest.mark.slow
FILE = "units/town/powers/tender.yaml"
CALLS = ("openat", "write", "fsync", "chmod", "fchmodat", "rename", "link", "linkat", "mkdir", "unlink", "rmdir")
WAYS = ("signal=KILL", "error=EIO", "error=ENOSPC")
TIDYING = ("unlink", "rmdir")  # where these fail, what they were to remove may stay
DRIVE = """
import os, sys
from powerctl.cli import main

warm, target, *command = sys.argv[1:]

def run(folder):
    os.chdir(folder)
    sys.argv = ["powerctl", *command]
    try:
        main()
    except SystemExit as end:
        return end.code

run(warm)  # whatever is imported late is imported now
os.path.exists("/begin-here")
sys.exit(run(target))
"""


class Scene(NamedTuple):
    """A command that writes, and how the catalogue is made ready for it."""

    command: tuple[str, ...]
    prepare: Callable[[Path], None]


def with_power(home: Path, text: str) -> None:
    lay_out(RULES / "S003" / "ok", home)
    (home / FILE).write_text(text, "utf-8")


def disordered(home: Path) -> None:
    with_power(home, POWER.replace("id: tender\nname: 小型工程招标\n", "name: 小型工程招标\nid: tender\n"))


def ambiguous(home: Path) -> None:
    with_power(home, POWER.replace("name: 申报", "name: 0571"))


def ungraded(home: Path) -> None:
    with_power(home, POWER)


def imported(home: Path) -> None:
    """A workbook has been imported, and now there is another with one row changed and one row more."""
    home.mkdir()
    (home / "catalogue.yaml").write_text("kind: catalogue\nformat: 1\nid: home\nname: 某县\nlevel: county\n", "utf-8")
    (home / "table.xlsx").write_bytes(workbook(ROWS))
    command = [sys.executable, "-m", "powerctl", *SCENES["import"].command]
    subprocess.run(command, cwd=home, check=True, capture_output=True)
    rows = [*ROWS[:-1], [*ROWS[-1][:6], "9日", *ROWS[-1][7:]]]
    more: list[object] = [
        "3",
        "水工程审批",
        "行政许可",
        "XK-003",
        "《水法》第十九条",
        "水政科",
        "7日",
        "分管领导",
        None,
    ]
    (home / "table.xlsx").write_bytes(workbook([*rows, more]))


SCENES = {
    "fmt": Scene(("fmt",), disordered),
    "fix": Scene(("validate", "--fix", "--fail-on", "never", "--no-cache"), ambiguous),
    "grade": Scene(("grade", "--write", "--as-of", "2026-06-30"), ungraded),
    "import": Scene(("import", "table.xlsx", "--into", ".", "--yes"), imported),
}


def state(home: Path) -> dict[str, bytes]:
    """The files that are not hidden."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(home).parts)
    }


def leftovers(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob(".*"))


def strace(place: Path, target: Path, command: tuple[str, ...], *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    environment["POWERCTL_CACHE_DIR"] = str(place / "cache")
    run = ["strace", "-f", "-qq", *options, sys.executable, "-c", DRIVE, str(place / "warm"), str(target), *command]
    return subprocess.run(run, capture_output=True, text=True, env=environment, check=False, timeout=120)


def calls_inside(log: Path, target: Path) -> Iterator[tuple[str, int]]:
    """Each call that belongs to the command and touches the catalogue: its name, and which of that name it is."""
    counts: Counter[str] = Counter()
    begun = False
    for line in log.read_text("utf-8", "replace").splitlines():
        call = line.split(None, 1)[1]
        begun = begun or "/begin-here" in call
        name = call.partition("(")[0]
        counts[name] += 1
        if begun and name in CALLS and str(target) in call and (name != "openat" or "O_CREAT" in call):
            yield name, counts[name]


@pytest.mark.parametrize("name", SCENES)
def test_wherever_it_dies_each_file_is_the_old_one_or_the_new(tmp_path: Path, name: str) -> None:
    command, prepare = SCENES[name]
    prepare(tmp_path / "pristine")
    old = state(tmp_path / "pristine")
    target = tmp_path / "target"

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(tmp_path / "cache", ignore_errors=True)  # so that each run makes the same calls
        for folder in (tmp_path / "warm", target):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(tmp_path / "pristine", folder)
        return strace(tmp_path, target, command, *options)

    assert run("-y", "-o", str(tmp_path / "log"), "-e", f"trace={','.join(CALLS)},newfstatat,stat").returncode == 0
    new = state(target)
    assert new != old and leftovers(target) == []
    points = list(calls_inside(tmp_path / "log", target))
    assert {"openat", "write", "fsync", "rename"} <= {call for call, _ in points}
    for call, number in points:
        for way in WAYS:
            done = run("-e", f"trace={call}", "-e", f"inject={call}:{way}:when={number}")
            where = (call, number, way, done.returncode, done.stderr[-800:])
            now = state(target)
            assert "Traceback" not in done.stderr, where
            assert set(old) <= set(now) <= set(new), where
            assert all(now[file] in (old.get(file), new[file]) for file in now), where
            if way.startswith("error"):
                assert now == (new if done.returncode == 0 else old), where
                assert call in TIDYING or leftovers(target) == [], where
            else:
                assert done.returncode < 0, where
                assert strace(tmp_path, target, command, "-e", "trace=none").returncode == 0, where
                assert state(target) == new, where
