"""The ledgers of the shipped catalogues: how much is in them, how near to each rule they come, and who sees them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from powerctl.gate import project
from powerctl.load import Loaded, load
from powerctl.public.audience import Audience
from powerctl.rules import Brief, judge
from tests.briefs import Texts

CATALOGUES = Path(__file__).parent.parent / "catalogues"
NAMES = ("liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping")
AS_OF = date(2026, 6, 30)
TOWN, STREET = "xiuzhou/units/sunshine-town/decisions", "xiuzhou/units/qingyuan-street/decisions"
EMERGENCY, MEETING = f"{TOWN}/2026-05-07-emergency.yaml", f"{STREET}/2026-03-10-leadership-meeting.yaml"
BALLOT, PAYMENT = f"{TOWN}/2026-03-18-party-committee.yaml", f"{TOWN}/2026-05-20-mayor-meeting.yaml"
MOVE = "qidaojiang/units/town/decisions/pc-2026-11.yaml"
PLENARY = "menyuan/units/county-committee/decisions/2026-05-21-standing-committee.yaml"


@cache
def texts(catalogue: str) -> dict[str, str]:
    root = CATALOGUES / catalogue
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.yaml")}


@cache
def loaded(catalogue: str) -> Loaded:
    return load(Texts(texts(catalogue)))


def test_there_is_enough_of_everything() -> None:
    decisions = [decision for name in NAMES for decision in loaded(name).catalogue.decisions]
    warnings = [warning for name in NAMES for warning in loaded(name).catalogue.warnings]
    years = Counter(one.unit for name in NAMES for one in loaded(name).catalogue.assessments)
    assert len(decisions) >= 12
    assert len(warnings) >= 10
    assert {warning.level for warning in warnings} == {"red", "yellow", "blue"}
    states = {"collected", "issued", "served", "replied", "reviewed", "closed", "escalated"}
    assert {warning.state for warning in warnings} == states
    assert sorted(years.values()) == [2, 2, 2]
    assert all(loaded(name).catalogue.programme for name in ("xiuzhou", "menyuan"))


@pytest.mark.parametrize(
    "rule, file, was, now",
    [
        ("M901", MEETING, "deputy-works, deputy-services]\nabsent", "deputy-works]\nabsent"),
        ("M901", PLENARY, "present: [secretary, deputy-secretary, ", "present: [secretary, "),
        ("M902", MEETING, "yes: 5, no: 1", "yes: 4, no: 2"),
        ("M902", MEETING, "yes: 4, no: 0, abstain: 2", "yes: 5, no: 0, abstain: 1"),
        ("M904", BALLOT, "recused: [propaganda-member]", "recused: []"),
        ("M905", MOVE, "observers: [town-discipline/deputy-secretary]", "observers: [town/project-head]"),
        ("M906", EMERGENCY, "procedure: emergency", "procedure: chat"),
        ("M907", BALLOT, "invalid: 1", "invalid: 0"),
        ("M908", MOVE, "on: 2026-05-13", "on: 2026-05-14"),
        ("M908", MOVE, "materials_sent: 2026-05-11", "materials_sent: 2026-05-12"),
        ("M909", PAYMENT, "amount: 50000", "amount: 55000"),
    ],
)  # fmt: skip
def test_one_step_more_and_the_rule_speaks(rule: str, file: str, was: str, now: str) -> None:
    catalogue, _, inner = file.partition("/")
    assert told(catalogue, rule) == set()
    text = texts(catalogue)[inner]
    assert was in text
    assert inner in told(catalogue, rule, {inner: text.replace(was, now, 1)})


def test_a_chair_who_speaks_first_is_told() -> None:
    catalogue, _, inner = MEETING.partition("/")
    text = texts(catalogue)[inner].replace("post: director, stance", "post: last, stance")
    swapped = text.replace("post: deputy-works, stance", "post: director, stance")
    assert inner in told(
        catalogue, "M903", {inner: swapped.replace("post: last, stance", "post: deputy-works, stance")}
    )


def told(catalogue: str, rule: str, changed: dict[str, str] | None = None) -> set[str]:
    one = load(Texts(texts(catalogue) | changed)) if changed else loaded(catalogue)
    brief = Brief(one.catalogue, one.rulebook, AS_OF)
    return {entry.hit.ref.file for entry in judge(brief, {rule}) if hasattr(entry, "hit")}


@pytest.mark.parametrize("catalogue", NAMES)
def test_every_row_of_the_matrix_has_done_what_recurs(catalogue: str) -> None:
    one = loaded(catalogue)
    done = {entry.duty for ledger in one.catalogue.supervision for entry in ledger.done}
    asks = one.rulebook.supervision
    assert {id_ for id_, duty in asks.duties.items() if duty.months} <= done
    assert {row.id for row in asks.matrix} == {duty.by for duty in asks.duties.values()} & {
        row.id for row in asks.matrix
    }


@pytest.mark.parametrize("catalogue", NAMES)
@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INNER_PARTY])
def test_warnings_assessments_and_answers_never_pass_the_gate(catalogue: str, audience: Audience) -> None:
    one = loaded(catalogue)
    seen = repr(project(one.catalogue, one.rulebook, audience))
    assert len(seen) > 1000
    for warning in one.catalogue.warnings:
        assert warning.id not in seen
        assert warning.description not in seen
    for assessment in one.catalogue.assessments:
        assert not any(score.reason and score.reason in seen for score in assessment.scores)
    for ledger in one.catalogue.supervision:
        assert not any(done.note and done.note in seen for done in ledger.done)
        assert not any(answer.note and answer.note in seen for answer in ledger.answers)
