"""What stands in the way of writing: somebody else at the same file, links, full disks, readers that have gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from powerctl.cli.rewrite import canonical_files, mend, put
from powerctl.errors import PowerctlError
from powerctl.plant import exchange
from powerctl.write import write_file
from tests.intake import workbook
from tests.samples import RULES, lay_out
from tests.test_grade import POWER
from tests.test_import import ROWS

FILE = "units/town/powers/tender.yaml"
DISORDERED = POWER.replace("id: tender\nname: 小型工程招标\n", "name: 小型工程招标\nid: tender\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A catalogue with one file whose keys are not in order."""
    root = lay_out(RULES / "S003" / "ok", tmp_path / "town")
    (root / FILE).write_text(DISORDERED, "utf-8")
    return root


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def powerctl(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "powerctl", *arguments], text=True, check=False, stderr=subprocess.PIPE, **options
    )


def test_a_file_that_somebody_edits_meanwhile_is_not_overwritten(home: Path) -> None:
    (target, result) = next(pair for pair in canonical_files([home]) if pair[0].file == FILE)
    assert result.raw != target.raw
    theirs = DISORDERED.replace("小型工程招标", "工程招标").encode()
    (home / FILE).write_bytes(theirs)
    before = everything(home)
    with pytest.raises(PowerctlError) as error:
        put(target, result.raw)
    assert error.value.key == "changed_meanwhile"
    assert everything(home) == before
    (home / FILE).unlink()
    with pytest.raises(PowerctlError):
        put(target, result.raw)
    assert not (home / FILE).exists()


def test_an_exchange_with_one_file_edited_meanwhile_changes_nothing(tmp_path: Path) -> None:
    for name, text in (("a", b"1"), ("b", b"theirs"), ("c", b"3")):
        (tmp_path / name).write_bytes(text)
    before = everything(tmp_path)
    with pytest.raises(PowerctlError) as error:
        exchange(tmp_path, {"new/d": b"4"}, {"a": (b"1", b"x"), "b": (b"2", b"x"), "c": (b"3", b"x")})
    assert error.value.key == "changed_meanwhile"
    assert everything(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_a_link_in_a_catalogue_stays_a_link_and_what_it_names_is_left_alone(home: Path, tmp_path: Path) -> None:
    treasure = tmp_path / "treasure.yaml"
    treasure.write_text(DISORDERED, "utf-8")
    outside, inside = home / "units/town/powers/outside.yaml", home / "units/town/powers/inside.yaml"
    outside.symlink_to(treasure)
    inside.symlink_to("tender.yaml")
    assert {target.file for target, result in canonical_files([home]) if result.refused} == {
        "units/town/powers/inside.yaml", "units/town/powers/outside.yaml",
    }  # fmt: skip
    list(mend([home]))
    for command in (("fmt", str(home)), ("validate", "--fix", str(home)), ("grade", "--write", str(home))):
        powerctl(*command, stdout=subprocess.DEVNULL)
    assert outside.is_symlink() and inside.is_symlink()
    assert treasure.read_text("utf-8") == DISORDERED
    with pytest.raises(PowerctlError):
        write_file(inside, b"x", (home / FILE).read_bytes())
    assert inside.is_symlink()


COMMANDS = {
    "long": ("rules",),
    "short": ("--version",),
    "help": ("--help",),
    "binary": ("warning", "notice", "w-2026-03-subsidy", "--catalogue", "catalogues/qidaojiang", "--to", "docx"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_reader_that_has_gone_and_a_full_disk_are_no_crash(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    gone = powerctl(*COMMANDS[name], stdout=writer)
    os.close(writer)
    assert gone.returncode in (0, 1)
    assert gone.stderr == ""
    with Path("/dev/full").open("wb") as full:
        told = powerctl(*COMMANDS[name], stdout=full)
    assert told.returncode == 2
    assert len(told.stderr.splitlines()) == 1


def test_a_disk_too_small_for_an_import_keeps_what_was_there(tmp_path: Path) -> None:
    """A disk of 1 MB in a name space of its own; the import needs more than is left of it."""
    rows = [*ROWS[:3], *([str(n), f"许可{n}", *ROWS[3][2:3], f"XK-{n:04}", *ROWS[3][4:]] for n in range(1, 301))]
    (tmp_path / "table.xlsx").write_bytes(workbook(rows))
    (tmp_path / "disk").mkdir()
    (tmp_path / "catalogue.yaml").write_text(
        "kind: catalogue\nformat: 1\nid: home\nname: 某县\nlevel: county\n", "utf-8"
    )
    script = """
        mount -t tmpfs -o size=1m none disk && cp catalogue.yaml disk/ || exit 99
        "$0" -m powerctl import table.xlsx --into disk --yes; code=$?
        find disk -mindepth 1 > left
        exit $code
    """
    alone = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount"]
    command = [*alone, "sh", "-c", script, sys.executable]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr and "No space left" in done.stderr
    assert (tmp_path / "left").read_text().split() == ["disk/catalogue.yaml"]
