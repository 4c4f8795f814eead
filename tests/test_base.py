"""The small words that all sides share."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powerctl.layout import standing, subject_of
from powerctl.model.duration import parse_duration
from powerctl.nearest import nearest
from powerctl.visible import json_safe, visible
from powerctl.write import write_file


@pytest.mark.parametrize(
    "text, shown",
    [
        ("受理 → 审查", "受理 → 审查"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\x7f\x85\u2028", "\\x7f\\x85\\u2028"),
        ("a ##[error]b", "a ## [error]b"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_visible_text_has_nothing_to_obey(text: str) -> None:
    assert all(ord(char) >= 0x20 for char in visible(text))
    assert not set(visible(text)) & set("\x1b\x07\x08\n\r\u202e\u2066\u200b")


@given(st.dictionaries(st.text(), st.text()))
def test_json_is_safe_and_the_same_data(data: dict[str, str]) -> None:
    text = json_safe(json.dumps(data, ensure_ascii=False, indent=1))
    assert json.loads(text) == data
    assert not set(text) & set("\x1b\x7f\x85\u2028\u202e\u200b")


def test_json_holds_no_command_of_a_log() -> None:
    text = json_safe(json.dumps({"a": "##[error]x"}))
    assert "##[" not in text
    assert json.loads(text) == {"a": "##[error]x"}


@pytest.mark.parametrize(
    "longer, shorter, certain",
    [
        ("20wd", "10wd", True),
        ("10wd", "10wd", False),
        ("10wd", "10d", True),  # two weeks of work have a weekend between them
        ("5wd", "5d", False),
        ("30wd", "20d", True),
        ("15d", "10wd", False),
        ("60d", "10wd", True),
        ("2mo", "30d", True),
        ("1mo", "30d", False),
        ("48h", "1d", True),
        ("0wd", "0d", False),
        ("1wd", "0wd", True),
    ],
)
def test_longer_only_where_it_is_certain(longer: str, shorter: str, certain: bool) -> None:
    one, other = parse_duration(longer), parse_duration(shorter)
    assert one is not None
    assert other is not None
    assert one.is_longer_than(other) is certain
    assert not (certain and other.is_longer_than(one))


@pytest.mark.parametrize("text", ["", "20", "wd", "20 wd", "二十日", "-1d", "1.5.2d", "20wds"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    "word, words, meant",
    [
        ("comittee", ["committee", "works"], "committee"),
        ("行政许可证", ["行政许可", "行政处罚"], "行政许可"),
        ("xyz", ["committee"], ""),
        ("x", [], ""),
    ],
)
def test_nearest(word: str, words: list[str], meant: str) -> None:
    assert nearest(word, words) == meant


@pytest.mark.parametrize(
    "file, kind, unit, own, subject",
    [
        ("catalogue.yaml", "catalogue", "", "", ""),
        ("province.yaml", "rulebook", "", "", ""),
        ("units/town/unit.yaml", "unit", "town", "town", "town"),
        ("units/town/risks.yaml", "risks", "town", "", "town"),
        ("units/town/powers/a.yaml", "power", "town", "a", "town/a"),
        ("units/town/decisions/2026-01.yaml", "decision", "town", "2026-01", "town/2026-01"),
    ],
)
def test_places(file: str, kind: str, unit: str, own: str, subject: str) -> None:
    place = standing(file)
    assert place is not None
    assert (place.kind, place.unit, place.id) == (kind, unit, own)
    assert subject_of(file) == subject


@pytest.mark.parametrize("file", ["units/a.yaml", "units/town/powers/deep/a.yaml", "other/a.yaml", "units/t/x/a.yaml"])
def test_places_where_nothing_belongs(file: str) -> None:
    assert standing(file) is None


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def broken(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="disk full"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]
