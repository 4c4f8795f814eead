"""Who holds how much: powers, risk points and duties of each post over all workflows and portfolios."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from powerctl.grading.all_risks import GradedBound
from powerctl.grading.bearers import Bearers
from powerctl.grading.spread import spreads
from powerctl.grading.terms import gravest_first, word
from powerctl.grading.toxic import Done, toxic_pairs
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook
from powerctl.model.unit import Post, Unit
from powerctl.model.workflow import Step
from powerctl.periods import day
from powerctl.reckoning import Act, Concentration, Load
from powerctl.workflow.people import Holder, People

SUPERVISE = "supervise"


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
    people = People(catalogue)
    held = _held(catalogue, rulebook, risks, people)
    grades = gravest_first(rulebook)
    loads = [
        _load(rulebook, unit, post, held[holder], as_of)
        for unit in catalogue.units
        for post in unit.posts
        if (holder := Holder(unit.id, post.id)) in held or post.portfolio
    ]
    loads.sort(key=lambda load: (*(-load.risks.get(grade, 0) for grade in grades), -load.powers, load.post))
    spread = spreads(catalogue, rulebook, people, powers_in_force(catalogue, rulebook))
    return Concentration(tuple(loads), spread, rulebook.risk.concentration.years)


def powers_in_force(catalogue: Catalogue, rulebook: Rulebook) -> Iterator[Power]:
    """The powers whose status the rulebook calls in force."""
    statuses = rulebook.statuses
    return (power for power in catalogue.powers if power.status in statuses and statuses[power.status].in_force)


def _held(
    catalogue: Catalogue, rulebook: Rulebook, risks: Iterable[GradedBound], people: People
) -> defaultdict[Holder, Held]:
    held: defaultdict[Holder, Held] = defaultdict(Held)
    for power in powers_in_force(catalogue, rulebook):
        named = (power.in_charge, power.holder, *(entry.post for entry in power.assignments))
        for holder in people.behind(power.unit, tuple(filter(None, named))).posts:
            held[holder].powers.add(power.subject)
        for step in power.workflow.steps if power.workflow is not None else ():
            _take(held, power, step, people)
    bearers = Bearers(catalogue, people)
    for one in risks:
        for holder in bearers.posts(one.unit, one.power, one.risk):
            held[holder].risks[one.graded.weight] += 1
    return held


def _take(held: defaultdict[Holder, Held], power: Power, step: Step, people: People) -> None:
    """Enters who takes a step by themselves, who only as one of a body, and who supervises it."""
    hands = people.in_step(power.unit, step)
    for holder in hands.members - hands.posts:
        held[holder].collective += 1
    acting = [(holder, step.duty) for holder in hands.posts]
    acting += [(holder, SUPERVISE) for holder in people.behind(power.unit, step.supervised_by).posts]
    for holder, duty in acting:
        own = held[holder]
        own.powers.add(power.subject)
        if duty:
            own.duties[duty] += 1
            own.done.append(Done(duty, power, Act(power.subject, step.id, step.name)))


def _load(rulebook: Rulebook, unit: Unit, post: Post, held: Held, as_of: date) -> Load:
    years, limit = years_since(post.since, as_of), rulebook.risk.concentration.years
    return Load(
        post=f"{unit.id}/{post.id}",
        name=post.name,
        unit=unit.name,
        areas=tuple(word(rulebook.areas, area) for area in post.portfolio),
        powers=len(held.powers),
        risks=dict(held.risks),
        duties={duty: held.duties[duty] for duty in rulebook.duties if held.duties[duty]},
        collective=held.collective,
        years=years,
        is_too_long=bool(limit and years is not None and years >= limit),
        toxic=toxic_pairs(rulebook, held.done),
    )


def years_since(since: str, as_of: date) -> int | None:
    """How many whole years have gone by; None where the day is not known or lies ahead."""
    first = day(since)
    if first is None or first > as_of:
        return None
    return as_of.year - first.year - ((as_of.month, as_of.day) < (first.month, first.day))
