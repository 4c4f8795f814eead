"""F305, F306, F308: no post holds what must be held apart, enough people take part, nobody decides alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from powerctl.grading import Grader, counts_risks, grade_rank
from powerctl.model.power import Power
from powerctl.model.rulebook import MinPersons, Separation
from powerctl.model.workflow import Step
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.charted import Charted, hands, people, workflows
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.workflow.people import Holder
from powerctl.workflow.ways import names

Meeting = tuple[int, int, Holder]  # two steps of one way, and who is in both


@rule("F305", Severity.ERROR, reach=Reach.UNIT)
def duties_that_must_be_apart(brief: Brief) -> Iterator[Hit]:
    """No post carries out both duties of a separation pair on one way through; a body of several is no post."""
    for charted in workflows(brief):
        by_duty: dict[str, list[int]] = {}
        for position, step in charted.live():
            by_duty.setdefault(step.duty, []).append(position)
        for pair in brief.rulebook.separation:
            for one, other in combinations(pair.duties, 2):
                if one in by_duty and other in by_duty:
                    yield from _both(brief, charted, pair, by_duty[one], by_duty[other])


def _both(brief: Brief, charted: Charted, pair: Separation, ones: list[int], others: list[int]) -> Iterator[Hit]:
    told: set[Holder] = set()
    for one, other, holder in _meetings(brief, charted, ones, others):
        if holder not in told:
            told.add(holder)
            yield _together(brief, charted, pair, (one, other, holder))


def _meetings(brief: Brief, charted: Charted, ones: list[int], others: list[int]) -> Iterator[Meeting]:
    for one in ones:
        mine = hands(brief, charted.power, charted.steps[one])
        for other in others:
            theirs = hands(brief, charted.power, charted.steps[other])
            both = (mine.posts & theirs.posts) | (mine.groups & theirs.groups)
            if both and charted.graph.share_a_way(one, other):
                yield from ((one, other, holder) for holder in sorted(both))


def _together(brief: Brief, charted: Charted, pair: Separation, meeting: Meeting) -> Hit:
    one, other, holder = meeting
    first, later = (one, other) if charted.graph.follows(one, other) else (other, one)
    steps, duties = charted.steps, brief.rulebook.duties
    way = charted.graph.way_over(first, later)
    facts: dict[str, Fact] = {
        "way": names(charted.graph, way[: _last_of(way, later)]),
        "post": people(brief).name(holder),
        "first": duties[steps[first].duty].label,
        "later": duties[steps[later].duty].label,
        "pair": pair.label,
    }
    return Hit(steps[later].ref.at("actor"), facts, other=(steps[first].ref.at("actor"), "same_here"))


def _last_of(way: tuple[int, ...], position: int) -> int:
    return len(way) - way[::-1].index(position)


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
        deciding = [(position, step) for position, step in charted.live() if step.duty in duties]
        if deciding and _gravest(grader, charted.power) == highest:
            yield from _alone(brief, charted, deciding)


def _gravest(grader: Grader, power: Power) -> int:
    grades = (grader.grade_of(power.unit, power, risk) for risk in power.risk_points)
    return max((grade_rank(grader.rulebook, grade) for grade in grades), default=0)


def _alone(brief: Brief, charted: Charted, deciding: list[tuple[int, Step]]) -> Iterator[Hit]:
    """Where every deciding step is in the same two hands, so is every way on which anything is decided."""
    deciders = {_decider(brief, charted.power, step) for _, step in deciding}
    position, step = deciding[0]
    holder = deciders.pop()
    if holder is not None and not deciders:
        way = charted.graph.way_over(position)
        facts = {
            "power": charted.power.name,
            "post": people(brief).name(holder),
            "way": names(charted.graph, way[: _last_of(way, position)]),
        }
        yield Hit(step.ref.at("actor"), facts)


def _decider(brief: Brief, power: Power, step: Step) -> Holder | None:
    """The one post that decides in a step, with nobody beside it and nobody watching."""
    is_watched = bool(step.supervised_by) or step.persons > 1
    return None if is_watched else hands(brief, power, step).only
