"""Rows of powers in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.lists.rows.family import Family, Stock
from powerctl.lists.wording import Value, bases, limits, parties, party, term, time
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicAssignment, PublicPower, PublicService
from powerctl.public.terms import PublicTerm
from powerctl.public.unit import PublicUnit
from powerctl.public.workflow import PublicStep
from powerctl.table import Cell, Label

_TICK = "√"
_ELEMENTS = (
    "basis", "holder", "conditions", "limits", "service", "workflow", "duties", "accountability", "discretion",
    "rights", "remedies", "complaints",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A power with what its cells look things up in."""

    catalogue: PublicCatalogue
    unit: PublicUnit
    power: PublicPower


def entries(stock: Stock, unit: PublicUnit) -> Iterator[Entry]:
    """The powers of a unit that are in force and wanted."""
    for power in stock.catalogue.powers_by_unit.get(unit.id, ()):
        if power.in_force and stock.wants(unit.id, power.id):
            yield Entry(stock.catalogue, unit, power)


def code(entry: Entry) -> Cell:
    """The published code."""
    return entry.power.code.value if entry.power.code is not None else ""


def _assigned(entry: Entry, one: PublicAssignment) -> Value:
    who = party(entry.catalogue, one.post, entry.unit.id)
    return Label("does", {"who": who, "what": "、".join(one.duties)}) if one.duties else who


def _step(entry: Entry, number: int, step: PublicStep) -> Label:
    who, limit = party(entry.catalogue, step.actor, entry.unit.id), time(step.limit) if step.limit else ""
    return Label("step_line", {"number": number, "name": step.name, "who": who, "limit": limit})


def _steps(entry: Entry) -> Cell:
    steps = entry.power.workflow.steps if entry.power.workflow is not None else ()
    return tuple(_step(entry, number, step) for number, step in enumerate(steps, 1))


def _supervision(entry: Entry) -> Cell:
    """Steps at which somebody else watches."""
    steps = entry.power.workflow.steps if entry.power.workflow is not None else ()
    return tuple(
        Label("watched", {"step": step.name, "who": party(entry.catalogue, who, entry.unit.id)})
        for step in steps
        for who in step.supervised_by
    )


def _limit(kind: str) -> Callable[[Entry], Cell]:
    def cell(entry: Entry) -> Cell:
        text = getattr(entry.power.limits, kind) if entry.power.limits is not None else ""
        return time(text) if text else ""

    return cell


def _complaints(entry: Entry) -> Cell:
    told = entry.power.complaints
    return tuple(text for text in (told.channel, told.phone, told.email, told.note) if text) if told is not None else ()


def _part(owner: str, key: str) -> Callable[[Entry], Cell]:
    """A text or list of texts of a part that a power may lack."""

    def cell(entry: Entry) -> Cell:
        part = getattr(entry.power, owner)
        found: Cell = getattr(part, key) if part is not None else ""
        return found

    return cell


def _own(key: str) -> Callable[[Entry], Cell]:
    def cell(entry: Entry) -> Cell:
        found: Cell = getattr(entry.power, key)
        return found

    return cell


def _term(key: str) -> Callable[[Entry], Cell]:
    def cell(entry: Entry) -> Cell:
        found: PublicTerm | None = getattr(entry.power, key)
        return term(found)

    return cell


def _party(key: str) -> Callable[[Entry], Cell]:
    return lambda entry: party(entry.catalogue, getattr(entry.power, key), entry.unit.id)


def _owner(entry: Entry) -> Cell:
    """Who answers for it: the offices, or whoever exercises it."""
    power = entry.power
    return parties(entry.catalogue, power.offices or ((power.holder,) if power.holder else ()), entry.unit.id)


def _shown(key: str) -> Callable[[Entry], Cell]:
    def cell(entry: Entry) -> Cell:
        told = entry.power.disclosure
        found: PublicTerm | None = getattr(told, key) if told is not None else None
        return term(found)

    return cell


def _channels(entry: Entry) -> Cell:
    told = entry.power.disclosure
    return tuple(term(channel) for channel in told.channels) if told is not None else ()


def _deadline(entry: Entry) -> Cell:
    told = entry.power.disclosure
    return Label("after_change", {"time": time(told.deadline)}) if told is not None and told.deadline else ""


def _is_for_all(entry: Entry) -> bool:
    told = entry.power.disclosure
    return told is None or told.scope is None or told.scope.id == "public"


def _circle(entry: Entry) -> Cell:
    """The circle of readers, where it is not everybody; who in particular, where that is said."""
    told = entry.power.disclosure
    named = told.audience if told is not None else ""
    scope = told.scope if told is not None else None
    return () if _is_for_all(entry) else (term(scope), named)


def _elements(entry: Entry) -> Cell:
    """Which parts of the item these readers find."""
    return tuple(Label(f"element_{key}") for key in _ELEMENTS if getattr(entry.power, key) not in (None, "", ()))


def _level(entry: Entry) -> Cell:
    return term(entry.power.level or entry.unit.level or entry.catalogue.about.level)


def _grades(entry: Entry) -> Cell:
    """``高 1、低 2``: how many risk points of each grade, the gravest first."""
    found = [risk.grade for risk in entry.power.risk_points if risk.grade is not None]
    grades = sorted(set(found), key=lambda grade: -grade.rank)
    return tuple(Label("grade_count", {"grade": term(grade), "n": found.count(grade)}) for grade in grades)


def _service(key: str) -> Callable[[Entry], Cell]:
    def cell(entry: Entry) -> Cell:
        told: PublicService | None = entry.power.service
        found: Cell = getattr(told, key) if told is not None else ""
        return found

    return cell


_FIELDS: Mapping[str, Callable[[Entry], Cell]] = {
    "unit": lambda entry: entry.unit.name,
    "code": code,
    **{key: _own(key) for key in (
        "name", "content", "scope", "conditions", "duties", "commitments", "discipline", "accountability", "rights",
        "note",
    )},
    **{key: _term(key) for key in ("type", "status", "matter", "axis", "source")},
    **{key: _party(key) for key in ("holder", "in_charge", "proposal", "veto")},
    **{key: _service(key) for key in ("applicants", "materials", "fee", "place", "hours", "result")},
    "service_phone": _service("phone"),
    "level": _level,
    "offices": lambda entry: parties(entry.catalogue, entry.power.offices, entry.unit.id),
    "owner": _owner,
    "basis": lambda entry: bases(entry.power),
    "limits": lambda entry: limits(entry.power),
    "statutory": _limit("statutory"),
    "promised": _limit("promised"),
    "assignments": lambda entry: tuple(_assigned(entry, one) for one in entry.power.assignments),
    "remedies": lambda entry: tuple(term(remedy) for remedy in entry.power.remedies),
    "complaints": _complaints,
    "phone": _part("complaints", "phone"),
    "steps": _steps,
    "supervision": _supervision,
    "risks": lambda entry: tuple(risk.behaviour for risk in entry.power.risk_points),
    "grades": _grades,
    "disclosure": _shown("scope"),
    "channels": _channels,
    "timing": _shown("timing"),
    "deadline": _deadline,
    "form": _part("disclosure", "form"),
    "elements": _elements,
    "for_all": lambda entry: _TICK if _is_for_all(entry) else "",
    "circle": _circle,
    "on_own_motion": lambda _: _TICK,  # what a list of disclosure names is disclosed without being asked for
    "on_request": lambda _: "",
}  # fmt: skip

POWERS = Family(entries, _FIELDS)
