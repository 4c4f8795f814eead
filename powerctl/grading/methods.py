"""The methods of the rulebook: from the factors, flags and fellows of a risk point to a score and a grade."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Band, Factor, Method, RiskAsks
from powerctl.reckoning import Counted

FACTORED = frozenset({"product", "weighted-sum", "lookup", "matrix"})
_DIGITS = 6  # a sum of weights is no exact number: 0.1 × 3 must reach a band that begins at 0.3


@dataclass(frozen=True, slots=True)
class Scored:
    """What a method makes of a risk point; ``band`` is None where the grade is read in a table."""

    score: float | None
    grade: str
    counted: tuple[Counted, ...]
    band: Band | None = None


def scored(risk: RiskPoint, asks: RiskAsks, peers: int) -> Scored | None:
    """The method's score and grade; None where a factor is missing or off its scale, or no band is reached.

    ``peers`` is how many risk points the same post has, this one included; 0 where that is not known.
    """
    method = asks.method
    if method is None:
        return None
    if method.kind in FACTORED:
        factors = _factors(risk, asks, method)
        return _FACTORED[method.kind](method, factors) if factors is not None else None
    return _criteria(risk, method) if method.kind == "criteria-count" else _peers(method, peers)


def allows(factor: Factor, value: int | None) -> bool:
    """Whether a factor may have this value."""
    if value is None:
        return False
    if factor.between and factor.scale:
        steps = [int(step) for step in factor.scale]
        return min(steps) <= value <= max(steps)
    return str(value) in factor.scale


def _factors(risk: RiskPoint, asks: RiskAsks, method: Method) -> tuple[Counted, ...] | None:
    counted = []
    for name in method.factors:
        factor, value = asks.factors.get(name), risk.factors.get(name)
        if factor is None or value is None or not allows(factor, value):
            return None
        counted.append(Counted(name, value, _worth(method, factor, value)))
    return tuple(counted)


def _worth(method: Method, factor: Factor, value: int) -> float:
    if method.kind == "lookup":
        return factor.scores[str(value)]
    return factor.weight if method.kind == "weighted-sum" else 1


def _product(method: Method, counted: tuple[Counted, ...]) -> Scored | None:
    return _banded(method, math.prod(entry.value for entry in counted), counted)


def _weighted_sum(method: Method, counted: tuple[Counted, ...]) -> Scored | None:
    return _banded(method, math.fsum(entry.value * entry.worth for entry in counted), counted)


def _lookup(method: Method, counted: tuple[Counted, ...]) -> Scored | None:
    return _banded(method, math.prod(entry.worth for entry in counted), counted)


def _matrix(method: Method, counted: tuple[Counted, ...]) -> Scored | None:
    row, column = (str(entry.value) for entry in counted)
    return Scored(None, method.cells[row][column], counted)


def _criteria(risk: RiskPoint, method: Method) -> Scored | None:
    met = tuple(Counted(flag, 1) for flag in method.criteria if flag in risk.flags)
    return _banded(method, len(met), met)


def _peers(method: Method, peers: int) -> Scored | None:
    return _banded(method, peers, ()) if peers else None


def _banded(method: Method, score: float, counted: Sequence[Counted]) -> Scored | None:
    """The highest band that the score reaches."""
    score = tidy(score)
    reached = (band for band in method.bands if score >= band.from_)
    band = max(reached, key=lambda band: band.from_, default=None)
    return Scored(score, band.grade, tuple(counted), band) if band is not None else None


def tidy(score: float) -> float:
    """Without the noise of fractions; a whole number where it is one."""
    rounded = round(score, _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


_FACTORED: dict[str, Callable[[Method, tuple[Counted, ...]], Scored | None]] = {
    "product": _product,
    "weighted-sum": _weighted_sum,
    "lookup": _lookup,
    "matrix": _matrix,
}
