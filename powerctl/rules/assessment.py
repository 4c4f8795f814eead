"""A031: points that fit the rulebook's table, and a table that comes to its total."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from powerctl.model.assessment import Assessment
from powerctl.model.place import Ref
from powerctl.nearest import nearest
from powerctl.reckoning import number
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.registry import Brief, Reach, rule


@rule(
    "A031",
    Severity.ERROR,
    reach=Reach.UNIT,
    most=Severity.ERROR,
    unknown=Severity.ERROR,
    twice=Severity.ERROR,
    table=Severity.ERROR,
    year=Severity.ERROR,
    missing=Severity.WARNING,
    reason=Severity.WARNING,
    evidence=Severity.WARNING,
)
def points_do_not_add_up(brief: Brief) -> Iterator[Hit]:
    """Points add up to the total written, fit the items of the rulebook's table, and say what they rest on."""
    yield from _table_off_total(brief)
    years: dict[tuple[str, int], Assessment] = {}
    for assessment in brief.catalogue.assessments:
        first = years.setdefault((assessment.unit, assessment.year), assessment)
        if first is not assessment:
            facts: dict[str, Fact] = {"year": assessment.year, "first": first.id}
            yield Hit(assessment.ref.at("year"), facts, "year", (first.ref.at("year"), "defined_here"))
        yield from _off_total(assessment)
        if brief.rulebook.assessment.items:
            yield from _scores(brief, assessment)
            yield from _missing(brief, assessment)


def _table_off_total(brief: Brief) -> Iterator[Hit]:
    asks = brief.rulebook.assessment
    found = sum(item.points for item in asks.items.values())
    if asks.items and asks.total and not isclose(found, asks.total):
        file = Ref(brief.catalogue.about.rulebook or brief.catalogue.about.ref.file)
        facts = {"found": number(found), "total": number(asks.total)}
        yield Hit(file.at("assessment", "items"), facts, "table", on_key=True)


def _off_total(assessment: Assessment) -> Iterator[Hit]:
    found = sum(score.points for score in assessment.scores)
    if assessment.total is not None and not isclose(found, assessment.total, abs_tol=0.005):
        facts: dict[str, Fact] = {
            "year": assessment.year,
            "found": number(round(found, 2)),
            "total": number(assessment.total),
        }
        yield Hit(assessment.ref.at("total"), facts)


def _scores(brief: Brief, assessment: Assessment) -> Iterator[Hit]:
    items, seen = brief.rulebook.assessment.items, set[str]()
    for score in assessment.scores:
        item = items.get(score.item)
        if item is None:
            facts = {"word": score.item, "nearest": nearest(score.item, items), "known": " ".join(items)}
            yield Hit(score.ref.at("item"), facts, "unknown")
            continue
        told = {"item": item.label, "points": number(score.points), "most": number(item.points)}
        if score.item in seen:
            yield Hit(score.ref.at("item"), told, "twice")
        if not 0 <= score.points <= item.points:
            yield Hit(score.ref.at("points"), told, "most")
        elif score.points < item.points and not score.reason:
            yield Hit(score.ref.at("points"), told, "reason")
        elif not item.measure and not (score.reason or score.evidence):
            yield Hit(score.ref.at("item"), told, "evidence")
        seen.add(score.item)


def _missing(brief: Brief, assessment: Assessment) -> Iterator[Hit]:
    """Items that nothing computes and nobody has scored."""
    scored = {score.item for score in assessment.scores}
    for id_, item in brief.rulebook.assessment.items.items():
        if not item.measure and id_ not in scored:
            facts: dict[str, Fact] = {"item": item.label, "id": id_, "year": assessment.year}
            yield Hit(assessment.ref.at("scores"), facts, "missing", on_key=bool(assessment.scores))
