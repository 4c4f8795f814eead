"""F301–F312 at their edges: what must be told, and as much what must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.results import Judged
from powerctl.rules import judge
from powerctl.workflow.graph import Graph, positions
from tests.briefs import brief, hits, told
from tests.flows import graphs, simple_paths
from tests.samples import RULES, found, lay_out

FILE = "units/town/powers/permit.yaml"
HEAD = "kind: power\nid: permit\nname: 临时占道许可\nholder: committee\n"


def power(*steps: str, more: str = "", kind: str = "licence") -> dict[str, str]:
    """One power whose steps are written as flow maps."""
    rows = "".join(f"    - {{{step}}}\n" for step in steps)
    return {FILE: f"{HEAD}type: {kind}\n{more}workflow:\n  steps:\n{rows}"}


REVIEW = "id: review, name: 审查, duty: review, limit: 1wd, actor: "
APPROVE = "id: approve, name: 批准, duty: approve, limit: 1wd, actor: "
END = "id: end, name: 送达, duty: notify, actor: works-clerk, end: true"


@pytest.mark.parametrize(
    "reviewer, approver, is_told",
    [
        ("vice-mayor", "vice-mayor", True),
        ("vice-mayor", "mayor", False),
        ("works", "works-head", True),  # an office is its head and its staff
        ("works", "works-clerk", True),
        ("works", "works", True),
        ("vice-mayor", "committee", False),  # a body is no post, though he is of it
        ("committee", "committee", False),
        ("mayor, with: [vice-mayor]", "vice-mayor", True),
        ("applicant", "applicant", False),
        ("nobody", "nobody", False),  # S003 speaks
    ],
)
def test_who_holds_both_duties(reviewer: str, approver: str, is_told: bool) -> None:
    assert bool(hits("F305", power(REVIEW + reviewer, APPROVE + approver, END))) is is_told


def test_the_way_is_named_up_to_where_they_meet() -> None:
    (hit,) = hits("F305", power(REVIEW + "mayor", "id: x, name: 公示, limit: 1d", APPROVE + "mayor", END))
    assert hit.facts["way"] == "审查 → 公示 → 批准"
    assert (hit.facts["post"], hit.facts["first"], hit.facts["later"]) == ("镇长", "审查", "批准")


def test_a_step_that_the_schema_refused_silences_the_rules_of_its_workflow() -> None:
    files = power("id: a, name: 受理, next: lost", "id: b, name: [], end: 1", END)
    for rule in ("F301", "F302", "F303", "F305", "F306", "F307", "F310", "F312"):
        assert hits(rule, files) == []


def test_an_exit_to_nothing_is_not_told_twice() -> None:
    assert told("F301", power("id: a, name: 受理, next: nowhere", "id: b, name: 审查", END)) == []


def test_of_steps_lost_together_the_first_is_told() -> None:
    files = power("id: a, name: 受理, next: end", "id: b, name: 审查", "id: c, name: 批准", END)
    assert told("F301", files) == [("", "workflow.steps.1.id")]


def test_an_unknown_year_is_said() -> None:
    files = power("id: a, name: 受理, actor: mayor, limit: 2wd", END, more="limits: {promised: 60d}\n")
    later = replace(brief(files), as_of=date(2099, 6, 30))
    (judged,) = judge(later, {"F304"})
    assert isinstance(judged, Judged)
    assert (judged.hit.case, judged.hit.facts["year"]) == ("unknown_year", 2099)
    in_one_unit = power("id: a, name: 受理, actor: mayor, limit: 2wd", END, more="limits: {promised: 60wd}\n")
    assert list(judge(replace(brief(in_one_unit), as_of=date(2099, 6, 30)), {"F304"})) == []


def test_a_catalogue_tells_of_a_year_itself() -> None:
    files = power("id: a, name: 受理, actor: mayor, limit: 2wd", END, more="limits: {promised: 60d}\n")
    files["calendar/2099.yaml"] = 'kind: calendar\nid: "2099"\n'
    assert list(judge(replace(brief(files), as_of=date(2099, 6, 30)), {"F304"})) == []


@pytest.mark.parametrize(
    "actor, grade, is_told",
    [
        ("mayor", "high", True),
        ("mayor", "medium", False),
        ("committee", "high", False),
        ("works", "high", False),
        ("mayor, with: [vice-mayor]", "high", False),
        ("mayor, supervised_by: discipline-secretary", "high", False),
        ("mayor, persons: 2", "high", False),
        ("'external: 专家组'", "high", False),
    ],
)
def test_who_decides_alone(actor: str, grade: str, is_told: bool) -> None:
    files = power(REVIEW + "works-head", APPROVE + actor, END)
    files[FILE] += f"risk_points:\n  - {{id: r, step: approve, category: process, behaviour: 照顾, grade: {grade}}}\n"
    assert bool(hits("F308", files)) is is_told


@pytest.mark.parametrize(
    "last, is_told",
    [
        ("duty: notify, actor: works-clerk", False),
        ("duty: record, actor: works-clerk", True),
        ("duty: record, actor: works-clerk, notifies: [applicant]", False),
        ("duty: record, actor: works-clerk, notifies: [mayor]", True),
        ("actor: applicant", False),  # who ends it knows of it
    ],
)
def test_notice_counts_only_after_the_decision(last: str, is_told: bool) -> None:
    early = "id: tell, name: 告知受理, duty: notify, actor: works-clerk, limit: 1wd"
    files = power(early, APPROVE + "mayor", f"id: end, name: 结束, end: true, {last}")
    assert bool(hits("F310", files)) is is_told
    assert hits("F310", {FILE: files[FILE].replace("type: licence", "type: internal-decision")}) == []


def test_a_power_no_longer_in_force_is_left_alone() -> None:
    files = power("id: a, name: 受理", more="status: cancelled\n")
    for number in range(301, 313):
        assert hits(f"F{number}", files) == []


@settings(deadline=None)
@given(graphs(6), st.integers(0, 5), st.integers(0, 5))
def test_two_steps_share_a_way_where_a_search_finds_one(graph: Graph, one: int, other: int) -> None:
    """Ways may go round loops, so they are put together from paths: to the one, on to the other, on to an end."""
    size = len(graph.steps)
    one, other = one % size, other % size
    ends = set(positions(graph.ends))

    def leads(start: int, goals: set[int]) -> bool:
        return any(True for _ in simple_paths(graph, start, goals))

    def in_order(first: int, later: int) -> bool:
        return leads(0, {first}) and leads(first, {later}) and leads(later, ends)

    if one != other:
        assert graph.share_a_way(one, other) == (in_order(one, other) or in_order(other, one))


@pytest.mark.parametrize(
    "steps, place",
    [
        ([f"id: s{number}, name: 审查" for number in range(201)], (8, 5)),
        (["id: a, name: " + "长" * 2000], (8, 21)),
    ],
)
def test_what_is_too_large_to_draw_is_a_finding_with_its_place(
    tmp_path: Path, steps: list[str], place: tuple[int, int]
) -> None:
    lay_out(RULES / "base", tmp_path)
    for file, text in power(*steps).items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text, "utf-8")
    (finding,) = found(tmp_path, "S002")
    assert (finding.case, finding.location.line, finding.location.column) == ("size", *place)
