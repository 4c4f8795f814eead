"""F305, F306, F308: no post holds what must be held apart, enough people take part, nobody decides alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from powerctl.grading import Grader, counts_risks, grade_rank
from powerctl.model.power import Power
from powerctl.model.rulebook import MinPersons, Separation
from powerctl.model.workflow import Step
from powerctl.naming import find, split_reference
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.charted import Charted, hands, people, workflows
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.workflow.alone import HandsOf, Meeting, lone_holder, meetings
from powerctl.workflow.people import Holder
from powerctl.workflow.ways import names


@rule("F305", Severity.ERROR, reach=Reach.UNIT, veto=Severity.ERROR)
def duties_that_must_be_apart(brief: Brief) -> Iterator[Hit]:
    """No post carries out both duties of a separation pair on one way through; nobody refuses its own proposal."""
    yield from _refuses_its_own_proposal(brief)
    for charted in workflows(brief):
        by_duty: dict[str, list[int]] = {}
        for position, step in charted.live():
            by_duty.setdefault(step.duty, []).append(position)
        for pair in brief.rulebook.separation:
            for one, other in combinations(pair.duties, 2):
                if one in by_duty and other in by_duty:
                    yield from _both(brief, charted, pair, by_duty[one], by_duty[other])


def _refuses_its_own_proposal(brief: Brief) -> Iterator[Hit]:
    """议决权与否决权分离: who proposes and who may refuse are two, be they posts or bodies."""
    for power in powers_in_force(brief):
        one, other = (split_reference(reference, power.unit) for reference in (power.proposal, power.veto))
        if power.veto and one == other:
            holder = find(brief.catalogue, power.unit, power.veto)
            facts: dict[str, Fact] = {"power": power.name, "post": holder.name if holder is not None else power.veto}
            yield Hit(power.ref.at("veto"), facts, "veto", other=(power.ref.at("proposal"), "same_here"))


def _both(brief: Brief, charted: Charted, pair: Separation, ones: list[int], others: list[int]) -> Iterator[Hit]:
    told: set[Holder] = set()
    for meeting in meetings(charted.graph, _hands_of(brief, charted), ones, others):
        if meeting.holder not in told:
            told.add(meeting.holder)
            yield _together(brief, charted, pair, meeting)


def _hands_of(brief: Brief, charted: Charted) -> HandsOf:
    return partial(hands, brief, charted.power)


def _together(brief: Brief, charted: Charted, pair: Separation, meeting: Meeting) -> Hit:
    first, later, holder = meeting
    steps, duties = charted.steps, brief.rulebook.duties
    facts: dict[str, Fact] = {
        "way": _way_to(charted, first, later),
        "post": people(brief).name(holder),
        "first": duties[steps[first].duty].label,
        "later": duties[steps[later].duty].label,
        "pair": pair.label,
    }
    return Hit(steps[later].ref.at("actor"), facts, other=(steps[first].ref.at("actor"), "same_here"))


def _way_to(charted: Charted, *stations: int) -> str:
    """A way over some steps, told as far as the last of them."""
    way = charted.graph.way_over(*stations)
    return names(charted.graph, way[: len(way) - way[::-1].index(stations[-1])])


@rule("F306", Severity.ERROR, reach=Reach.UNIT)
def fewer_people_than_asked(brief: Brief) -> Iterator[Hit]:
    """A step has as many people as the rulebook asks for its duty and the power's type."""
    for charted in workflows(brief):
        asked = [ask for ask in brief.rulebook.min_persons if not ask.types or charted.power.type in ask.types]
        for step in charted.steps if asked else ():
            for ask in asked:
                if not ask.duties or step.duty in ask.duties:
                    yield from _too_few(brief, charted.power, step, ask)


def _too_few(brief: Brief, power: Power, step: Step, ask: MinPersons) -> Iterator[Hit]:
    """Without actors the step is F303's; where not all are known, nobody can be missed."""
    named = hands(brief, power, step)
    have = max(step.persons, named.count)
    if step.people and named.is_known and have < ask.persons:
        facts: dict[str, Fact] = {
            "power": power.name,
            "step": step.name,
            "have": have,
            "want": ask.persons,
            "label": ask.label,
        }
        yield Hit(step.ref.at("persons" if step.persons else "actor"), facts)


@rule("F308", Severity.WARNING, reach=Reach.UNIT, wide=counts_risks)
def one_post_decides_alone(brief: Brief) -> Iterator[Hit]:
    """No high-risk power is decided by the same one post, alone and without a supervisor, on every way through."""
    grader = Grader(brief.catalogue, brief.rulebook)
    highest = max((term.rank for term in brief.rulebook.grades.values()), default=0)
    duties = {duty for duty, term in brief.rulebook.duties.items() if term.decides}
    for charted in workflows(brief):
        point = lone_holder(charted.graph, _hands_of(brief, charted), duties)
        if point is not None and _gravest(grader, charted.power) == highest:
            facts = {
                "power": charted.power.name,
                "post": people(brief).name(point.holder),
                "way": _way_to(charted, point.position),
            }
            yield Hit(charted.steps[point.position].ref.at("actor"), facts)


def _gravest(grader: Grader, power: Power) -> int:
    grades = (grader.grade_of(power.unit, power, risk) for risk in power.risk_points)
    return max((grade_rank(grader.rulebook, grade) for grade in grades), default=0)
