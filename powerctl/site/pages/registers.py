"""Lists over the whole catalogue: risks by grade, regulations, decisions, what is withheld."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.public.register import PublicDecision, PublicFollowUp, PublicItem, PublicWithheld
from powerctl.public.terms import PublicGrade
from powerctl.public.unit import PublicRegulation
from powerctl.site.frame import Frame, number, power_path, unit_path
from powerctl.site.page import Page
from powerctl.site.sheet import Cell, Link, Section, sheet
from powerctl.site.tally import RiskOf, all_risks

# What the parts of a power that can be withheld are called on pages.
_PARTS = {
    "workflow": "term_workflow", "steps": "step", "documents": "part_documents", "actor": "part_actor",
    "limit": "limit",
    "risk_points": "term_risk", "controls": "term_control", "discretion": "term_discretion", "basis": "term_basis",
    "content": "content", "scope": "power_scope", "conditions": "conditions", "limits": "limit", "service": "service",
    "materials": "materials", "duties": "power_duties", "commitments": "commitments", "discipline": "discipline",
    "accountability": "accountability", "assignments": "assignments", "rights": "rights", "remedies": "ways_of_remedy",
    "complaints": "complaints", "holder": "holder", "in_charge": "in_charge", "offices": "power_offices",
    "proposal": "proposal", "veto": "veto", "disclosure": "disclosure",
}  # fmt: skip


def pages(frame: Frame) -> Iterator[Page]:
    """A page a register."""
    yield sheet(frame, "risks.html", "risks", _risks(frame))
    yield sheet(frame, "regulations.html", "regulations", _regulations(frame), here="help.html")
    yield sheet(frame, "decisions.html", "decisions", _decisions(frame), here="help.html")
    yield sheet(frame, "withheld.html", "withheld", _withheld(frame), here="help.html")


def _risks(frame: Frame) -> tuple[Section, ...]:
    """廉政风险等级目录: the gravest first, each below its grade."""
    by_grade: dict[PublicGrade | None, list[RiskOf]] = {}
    for entry in all_risks(frame.catalogue):
        by_grade.setdefault(entry[2].grade, []).append(entry)
    columns = tuple(frame.text(key) for key in ("risk_point", "power", "unit", "category", "controls", "owners"))
    grades = sorted(by_grade, key=lambda grade: (-grade.rank if grade is not None else 1, ""))
    return tuple(
        Section(
            anchor=f"grade-{grade.id}" if grade is not None else "ungraded",
            title=frame.text("group", name=_grade_name(frame, grade), count=len(by_grade[grade])),
            columns=columns,
            rows=tuple(_risk(frame, entry) for entry in by_grade[grade]),
        )
        for grade in grades
    )


def _grade_name(frame: Frame, grade: PublicGrade | None) -> str:
    shown = frame.grade(grade)
    return shown.full if shown is not None else frame.text("ungraded")


def _risk(frame: Frame, entry: RiskOf) -> tuple[Cell, ...]:
    unit, power, risk = entry
    where = power_path(power.subject) if power is not None else (unit_path(unit) if unit is not None else "")
    about = Link(power.name if power is not None else frame.text("unit_risks"), where, "risks") if where else ""
    owner = Link(unit.name, unit_path(unit)) if unit is not None else ""
    measures = tuple(control.measure for control in risk.controls)
    owners = tuple(dict.fromkeys(frame.party(party) for control in risk.controls for party in control.owners))
    return risk.behaviour, about, owner, frame.term(risk.category), measures, owners


def _regulations(frame: Frame) -> tuple[Section, ...]:
    columns = tuple(frame.text(key) for key in ("regulation", "document_number", "issued", "summary"))
    return tuple(
        Section(
            anchor=unit.id,
            title=frame.text("group", name=unit.name, count=len(unit.regulations)),
            columns=columns,
            rows=tuple(_regulation(frame, entry) for entry in unit.regulations),
        )
        for unit in frame.catalogue.units
        if unit.regulations
    )


def _regulation(frame: Frame, entry: PublicRegulation) -> tuple[Cell, ...]:
    about = entry.summary or "、".join(map(frame.term, entry.meets))
    return entry.title, entry.number, frame.day(entry.issued), about


def _decisions(frame: Frame) -> tuple[Section, ...]:
    """The bulletin: what was decided, never who said what; the latest meeting first."""
    columns = tuple(frame.text(key) for key in ("item", "matter", "amount", "votes", "decision_result", "follow_up"))
    meetings = sorted(frame.catalogue.decisions, key=lambda one: (one.date, one.unit, one.id), reverse=True)
    return tuple(
        Section(
            anchor=f"{decision.unit}-{decision.id}",
            title=decision.name,
            lead=_meeting(frame, decision),
            columns=columns,
            rows=tuple(_item(frame, item) for item in decision.items),
        )
        for decision in meetings
    )


def _meeting(frame: Frame, decision: PublicDecision) -> str:
    facts = {"body": frame.party(decision.body), "on": frame.day(decision.date)}
    if decision.due and decision.present:
        return frame.text("meeting_counted", due=len(decision.due), present=len(decision.present), **facts)
    return frame.text("meeting_held", **facts)


def _item(frame: Frame, item: PublicItem) -> tuple[Cell, ...]:
    title: Cell = Link(item.title, power_path(item.power)) if item.power else item.title
    amount = frame.text("yuan", amount=number(item.amount)) if item.amount is not None else ""
    ballot = item.ballot
    votes = frame.text("counted", yes=ballot.yes, no=ballot.no, abstain=ballot.abstain) if ballot is not None else ""
    result = " ".join(part for part in (frame.term(item.result), item.resolution) if part)
    follow = tuple(_follow_up(frame, entry) for entry in item.follow_up)
    return title, frame.term(item.matter), amount, votes, result, follow


def _follow_up(frame: Frame, entry: PublicFollowUp) -> str:
    until, done = frame.day(entry.deadline), frame.day(entry.done)
    return frame.text("owed_by", owner=frame.party(entry.owner), until=until, done=done)


def _withheld(frame: Frame) -> tuple[Section, ...]:
    columns = tuple(frame.text(key) for key in ("part_withheld", "ground", "why", "until"))
    by_unit: dict[str, list[PublicWithheld]] = {}
    for entry in frame.catalogue.withheld:
        by_unit.setdefault(entry.unit, []).append(entry)
    return tuple(
        Section(
            anchor=unit,
            title=_unit_name(frame, unit),
            columns=columns,
            rows=tuple(_kept_back(frame, entry) for entry in entries),
        )
        for unit, entries in by_unit.items()
    )


def _kept_back(frame: Frame, entry: PublicWithheld) -> tuple[Cell, ...]:
    part = frame.text("part_of", field=part_name(frame, entry.field)) if entry.field else frame.text("a_whole_power")
    power = frame.catalogue.powers_by_subject.get(entry.power)
    what: Cell = (Link(power.name, power_path(power.subject)), part) if power is not None else part
    ground = "，".join(text for text in (frame.term(entry.basis), entry.clause) if text)
    return what, ground, entry.reason, frame.day(entry.until) if entry.until else ""


def part_name(frame: Frame, field: str) -> str:
    """``workflow.steps.documents`` → 运行流程 · 步骤 · 文书; a key without a word of its own stays as it is."""
    return " · ".join(frame.text(_PARTS[key]) if key in _PARTS else key for key in field.split("."))


def _unit_name(frame: Frame, unit_id: str) -> str:
    unit = frame.catalogue.units_by_id.get(unit_id)
    return unit.name if unit is not None else unit_id
