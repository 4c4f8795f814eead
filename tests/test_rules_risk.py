"""R401-R406 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

import pytest

from tests.briefs import hits, told

RISKS = "units/town/risks.yaml"
POWER = "units/town/powers/tender.yaml"


def risks(*points: str) -> dict[str, str]:
    """A file of risk points, each written as the inside of a flow mapping."""
    lines = [f"  - {{id: r{number}, behaviour: 收受礼品, {point}}}" for number, point in enumerate(points)]
    return {RISKS: "\n".join(["kind: risks", "risk_points:" if points else "risk_points: []", *lines, ""])}


def rules(text: str) -> dict[str, str]:
    """A rulebook with these demands."""
    return {"rulebook.yaml": f"kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n{text}\n"}


def power(more: str, steps: str = "{id: decide, name: 决定, actor: committee, duty: decide}") -> dict[str, str]:
    """A power with one step and further keys."""
    head = "kind: power\nid: tender\nname: 小型工程招标\ntype: internal-decision\n"
    return {POWER: f"{head}{more}\nworkflow: {{steps: [{steps}]}}\n"}


@pytest.mark.parametrize(
    "more, step, expected",
    [
        ("matter: project", "actor: committee, duty: decide", ["uncovered"]),
        ("holder: committee", "actor: committee, duty: decide", []),
        ("holder: works-head", "actor: works-head, duty: decide", []),  # not a major matter
        ("matter: project", "actor: committee, duty: deliberate", []),  # not weighty
        ("matter: project", "actor: committee", []),
        ("matter: project", 'actor: "external:区政府", duty: approve', []),
        ("matter: project", "actor: applicant, duty: review", []),
        ("matter: project\nstatus: cancelled", "actor: committee, duty: decide", []),
        ("matter: project\nstatus: proposed", "actor: committee, duty: decide", []),
        ("matter: project\nrisk_points: [{id: a, behaviour: 泄露, step: s}]", "actor: committee, duty: decide", []),
        ("matter: project\nrisk_points: [{id: a, behaviour: 泄露, post: mayor}]", "duty: decide", ["uncovered"]),
        ("matter: project\nrisk_points: [{id: a, step: s}]", "duty: decide", []),  # refused by the schema: S002 speaks
    ],
)
def test_weighty_steps_of_major_powers(more: str, step: str, expected: list[str]) -> None:
    assert [case for case, _ in told("R401", power(more, f"{{id: s, name: 环节, {step}}}"))] == expected


@pytest.mark.parametrize(
    "point, expected",
    [
        ("post: works-head", []),
        ("office: works", []),
        ("unit: true", []),
        ("category: ethics", [("", "risk_points.0")]),
        ("unit: false", [("", "risk_points.0")]),
        ("post: no-such", []),  # S003 speaks
        ("post: [works-head]", []),  # S002 speaks
    ],
)
def test_where_a_risk_point_belongs(point: str, expected: list[tuple[str, str]]) -> None:
    assert told("R401", risks(point)) == expected


@pytest.mark.parametrize(
    "point, expected",
    [
        ("category: process", []),
        ("category: processes", [("", "risk_points.0.category")]),
        ("found_by: [self, peer]", [("", "risk_points.0.found_by.1")]),
        ("flags: [past-case, x]", [("", "risk_points.0.flags.1")]),
        ("factors: {importance: 3, frequency: 3, likelihood: 3}", []),
        ("factors: {importance: 0, frequency: 3, likelihood: 3}", [("scale", "risk_points.0.factors.importance")]),
        ("factors: {importance: 3, frequency: 3}", [("missing", "risk_points.0.factors")]),
        ("factors: {import: 3, frequency: 3}", [("", "risk_points.0.factors.import")]),  # not missing as well
        ("factors: {}", [("missing", "risk_points.0.factors")]),
        ("factors: {importance: three, frequency: 1, likelihood: 1}", []),  # S002 speaks
    ],
)
def test_words_of_the_rulebook(point: str, expected: list[tuple[str, str]]) -> None:
    full = point if "factors" in point else f"{point}, factors: {{importance: 1, frequency: 1, likelihood: 1}}"
    assert told("R402", risks(full)) == expected


def test_the_nearest_word_is_suggested_by_its_id_and_its_label() -> None:
    (hit,) = [hit for hit in hits("R402", risks("category: institutions")) if not hit.case]
    assert (hit.facts["nearest"], hit.facts["label"]) == ("institution", "制度机制")


def test_of_an_unknown_factor_the_name_is_shown() -> None:
    (hit,) = hits("R402", risks("factors: {importence: 3}"))
    assert hit.on_key
    assert hit.facts["nearest"] == "importance"


def test_words_are_free_where_the_rulebook_names_none() -> None:
    free = rules("risk: {categories: null, stages: null, found_by: null, flags: null, method: null}")
    assert told("R402", {**risks("category: x, stage: y, found_by: [z], flags: [w]"), **free}) == []


def test_factors_are_not_owed_without_a_method_but_stay_on_their_scale() -> None:
    without = rules("risk: {method: null}")
    assert told("R402", {**risks("category: ethics"), **without}) == []
    off = {**risks("factors: {importance: 9}"), **without}
    assert told("R402", off) == [("scale", "risk_points.0.factors.importance")]


def test_a_grade_that_this_place_does_not_have() -> None:
    two = rules("grades: {medium: null}\nrisk: {method: null}")
    assert told("R402", {**risks("grade: medium, residual: low"), **two}) == [("", "risk_points.0.grade")]


_SIX = "factors: {importance: 3, frequency: 2, likelihood: 1}"


@pytest.mark.parametrize(
    "point, expected",
    [
        (f"{_SIX}, grade: medium", []),
        (f"{_SIX}, grade: low", [""]),
        (f"{_SIX}, grade: high", [""]),  # too high needs a reason as well
        (f"{_SIX}, grade: low, graded: {{by: committee}}", [""]),
        (f"{_SIX}, grade: low, graded: {{reason: 另有安排}}", [""]),
        (f"{_SIX}, grade: low, graded: {{by: committee, reason: 另有安排}}", []),
        (_SIX, ["undeclared"]),
        ("category: ethics", ["undeclared"]),
        ("factors: {importance: 3}, grade: low", []),  # R402 speaks
        ("factors: {importance: 9, frequency: 1, likelihood: 1}, grade: low", []),
        ("grade: High", []),  # S002 speaks
    ],
)
def test_declared_and_computed(point: str, expected: list[str]) -> None:
    assert [case for case, _ in told("R403", risks(point))] == expected


def test_the_sum_is_shown_in_the_words_of_the_rulebook() -> None:
    (hit,) = hits("R403", risks(f"{_SIX}, grade: low"))
    assert hit.facts["factors"] == "重要程度 3 × 行使频率 2 × 发生问题几率 1"
    assert (hit.facts["score"], hit.facts["declared"], hit.facts["computed"]) == (6, "低", "中")


_ALL = "risk: {review_months: 0, approvers: [{body: true}, {role: chief}, {external: 市惩防办}]}"
_CHIEF = "risk: {review_months: 0, approvers: [{role: chief}]}"
_YEARLY = "risk: {review_months: 12}"


@pytest.mark.parametrize(
    "demands, graded, expected",
    [
        (_ALL, "{by: committee}", []),
        (_ALL, "{by: secretary}", []),  # the chief
        (_ALL, "{by: mayor}", [("", "by")]),
        (_ALL, "{by: works}", [("", "by")]),  # an office is no body
        (_ALL, '{by: "external:市惩防办"}', []),
        (_ALL, '{by: "external:区惩防办"}', [("", "by")]),
        (_ALL, "{by: public}", [("", "by")]),
        (_ALL, "{by: no-such}", []),  # S003 speaks
        (_ALL, "{by: other/committee}", []),
        (_ALL, "{on: 2026-01-01}", [("unsigned", "by")]),
        (_CHIEF, "{by: works-head}", [("", "by")]),
        (_CHIEF, "{by: committee}", []),  # the chief sits in it
        (_YEARLY, "{by: mayor, on: 2025-06-30}", []),  # to the day, and nobody in particular is asked for
        (_YEARLY, "{by: mayor, on: 2025-06-29}", [("stale", "on")]),
        (_YEARLY, "{by: mayor}", [("unsigned", "on")]),
        ("risk: {review_months: 0}", "{}", []),
    ],
)
def test_who_settled_a_grade_and_when(demands: str, graded: str, expected: list[tuple[str, str]]) -> None:
    found = told("R404", {**risks(f"grade: low, graded: {graded}"), **rules(demands)})
    assert found == [(case, f"risk_points.0.graded.{key}") for case, key in expected]


def test_nothing_is_asked_of_a_grade_where_the_rulebook_asks_nothing() -> None:
    assert told("R404", {**risks("grade: low"), **rules("risk: {review_months: 0}")}) == []
    assert told("R404", {**risks("grade: low"), **rules(_YEARLY)}) == [("unsigned", "risk_points.0.graded")]


def _grades(high: int, low: int) -> dict[str, str]:
    return risks(*["unit: true, grade: high"] * high, *["unit: true, grade: low"] * low)


@pytest.mark.parametrize(
    "high, low, expected",
    [
        (1, 9, []),  # nine in ten is not more than nine in ten
        (1, 10, ["low"]),
        (0, 9, []),  # too few to judge
        (0, 10, ["", "low"]),
        (2, 18, []),
        (10, 0, []),
    ],
)
def test_shares_of_grades(high: int, low: int, expected: list[str]) -> None:
    assert sorted(case for case, _ in told("R405", _grades(high, low))) == expected


def test_a_computed_grade_counts_where_none_is_declared() -> None:
    points = risks(*["unit: true, factors: {importance: 1, frequency: 1, likelihood: 1}"] * 10)
    assert sorted(case for case, _ in told("R405", points)) == ["", "alike", "low"]


def test_what_was_refused_may_hold_the_high_ones() -> None:
    refused = {"units/town/powers/tender.yaml": "kind: power\nid: tender\n"}
    assert told("R405", {**_grades(0, 10), **refused}) == []


def test_nothing_is_suspected_where_the_rulebook_says_so() -> None:
    assert told("R405", {**_grades(0, 20), **rules("risk: {plausibility: null}")}) == []


@pytest.mark.parametrize(
    "focus, more, expected",
    [
        ("words: [招标]", "", 1),
        ("words: [采购]", "", 0),
        ("types: [internal-decision]", "", 1),
        ("types: [licence]", "", 0),
        ("matters: [project]", "matter: project", 1),
        ("matters: [project]", "", 0),
        ("axes: [funds]", "axis: funds", 1),
        ("words: [招标]", "status: cancelled", 0),
        ("words: [招标]", "risk_points: [{id: a, behaviour: 泄露, unit: true}]", 0),
        ("words: [招标]", "risk_points: [{id: a}]", 0),  # S002 speaks
    ],
)
def test_focus(focus: str, more: str, expected: int) -> None:
    demands = rules(f"risk: {{focus: [{{id: f, label: 重点, {focus}}}]}}")
    assert told("R406", {**power(more), **demands}) == [("", "risk_points")] * expected


@pytest.mark.parametrize(
    "points, expected",
    [
        ([], ["post", "office", "unit"]),
        (["post: mayor"], ["office", "unit"]),
        (["post: mayor, office: works", "unit: true"], []),
        (["category: ethics"], ["post", "office", "unit"]),
    ],
)
def test_layers(points: list[str], expected: list[str]) -> None:
    demands = rules("risk: {layers: [post, office, unit]}")
    found = hits("R406", {**risks(*points), **power(""), **demands})
    assert [hit.facts["layer"] for hit in found] == expected


def test_a_unit_without_powers_owes_no_layer() -> None:
    assert told("R406", rules("risk: {layers: [post, office, unit]}")) == []
