"""Question lists: which answer counts, what is open, blank forms, and what is asked wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from powerctl.assessing.questions import Wanted, asked
from powerctl.questions import Verdict
from tests.briefs import brief
from tests.test_cli import powerctl

ASKS = """kind: rulebook
id: sample
name: 样例
extends: base
supervision:
  checklists:
    funds:
      label: 资金使用权
      questions:
        - {id: joint, text: 是否会签, good: "yes"}
        - {id: slush, text: 是否私设小金库, good: "no"}
        - {id: spare, text: 是否备案}
    works: {label: 项目发包权, questions: [{id: open, text: 是否公开}]}
"""


def lists(answers: str, **wanted: str) -> list[tuple[str, str, list[Verdict]]]:
    ledger = f"kind: supervision\nanswers:\n{answers}" if answers else "kind: supervision\n"
    handed = brief({"rulebook.yaml": ASKS, "units/town/supervision.yaml": ledger})
    found = asked(handed.catalogue, handed.rulebook, Wanted(**wanted))
    return [(one.about, one.checklist, [question.verdict for question in one.questions]) for one in found]


GOOD, OTHER, OPEN = Verdict.GOOD, Verdict.OTHER, Verdict.OPEN


@pytest.mark.parametrize(
    "question, answer, verdict",
    [
        ("joint", '"yes"', GOOD),
        ("joint", '"no"', OTHER),
        ("joint", "partly", OTHER),
        ("joint", "not-applicable", GOOD),
        ("slush", '"no"', GOOD),
        ("slush", '"yes"', OTHER),
        ("spare", '"yes"', GOOD),
    ],
)
def test_what_an_answer_says(question: str, answer: str, verdict: Verdict) -> None:
    entry = f"  - {{checklist: funds, question: {question}, answer: {answer}, about: secretary}}\n"
    ((about, _, verdicts),) = lists(entry, checklist="funds")
    assert about == "secretary"
    assert verdicts == [verdict if id_ == question else OPEN for id_ in ("joint", "slush", "spare")]


def test_the_last_answer_counts_wherever_it_is_written() -> None:
    old = '  - {checklist: works, question: open, answer: "no", about: town/mayor, on: 2026-01-01}\n'
    new = '  - {checklist: works, question: open, answer: "yes", about: mayor, on: 2026-05-01}\n'
    for entries in (old + new, new + old):
        assert lists(entries, checklist="works") == [("mayor", "works", [GOOD])]


def test_who_has_not_been_asked_is_asked_by_name_or_as_the_chief_of_a_unit() -> None:
    assert lists("") == []
    assert lists("", about="mayor") == [("mayor", "funds", [OPEN] * 3), ("mayor", "works", [OPEN])]
    assert lists("", unit="town", checklist="works") == [("secretary", "works", [OPEN])]


def run(*arguments: str, code: int = 0) -> str:
    result = powerctl("checklist", "--catalogue", "catalogues/zhenping", *arguments)
    assert result.returncode == code, result.stderr
    return result.stderr if code else result.stdout


def test_machines_read_the_same_in_both_languages() -> None:
    chinese, english = (run("--format", "json", "--lang", lang) for lang in ("zh", "en"))
    assert chinese == english
    told = json.loads(chinese)
    counts = told["summary"]
    assert sum(counts.values()) == sum(len(one["questions"]) for one in told["lists"])
    assert min(counts.values()) > 0, "the shipped ledgers show answers of every kind"


def test_six_powers_as_a_blank_form(tmp_path: Path) -> None:
    form = run("--blank", "--lang", "zh")
    assert [line for line in form.splitlines() if line.startswith("## ")] == [
        f"## {power}"
        for power in ("重要事项决策权", "干部推荐任用权", "资金使用权", "物资采购权", "项目发包权", "廉洁从政权")
    ]
    assert form.count("是／否／部分／不适用") == 25
    assert "小金库" in run("funds-use", "--blank", "--about", "county-audit/director", "--lang", "zh")
    run("funds-use", "--blank", "--to", "docx", "--output", str(tmp_path / "form.docx"))
    assert (tmp_path / "form.docx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("fund-use",), "funds-use"),
        (("--about", "county-audit/directer"), "county-audit/director"),
        (("--unit", "county-adit"), "county-audit"),
        (("--to", "docx"), "--blank"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_the_next_step(arguments: tuple[str, ...], said: str) -> None:
    assert said in run(*arguments, code=2)


def test_a_rulebook_without_lists_says_so() -> None:
    result = powerctl("checklist", "--catalogue", "catalogues/liaoning")
    assert result.returncode == 2
    assert "supervision.checklists" in result.stderr
