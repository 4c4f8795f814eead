"""The steps of a power as a numbered list: who acts, how long it may take, where each way leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powerctl.public.power import PublicPower
from powerctl.public.terms import PublicGrade
from powerctl.public.workflow import PublicStep
from powerctl.site.frame import Frame, ShownGrade


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads, and when: the number, name and id of the next one."""

    when: str
    number: str
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in words; ``grade`` is that of its gravest risk, ``persons`` is 0 where one is enough."""

    id: str
    number: str
    name: str
    who: str
    limit: str
    persons: int
    documents: tuple[str, ...]
    exits: tuple[Way, ...]
    grade: ShownGrade | None


def numbers_of(power: PublicPower) -> Mapping[str, str]:
    """The numbers of the steps, by id: those of the chart."""
    return {step.id: str(at) for at, step in enumerate(_steps(power), 1)}


def step_rows(frame: Frame, power: PublicPower, numbers: Mapping[str, str]) -> tuple[StepRow, ...]:
    """A row a step; a fork says where each way leads."""
    names = {step.id: step.name for step in _steps(power)}
    gravest = _gravest(power)
    return tuple(
        StepRow(
            id=step.id,
            number=numbers[step.id],
            name=step.name,
            who="、".join(frame.party(party) for party in (step.actor, *step.with_) if party is not None),
            limit=frame.duration(step.limit),
            persons=step.persons if step.persons > 1 else 0,
            documents=step.documents,
            exits=_exits(frame, step, names, numbers),
            grade=frame.grade(gravest.get(step.id)),
        )
        for step in _steps(power)
    )


def _steps(power: PublicPower) -> tuple[PublicStep, ...]:
    return power.workflow.steps if power.workflow is not None else ()


def _gravest(power: PublicPower) -> Mapping[str, PublicGrade]:
    """The gravest grade among the risks of each step."""
    found: dict[str, PublicGrade] = {}
    for risk in power.risk_points:
        if risk.grade is not None and (risk.step not in found or risk.grade.rank > found[risk.step].rank):
            found[risk.step] = risk.grade
    return found


def _exits(frame: Frame, step: PublicStep, names: Mapping[str, str], numbers: Mapping[str, str]) -> tuple[Way, ...]:
    """Where a step leads, unless it simply leads to the next one."""
    plain = len(step.next) == 1 and not step.next[0].when and int(numbers[step.id]) + 1 == int(numbers[step.next[0].to])
    return tuple(
        Way(way.when or frame.text("always"), numbers[way.to], names[way.to], way.to)
        for way in (() if plain else step.next)
    )
