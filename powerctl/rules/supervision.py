"""V021, V022: duties that are overdue, and rows of the supervision matrix that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.duties import owed
from powerctl.duty import Kind, Owed
from powerctl.model.place import Ref
from powerctl.naming import has_role
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.registry import Brief, Reach, rule

_OF_OTHER_RULES = frozenset({Kind.REPLY, Kind.REGRADE})  # W012 and R404 speak of these


@rule(
    "V021",
    Severity.WARNING,
    reach=Reach.LEDGERS,
    never=Severity.WARNING,
    tenure=Severity.WARNING,
    follow_up=Severity.WARNING,
)
def duty_overdue(brief: Brief) -> Iterator[Hit]:
    """Nothing that recurs, falls due after years in a post or was resolved upon is overdue."""
    for one in owed(brief.catalogue, brief.rulebook):
        if one.kind not in _OF_OTHER_RULES and one.is_overdue(brief.today):
            yield Hit(one.ref, _facts(brief, one), _case(one))


def _case(one: Owed) -> str:
    if one.kind is Kind.TENURE:
        return "tenure"
    if one.kind in (Kind.FOLLOW_UP, Kind.ADJUSTMENT):
        return "follow_up"
    return "" if one.last else "never"


def _facts(brief: Brief, one: Owed) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"duty": one.label, "owner": one.owner, "about": one.about, "due": one.due}
    return facts | {"last": one.last, "since": one.since, "days": one.days_over(brief.as_of)}


@rule("V022", Severity.ERROR, reach=Reach.UNIT, nobody=Severity.ERROR)
def matrix_without_duty(brief: Brief) -> Iterator[Hit]:
    """Each row of the supervision matrix owes a duty, and everyone who owes one is there."""
    asks, file = brief.rulebook.supervision, Ref(brief.catalogue.about.rulebook or brief.catalogue.about.ref.file)
    owing, rows = {duty.by for duty in asks.duties.values()}, {row.id for row in asks.matrix}
    units = brief.catalogue.units_by_id
    for index, row in enumerate(asks.matrix):
        place = file.at("supervision", "matrix", index)
        if row.id not in owing:
            yield Hit(place.at("id"), {"row": row.id, "by": row.by, "what": row.what})
        if row.unit and row.unit not in units:
            yield Hit(place.at("unit"), {"owner": row.unit, "duty": row.what}, "nobody")
    for duty_id, duty in asks.duties.items():
        if duty.by not in rows and _is_role_of_nobody(brief, duty.by):
            facts = {"owner": brief.rulebook.roles[duty.by].label, "duty": duty.label}
            yield Hit(file.at("supervision", "duties", duty_id, "by"), facts, "nobody")


def _is_role_of_nobody(brief: Brief, role_id: str) -> bool:
    role, units = brief.rulebook.roles.get(role_id), brief.catalogue.units_by_id.values()
    return role is not None and not any(has_role(role, role_id, (unit, post)) for unit in units for post in unit.posts)
