"""The measures: how much of what a unit has is as the programme, the assessment and the index want it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from powerctl.ledger import day_of
from powerctl.model.duration import parse_duration
from powerctl.model.warning import EarlyWarning
from powerctl.periods import day
from powerctl.results import Judged
from powerctl.rules.basis import faults
from powerctl.rules.control import is_valid
from powerctl.rules.in_force import powers_in_force, risks_in_force
from powerctl.rules.judging import judge
from powerctl.rules.power import fields_missing
from powerctl.rules.registry import RULES, Brief
from powerctl.rules.warning import last_day
from powerctl.scores import Measured

Looked = Iterator[tuple[str, bool]]  # what was looked at, and whether it is as it should be
Measure = Callable[[Brief, str], Looked]

_MEETINGS = "M"  # the family of rules that a decision is in order by
_CLOSED, _ESCALATED, _PASSED = "closed", "escalated", "passed"


def measured(brief: Brief, measure: str, year: str = "") -> Measured:
    """What a measure comes to in one share; meetings and warnings of one year alone where one is given."""
    seen = tuple(MEASURES[measure](brief, year))
    misses = tuple(subject for subject, is_met in seen if not is_met)
    return Measured(len(seen) - len(misses), len(seen), misses)


def _powers_with_basis(brief: Brief, _year: str) -> Looked:
    """A basis in force: none of the register's laws that is repealed, superseded or not yet in force."""
    known = faults(brief)
    for power in powers_in_force(brief):
        yield power.subject, any(basis.law not in known for basis in power.basis)


def _powers_complete(brief: Brief, _year: str) -> Looked:
    fields = list(brief.rulebook.catalogue.fields)
    for power in powers_in_force(brief):
        yield power.subject, not any(fields_missing(power, fields))


def _powers_with_chart(brief: Brief, _year: str) -> Looked:
    """A chart is drawn from the steps of a workflow."""
    for power in powers_in_force(brief):
        yield power.subject, power.workflow is not None and bool(power.workflow.steps)


def _powers_with_risk(brief: Brief, _year: str) -> Looked:
    for power in powers_in_force(brief):
        yield power.subject, bool(power.risk_points)


def _powers_disclosed(brief: Brief, _year: str) -> Looked:
    """A scope and a carrier; what is withheld with basis and reason is no shortcoming and does not count."""
    scopes = brief.rulebook.disclosure.scopes
    for power in powers_in_force(brief):
        disclosure = power.disclosure
        scope = scopes.get(disclosure.scope) if disclosure is not None else None
        if disclosure is None or scope is None:
            yield power.subject, False
        elif not scope.withheld:
            yield power.subject, bool(disclosure.channels)
        elif not (disclosure.basis and disclosure.reason):
            yield power.subject, False


def _risks_graded(brief: Brief, _year: str) -> Looked:
    """A grade, and where the rulebook says who settles grades, who did and when."""
    is_signed = bool(brief.rulebook.risk.approvers)
    for unit, power, risk in risks_in_force(brief):
        subject = f"{power.subject if power is not None else unit}/{risk.id}"
        yield subject, bool(risk.grade) and (risk.graded is not None or not is_signed)


def _risks_controlled(brief: Brief, _year: str) -> Looked:
    for unit, power, risk in risks_in_force(brief):
        yield f"{power.subject if power is not None else unit}/{risk.id}", bool(risk.controls)


def _regulations_in_place(brief: Brief, _year: str) -> Looked:
    registers = {register.unit: register.regulations for register in brief.catalogue.regulations}
    for unit in brief.catalogue.units:
        valid = [entry for entry in registers.get(unit.id, ()) if is_valid(entry, brief.today)]
        met = {name for entry in valid for name in (entry.id, *entry.meets)}
        for id_, required in brief.rulebook.regulations.items():
            if not required.unit_types or unit.type in required.unit_types:
                yield f"{unit.id}/{id_}", id_ in met


def _decisions_in_order(brief: Brief, year: str) -> Looked:
    """A record of a meeting that no rule of meetings finds fault with."""
    decisions = [decision for decision in brief.catalogue.decisions if decision.date.startswith(year)]
    rules = {rule for rule in RULES if rule.startswith(_MEETINGS)} if decisions else set()
    faulty = {entry.hit.ref.file for entry in judge(brief, rules) if isinstance(entry, Judged)}
    for decision in decisions:
        yield f"{decision.unit}/{decision.id}", decision.ref.file not in faulty


def _warnings_closed(brief: Brief, year: str) -> Looked:
    """Answered in time, accepted and closed; a warning whose time has not run out does not count yet."""
    for warning in brief.catalogue.warnings:
        if day_of(warning).startswith(year):
            in_time = _answered_in_time(brief, warning)
            if in_time is not None:
                is_accepted = warning.review is not None and warning.review.outcome == _PASSED
                yield f"{warning.unit}/{warning.id}", in_time and is_accepted and warning.state == _CLOSED


def _answered_in_time(brief: Brief, warning: EarlyWarning) -> bool | None:
    """None while it runs: not served yet, or the last day for the reply has not gone by."""
    limit = parse_duration(brief.rulebook.warnings.reply_within)
    served = day(warning.notice.served) if warning.notice is not None else None
    last = last_day(served, limit) if served is not None and limit is not None else None
    is_over = warning.state in (_CLOSED, _ESCALATED)
    if not is_over and (last is None or brief.as_of <= last):
        return None
    return warning.reply is not None and (last is None or warning.reply.on <= last.isoformat())


MEASURES: Mapping[str, Measure] = {
    "powers_with_basis": _powers_with_basis,
    "powers_complete": _powers_complete,
    "powers_with_chart": _powers_with_chart,
    "powers_with_risk": _powers_with_risk,
    "risks_graded": _risks_graded,
    "risks_controlled": _risks_controlled,
    "powers_disclosed": _powers_disclosed,
    "regulations_in_place": _regulations_in_place,
    "decisions_in_order": _decisions_in_order,
    "warnings_closed": _warnings_closed,
}
