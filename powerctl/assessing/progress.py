"""How far the programme has come: each phase with its targets, each unit with all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from powerctl.model.programme import Phase
from powerctl.rules import Brief
from powerctl.rules.measures import MEASURES, measured
from powerctl.rules.programme import percentage
from powerctl.scores import Measured, PhaseStatus, ProgrammeStatus, Stage, Target, mean
from powerctl.table import Word

_Values = Mapping[tuple[str, str], Measured]  # by unit and measure


def programme_status(brief: Brief, unit: str = "") -> ProgrammeStatus | None:
    """The programme of a catalogue on a day, seen over all units or one; None where it has no programme."""
    programme = brief.catalogue.programme
    if programme is None:
        return None
    shares = {share.catalogue.share: share for share in brief.shares if unit in ("", share.catalogue.share)}
    wanted = {measure for phase in programme.phases for measure in phase.targets}
    known = sorted(measure for measure in wanted if measure in MEASURES)
    values = {(name, measure): measured(share, measure) for name, share in shares.items() for measure in known}
    phases = tuple(_phase(brief, phase, values) for phase in programme.phases)
    return ProgrammeStatus(
        catalogue=brief.catalogue.about.id,
        name=brief.catalogue.about.name,
        programme=programme.name,
        as_of=brief.today,
        phases=phases,
        units=tuple(_units(brief, phases, sorted(shares))),
        unknown=tuple(sorted(wanted - set(known))),
    )


def no_programme(brief: Brief) -> ProgrammeStatus:
    """What is told of a catalogue without a programme: that it has none."""
    about = brief.catalogue.about
    return ProgrammeStatus(catalogue=about.id, name=about.name, programme="", as_of=brief.today)


def _phase(brief: Brief, phase: Phase, values: _Values) -> PhaseStatus:
    return PhaseStatus(
        id=phase.id,
        name=phase.name,
        from_=phase.from_,
        to=phase.to,
        stage=_stage(phase, brief.today),
        days=(brief.as_of - date.fromisoformat(phase.to)).days,
        tasks=phase.tasks,
        targets=tuple(_target(brief, measure, text, values) for measure, text in phase.targets.items()
                      if measure in MEASURES),
    )  # fmt: skip


def _stage(phase: Phase, today: str) -> Stage:
    if phase.to < today:
        return Stage.OVER
    return Stage.RUNNING if phase.from_ <= today else Stage.AHEAD


def _target(brief: Brief, measure: str, text: str, values: _Values) -> Target:
    own = tuple((unit, value) for (unit, name), value in values.items() if name == measure and value.of)
    term = brief.rulebook.measures.get(measure)
    return Target(
        measure=measure,
        label=Word(term.label, term.en) if term is not None else Word(measure),
        wanted=percentage(text),
        measured=sum((value for _, value in own), Measured()),
        by_unit=own,
    )


def _units(brief: Brief, phases: Sequence[PhaseStatus], names: Sequence[str]) -> list[tuple[str, str, float | None]]:
    """How far each unit has come in all targets of all phases, each measure counted once at its highest target."""
    highest: dict[str, Target] = {}
    for target in (target for phase in phases for target in phase.targets):
        if target.measure not in highest or target.wanted > highest[target.measure].wanted:
            highest[target.measure] = target
    units = brief.catalogue.units_by_id
    return [(name, units[name].name, _of_unit(highest, name)) for name in names if name in units]


def _of_unit(targets: Mapping[str, Target], unit: str) -> float | None:
    return mean(target.done(value) for target in targets.values() for name, value in target.by_unit if name == unit)
