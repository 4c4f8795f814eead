"""Duties that follow from something in the ledgers: replies, resolutions to carry out, filings, grades to review."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.duties.deadline import deadline
from powerctl.duty import Kind, Owed
from powerctl.model.adjustment import Adjustment
from powerctl.model.catalogue import Catalogue
from powerctl.model.decision import Decision
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.model.warning import EarlyWarning
from powerctl.naming import find, split_reference
from powerctl.periods import day, months_after
from powerctl.workdays import WorkCalendar

_NO_REPLY_OWED = frozenset({"closed", "escalated"})


def following(catalogue: Catalogue, rulebook: Rulebook) -> Iterator[Owed]:
    """What the catalogue's own records leave to be done."""
    calendar = WorkCalendar(catalogue.calendars)
    for warning in catalogue.warnings:
        yield from _reply(catalogue, rulebook, calendar, warning)
    for decision in catalogue.decisions:
        yield from _follow_ups(catalogue, decision)
    for adjustment in catalogue.adjustments:
        yield from _filing(catalogue, rulebook, calendar, adjustment)
    for unit, _, risk in catalogue.risk_points():
        yield from _regrading(catalogue, rulebook, unit, risk)


def _reply(catalogue: Catalogue, rulebook: Rulebook, calendar: WorkCalendar, warning: EarlyWarning) -> Iterator[Owed]:
    notice = warning.notice
    served = day(notice.served) if notice is not None else None
    if notice is None or served is None or warning.reply is not None or warning.state in _NO_REPLY_OWED:
        return
    last = deadline(served, rulebook.warnings.reply_within, calendar)
    term = rulebook.warnings.notices.get(notice.type)
    if last is not None:
        yield Owed(
            kind=Kind.REPLY,
            duty=warning.id,
            label=term.label if term is not None else "",
            en=term.en if term is not None else "",
            owner=_name(catalogue, warning.unit, warning.post or warning.office),
            unit=warning.unit,
            since=notice.served,
            due=last.day.isoformat(),
            estimated=last.estimated,
            clause=term.note if term is not None else "",
            ref=notice.ref.at("served"),
        )


def _follow_ups(catalogue: Catalogue, decision: Decision) -> Iterator[Owed]:
    for item in decision.items:
        for entry in item.follow_up:
            if entry.deadline and not entry.done:
                unit, _ = split_reference(entry.owner, decision.unit)
                yield Owed(
                    kind=Kind.FOLLOW_UP,
                    duty=f"{decision.id}/{item.id}",
                    label=item.title,
                    owner=_name(catalogue, decision.unit, entry.owner),
                    unit=unit if unit in catalogue.units_by_id else decision.unit,
                    since=decision.date,
                    due=entry.deadline,
                    clause=decision.name,
                    ref=entry.ref.at("deadline"),
                )


def _filing(catalogue: Catalogue, rulebook: Rulebook, calendar: WorkCalendar, adjustment: Adjustment) -> Iterator[Owed]:
    arose = day(adjustment.arose)
    if arose is None or adjustment.filed_on:
        return
    last = deadline(arose, rulebook.adjustment.within, calendar)
    if last is not None:
        yield Owed(
            kind=Kind.ADJUSTMENT,
            duty=adjustment.id,
            label=adjustment.title,
            owner=_name(catalogue, adjustment.unit, ""),
            unit=adjustment.unit,
            since=adjustment.arose,
            due=last.day.isoformat(),
            estimated=last.estimated,
            ref=adjustment.ref.at("arose"),
        )


def _regrading(catalogue: Catalogue, rulebook: Rulebook, unit: str, risk: RiskPoint) -> Iterator[Owed]:
    graded = day(risk.graded.on) if risk.graded is not None else None
    if risk.graded is not None and graded is not None and rulebook.risk.review_months:
        yield Owed(
            kind=Kind.REGRADE,
            duty=risk.id,
            label=risk.behaviour,
            owner=_name(catalogue, unit, risk.graded.by),
            unit=unit,
            last=risk.graded.on,
            due=months_after(graded, rulebook.risk.review_months).isoformat(),
            ref=risk.graded.ref.at("on"),
        )


def _name(catalogue: Catalogue, unit: str, reference: str) -> str:
    """Who is meant; without a reference, the unit itself."""
    thing = find(catalogue, unit, reference) if reference else catalogue.units_by_id.get(unit)
    return thing.name if thing is not None else reference.removeprefix("external:") or unit
