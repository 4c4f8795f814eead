"""C501-C508 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

import pytest

from powerctl.rules.hollow import bare, is_hollow
from tests.briefs import hits, told

RISKS = "units/town/risks.yaml"
REGISTER = "units/town/regulations.yaml"


def controls(*entries: str, risk: str = "grade: high") -> dict[str, str]:
    """One risk point with these controls, each written as the inside of a flow mapping."""
    lines = [f"      - {{id: c{number}, {entry}}}" for number, entry in enumerate(entries)]
    head = f"  - id: r\n    behaviour: 泄露标底\n    office: works\n    {risk}\n    controls:"
    return {RISKS: "\n".join(["kind: risks", "risk_points:", head, *lines, ""])}


def rules(text: str) -> dict[str, str]:
    """A rulebook with these demands."""
    return {"rulebook.yaml": f"kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n{text}\n"}


def control(more: str = "", type_: str = "regulation") -> str:
    """A control with these keys."""
    return f"type: {type_}, measure: 招标文件三个科室会审" + (f", {more}" if more else "")


@pytest.mark.parametrize(
    "demand, entries, expected",
    [
        ("types: [regulation, inspection]", [control(), control(type_="inspection")], []),
        ("types: [regulation, inspection]", [control()], [""]),
        ("types: [regulation]", [], []),  # C501 speaks
        ("at_least: 2", [control(), control()], []),
        ("at_least: 2", [control()], ["few"]),
        ("every: year", [control("every: year")], []),
        ("every: year", [control("every: quarter")], []),
        ("every: half-year", [control("every: year")], ["seldom"]),
        ("every: year", [control("every: each-time"), control("every: when-needed")], ["seldom"]),
        ("every: year", [control("every: yearly")], ["seldom"]),
        ("owners: [chief]", [control("owners: [secretary]")], []),
        ("owners: [chief]", [control("owners: [committee]")], []),  # the chief sits in it
        ("owners: [chief]", [control("owners: [mayor]")], ["owners"]),
        ("owners: [lead]", [control("owners: [vice-mayor]")], []),
        ("owners: [office-head]", [control("owners: [works-head]")], []),
        ("owners: [office-head]", [control("owners: [works]")], []),  # its head is among those behind it
        ("owners: [office-head]", [control("owners: [works-clerk]")], ["owners"]),
        ("owners: [discipline]", [control('owners: ["external:区纪委"]')], ["owners"]),
        ("owners: [chief]", [control("owners: [no-such]")], []),  # S003 speaks
        ("owners: [chief]", [control()], []),  # C503 speaks
        ("owners: [chief, office-head]", [control("owners: [secretary]"), control("owners: [works-head]")], []),
    ],
)
def test_what_a_grade_demands(demand: str, entries: list[str], expected: list[str]) -> None:
    at_least = demand if "at_least" in demand else f"at_least: 0, {demand}"
    files = {**controls(*entries), **rules(f"controls: {{by_grade: {{high: {{{at_least}}}}}}}")}
    assert [case for case, _ in told("C502", files)] == expected


def test_the_computed_grade_demands_where_none_is_declared() -> None:
    high = "factors: {importance: 3, frequency: 3, likelihood: 3}"
    assert [case for case, _ in told("C502", controls(control(), risk=high))] == ["few"]
    assert told("C502", controls(control(), risk=f"{high}\n    grade: low")) == []


def test_what_was_refused_of_a_unit_may_make_the_role() -> None:
    demands = rules("controls: {by_grade: {high: {at_least: 0, owners: [chief]}}}")
    files = {**controls(control("owners: [mayor]")), **demands}
    assert [case for case, _ in told("C502", files)] == ["owners"]
    unit = "kind: unit\nid: town\nname: 镇\ntype: town\nposts: [{id: mayor, name: 镇长, chief: perhaps}]\n"
    assert told("C502", {**files, "units/town/unit.yaml": unit}) == []


def test_the_leader_in_charge_is_the_one_of_the_power() -> None:
    text = """
kind: power
id: tender
name: 小型工程招标
type: internal-decision
in_charge: {lead}
risk_points:
  - id: r
    behaviour: 泄露标底
    unit: true
    grade: high
    controls: [{{id: c, type: regulation, measure: 三个科室会审, owners: [mayor]}}]
"""
    demands = rules("controls: {by_grade: {high: {at_least: 0, owners: [in-charge]}}}")
    for lead, expected in (("mayor", []), ("vice-mayor", [("owners", "risk_points.0.controls")])):
        assert told("C502", {"units/town/powers/tender.yaml": text.format(lead=lead), **demands}) == expected


_PHRASES = ("加强教育", "加强教育提醒", "提高认识", "加强管理")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("加强教育", True),
        ("加强教育、提高认识。", True),
        ("一是加强教育；二是提高认识", True),
        ("1. 加强教育提醒\n2. 加强管理等", True),
        ("（一）加强教育和加强管理", True),
        ("……", True),
        ("加强教育提醒，每季度一次", False),
        ("加强对党员的教育", False),
        ("招标文件三个科室会审", False),
        ("加强教育" * 500 + "会审", False),
    ],
)
def test_hollow_text(text: str, expected: bool) -> None:
    assert is_hollow(text, _PHRASES) is expected


def test_bare_text() -> None:
    assert bare("1. 开标 全程录像；存档。") == bare("开标全程录像，存档") == "开标全程录像存档"


@pytest.mark.parametrize(
    "entry, expected",
    [
        (control("owners: [works-head], every: year"), []),
        (control("every: year"), ["no_owner"]),
        (control("owners: [works-head]"), ["no_interval"]),
        (control("owners: [works-head], every: years"), ["interval"]),
        (control("owners: [works-head], every: year", "regulations"), ["type"]),
        (control("owners: [works-head], every: year", "education"), ["unfit"]),
        ("type: process, measure: 加强管理，提高认识, owners: [works-head], every: year", [""]),
        ("type: process, measure: 加强管理, owners: works-head, every: year", [""]),  # S002 speaks of the owners
    ],
)
def test_what_a_control_says(entry: str, expected: list[str]) -> None:
    assert [case for case, _ in told("C503", controls(entry, risk="category: process"))] == expected


def test_what_the_grade_demands_fits_every_category() -> None:
    files = controls(control("owners: [works-head], every: year", "audit"), risk="category: ethics\n    grade: high")
    assert [case for case, _ in told("C503", files)] == ["unfit"]
    assert told("C503", {**files, **rules("controls: {by_grade: {high: {types: [audit]}}}")}) == []


def test_any_type_fits_a_category_without_a_list() -> None:
    files = controls(control("owners: [works-head], every: year", "education"), risk="category: process")
    assert told("C503", {**files, **rules("risk: {categories: {process: {controls: []}}}")}) == []


def _register(entries: str) -> dict[str, str]:
    return {REGISTER: f"kind: regulations\nregulations: [{entries}]\n"}


@pytest.mark.parametrize(
    "entries, named, expected",
    [
        ("{id: rules, title: 招标办法}", "rules", []),
        ("{id: rules, title: 招标办法}", "town/rules", []),
        ("{id: rules, title: 招标办法}", "rule", [""]),
        ("{id: rules, title: 招标办法}", "village/rules", [""]),
        ("{id: rules, title: 招标办法, repealed: 2026-06-30}", "rules", ["repealed"]),
        ("{id: rules, title: 招标办法, repealed: 2026-07-01}", "rules", []),
        ("{id: rules}", "rules", []),  # S002 speaks
        ("{id: rules, title: 招标办法}, {id: other}", "other", []),
    ],
)
def test_regulations_of_controls(entries: str, named: str, expected: list[str]) -> None:
    files = {**controls(control(f"regulation: {named}")), **_register(entries)}
    assert [case for case, _ in told("C504", files)] == expected


def test_without_a_register_nothing_is_in_it() -> None:
    assert told("C504", controls(control("regulation: rules"))) == [("", "risk_points.0.controls.0.regulation")]


def test_the_nearest_regulation_is_suggested() -> None:
    files = {**controls(control("regulation: tender-rule")), **_register("{id: tender-rules, title: 招标办法}")}
    (hit,) = hits("C504", files)
    assert (hit.facts["nearest"], hit.facts["title"]) == ("tender-rules", "招标办法")


def _pasted(count: int) -> dict[str, str]:
    risk = "  - {{id: r{}, behaviour: 泄露, unit: true, controls: [{{id: c, type: process, measure: 开标录像}}]}}"
    return {RISKS: "\n".join(["kind: risks", "risk_points:", *(risk.format(number) for number in range(count)), ""])}


@pytest.mark.parametrize("repeats, count, expected", [(3, 3, 0), (3, 4, 1), (0, 40, 0)])
def test_pasted_text(repeats: int, count: int, expected: int) -> None:
    found = hits("C505", {**_pasted(count), **rules(f"controls: {{repeats: {repeats}}}")})
    assert len(found) == expected
    for hit in found:
        assert hit.facts["count"] == count
        assert hit.ref.path == ("risk_points", 0, "controls", 0, "measure")
        assert hit.other is not None
        assert hit.other[0].path == ("risk_points", 1, "controls", 0, "measure")


@pytest.mark.parametrize(
    "risk, entry, expected",
    [
        ("residual: medium\n    grade: high", "in_force: false", 1),
        ("residual: medium\n    grade: high", "since: 2026-07-01", 1),
        ("residual: medium\n    grade: high", "since: 2026-06-30", 0),
        ("residual: medium\n    grade: high", "", 0),
        ("residual: medium\n    grade: medium", "in_force: false", 0),
        ("residual: high\n    grade: medium", "in_force: false", 0),
        ("residual: low", "in_force: false", 0),  # lower than what?
        ("residual: low\n    factors: {importance: 3, frequency: 3, likelihood: 3}", "in_force: false", 1),
    ],
)
def test_residual_grades(risk: str, entry: str, expected: int) -> None:
    assert told("C506", controls(control(entry), risk=risk)) == [("", "risk_points.0.residual")] * expected


def test_a_control_that_was_refused_may_be_in_force() -> None:
    files = controls("type: regulation", risk="residual: medium\n    grade: high")
    assert told("C506", files) == []


@pytest.mark.parametrize(
    "entry, expected",
    [
        ("since: 2026-07-01, every: year", ["since"]),
        ("since: 2026-06-30, every: year", []),
        ("since: 2026-07-01, in_force: false", []),
        ("every: quarter, checked: 2026-03-29", ["overdue"]),
        ("every: quarter, checked: 2026-03-30", []),
        ("every: quarter, since: 2020-01-01, checked: 2026-06-01", []),
        ("every: quarter, since: 2020-01-01, checked: 2020-02-01, in_force: false", []),
        ("every: quarter, since: 2026-03-29", ["never"]),
        ("every: quarter, since: 2026-03-30", []),
        ("every: quarter", []),  # nobody knows since when
        ("every: each-time, since: 2010-01-01", []),
        ("every: when-needed, checked: 2010-01-01", []),
        ("every: week, checked: 2026-06-21", ["overdue"]),
        ("every: week, checked: 2026-06-22", []),
        ("every: no-such, checked: 2010-01-01", []),  # C503 speaks
        ("since: 2010-01-01", []),
    ],
)
def test_checks_of_controls(entry: str, expected: list[str]) -> None:
    found = [case or "since" for case, _ in told("C507", controls(control(entry)))]
    assert found == expected


@pytest.mark.parametrize(
    "entries, expected",
    [
        ("{id: meeting-rules, title: 议事规则}", 0),
        ("{id: other, title: 议事规则, meets: [meeting-rules]}", 0),
        ("{id: other, title: 议事规则}", 1),
        ("{id: meeting-rules, title: 议事规则, repealed: 2026-06-30}", 1),
        ("{id: meeting-rules, title: 议事规则, repealed: 2026-07-01}", 0),
        ("{id: meeting-rules, title: 议事规则, effective: 2026-07-01}", 1),
        ("{id: meeting-rules, title: 议事规则, issued: 2026-07-01}", 1),
        (
            "{id: old, title: 旧规则, repealed: 2020-01-01, meets: [meeting-rules]}, {id: meeting-rules, title: 新}",
            0,
        ),
        ("{id: other, title: 议事规则}, {id: broken}", 0),  # S002 speaks
    ],
)
@pytest.mark.parametrize("types, is_asked", [("[town]", True), ("[]", True), ("[village]", False)])
def test_required_regulations(entries: str, expected: int, types: str, is_asked: bool) -> None:
    demands = rules(f"regulations: {{meeting-rules: {{title: 党委议事规则, unit_types: {types}}}}}")
    found = hits("C508", {**_register(entries), **demands})
    assert len(found) == (expected if is_asked else 0)
    assert all(hit.ref.file == REGISTER for hit in found)


def test_a_unit_without_a_register_is_told_at_the_unit() -> None:
    (hit,) = hits("C508", rules("regulations: {meeting-rules: {title: 党委议事规则}}"))
    assert (hit.ref.file, hit.ref.path) == ("units/town/unit.yaml", ("id",))


def test_powers_not_in_force_owe_nothing() -> None:
    text = """
kind: power
id: tender
name: 小型工程招标
type: internal-decision
status: {status}
risk_points:
  - {{id: r, behaviour: 泄露标底, unit: true, grade: high, residual: low}}
"""
    for status, expected in (("retained", 1), ("adjusted", 1), ("cancelled", 0), ("proposed", 0)):
        files = {"units/town/powers/tender.yaml": text.format(status=status)}
        assert len(told("C501", files)) == len(told("C506", files)) == expected
