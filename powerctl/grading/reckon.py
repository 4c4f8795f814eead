"""The computed grade of one risk point: the method, then whatever demands more."""

from __future__ import annotations

from powerctl.grading.methods import FACTORED, allows, scored
from powerctl.grading.raises import lifting, settling
from powerctl.grading.terms import grade_rank
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import Raise, Reckoning


def grade(risk: RiskPoint, rulebook: Rulebook, power: Power | None = None, peers: int = 0) -> Reckoning | None:
    """The grade that the rulebook computes; None where it can compute none.

    ``power`` is the one that the risk point belongs to, ``peers`` how many risk points its post has (for risk-count).
    """
    asks = rulebook.risk
    found = scored(risk, asks, peers)
    raised = tuple(settling(risk, power, rulebook))
    if found is not None:
        raised += tuple(lifting(risk, rulebook))
    kind = asks.method.kind if asks.method is not None else ""
    if found is None:
        return Reckoning(kind, None, _gravest(rulebook, "", raised), raised=raised) if raised else None
    final = _gravest(rulebook, found.grade, raised) if raised else found.grade
    return Reckoning(kind, found.score, final, found.counted, found.band, found.grade, raised)


def on_scale(rulebook: Rulebook, factor: str, value: int | None) -> bool:
    """Whether the rulebook knows the factor and allows it this value."""
    known = rulebook.risk.factors.get(factor)
    return known is not None and allows(known, value)


def owed_factors(rulebook: Rulebook) -> tuple[str, ...]:
    """The factors that every risk point must have for the rulebook's method."""
    method = rulebook.risk.method
    return method.factors if method is not None and method.kind in FACTORED else ()


def grade_of(risk: RiskPoint, rulebook: Rulebook, power: Power | None = None, peers: int = 0) -> str:
    """The inherent grade that counts: as declared, else as computed, else none."""
    if risk.grade:
        return risk.grade
    reckoning = grade(risk, rulebook, power, peers)
    return reckoning.grade if reckoning is not None else ""


def _gravest(rulebook: Rulebook, base: str, raised: tuple[Raise, ...]) -> str:
    """The gravest grade that anything asks for; the method's own where nothing is graver."""
    grades = (base, *(entry.grade for entry in raised))
    return max(grades, key=lambda grade: grade_rank(rulebook, grade))
