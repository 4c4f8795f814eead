"""剩余等级: what the controls in force take off a grade."""

from __future__ import annotations

from powerctl.grading.terms import gravest_first
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import Residual


def residual(risk: RiskPoint, rulebook: Rulebook, grade: str, today: str) -> Residual | None:
    """What is left of a grade on the day; None where the rulebook does not say, or there is no grade."""
    asks = rulebook.risk.residual
    if asks is None or grade not in rulebook.grades:
        return None
    known = rulebook.controls.types
    in_force = {control.type for control in risk.controls if control.in_force and control.since <= today}
    types = tuple(type_ for type_ in sorted(in_force) if type_ in known and known[type_].points)
    points = sum(known[type_].points for type_ in types)
    ladder = gravest_first(rulebook)
    place = ladder.index(grade)
    levels = min(points // asks.per_level, asks.most, len(ladder) - 1 - place)
    return Residual(ladder[place + levels], types, points, levels)
