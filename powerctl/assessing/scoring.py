"""The hundred-point score of each unit: points entered or computed, what warnings take off, bonus, weight, rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from powerctl.ledger import day_of
from powerctl.model.assessment import Score
from powerctl.model.rulebook import AssessmentItem
from powerctl.rules import Brief
from powerctl.rules.measures import MEASURES, measured
from powerctl.scores import Deduction, How, Point, Reading, UnitScore
from powerctl.table import Word

ONCE_A_LEVEL = "unit"
INNER = "inner"
_NOT_ISSUED = "collected"  # a form handed in is no warning yet


def reading(brief: Brief) -> Reading | None:
    """How the rulebook reads its document; None where it has no table."""
    asks = brief.rulebook.assessment
    if not asks.items:
        return None
    return Reading(
        total=asks.total,
        weight=asks.weight,
        bonus_from=asks.bonus.from_ if asks.bonus is not None else None,
        bonus=asks.bonus.points if asks.bonus is not None else 0,
        deduct_per=asks.deduct_per,
        bonus_on=asks.bonus_on,
    )


def unit_scores(shares: Iterable[Brief], year: int) -> tuple[UnitScore, ...]:
    """The units with something to score, best first; who has an item open comes last and has no rank."""
    scores = [score for share in shares for score in _scored(share, year)]
    ordered = sorted(scores, key=lambda score: (bool(score.open), -score.outer, -score.score, score.unit))
    return tuple(_ranked(ordered))


def _ranked(ordered: list[UnitScore]) -> Iterator[UnitScore]:
    """Equal scores share a rank, and the next one counts them: 1, 1, 3."""
    for score in ordered:
        better = sum(
            other.outer > score.outer or (other.outer == score.outer and other.score > score.score)
            for other in ordered
            if not other.open
        )
        yield score if score.open else replace(score, rank=better + 1)


def _scored(share: Brief, year: int) -> Iterator[UnitScore]:
    asks = share.rulebook.assessment
    if not asks.items:
        return
    entered = {
        score.item: score
        for assessment in share.catalogue.assessments
        if assessment.year == year
        for score in assessment.scores
    }
    for unit in share.catalogue.units:
        if entered or share.catalogue.powers:
            points = tuple(_point(share, id_, item, entered.get(id_), year) for id_, item in asks.items.items())
            yield _summed(share, unit.id, unit.name, points, tuple(_deductions(share, year)))


def _point(share: Brief, id_: str, item: AssessmentItem, score: Score | None, year: int) -> Point:
    label = Word(item.label, item.en)
    value = measured(share, item.measure, str(year)) if item.measure in MEASURES else None
    if score is not None:
        return Point(
            item=id_, label=label, most=item.points, points=score.points, how=How.ENTERED, measure=item.measure,
            measured=value, reason=score.reason, evidence=score.evidence, file=score.ref.file,
        )  # fmt: skip
    if value is None or value.percent is None:
        return Point(item=id_, label=label, most=item.points, points=0, how=How.OPEN, measure=item.measure)
    points = round(item.points * value.met / value.of, 1)
    return Point(
        item=id_, label=label, most=item.points, points=points, how=How.COMPUTED, measure=item.measure, measured=value
    )


def _deductions(share: Brief, year: int) -> Iterator[Deduction]:
    """What warnings issued in the year take off: each, or the first of a level, as the rulebook reads its text."""
    for level_id, level in share.rulebook.warnings.levels.items():
        issued = tuple(
            f"{warning.unit}/{warning.id}"
            for warning in share.catalogue.warnings
            if warning.level == level_id and warning.state != _NOT_ISSUED and day_of(warning)[:4] == str(year)
        )
        if issued and level.deduction:
            times = 1 if share.rulebook.assessment.deduct_per == ONCE_A_LEVEL else len(issued)
            label = Word(level.label, level.en)
            yield Deduction(level=level_id, label=label, each=level.deduction, times=times, warnings=issued)


def _summed(
    share: Brief, unit: str, name: str, points: tuple[Point, ...], deductions: tuple[Deduction, ...]
) -> UnitScore:
    asks = share.rulebook.assessment
    score = sum(point.points for point in points) - sum(deduction.points for deduction in deductions)
    bonus = asks.bonus.points if asks.bonus is not None and score >= asks.bonus.from_ else 0
    if asks.bonus_on == INNER:
        score += bonus
    outer = score * asks.weight / 100 + (bonus if asks.bonus_on != INNER else 0)
    return UnitScore(
        unit=unit, name=name, points=points, deductions=deductions, bonus=bonus, score=round(score, 2),
        outer=round(outer, 3),
    )  # fmt: skip
