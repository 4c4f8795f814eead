"""Factors and bands → a grade, and what happens at every edge."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from powerctl.grading import grade, grade_label, grade_of, grade_rank
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Band, Factor, GradeTerm, Method, RiskAsks, Rulebook

_SCALE = {"1": "小", "2": "中", "3": "大"}
_BANDS = (Band(grade="high", from_=12), Band(grade="medium", from_=6), Band(grade="low", from_=2))
_GRADES = {
    "high": GradeTerm(label="一级", rank=3),
    "medium": GradeTerm(label="二级", rank=2),
    "low": GradeTerm(label="三级", rank=1),
}


def rulebook(bands: tuple[Band, ...] = _BANDS) -> Rulebook:
    factors = {name: Factor(label=name, scale=_SCALE) for name in ("a", "b", "c", "spare")}
    method = Method(kind="product", factors=("a", "b", "c"), bands=bands)
    return Rulebook(id="r", name="r", grades=_GRADES, risk=RiskAsks(factors=factors, method=method))


def risk(factors: Mapping[str, int], declared: str = "") -> RiskPoint:
    return RiskPoint(id="x", behaviour="x", factors=factors, grade=declared)


@pytest.mark.parametrize(
    "factors, expected",
    [
        ({"a": 3, "b": 3, "c": 3}, (27, "high")),
        ({"a": 3, "b": 2, "c": 2}, (12, "high")),
        ({"a": 3, "b": 3, "c": 1}, (9, "medium")),
        ({"a": 3, "b": 2, "c": 1}, (6, "medium")),
        ({"a": 2, "b": 2, "c": 1}, (4, "low")),
        ({"a": 2, "b": 1, "c": 1, "spare": 3}, (2, "low")),  # a factor that the method does not use
        ({"a": 1, "b": 1, "c": 1}, None),  # below the lowest band
        ({"a": 3, "b": 2}, None),
        ({"a": 3, "b": 2, "c": 4}, None),
        ({"a": 3, "b": 2, "c": 0}, None),
        ({}, None),
    ],
)
def test_product(factors: dict[str, int], expected: tuple[int, str] | None) -> None:
    reckoning = grade(risk(factors), rulebook())
    assert (reckoning and (reckoning.score, reckoning.grade)) == expected


def test_the_reckoning_tells_what_counted() -> None:
    reckoning = grade(risk({"c": 2, "spare": 3, "b": 2, "a": 3}), rulebook())
    assert reckoning is not None
    assert reckoning.factors == (("a", 3), ("b", 2), ("c", 2))
    assert reckoning.band == _BANDS[0]


def test_the_order_of_the_bands_does_not_matter() -> None:
    reckoning = grade(risk({"a": 3, "b": 2, "c": 2}), rulebook(tuple(reversed(_BANDS))))
    assert reckoning is not None
    assert reckoning.grade == "high"


def test_without_a_method_nothing_is_computed() -> None:
    assert grade(risk({"a": 3, "b": 2, "c": 2}), Rulebook(id="r", name="r")) is None


def test_the_declared_grade_counts_before_the_computed_one() -> None:
    factors = {"a": 3, "b": 2, "c": 2}
    assert grade_of(risk(factors, "low"), rulebook()) == "low"
    assert grade_of(risk(factors), rulebook()) == "high"
    assert grade_of(risk({}), rulebook()) == ""


def test_labels_and_ranks_are_those_of_the_place() -> None:
    assert grade_label(rulebook(), "high") == "一级"
    assert grade_label(rulebook(), "none-such") == "none-such"
    assert grade_rank(rulebook(), "high") > grade_rank(rulebook(), "low") > grade_rank(rulebook(), "") == 0
