"""C501-C508: risk points have controls that fit their grade, say what to do, and rest on living regulations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from powerctl.grading import Grader, counts_risks, grade_label, grade_rank
from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.regulation import Regulation, Regulations
from powerctl.model.risk import Control, RiskPoint
from powerctl.model.rulebook import Category, GradeControls, Interval, Rulebook
from powerctl.model.unit import Unit
from powerctl.naming import split_reference
from powerctl.nearest import nearest
from powerctl.periods import is_over
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.hollow import bare, is_hollow
from powerctl.rules.in_force import risks_in_force
from powerctl.rules.registry import Brief, Notes, Reach, comparison, rule
from powerctl.rules.roles import Roles
from powerctl.rules.wording import guess, named, row, short


@rule("C501", Severity.ERROR, reach=Reach.UNIT)
def risk_without_control(brief: Brief) -> Iterator[Hit]:
    """Every risk point has a control."""
    for _, _, risk in risks_in_force(brief):
        if not risk.controls:
            yield Hit(risk.ref.at("controls"), {"risk": risk.id, "behaviour": short(risk.behaviour)})


@rule(
    "C502",
    Severity.ERROR,
    reach=Reach.UNIT,
    wide=counts_risks,
    owners=Severity.ERROR,
    few=Severity.ERROR,
    seldom=Severity.ERROR,
)
def controls_below_grade(brief: Brief) -> Iterator[Hit]:
    """A risk point has as many controls, of such types, with such owners and as often as its grade demands."""
    demands, roles = brief.rulebook.controls.by_grade, Roles(brief)
    grader = Grader(brief.catalogue, brief.rulebook)
    for unit, power, risk in risks_in_force(brief):
        grade = grader.grade_of(unit, power, risk)
        if grade in demands and risk.controls:
            facts: dict[str, Fact] = {"risk": risk.id, "grade": grade_label(brief.rulebook, grade)}
            yield from _short_of(brief.rulebook, risk, demands[grade], facts)
            missing = _missing_roles(roles, unit, power, risk, demands[grade])
            if missing:
                yield Hit(risk.ref.at("controls"), {**facts, "roles": row(missing)}, "owners", on_key=True)


def _short_of(rulebook: Rulebook, risk: RiskPoint, demand: GradeControls, facts: dict[str, Fact]) -> Iterator[Hit]:
    """What the controls lack in kind, in number, in frequency."""
    place, have, asks = risk.ref.at("controls"), {control.type for control in risk.controls}, rulebook.controls
    types = [asks.types[type_].label for type_ in demand.types if type_ not in have]
    if types:
        yield Hit(place, {**facts, "types": row(types)}, on_key=True)
    if len(risk.controls) < demand.at_least:
        yield Hit(place, {**facts, "want": demand.at_least, "have": len(risk.controls)}, "few", on_key=True)
    if demand.every and not _is_checked_every(rulebook, risk, asks.intervals[demand.every].months):
        yield Hit(place, {**facts, "interval": asks.intervals[demand.every].label}, "seldom", on_key=True)


def _is_checked_every(rulebook: Rulebook, risk: RiskPoint, months: float) -> bool:
    """Whether a control recurs at least so often; "each time" and "when needed" promise no check."""
    intervals = rulebook.controls.intervals
    known = (intervals[control.every].months for control in risk.controls if control.every in intervals)
    return any(0 < own <= months for own in known)


def _missing_roles(roles: Roles, unit: str, power: Power | None, risk: RiskPoint, demand: GradeControls) -> list[str]:
    """The roles that nobody among the owners has; where no owner is named, C503 speaks."""
    owners = tuple(dict.fromkeys(owner for control in risk.controls for owner in control.owners))
    have = roles.among(unit, owners, power) if demand.owners and owners else None
    if have is None:
        return []
    return [roles.brief.rulebook.roles[role].label for role in demand.owners if role not in have]


@rule(
    "C503",
    Severity.WARNING,
    reach=Reach.UNIT,
    wide=counts_risks,
    no_owner=Severity.WARNING,
    no_interval=Severity.WARNING,
    interval=Severity.ERROR,
    type=Severity.ERROR,
    unfit=Severity.WARNING,
)
def control_says_nothing(brief: Brief) -> Iterator[Hit]:
    """A control says what to do, who does it and how often, and is of a type that fits the risk."""
    hollow, grader = brief.rulebook.controls.hollow, Grader(brief.catalogue, brief.rulebook)
    for unit, power, risk in risks_in_force(brief):
        grade = grader.grade_of(unit, power, risk)
        for control in risk.controls:
            if hollow and is_hollow(control.measure, hollow):
                yield Hit(control.ref.at("measure"), {**_about(risk, control), "measure": short(control.measure)})
            if not control.owners:
                yield Hit(control.ref.at("owners"), _about(risk, control), "no_owner")
            yield from _interval_fault(brief.rulebook, risk, control)
            yield from _type_fault(brief.rulebook, risk, control, grade)


def _about(risk: RiskPoint, control: Control) -> dict[str, Fact]:
    return {"control": control.id, "risk": risk.id}


def _interval_fault(rulebook: Rulebook, risk: RiskPoint, control: Control) -> Iterator[Hit]:
    intervals = rulebook.controls.intervals
    if not control.every:
        facts = {**_about(risk, control), "known": named(intervals, intervals)}
        yield Hit(control.ref.at("every"), facts, "no_interval")
    elif intervals and control.every not in intervals:
        yield Hit(control.ref.at("every"), {**_about(risk, control), **guess(control.every, intervals)}, "interval")


def _type_fault(rulebook: Rulebook, risk: RiskPoint, control: Control, grade: str) -> Iterator[Hit]:
    types, category = rulebook.controls.types, rulebook.risk.categories.get(risk.category)
    if types and control.type not in types:
        yield Hit(control.ref.at("type"), {**_about(risk, control), **guess(control.type, types)}, "type")
    elif category is not None and not _fits(rulebook, grade, control, category):
        facts = {"type": types[control.type].label if control.type in types else control.type}
        facts |= {"category": category.label, "fit": named(category.controls, types)}
        yield Hit(control.ref.at("type"), {**_about(risk, control), **facts}, "unfit")


def _fits(rulebook: Rulebook, grade: str, control: Control, category: Category) -> bool:
    """Whether the type suits the category; what the grade itself demands is always in place."""
    if not category.controls or control.type in category.controls:
        return True
    demand = rulebook.controls.by_grade.get(grade)
    return demand is not None and control.type in demand.types


@rule("C504", Severity.ERROR, reach=Reach.UNIT, repealed=Severity.ERROR)
def regulation_not_in_register(brief: Brief) -> Iterator[Hit]:
    """The regulation that a control names stands in its unit's register and has not been repealed."""
    for unit, _, risk in risks_in_force(brief):
        for control in risk.controls:
            if control.regulation:
                yield from _regulation_fault(brief, unit, control)


def _regulation_fault(brief: Brief, unit: str, control: Control) -> Iterator[Hit]:
    owner, name = split_reference(control.regulation, unit)
    register = brief.catalogue.regulations_by_unit.get(owner, {})
    regulation, place = register.get(name), control.ref.at("regulation")
    if regulation is None and f"units/{owner}/regulations.yaml" not in brief.catalogue.left_out:
        yield Hit(place, {"control": control.id, **_similar(control.regulation, owner, unit, register)})
    elif regulation is not None and _is_repealed(regulation, brief.today):
        facts = {"control": control.id, "title": regulation.title, "repealed": regulation.repealed}
        yield Hit(place, facts, "repealed", other=(regulation.ref.at("repealed"), "repealed_here"))


def _similar(text: str, owner: str, unit: str, register: Mapping[str, Regulation]) -> dict[str, Fact]:
    """The facts about a regulation that is not there, with the one that was probably meant, by id or by title."""
    prefix = f"{owner}/" if owner != unit else ""
    meant = {**{entry.title: id_ for id_, entry in register.items()}, **{prefix + id_: id_ for id_ in register}}
    best = meant.get(nearest(text, meant), "")
    return {"regulation": text, "nearest": prefix + best if best else "", "title": register[best].title if best else ""}


def _is_repealed(regulation: Regulation, today: str) -> bool:
    return bool(regulation.repealed) and regulation.repealed <= today


def _measures(brief: Brief) -> Notes:
    """The measures of a unit: of each risk point its file and path, and the place and text of each control."""
    if not brief.rulebook.controls.repeats:
        return []
    return [
        [*risk.ref, [[control.ref.path[-1], control.measure] for control in risk.controls]]
        for _, _, risk in risks_in_force(brief)
    ]


@dataclass(slots=True)
class _Pasted:
    """One text of a measure: the places of the first and second control that have it, on how many risk points."""

    measure: str
    first: Ref
    risk: int
    second: Ref | None = None
    count: int = 1


@comparison("C505", Severity.WARNING, gather=_measures)
def control_text_pasted(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """No measure stands word for word on more risk points than the rulebook bears."""
    most = brief.rulebook.controls.repeats
    texts: dict[str, _Pasted] = {}
    number = count()
    for share in notes.values():
        for file, path, measures in share:
            _enter(texts, next(number), Ref(file, (*path, "controls")), measures)
    for pasted in texts.values():
        if pasted.count > most:
            facts: dict[str, Fact] = {"measure": short(pasted.measure), "count": pasted.count, "most": most}
            other = (pasted.second, "same_here") if pasted.second is not None else None
            yield Hit(pasted.first, facts, other=other)


def _enter(texts: dict[str, _Pasted], risk: int, controls: Ref, measures: Notes) -> None:
    """Enters each text of a risk point (known by a number); twice on one risk point counts once."""
    for index, measure in measures:
        text = bare(measure)
        known = texts.get(text)
        if known is None:
            texts[text] = _Pasted(measure, controls.at(index, "measure"), risk)
        elif known.risk != risk:
            known.risk, known.count = risk, known.count + 1
            known.second = known.second or controls.at(index, "measure")


@rule("C506", Severity.WARNING, reach=Reach.UNIT, wide=counts_risks)
def residual_without_control(brief: Brief) -> Iterator[Hit]:
    """A residual grade is lower than the inherent one only where a control is in force."""
    rulebook, grader = brief.rulebook, Grader(brief.catalogue, brief.rulebook)
    for unit, power, risk in risks_in_force(brief):
        if not risk.residual or risk.ref.file in brief.catalogue.left_out or _is_controlled(risk, brief.today):
            continue
        grade = grader.grade_of(unit, power, risk)
        if 0 < grade_rank(rulebook, risk.residual) < grade_rank(rulebook, grade):
            labels = {"residual": grade_label(rulebook, risk.residual), "grade": grade_label(rulebook, grade)}
            yield Hit(risk.ref.at("residual"), {"risk": risk.id, **labels})


def _is_controlled(risk: RiskPoint, today: str) -> bool:
    return any(control.in_force and control.since <= today for control in risk.controls)


@rule("C507", Severity.WARNING, reach=Reach.UNIT, overdue=Severity.WARNING, never=Severity.WARNING)
def control_not_alive(brief: Brief) -> Iterator[Hit]:
    """A control in force has begun, and its last check is not older than its interval."""
    intervals = brief.rulebook.controls.intervals
    for _, _, risk in risks_in_force(brief):
        for control in risk.controls:
            if not control.in_force:
                continue
            if control.since > brief.today:
                yield Hit(control.ref.at("since"), {**_about(risk, control), "since": control.since})
            elif control.every in intervals:
                yield from _overdue(brief, risk, control, intervals[control.every])


def _overdue(brief: Brief, risk: RiskPoint, control: Control, interval: Interval) -> Iterator[Hit]:
    """The last check, or the beginning where there was none, lies further back than the interval."""
    if interval.months and is_over(control.checked or control.since, interval.months, brief.as_of):
        dates = {"checked": control.checked, "since": control.since, "interval": interval.label}
        case = "overdue" if control.checked else "never"
        yield Hit(control.ref.at("checked"), {**_about(risk, control), **dates}, case)


@rule("C508", Severity.WARNING, reach=Reach.UNIT)
def required_regulation_missing(brief: Brief) -> Iterator[Hit]:
    """Every regulation that the rulebook requires of such a unit is in force in its register."""
    registers = {register.unit: register for register in brief.catalogue.regulations}
    for unit in brief.catalogue.units:
        register = registers.get(unit.id)
        if f"units/{unit.id}/regulations.yaml" not in brief.catalogue.left_out:
            yield from _missing_regulations(brief, unit, register)


def _missing_regulations(brief: Brief, unit: Unit, register: Regulations | None) -> Iterator[Hit]:
    own = register.regulations if register is not None else ()
    place = register.ref.at("regulations") if register is not None else unit.ref.at("id")
    for id_, required in brief.rulebook.regulations.items():
        if required.unit_types and unit.type not in required.unit_types:
            continue
        meeting = [regulation for regulation in own if id_ in (regulation.id, *regulation.meets)]
        if not any(is_valid(regulation, brief.today) for regulation in meeting):
            ended = row(regulation.title for regulation in meeting)
            facts = {"unit": unit.name, "title": required.title, "id": id_, "ended": ended}
            yield Hit(place, facts, on_key=register is not None)


def is_valid(regulation: Regulation, today: str) -> bool:
    """Whether a regulation is in force on the day."""
    return (regulation.effective or regulation.issued) <= today and not _is_repealed(regulation, today)
