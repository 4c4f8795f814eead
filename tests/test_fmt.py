"""``powerctl fmt`` and ``powerctl validate --fix``: what is written, what is told, what is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.samples import one_power
from tests.test_cli import AS_OF, powerctl

LOOSE = "id: a\nkind: unit # k\nname: 甲\ntype: t\n"
NEAT = "kind: unit # k\nid: a\nname: 甲\ntype: t\n"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A catalogue in canonical form, but for one file."""
    root = one_power("ok", tmp_path / "c")
    powerctl("fmt", str(root))
    (root / "units/a").mkdir()
    (root / "units/a/unit.yaml").write_text(LOOSE, "utf-8")
    return root


def state(root: Path) -> dict[str, tuple[bytes, int, int]]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.as_posix(): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in files}


def test_fmt_writes_and_lists_what_it_wrote(town: Path) -> None:
    (town / "units/a/unit.yaml").chmod(0o600)
    result = powerctl("fmt", cwd=town)
    assert (result.returncode, result.stdout) == (0, "units/a/unit.yaml\n")
    assert result.stderr == "6 个文件，整理了 1 个。\n"
    assert (town / "units/a/unit.yaml").read_text("utf-8") == NEAT
    assert (town / "units/a/unit.yaml").stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(town: Path) -> None:
    powerctl("fmt", cwd=town)
    before = state(town)
    result = powerctl("fmt", cwd=town)
    assert (result.returncode, result.stdout) == (0, "")
    assert state(town) == before


def test_check_lists_and_writes_nothing(town: Path) -> None:
    before = state(town)
    result = powerctl("fmt", "--check", "--lang", "en", cwd=town)
    assert (result.returncode, result.stdout) == (1, "units/a/unit.yaml\n")
    assert result.stderr == "6 files, 1 to be formatted.\n"
    assert state(town) == before
    powerctl("fmt", cwd=town)
    assert powerctl("fmt", "--check", cwd=town).returncode == 0


def test_files_that_cannot_be_edited_do_not_hide_the_others(town: Path) -> None:
    (town / "units/a/powers").mkdir()
    (town / "units/a/powers/b.yaml").write_text("kind: [\n", "utf-8")
    (town / "units/a/powers/c.yaml").write_text("name: b\n? kind\n: power\n", "utf-8")
    before = state(town / "units/a/powers")
    result = powerctl("fmt", cwd=town)
    assert (result.returncode, result.stdout) == (1, "units/a/unit.yaml\n")
    assert "units/a/powers/b.yaml:2:1：读不了，没有动" in result.stderr
    assert "units/a/powers/c.yaml:2:3：这里的写法无法安全调整" in result.stderr
    assert result.stderr.endswith("8 个文件，整理了 1 个，2 个没有动。\n")
    assert state(town / "units/a/powers") == before


def test_links_are_not_followed(town: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(LOOSE, "utf-8")
    link = town / "units/a/risks.yaml"
    link.symlink_to(outside)
    result = powerctl("fmt", cwd=town)
    assert result.returncode == 1
    assert "units/a/risks.yaml:1:1：读不了，没有动" in result.stderr
    assert powerctl("fmt", "units/a/risks.yaml", cwd=town).returncode == 1
    assert outside.read_text("utf-8") == LOOSE
    assert link.is_symlink()


@pytest.mark.parametrize("path", ["units/a/unit.yaml", "units/a", "units/../units/a/", "./units/a/unit.yaml"])
def test_a_path_inside_a_catalogue_means_what_is_there(town: Path, path: str) -> None:
    other = town / "units/b/unit.yaml"
    other.parent.mkdir()
    other.write_text(LOOSE, "utf-8")
    result = powerctl("fmt", path, cwd=town)
    assert (result.returncode, result.stdout) == (0, "units/a/unit.yaml\n")
    assert other.read_text("utf-8") == LOOSE


@pytest.mark.parametrize(
    "path, words", [("nowhere", "没有这个路径"), ("notes.txt", "不是目录"), (".hidden.yaml", "不是目录")]
)
def test_what_no_catalogue_reads_is_refused(town: Path, path: str, words: str) -> None:
    for name in ("notes.txt", ".hidden.yaml"):
        (town / name).write_text(LOOSE, "utf-8")
    result = powerctl("fmt", path, cwd=town)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr


def test_the_same_file_named_twice_is_written_once(town: Path) -> None:
    result = powerctl("fmt", ".", "units/a", str(town), cwd=town)
    assert result.stdout == "units/a/unit.yaml\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(town: Path) -> None:
    (town / "units/a").chmod(0o500)
    result = powerctl("fmt", cwd=town)
    (town / "units/a").chmod(0o700)
    assert result.returncode == 2
    assert "写不进" in result.stderr


def broken(root: Path) -> Path:
    power = root / "units/town/powers/tender.yaml"
    text = power.read_text("utf-8").replace("id: tender", "id: ｔｅｎｄｅｒ", 1)
    power.write_bytes(b"\xef\xbb\xbf" + text.encode() + "note: no # ⼀\n".encode())
    return power


def test_fix_mends_first_then_validates(town: Path) -> None:
    power = broken(town)
    result = powerctl("validate", ".", "--select", "S", "--fix", *AS_OF, cwd=town)
    assert result.stderr.splitlines()[:4] == [
        "units/town/powers/tender.yaml：去掉了开头的 BOM。",
        "units/town/powers/tender.yaml：把部首和兼容字换成了通用的字。",
        "units/town/powers/tender.yaml：给会被误读的值加了引号。",
        "units/town/powers/tender.yaml：把编号、编码、日期或期限里的全角数字和字母换成了半角。",
    ]
    assert "tender.yaml" not in result.stdout
    assert power.read_text("utf-8").endswith('note: "no" # 一\n')
    assert (town / "units/a/unit.yaml").read_text("utf-8") == LOOSE
    again = powerctl("validate", ".", "--select", "S", "--fix", *AS_OF, cwd=town)
    assert again.stdout == result.stdout
    assert again.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [(), ("--fix", "--as-of", "soon"), ("--fix", "--select", "P999")])
def test_without_fix_or_with_a_wrong_option_nothing_is_written(town: Path, arguments: tuple[str, ...]) -> None:
    broken(town)
    before = state(town)
    powerctl("validate", ".", *arguments, cwd=town)
    assert state(town) == before
