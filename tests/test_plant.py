"""New files: all of them or none, and nothing that was there is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from powerctl import plant as planting
from powerctl.plant import in_the_way, plant

FILES = {"a.yaml": b"1", "deep/er/b.yaml": b"2", "deep/c.yaml": b"3"}


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("into", [".", "new", "very/new"])
def test_all_are_written_and_nothing_else(tmp_path: Path, into: str) -> None:
    plant(tmp_path / into, FILES)
    assert {name: (tmp_path / into / name).read_bytes() for name in FILES} == FILES
    assert [path for path in everything(tmp_path) if ".powerctl" in path] == []


def test_files_have_the_mode_that_others_get(tmp_path: Path) -> None:
    plant(tmp_path / "new", FILES)
    (tmp_path / "plain").write_text("", "utf-8")
    (tmp_path / "folder").mkdir()
    assert (tmp_path / "new/a.yaml").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert (tmp_path / "new/deep").stat().st_mode == (tmp_path / "folder").stat().st_mode


@pytest.mark.parametrize("file", list(FILES))
def test_a_file_that_appears_at_the_last_moment_is_kept_and_all_is_taken_back(tmp_path: Path, file: str) -> None:
    theirs = tmp_path / file
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_bytes(b"theirs")
    before = everything(tmp_path)
    with pytest.raises(FileExistsError):
        plant(tmp_path, FILES)
    assert everything(tmp_path) == before
    assert theirs.read_bytes() == b"theirs"


@pytest.mark.parametrize("theirs", ["nothing", "a.yaml"])
def test_a_disk_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: str) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, f"no links from {source} to {target}")

    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / theirs).write_bytes(b"theirs")
    if theirs in FILES:
        with pytest.raises(FileExistsError):
            plant(tmp_path, FILES)
        assert everything(tmp_path) == [theirs]
    else:
        plant(tmp_path, FILES)
        assert {name: (tmp_path / name).read_bytes() for name in FILES} == FILES


def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    move = planting._move
    moved: list[Path] = []

    def fail_at_the_last(source: Path, target: Path) -> None:
        if len(moved) == len(FILES) - 1:
            raise OSError(28, "no space left")
        moved.append(target)
        move(source, target)

    monkeypatch.setattr(planting, "_move", fail_at_the_last)
    with pytest.raises(OSError, match="no space"):
        plant(tmp_path / "new", FILES)
    assert everything(tmp_path) == []


def test_what_is_in_the_way(tmp_path: Path) -> None:
    assert in_the_way(tmp_path, FILES) is None
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "deep").symlink_to(tmp_path / "elsewhere")
    assert in_the_way(tmp_path, FILES) == tmp_path / "deep"
    (tmp_path / "deep").unlink()
    (tmp_path / "deep").write_text("", "utf-8")
    assert in_the_way(tmp_path, FILES) == tmp_path / "deep"
    (tmp_path / "a.yaml").symlink_to("nowhere")
    assert in_the_way(tmp_path, FILES) == tmp_path / "a.yaml"
    assert in_the_way(tmp_path / "deep", FILES) == tmp_path / "deep"
