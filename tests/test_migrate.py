"""``powerctl migrate``: one format so far; a newer one is told, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import RULES, lay_out
from tests.test_cli import powerctl


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return lay_out(RULES / "S003" / "ok", tmp_path / "c")


def test_the_current_format_needs_nothing(catalogue: Path) -> None:
    result = powerctl("migrate", ".", cwd=catalogue)
    assert (result.returncode, result.stdout) == (0, ".：数据格式 1，已是最新，不用升级。\n")


def test_a_newer_format_is_told(catalogue: Path) -> None:
    file = catalogue / "catalogue.yaml"
    file.write_text(file.read_text("utf-8").replace("format: 1", "format: 2"), "utf-8")
    before = file.read_bytes()
    result = powerctl("migrate", ".", "--lang", "en", cwd=catalogue)
    assert result.returncode == 2
    assert "has data format 2" in result.stderr
    assert file.read_bytes() == before
