"""Personal numbers and secrecy marks: what is one, what only looks like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from powerctl.model.rulebook import SecrecyAsks
from powerctl.personal import find_personal
from powerctl.rulebook import load_rulebook
from powerctl.secrecy import find_marks
from powerctl.source import WorkingTree

HOSTILE = json.loads((Path(__file__).parent / "hostile" / "privacy.json").read_text("utf-8"))
KINDS = {"PII-ID": "identity", "PII-ID15": "identity", "PII-MOBILE": "mobile", "PII-BANK": "bank"}
MARKS = {"SEC-MARK": "mark", "SEC-FIELD": "mark", "SEC-ORDER": "caution", "SEC-WORK": "caution"}


@pytest.fixture(scope="module")
def secrecy(tmp_path_factory: pytest.TempPathFactory) -> SecrecyAsks:
    return load_rulebook(WorkingTree(tmp_path_factory.mktemp("empty")), "").secrecy


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["id"])
def test_listed_strings(case: dict[str, str], secrecy: SecrecyAsks) -> None:
    kinds = {personal.kind for personal in find_personal(case["text"])}
    assert kinds == ({KINDS[case["rule"]]} if case["rule"] in KINDS else set())
    marks = {mark.case for mark in find_marks(f"note: {case['text']}", secrecy)}
    assert marks == ({MARKS[case["rule"]]} if case["rule"] in MARKS else set())


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("330411198001010010", ["identity"]),
        ("330411198001010011", []),  # the check digit is wrong
        ("330411198013010010", []),  # there is no thirteenth month
        ("11010519491231002X", ["identity"]),
        ("11010519491231002x。", ["identity"]),
        ("+86 13812345678", ["mobile"]),
        ("13812345678 2026-01-01", ["mobile"]),
        ("138-1234-5678、139 1234 5678", ["mobile", "mobile"]),
        ("12812345678", []),
        ("0573-82720000", []),
        ("6222 0212 3456 7890 128", ["bank"]),
        ("6222021234567890127", []),
        ("11330411002599993L", []),  # a unit's credit code
        ("12441500196720244T3442199806003", []),  # an item code
        ("3.13812345678", []),
        ("2026-01-01 2026-06-30", []),
        ("第1381234567890123号", []),
    ],
)
def test_numbers(text: str, kinds: list[str]) -> None:
    assert [personal.kind for personal in find_personal(text)] == kinds


@pytest.mark.parametrize(
    "line, cases",
    [
        ("note: 秘密", ["mark"]),
        ('note: "机密"', ["mark"]),
        ("note: 【绝密】", ["mark"]),
        ("title: 关于保守国家秘密的规定", []),
        ("behaviour: 泄露党和国家机密", []),
        ("behaviour: 泄露秘密给他人", []),
        ("note: 机密 ★ 二十年", ["mark"]),
        ("# 密级: 机密", ["mark"]),
    ],
)
def test_marks(line: str, cases: list[str], secrecy: SecrecyAsks) -> None:
    assert [mark.case for mark in find_marks(line, secrecy)] == cases


def test_a_rulebook_may_have_no_such_words() -> None:
    assert list(find_marks("note: 秘密★", SecrecyAsks())) == []
