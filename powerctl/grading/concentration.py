"""Who holds how much: powers, risk points and duties of each post over all workflows and portfolios."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from powerctl.grading.all_risks import GradedBound
from powerctl.grading.bearers import Bearers
from powerctl.grading.spread import spreads
from powerctl.grading.terms import word
from powerctl.grading.toxic import Done, toxic_pairs
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook
from powerctl.model.unit import Post, Unit
from powerctl.model.workflow import Step
from powerctl.naming import is_outside
from powerctl.periods import day
from powerctl.reckoning import Act, Concentration, Load


@dataclass(slots=True)
class Held:
    """What has been found of one post so far."""

    powers: set[str] = field(default_factory=set)
    risks: Counter[str] = field(default_factory=Counter)
    duties: Counter[str] = field(default_factory=Counter)
    collective: int = 0
    done: list[Done] = field(default_factory=list)


def concentration(catalogue: Catalogue, rulebook: Rulebook, risks: Iterable[GradedBound], as_of: date) -> Concentration:
    """The loads of all posts that hold anything, the heaviest first, and how weighty steps spread over each unit."""
    bearers = Bearers(catalogue)
    held = _held(catalogue, rulebook, risks, bearers)
    loads = (
        _load(rulebook, unit, post, held[f"{unit.id}/{post.id}"], as_of)
        for unit in catalogue.units
        for post in unit.posts
        if f"{unit.id}/{post.id}" in held or post.portfolio
    )
    grades = sorted(rulebook.grades, key=lambda grade: -rulebook.grades[grade].rank)
    ordered = sorted(
        loads, key=lambda load: (*(-load.risks.get(grade, 0) for grade in grades), -load.powers, load.post)
    )
    return Concentration(tuple(ordered), spreads(catalogue, rulebook, bearers), rulebook.risk.concentration.years)


def _held(
    catalogue: Catalogue, rulebook: Rulebook, risks: Iterable[GradedBound], bearers: Bearers
) -> defaultdict[str, Held]:
    held: defaultdict[str, Held] = defaultdict(Held)
    for power in powers_in_force(catalogue, rulebook):
        for reference in (power.in_charge, power.holder, *(entry.post for entry in power.assignments)):
            if reference and not bearers.is_body(power.unit, reference):
                for post in bearers.posts(power.unit, reference):
                    held[post].powers.add(power.subject)
        for step in power.workflow.steps if power.workflow is not None else ():
            _take(held, power, step, bearers)
    for one in risks:
        for post in bearers.of_risk(one.unit, one.power, one.risk):
            held[post].risks[one.graded.weight] += 1
    return held


def powers_in_force(catalogue: Catalogue, rulebook: Rulebook) -> Iterator[Power]:
    """The powers whose status the rulebook calls in force."""
    statuses = rulebook.statuses
    return (power for power in catalogue.powers if power.status in statuses and statuses[power.status].in_force)


def _take(held: defaultdict[str, Held], power: Power, step: Step, bearers: Bearers) -> None:
    """Enters who takes a step, and who supervises it; the members of a body act together."""
    acts = [(reference, step.duty) for reference in step.people]
    acts += [(reference, "supervise") for reference in step.supervised_by]
    taken = {
        (post, duty, bearers.is_body(power.unit, reference))
        for reference, duty in acts
        if not is_outside(reference)
        for post in bearers.posts(power.unit, reference)
    }
    for post, duty, together in taken:
        own = held[post]
        own.powers.add(power.subject)
        if together:
            own.collective += 1
        elif duty:
            own.duties[duty] += 1
            own.done.append(Done(duty, power, Act(power.subject, step.id, step.name)))


def _load(rulebook: Rulebook, unit: Unit, post: Post, held: Held, as_of: date) -> Load:
    years = years_since(post.since, as_of)
    limit = rulebook.risk.concentration.years
    known = [duty for duty in rulebook.duties if held.duties[duty]]
    return Load(
        post=f"{unit.id}/{post.id}",
        name=post.name,
        unit=unit.name,
        areas=tuple(word(rulebook.areas, area) for area in post.portfolio),
        powers=len(held.powers),
        risks=dict(held.risks),
        duties={duty: held.duties[duty] for duty in known},
        collective=held.collective,
        years=years,
        is_too_long=bool(limit and years is not None and years >= limit),
        toxic=toxic_pairs(rulebook, held.done),
    )


def years_since(since: str, as_of: date) -> int | None:
    """How many whole years have gone by; None where the day is not known."""
    first = day(since)
    if first is None or first > as_of:
        return None
    return as_of.year - first.year - ((as_of.month, as_of.day) < (first.month, first.day))
