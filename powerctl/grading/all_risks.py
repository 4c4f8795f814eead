"""Every risk point of a catalogue with its grades."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.grading.grader import Bound, Grader
from powerctl.grading.residual import residual
from powerctl.grading.steps import steps
from powerctl.grading.supposing import Supposition, supposed
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import GradedRisk


@dataclass(frozen=True, slots=True)
class GradedBound:
    """A risk point as it stands in its catalogue, and its grades."""

    unit: str
    power: Power | None
    risk: RiskPoint
    graded: GradedRisk


def subject_of(unit: str, power: Power | None, risk: RiskPoint) -> str:
    """``unit/power/risk``, or ``unit/risk`` where it belongs to no power."""
    return f"{power.subject if power is not None else unit}/{risk.id}"


def grade_all(
    catalogue: Catalogue,
    rulebook: Rulebook,
    today: str,
    supposition: Supposition | None = None,
    *,
    is_explained: bool = False,
) -> tuple[GradedBound, ...]:
    """The risk points in force, by subject; a ``supposition`` changes the computed grades of all of them.

    Their reckonings are told step by step only if asked for: that costs more than the grading.
    """
    found = _graded(Grader(catalogue, rulebook), today, supposition, is_explained)
    return tuple(sorted(found, key=lambda one: one.graded.subject))


def _graded(grader: Grader, today: str, supposition: Supposition | None, is_explained: bool) -> Iterator[GradedBound]:
    for unit, power, risk in grader.in_force():
        asked = supposed(risk, supposition) if supposition else risk
        subject = subject_of(unit, power, risk)
        graded = _one(grader, (unit, power, asked), subject, today, is_explained, is_supposed=bool(supposition))
        yield GradedBound(unit, power, asked, graded)


def _one(
    grader: Grader, bound: Bound, subject: str, today: str, is_explained: bool, *, is_supposed: bool
) -> GradedRisk:
    unit, power, risk = bound
    reckoning = grader.grade(unit, power, risk)
    computed = reckoning.grade if reckoning is not None else ""
    counts = (computed or risk.grade) if is_supposed else (risk.grade or computed)
    left = residual(risk, grader.rulebook, counts, today)
    graded = risk.graded
    return GradedRisk(
        subject=subject,
        unit=unit,
        power=power.id if power is not None else "",
        behaviour=risk.behaviour,
        category=risk.category,
        declared=risk.grade,
        computed=computed,
        residual=risk.residual or (left.grade if left is not None else ""),
        factors=risk.factors,
        reckoning=reckoning,
        weight=counts,
        is_settled=graded is not None and bool(graded.by and graded.reason),
        signed_on=graded.on if graded is not None and graded.by else "",
        steps=steps(risk, grader.rulebook, reckoning, left) if is_explained else (),
        ref=risk.ref,
    )
