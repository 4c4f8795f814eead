"""定级: how the factors of a risk point become its grade, by the method of the rulebook."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Band, Method, Rulebook

SCORES: dict[str, Callable[[Iterable[int]], int]] = {"product": math.prod}


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A computed grade and how it came about: the factors that counted, their score, the band it fell into."""

    score: int
    grade: str
    factors: tuple[tuple[str, int], ...]
    band: Band


def grade(risk: RiskPoint, rulebook: Rulebook) -> Reckoning | None:
    """The grade that the rulebook's method computes; None where a factor is missing or off its scale."""
    method = rulebook.risk.method
    if method is None or not all(on_scale(rulebook, name, risk.factors.get(name)) for name in method.factors):
        return None
    factors = tuple((name, risk.factors[name]) for name in method.factors)
    score = SCORES[method.kind](value for _, value in factors)
    band = _band(method, score)
    return Reckoning(score, band.grade, factors, band) if band is not None else None


def on_scale(rulebook: Rulebook, factor: str, value: int | None) -> bool:
    """Whether the rulebook knows the factor and allows it this value."""
    known = rulebook.risk.factors.get(factor)
    return known is not None and str(value) in known.scale


def grade_of(risk: RiskPoint, rulebook: Rulebook) -> str:
    """The inherent grade that counts: as declared, else as computed, else none."""
    if risk.grade:
        return risk.grade
    reckoning = grade(risk, rulebook)
    return reckoning.grade if reckoning is not None else ""


def grade_label(rulebook: Rulebook, grade: str) -> str:
    """What this place calls a grade."""
    term = rulebook.grades.get(grade)
    return term.label if term is not None else grade


def grade_rank(rulebook: Rulebook, grade: str) -> int:
    """How grave a grade is: more is graver, 0 for one that the rulebook does not know."""
    term = rulebook.grades.get(grade)
    return term.rank if term is not None else 0


def _band(method: Method, score: int) -> Band | None:
    """The highest band that the score reaches."""
    reached = (band for band in method.bands if score >= band.from_)
    return max(reached, key=lambda band: band.from_, default=None)
