"""M901–M909 case by case, and what must hold of every meeting."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.meetings import is_reached, needed
from powerctl.model.rulebook import Quorum
from tests.briefs import told

FILE = "units/town/decisions/d.yaml"
MEMBERS = ("secretary", "mayor", "vice-mayor", "discipline-secretary")
RULEBOOK = "kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n"


def record(*items: str, present: tuple[str, ...] = MEMBERS, more: str = "") -> str:
    people = f"present: [{', '.join(present)}]\n" + "".join(
        f"{'absent:' if index == 0 else ''}\n  - {{post: {post}, reason: 出差}}"
        for index, post in enumerate(post for post in MEMBERS if post not in present)
    )
    head = f"kind: decision\nid: d\nname: 会议\nbody: committee\ndate: 2026-03-05\nchair: secretary\n{more}{people}\n"
    return head + ("items:\n" + "".join(items) if items else "")


def matter(ballot: str, result: str = "passed", more: str = "") -> str:
    return (
        f"  - {{id: road, title: 道路, matter: project, ballot: {{mode: secret, {ballot}}}, "
        f"result: {result}, papers: [{{type: research}}]{more}}}\n"
    )


@pytest.mark.parametrize(
    "share, more, base, wanted",
    [
        ("2/3", False, 9, 6),
        ("2/3", False, 10, 7),
        ("1/2", True, 9, 5),
        ("1/2", True, 8, 5),
        ("1/2", False, 8, 4),
        ("1/1", False, 7, 7),
    ],
)
def test_the_least_number_that_reaches_a_share(share: str, more: bool, base: int, wanted: int) -> None:
    assert needed(Quorum(share=share, more=more), base) == wanted


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from(["1/2", "2/3", "3/4"]), st.booleans())
def test_reaching_a_share_is_exact(base: int, count: int, share: str, more: bool) -> None:
    part, whole = Fraction(count, base), Fraction(share)
    assert is_reached(Quorum(share=share, more=more), count, base) == (part > whole if more else part >= whole)


def test_a_share_of_nobody_is_never_reached() -> None:
    assert not is_reached(Quorum(share="1/2"), 0, 0)


@settings(max_examples=60, deadline=None)
@given(st.permutations(MEMBERS), st.integers(1, 4), st.data())
def test_nothing_passes_with_half_of_those_due_or_fewer(people: list[str], there: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, there))
    text = record(matter(f"yes: {yes}, no: {there - yes}"), present=tuple(people[:there]))
    assert (yes * 2 <= len(MEMBERS)) == bool(told("M902", {FILE: text}))


@settings(max_examples=40, deadline=None)
@given(st.permutations(MEMBERS), st.integers(1, 4), st.integers(0, 4))
def test_the_order_of_entries_changes_no_verdict(people: list[str], there: int, yes: int) -> None:
    def verdict(order: tuple[str, ...]) -> list[tuple[str, int]]:
        text = record(matter(f"yes: {yes}, no: 0"), present=order)
        return sorted((rule, len(told(rule, {FILE: text}))) for rule in ("M901", "M902", "M905", "M907"))

    chosen = tuple(people[:there])
    assert verdict(chosen) == verdict(tuple(sorted(chosen)))


def test_quorum_and_majority_just_reached_and_just_missed() -> None:
    two_thirds = {"rulebook.yaml": RULEBOOK + 'meeting: {quorum: {share: "2/3", base: due, more: false}}\n'}
    assert not told("M901", {FILE: record(present=MEMBERS[:3]), **two_thirds})
    assert told("M901", {FILE: record(present=MEMBERS[:2]), **two_thirds}) == [("", "present")]
    assert told("M902", {FILE: record(matter("yes: 2, no: 2"))}) == [("", "items.0.result")]
    assert not told("M902", {FILE: record(matter("yes: 3, no: 1"))})


def test_a_majority_of_those_present_is_another_one() -> None:
    present = {"rulebook.yaml": RULEBOOK + "meeting: {majority: {share: 1/2, base: present, more: true}}\n"}
    text = record(matter("yes: 2, no: 1"), present=MEMBERS[:3])
    assert told("M902", {FILE: text}) == [("", "items.0.result")]
    assert not told("M902", {FILE: text, **present})


def test_a_member_who_withdrew_neither_speaks_nor_votes() -> None:
    withdrawn = record(matter("yes: 3, no: 0", more=", recused: [mayor]"))
    assert not told("M907", {FILE: withdrawn})
    assert len(told("M904", {FILE: withdrawn})) == 3
    assert told("M907", {FILE: record(matter("yes: 3, no: 0"))}) == [("", "items.0.ballot")]


def test_the_chair_speaks_last_where_the_chief_is_away() -> None:
    last = {"rulebook.yaml": RULEBOOK + "chief: {speaks_last: true}\n"}
    views = ", opinions: [{post: mayor, stance: agree}, {post: vice-mayor, stance: agree}]"
    text = record(matter("yes: 2, no: 0", more=views), present=("mayor", "vice-mayor"))
    assert told("M903", {FILE: text.replace("chair: secretary", "chair: mayor"), **last}) == [
        ("", "items.0.opinions.0.post")
    ]
    assert not told("M903", {FILE: text.replace("chair: secretary", "chair: vice-mayor"), **last})


def test_an_emergency_is_asked_only_to_be_ratified_in_time() -> None:
    soon = {"rulebook.yaml": RULEBOOK + "meeting: {ratify_within: 15d}\n"}
    text = record(present=("mayor",), more="procedure: emergency\n")
    assert not told("M901", {FILE: text})
    assert told("M906", {FILE: text, **soon}) == [("unratified", "ratified")]
    on_time = text + "ratified: {by: committee, on: 2026-03-20}\n"
    assert not told("M906", {FILE: on_time, **soon})
    assert told("M906", {FILE: on_time.replace("03-20", "03-21"), **soon}) == [("late", "ratified.on")]


THRESHOLDS = (
    RULEBOOK
    + """matters:
  large-funds:
    label: 大额资金
    papers: []
    thresholds:
      - {amount: 100000, body: office-meeting}
      - {amount: 500000, body: committee}
"""
)
UNIT = """kind: unit
id: town
name: 样例镇
type: town
bodies:
  - {id: committee, name: 党委会, members: [secretary, mayor]}
  - {id: office-meeting, name: 办公会, members: [mayor]}
  - {id: desk, name: 会签组, members: [mayor]}
posts:
  - {id: secretary, name: 党委书记, chief: true}
  - {id: mayor, name: 镇长}
"""


def spent(*parts: tuple[str, str, int, str]) -> dict[str, str]:
    """Meetings (body, date, amount, payee) under two thresholds."""
    files = {"rulebook.yaml": THRESHOLDS, "units/town/unit.yaml": UNIT}
    for number, (body, date, amount, payee) in enumerate(parts):
        files[f"units/town/decisions/d{number}.yaml"] = (
            f"kind: decision\nid: d{number}\nname: 会议\nbody: {body}\ndate: {date}\n"
            f"items:\n  - {{id: pay, title: 支出, matter: large-funds, amount: {amount}, payee: {payee}}}\n"
        )
    return files


@pytest.mark.parametrize(
    "parts, wanted",
    [
        ([("desk", "2026-01-01", 99999, "甲")], []),
        ([("desk", "2026-01-01", 100000, "甲")], [""]),
        ([("committee", "2026-01-01", 100000, "甲")], []),  # a body for more may decide less
        ([("office-meeting", "2026-01-01", 500000, "甲")], [""]),
        ([("desk", "2026-01-01", 60000, "甲"), ("desk", "2026-02-01", 60000, "甲")], ["split"]),
        ([("desk", "2026-01-01", 60000, "甲"), ("desk", "2026-02-01", 60000, "乙")], []),
        ([("desk", "2025-01-01", 60000, "甲"), ("desk", "2026-02-01", 60000, "甲")], []),  # over a year apart
        # What the right body decided is no part of a split; a later payment stands for itself.
        ([("office-meeting", "2026-01-01", 90000, "甲"), ("desk", "2026-02-01", 60000, "甲")], []),
        ([("office-meeting", "2026-01-01", 300000, "甲"), ("office-meeting", "2026-02-01", 300000, "甲")], ["split"]),
        ([("mayor", "2026-01-01", 10, "甲")], ["alone"]),
    ],
)
def test_who_has_to_decide_how_much(parts: list[tuple[str, str, int, str]], wanted: list[str]) -> None:
    assert [case for case, _ in told("M909", spent(*parts))] == wanted


def test_a_threshold_of_a_year_adds_up_whoever_is_paid() -> None:
    files = spent(("desk", "2026-01-01", 60000, "甲"), ("desk", "2026-12-01", 60000, "乙"))
    assert not told("M909", files)
    yearly = THRESHOLDS.replace("{amount: 100000, body", "{amount: 100000, per: year, body")
    assert [case for case, _ in told("M909", files | {"rulebook.yaml": yearly})] == ["split"]
