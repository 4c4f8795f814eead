"""Each method of the rulebook against the numbers that published methods give, and what lifts or takes off a grade."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powerctl.errors import PowerctlError
from powerctl.grading import Grader, grade, grade_of, grade_rank
from powerctl.grading.residual import residual
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import Control, RiskPoint, Risks
from powerctl.model.rulebook import (
    Band,
    ControlAsks,
    ControlType,
    Factor,
    Flag,
    Floor,
    GradeTerm,
    Method,
    Override,
    ResidualAsks,
    RiskAsks,
    Rulebook,
    StatusTerm,
)
from powerctl.model.workflow import Step, Workflow
from powerctl.reckoning import formula
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree

GRADES = {
    "high": GradeTerm(label="高", rank=3),
    "medium": GradeTerm(label="中", rank=2),
    "low": GradeTerm(label="低", rank=1),
}
FOUR = {str(value): "" for value in range(4, 0, -1)}
FIVE = {str(value): "" for value in range(5, 0, -1)}


def bands(high: float, medium: float, low: float) -> tuple[Band, ...]:
    """Three bands."""
    return (Band(grade="high", from_=high), Band(grade="medium", from_=medium), Band(grade="low", from_=low))


def rulebook(asks: RiskAsks, controls: ControlAsks | None = None) -> Rulebook:
    """A rulebook of these demands."""
    statuses = {"retained": StatusTerm(label="保留"), "cancelled": StatusTerm(label="取消", in_force=False)}
    return Rulebook(id="r", name="r", grades=GRADES, statuses=statuses, risk=asks, controls=controls or ControlAsks())


def asks(method: Method, factors: Mapping[str, Factor]) -> Rulebook:
    """A rulebook that has one method and its factors."""
    return rulebook(RiskAsks(factors=factors, method=method))


def risk(**factors: int) -> RiskPoint:
    """A risk point with these factors."""
    return RiskPoint(id="x", behaviour="x", factors=factors)


def of_town(points: tuple[RiskPoint, ...]) -> Catalogue:
    """A catalogue with these risk points, which belong to no power."""
    return Catalogue(about=About(id="c", name="c"), risks=(Risks(unit="town", risk_points=points),))


def computed(point: RiskPoint, place: Rulebook, power: Power | None = None, peers: int = 0) -> tuple[float | None, str]:
    """Score and grade."""
    reckoning = grade(point, place, power, peers)
    return (reckoning.score, reckoning.grade) if reckoning is not None else (None, "")


# ---------------------------------------------------------------------------------------------------------
# Methods
# ---------------------------------------------------------------------------------------------------------

LOOKUP = asks(
    Method(kind="lookup", factors=("p", "c"), bands=bands(240, 90, 0)),
    {
        "p": Factor(label="可能性", scale=FOUR, scores={"4": 10, "3": 6, "2": 3, "1": 1}),
        "c": Factor(label="后果", scale=FOUR, scores={"4": 100, "3": 40, "2": 15, "1": 7}),
    },
)
CELLS = {4: (1000, 400, 150, 70), 3: (600, 240, 90, 42), 2: (300, 120, 45, 21), 1: (100, 40, 15, 7)}


@pytest.mark.parametrize("likelihood", CELLS)
def test_lookup_of_likelihood_and_consequence(likelihood: int) -> None:
    found = [computed(risk(p=likelihood, c=consequence), LOOKUP)[0] for consequence in (4, 3, 2, 1)]
    assert tuple(found) == CELLS[likelihood]


def test_lookup_has_five_high_four_medium_and_seven_low_cells() -> None:
    pairs = itertools.product(range(1, 5), repeat=2)
    counts = Counter(computed(risk(p=p, c=c), LOOKUP)[1] for p, c in pairs)
    assert counts == {"high": 5, "medium": 4, "low": 7}


@pytest.mark.parametrize("c, expected", [(3, (240, "high")), (2, (90, "medium")), (1, (42, "low"))])
def test_the_edges_of_the_lookup_belong_to_the_graver_grade(c: int, expected: tuple[float, str]) -> None:
    assert computed(risk(p=3, c=c), LOOKUP) == expected


def test_the_product_of_three_factors_has_7_high_10_medium_10_low_combinations() -> None:
    factors = {name: Factor(label=name, scale={"1": "", "2": "", "3": ""}) for name in "abc"}
    place = asks(Method(kind="product", factors=("a", "b", "c"), bands=bands(12, 6, 1)), factors)
    counts = Counter(computed(risk(a=a, b=b, c=c), place)[1] for a, b, c in itertools.product((1, 2, 3), repeat=3))
    assert counts == {"high": 7, "medium": 10, "low": 10}


@pytest.mark.parametrize(
    "limits, expected",
    [
        (bands(12, 5, 1), {"high": 8, "medium": 9, "low": 8}),  # high from 12, medium 5 to 10, low 1 to 4
        # critical from 20 is high here
        ((Band(grade="high", from_=20), *bands(15, 9, 1)), {"high": 6, "medium": 5, "low": 14}),
    ],
)
def test_the_product_of_five_by_five(limits: tuple[Band, ...], expected: dict[str, int]) -> None:
    factors = {name: Factor(label=name, scale=FIVE) for name in ("p", "i")}
    place = asks(Method(kind="product", factors=("p", "i"), bands=limits), factors)
    counts = Counter(computed(risk(p=p, i=i), place)[1] for p, i in itertools.product(range(1, 6), repeat=2))
    assert counts == expected


_WORDS = {"S": "high", "H": "high", "M": "medium", "L": "low"}
_TABLE = ("LMHSS", "LMMHS", "LLMMH", "LLLMM", "LLLLM")  # likelihood 5 down to 1; consequence 1 to 5
MATRIX = asks(
    Method(
        kind="matrix",
        factors=("p", "c"),
        cells={str(5 - row): {str(c + 1): _WORDS[mark] for c, mark in enumerate(_TABLE[row])} for row in range(5)},
    ),
    {"p": Factor(label="可能性", scale=FIVE), "c": Factor(label="后果", scale=FIVE)},
)


@pytest.mark.parametrize(
    "p, c, expected",
    [(5, 5, "high"), (5, 1, "low"), (1, 5, "medium"), (3, 3, "medium"), (2, 5, "medium"), (4, 4, "high")],
)
def test_a_matrix_is_read_and_knows_no_score(p: int, c: int, expected: str) -> None:
    assert computed(risk(p=p, c=c), MATRIX) == (None, expected)


def test_a_matrix_need_not_be_square() -> None:
    factors = {
        "p": Factor(label="p", scale={"1": "", "2": ""}),
        "c": Factor(label="c", scale={"1": "", "2": "", "3": ""}),
    }
    cells = {"1": {"1": "low", "2": "low", "3": "medium"}, "2": {"1": "low", "2": "medium", "3": "high"}}
    place = asks(Method(kind="matrix", factors=("p", "c"), cells=cells), factors)
    assert [computed(risk(p=2, c=c), place)[1] for c in (1, 2, 3)] == ["low", "medium", "high"]


@pytest.mark.parametrize(
    "parts, expected",
    [((60, 10, 10, 10), (90, "high")), ((60, 10, 10, 9), (89, "medium")), ((60, 5, 5, 5), (75, "medium")),
     ((60, 4, 5, 5), (74, "low")), ((60, 0, 0, 0), (60, "low")), ((59, 0, 0, 0), (None, ""))],
)  # fmt: skip
def test_scores_of_a_post_added_up(parts: tuple[int, ...], expected: tuple[float | None, str]) -> None:
    names = ("base", "own", "social", "panel")
    factors = {name: Factor(label=name, scale={"0": "", "100": ""}, between=True) for name in names}
    place = asks(Method(kind="weighted-sum", factors=names, bands=bands(90, 75, 60)), factors)
    assert computed(risk(**dict(zip(names, parts, strict=True))), place) == expected


@pytest.mark.parametrize("score, expected", [(100, "high"), (60, "high"), (59, "medium"), (40, "medium"), (39, "low")])
def test_a_score_up_to_a_hundred(score: int, expected: str) -> None:
    factors = {"score": Factor(label="得分", scale={"0": "", "100": ""}, between=True)}
    place = asks(Method(kind="weighted-sum", factors=("score",), bands=bands(60, 40, 0)), factors)
    assert computed(risk(score=score), place)[1] == expected


def test_weights_that_are_no_exact_numbers_still_reach_their_band() -> None:
    factors = {"a": Factor(label="甲", scale=FIVE, weight=0.1), "b": Factor(label="乙", scale=FIVE, weight=0.2)}
    place = asks(Method(kind="weighted-sum", factors=("a", "b"), bands=bands(0.7, 0.5, 0)), factors)
    assert computed(risk(a=1, b=3), place) == (0.7, "high")
    assert computed(risk(a=1, b=2), place) == (0.5, "medium")


CRITERIA = ("holds-resources", "wide-discretion", "needs-openness", "influence", "frequent-cases")


@pytest.mark.parametrize("met, expected", [(5, "high"), (3, "high"), (2, "medium"), (1, "low"), (0, "")])
def test_criteria_are_counted(met: int, expected: str) -> None:
    place = rulebook(
        RiskAsks(
            flags={name: Flag(label=name) for name in (*CRITERIA, "other")},
            method=Method(kind="criteria-count", criteria=CRITERIA, bands=bands(3, 2, 1)),
        )
    )
    point = RiskPoint(id="x", behaviour="x", flags=("other", *CRITERIA[:met]))
    assert computed(point, place)[1] == expected


COUNT = rulebook(
    RiskAsks(
        flags={"past-case": Flag(label="曾发生问题", grade="high")},
        method=Method(kind="risk-count", bands=bands(5, 3, 1)),
    )
)


@pytest.mark.parametrize("count, expected", [(1, "low"), (2, "low"), (3, "medium"), (4, "medium"), (5, "high")])
def test_risk_points_of_a_post_are_counted(count: int, expected: str) -> None:
    points = tuple(RiskPoint(id=f"r{number}", behaviour="x", post="clerk") for number in range(count))
    others = (RiskPoint(id="o", behaviour="x", post="head"), RiskPoint(id="u", behaviour="x", unit=True))
    grader = Grader(of_town((*points, *others)), COUNT)
    assert {grader.grade_of("town", None, point) for point in points} == {expected}
    assert grader.grade_of("town", None, others[0]) == "low"


def test_the_risk_points_of_steps_count_for_their_actor_and_only_where_the_power_is_in_force() -> None:
    steps = (Step(id="a", name="甲", actor="clerk"), Step(id="b", name="乙", actor="external:区政府"))
    points = tuple(RiskPoint(id=step, behaviour="x", step=step) for step in "ab")
    power = Power(id="p", name="p", type="t", unit="town", workflow=Workflow(steps=steps), risk_points=points)
    gone = replace(power, id="q", status="cancelled")
    own = Risks(unit="town", risk_points=tuple(RiskPoint(id=f"r{n}", behaviour="x", post="clerk") for n in range(2)))
    grader = Grader(Catalogue(about=About(id="c", name="c"), powers=(power, gone), risks=(own,)), COUNT)
    reckoning = grader.grade("town", power, points[0])
    assert reckoning is not None
    assert (reckoning.score, reckoning.grade) == (3, "medium")
    assert grader.grade("town", power, points[1]) is None  # an outsider has no post here
    assert len(list(grader.in_force())) == 4


def test_one_past_case_is_enough_among_few_risk_points() -> None:
    assert computed(RiskPoint(id="x", behaviour="x", flags=("past-case",)), COUNT, peers=1) == (1, "high")


# ---------------------------------------------------------------------------------------------------------
# What lifts and what takes off
# ---------------------------------------------------------------------------------------------------------

BASE = load_rulebook(WorkingTree(Path("/")), "")
LOW = {"importance": 1, "frequency": 1, "likelihood": 1}


@pytest.mark.parametrize(
    "factors, flags, expected",
    [
        (LOW, (), (1, "low")),
        (LOW, ("past-case",), (1, "high")),
        (LOW, ("unlimited-discretion",), (1, "high")),
        (LOW, ("unknown",), (1, "low")),
        ({}, ("past-case",), (None, "high")),  # nothing to multiply, and yet it is settled
        ({**LOW, "harm": 3}, (), (1, "medium")),
        ({**LOW, "harm": 2}, (), (1, "low")),
        ({**LOW, "importance": 3, "frequency": 3, "likelihood": 3, "harm": 3}, (), (27, "high")),
        ({"harm": 3}, (), (None, "")),  # a floor lifts a grade, it does not make one
    ],
)
def test_flags_and_floors_of_the_built_in_rulebook(
    factors: dict[str, int], flags: tuple[str, ...], expected: tuple[float | None, str]
) -> None:
    assert computed(RiskPoint(id="x", behaviour="x", factors=factors, flags=flags), BASE) == expected


def _override(matters: tuple[str, ...] = (), types: tuple[str, ...] = (), axes: tuple[str, ...] = ()) -> Rulebook:
    demand = Override(label="重大", grade="high", matters=matters, types=types, axes=axes)
    return replace(BASE, risk=replace(BASE.risk, overrides=(demand,)))


@pytest.mark.parametrize(
    "place, matter, type_, expected",
    [
        (_override(matters=("project",)), "project", "licence", "high"),
        (_override(matters=("project",)), "personnel", "licence", "low"),
        (_override(matters=("project",), types=("penalty",)), "project", "licence", "low"),  # all conditions must hold
        (_override(matters=("project",), types=("licence",)), "project", "licence", "high"),
        (_override(axes=("funds",)), "project", "licence", "high"),
        (_override(), "", "licence", "high"),
    ],
)
def test_overrides_by_what_the_power_is(place: Rulebook, matter: str, type_: str, expected: str) -> None:
    power = Power(id="p", name="p", type=type_, matter=matter, axis="funds")
    assert computed(risk(**LOW), place, power)[1] == expected


def test_an_override_with_conditions_says_nothing_of_risk_points_without_a_power() -> None:
    assert computed(risk(**LOW), _override(matters=("project",)))[1] == "low"


def test_graded_by_what_the_power_is_alone() -> None:
    demands = (
        Override(label="人财物", grade="high", axes=("funds", "assets")),
        Override(label="一般审批", grade="medium", types=("licence",)),
        Override(label="其他", grade="low"),
    )
    place = rulebook(RiskAsks(overrides=demands))
    for axis, type_, expected in (
        ("funds", "licence", "high"),
        ("affairs", "licence", "medium"),
        ("affairs", "x", "low"),
    ):
        assert (
            computed(RiskPoint(id="x", behaviour="x"), place, Power(id="p", name="p", type=type_, axis=axis))[1]
            == expected
        )


def test_a_demand_for_a_grade_that_the_place_does_not_have_means_nothing() -> None:
    grades = {name: term for name, term in GRADES.items() if name != "medium"}
    place = replace(BASE, grades=grades)
    assert computed(risk(**LOW, harm=3), place)[1] == "low"


TYPES = {
    "separation": ControlType(label="分权", points=2),
    "regulation": ControlType(label="制度", points=1),
    "education": ControlType(label="教育"),
}


def _left(controls: tuple[Control, ...], grade: str, most: int = 1) -> tuple[str, int]:
    place = rulebook(RiskAsks(residual=ResidualAsks(per_level=2, most=most)), ControlAsks(types=TYPES))
    left = residual(RiskPoint(id="x", behaviour="x", controls=controls), place, grade, "2026-06-30")
    assert left is not None
    return left.grade, left.points


def control(type_: str, since: str = "", is_in_force: bool = True) -> Control:
    """A control of this type."""
    return Control(id="c", type=type_, measure="x", since=since, in_force=is_in_force)


@pytest.mark.parametrize(
    "controls, grade, most, expected",
    [
        ((), "high", 1, ("high", 0)),
        ((control("separation"),), "high", 1, ("medium", 2)),
        ((control("regulation"),), "high", 1, ("high", 1)),
        ((control("regulation"), control("regulation")), "high", 1, ("high", 1)),  # each type once
        ((control("separation"), control("regulation"), control("education")), "high", 2, ("medium", 3)),
        ((control("separation"),), "low", 1, ("low", 2)),
        ((control("separation", is_in_force=False),), "high", 1, ("high", 0)),
        ((control("separation", since="2026-07-01"),), "high", 1, ("high", 0)),
        ((control("separation", since="2026-06-30"),), "high", 1, ("medium", 2)),
        ((control("separation"),), "high", 0, ("high", 2)),
    ],
)
def test_what_controls_in_force_take_off(
    controls: tuple[Control, ...], grade: str, most: int, expected: tuple[str, int]
) -> None:
    assert _left(controls, grade, most) == expected


def test_no_residual_grade_where_the_rulebook_does_not_ask_or_nothing_is_graded() -> None:
    assert residual(risk(), rulebook(RiskAsks()), "high", "2026-06-30") is None
    assert residual(risk(), BASE, "", "2026-06-30") is None


# ---------------------------------------------------------------------------------------------------------
# What holds for all
# ---------------------------------------------------------------------------------------------------------

values = st.integers(1, 5)
weights = st.sampled_from((0.1, 0.3, 0.5, 1, 2))
WEIGHTED = asks(
    Method(kind="weighted-sum", factors=("p", "c"), bands=bands(4, 2.5, 0)),
    {"p": Factor(label="p", scale=FIVE, weight=0.3), "c": Factor(label="c", scale=FIVE, weight=0.7)},
)
PRODUCT = asks(
    Method(kind="product", factors=("p", "c"), bands=bands(12, 5, 1)),
    {"p": Factor(label="p", scale=FIVE), "c": Factor(label="c", scale=FIVE)},
)
MONOTONE = st.sampled_from((PRODUCT, WEIGHTED, MATRIX))
FLAGS = {"past-case": Flag(label="x", grade="high"), "reminder": Flag(label="y")}


def _lifted(place: Rulebook) -> Rulebook:
    floors = (Floor(label="f", factor="c", from_=4, grade="medium"),)
    return replace(place, risk=replace(place.risk, flags=FLAGS, floors=floors))


@given(MONOTONE, values, values, values, values, st.sets(st.sampled_from(tuple(FLAGS))))
def test_raising_a_factor_never_lowers_a_grade(
    place: Rulebook, p: int, c: int, more_p: int, more_c: int, flags: set[str]
) -> None:
    place = _lifted(place)
    before = replace(risk(p=min(p, more_p), c=min(c, more_c)), flags=tuple(sorted(flags)))
    after = replace(risk(p=max(p, more_p), c=max(c, more_c)), flags=before.flags)
    ranks = [grade_rank(place, grade_of(point, place)) for point in (before, after)]
    assert ranks[0] <= ranks[1]


@given(MONOTONE, values, values, st.permutations(("past-case", "reminder", "unknown")))
def test_the_order_of_factors_and_flags_changes_nothing(place: Rulebook, p: int, c: int, flags: list[str]) -> None:
    place = _lifted(place)
    one = replace(risk(p=p, c=c), flags=("past-case", "reminder", "unknown"))
    assert grade(one, place) == grade(replace(risk(c=c, p=p), flags=tuple(flags)), place)


@given(st.lists(st.sampled_from(("clerk", "head", "mayor")), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_risk_points_changes_no_grade(posts: list[str], shuffled: Random) -> None:
    points = [RiskPoint(id=f"r{number}", behaviour="x", post=post) for number, post in enumerate(posts)]
    other = list(points)
    shuffled.shuffle(other)
    found = [
        {point.id: grader.grade_of("town", None, point) for point in points}
        for grader in (
            Grader(
                Catalogue(about=About(id="c", name="c"), risks=(Risks(unit="town", risk_points=tuple(order)),)), COUNT
            )
            for order in (points, other)
        )
    ]
    assert found[0] == found[1]


# ---------------------------------------------------------------------------------------------------------
# The line that shows the sum; rulebooks with gaps
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place, point, expected",
    [
        (LOOKUP, risk(p=4, c=3), "p 4 → 10 × c 3 → 40 = 400"),
        (MATRIX, risk(p=4, c=3), "p 4 / c 3"),
        (PRODUCT, risk(p=4, c=3), "p 4 × c 3 = 12"),
        (WEIGHTED, risk(p=4, c=3), "p 4 × 0.3 + c 3 × 0.7 = 3.3"),
    ],
)
def test_the_sum_in_one_line(place: Rulebook, point: RiskPoint, expected: str) -> None:
    reckoning = grade(point, place)
    assert reckoning is not None
    assert formula(reckoning, str) == expected


def test_a_count_is_shown_as_a_number() -> None:
    reckoning = grade(risk(), COUNT, peers=4)
    assert reckoning is not None
    assert formula(reckoning, str) == "4"


_IS = "risk: {method: {kind: "
_CELL = 'cells: {"1": {"1": low}}'
_SCORES = 'scale: {"3": null}, scores: {"1": 7}'


@pytest.mark.parametrize(
    "text, key",
    [
        (_IS + "criteria-count}}", "method.criteria"),
        (_IS + "matrix, factors: [importance, frequency]}}", "method.cells"),
        (_IS + f"matrix, factors: [importance, frequency], {_CELL}}}}}", "method.cells.3.3"),
        (_IS + f"matrix, factors: [importance], {_CELL}}}}}", "method.factors (2)"),
        (_IS + f"matrix, factors: [importance, harm, frequency], {_CELL}}}}}", "method.factors (2)"),
        (_IS + "lookup}}", "factors.importance.scores.3"),
        (
            f"risk: {{factors: {{importance: {{{_SCORES}}}}}, method: {{kind: lookup, factors: [importance]}}}}",
            "factors.importance.scores.2",
        ),
    ],
)
def test_a_method_without_what_it_needs_stops_the_run(text: str, key: str, tmp_path: Path) -> None:
    head = "kind: rulebook\nid: sample\nname: 样例\nextends: base\n"
    (tmp_path / "rulebook.yaml").write_text(f"{head}{text}\n", "utf-8")
    with pytest.raises(PowerctlError) as caught:
        load_rulebook(WorkingTree(tmp_path), "rulebook.yaml")
    assert caught.value.finding is not None
    assert caught.value.finding.location.line == 5
    assert (caught.value.finding.case, caught.value.finding.facts["key"]) == ("missing_key", key)
