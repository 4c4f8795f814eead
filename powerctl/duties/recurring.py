"""Duties that recur: for each of those who owe one, and for each whom it is about, when it is due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from powerctl.duty import Kind, Owed
from powerctl.grading import Grader, grade_rank
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.model.rulebook import ReportCycle, Rulebook, SupervisionDuty, Supervisor
from powerctl.model.supervision import Done
from powerctl.model.unit import Post, Unit
from powerctl.naming import has_role, split_reference
from powerctl.periods import day, months_after

HIGH_RISK = "high-risk"  # about every unit that has a risk point of the gravest grade
PostOf = tuple[Unit, Post]


def recurring(catalogue: Catalogue, rulebook: Rulebook) -> Iterator[Owed]:
    """What recurs and what a term of office brings about, each with the day until which it is owed next."""
    parties = Parties(catalogue, rulebook)
    for duty_id, duty in rulebook.supervision.duties.items():
        if duty.tenure:
            yield from _terms(parties, duty_id, duty)
        elif duty.months:
            yield from _cycles(parties, duty_id, duty)
    for report_id, cycle in rulebook.warnings.reports.items():
        yield _report(parties, report_id, cycle)


@dataclass(frozen=True)
class Parties:
    """Who supervises whom, found once: posts by role, the rows of the matrix, the records of each duty."""

    catalogue: Catalogue
    rulebook: Rulebook

    @cached_property
    def matrix(self) -> Mapping[str, Supervisor]:
        """The rows of the supervision matrix by id."""
        return {row.id: row for row in self.rulebook.supervision.matrix}

    @cached_property
    def done(self) -> Mapping[str, tuple[tuple[str, Done], ...]]:
        """The records of each duty with their units, the earliest first."""
        found: dict[str, list[tuple[str, Done]]] = defaultdict(list)
        for ledger in self.catalogue.supervision:
            for entry in ledger.done:
                found[entry.duty].append((ledger.unit, entry))
        return {duty: tuple(sorted(entries, key=lambda pair: pair[1].on)) for duty, entries in found.items()}

    @cached_property
    def _by_role(self) -> dict[str, tuple[PostOf, ...]]:
        return {}

    def posts(self, role_id: str) -> tuple[PostOf, ...]:
        """Every post of the catalogue that has a role."""
        if role_id not in self._by_role:
            role = self.rulebook.roles[role_id]
            self._by_role[role_id] = tuple(
                (unit, post)
                for unit in self.catalogue.units
                for post in unit.posts
                if has_role(role, role_id, (unit, post))
            )
        return self._by_role[role_id]

    @cached_property
    def high_risk_units(self) -> tuple[Unit, ...]:
        """The units that have a risk point of the gravest grade."""
        units = high_risk_units(self.catalogue, self.rulebook)
        return tuple(unit for unit in self.catalogue.units if unit.id in units)


def high_risk_units(catalogue: Catalogue, rulebook: Rulebook) -> frozenset[str]:
    """The ids of the units that have a risk point of the gravest grade."""
    if catalogue.high_risk_units is not None:
        return catalogue.high_risk_units
    ranks = [term.rank for term in rulebook.grades.values()]
    grader = Grader(catalogue, rulebook)
    return frozenset(
        unit
        for unit, power, risk in catalogue.risk_points()
        if ranks and grade_rank(rulebook, grader.grade_of(unit, power, risk)) == max(ranks)
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One who owes a duty and one whom it is about; ``by`` and ``about`` are the posts to look for in the records."""

    owner: str
    unit: str
    about: str
    ref: Ref
    since: str = ""
    by: tuple[str, str] | None = None
    whom: tuple[str, str] | None = None
    in_unit: str = ""


def _cycles(parties: Parties, duty_id: str, duty: SupervisionDuty) -> Iterator[Owed]:
    entries = _Entries(parties.done.get(duty_id, ()))
    for case in _cases(parties, duty):
        done = entries.of(case)
        enough = len(done) >= duty.times
        last = done[-duty.times] if enough else ""
        start = day(last or case.since)
        due = months_after(start, duty.months).isoformat() if start is not None else ""
        yield _owed(Kind.RECURRING, duty_id, duty, case, last=last, due=due)


def _terms(parties: Parties, duty_id: str, duty: SupervisionDuty) -> Iterator[Owed]:
    """An audit after so many years in one post: owed once for each term that has lasted as long."""
    entries = _Entries(parties.done.get(duty_id, ()))
    years = parties.rulebook.supervision.audit_after_years
    for case in _cases(parties, duty) if years else ():
        start = day(case.since)
        if start is not None and not any(on >= case.since for on in entries.of(case)):
            yield _owed(Kind.TENURE, duty_id, duty, case, due=months_after(start, years * 12).isoformat())


def _report(parties: Parties, report_id: str, cycle: ReportCycle) -> Owed:
    """A cycle of reports on warnings: owed by whoever made the last one."""
    entries = parties.done.get(report_id, ())
    last = day(entries[-1][1].on) if entries else None
    unit = entries[-1][0] if entries else ""
    about = parties.catalogue.about.ref.at("id")
    return Owed(
        kind=Kind.REPORT,
        duty=report_id,
        label=cycle.label,
        en=cycle.en,
        owner=parties.catalogue.units_by_id[unit].name if unit in parties.catalogue.units_by_id else "",
        unit=unit,
        last=entries[-1][1].on if entries else "",
        due=months_after(last, cycle.months).isoformat() if last is not None else "",
        clause=cycle.note,
        ref=entries[-1][1].ref.at("on") if entries else about,
    )


def _cases(parties: Parties, duty: SupervisionDuty) -> Iterator[_Case]:
    """Each owner with each party: a role stands for every post that has it, a row of the matrix for its unit."""
    roles, nowhere = parties.rulebook.roles, parties.catalogue.about.ref.at("id")
    row = parties.matrix.get(duty.by)
    if row is None and duty.by in roles:
        for unit, post in parties.posts(duty.by):
            yield _Case(post.name, unit.id, "", post.ref.at("id"), post.since, by=(unit.id, post.id))
        return
    owner = row.by if row is not None else duty.by
    unit_id = row.unit if row is not None else ""
    if duty.about in roles:
        for unit, post in parties.posts(duty.about):
            about, whom = f"{unit.name}{post.name}", (unit.id, post.id)
            yield _Case(owner, unit_id or unit.id, about, post.ref.at("id"), post.since, whom=whom)
    elif duty.about == HIGH_RISK:
        for unit in (unit for unit in parties.high_risk_units if unit.id != unit_id):
            yield _Case(owner, unit_id, unit.name, unit.ref.at("id"), in_unit=unit.id)
    else:
        home = parties.catalogue.units_by_id.get(unit_id)
        yield _Case(owner, unit_id, duty.about, home.ref.at("id") if home is not None else nowhere)


class _Entries:
    """The days on which a duty was done: by whom, about whom, about anybody of a unit."""

    def __init__(self, entries: tuple[tuple[str, Done], ...]) -> None:
        self._all = [entry.on for _, entry in entries]
        self._by: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._about: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._unit: dict[str, list[str]] = defaultdict(list)
        for unit, entry in entries:
            self._by[split_reference(entry.by, unit)].append(entry.on)
            if entry.about:
                owner, name = split_reference(entry.about, unit)
                self._about[owner, name].append(entry.on)
                self._unit[owner].append(entry.on)

    def of(self, case: _Case) -> list[str]:
        """The days that count for a case, in order."""
        if case.by is not None:
            return self._by.get(case.by, [])
        if case.whom is not None:
            return self._about.get(case.whom, [])
        return self._unit.get(case.in_unit, []) if case.in_unit else self._all


def _owed(kind: Kind, duty_id: str, duty: SupervisionDuty, case: _Case, *, due: str, last: str = "") -> Owed:
    return Owed(
        kind=kind,
        duty=duty_id,
        label=duty.label,
        en=duty.en,
        owner=case.owner,
        unit=case.unit,
        about=case.about,
        last=last,
        since=case.since,
        due=due,
        clause=duty.note,
        ref=case.ref,
    )
