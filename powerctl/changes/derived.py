"""Changes that stand in no single key: computed grades, duties no longer apart, a basis replaced by a lower one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Any

from powerctl.changes.measures import Sides
from powerctl.changes.state import State
from powerctl.comparison import Plain
from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint, Risks
from powerctl.model.unit import Body
from powerctl.naming import find, is_outside, posts_behind
from powerctl.reckoning import Reckoning


@dataclass(frozen=True, slots=True)
class Derived:
    """A kind of change, the things it is about from the file's down, the field, two values, two places, the way."""

    kind: str
    things: tuple[Any, ...]
    field: str
    before: Plain
    after: Plain
    base_place: Ref
    place: Ref
    path: tuple[str, ...]


Owner = Power | Risks


def of_risks(before: Owner, after: Owner, sides: Sides) -> Iterator[Derived]:
    """Risk points whose computed grade is another."""
    old = {risk.id: risk for risk in before.risk_points}
    for risk in after.risk_points:
        if risk.id in old:
            yield from _computed(old[risk.id], risk, (before, after), sides)


def _computed(before: RiskPoint, after: RiskPoint, owners: tuple[Owner, Owner], sides: Sides) -> Iterator[Derived]:
    was, is_ = _graded(before, owners[0], sides.base), _graded(after, owners[1], sides.revision)
    if was is None or is_ is None or was.grade == is_.grade:
        return
    above = (owners[1],) if isinstance(owners[1], Power) else ()
    lower = sides.revision.grade(is_.grade) < sides.base.grade(was.grade)
    kind = "computed-grade.lowered" if lower else "computed-grade.raised"
    things = (*above, after)
    places = before.ref.at("factors"), after.ref.at("factors")
    yield Derived(kind, things, "computed", was.grade, is_.grade, *places, ("risk_points", after.id, "computed"))


def _graded(risk: RiskPoint, owner: Owner, state: State) -> Reckoning | None:
    return state.grader.grade(owner.unit, owner if isinstance(owner, Power) else None, risk)


def of_power(before: Power, after: Power, sides: Sides) -> Iterator[Derived]:
    """What the whole of a power shows."""
    yield from of_risks(before, after, sides)
    if before.workflow != after.workflow:
        yield from _separation(before, after, sides)
    if before.basis != after.basis:
        yield from _rank(before, after, sides)


def _separation(before: Power, after: Power, sides: Sides) -> Iterator[Derived]:
    """Duties that one post newly holds together, and those that it holds no more, by the later rulebook."""
    asked = {pair.id: frozenset(pair.duties) for pair in sides.revision.rulebook.separation}
    places = before.ref.at("workflow", "steps"), after.ref.at("workflow", "steps")
    way = ("workflow", "separation")
    for pair, duties in sorted(asked.items()):
        was, is_ = _holding_all(before, duties, sides.base), _holding_all(after, duties, sides.revision)
        for post in sorted(is_ - was):
            yield Derived("separation.lost", (after,), f"separation.{pair}", None, post, *places, way)
        for post in sorted(was - is_):
            yield Derived("separation.restored", (after,), f"separation.{pair}", post, None, *places, way)


def _holding_all(power: Power, duties: frozenset[str], state: State) -> frozenset[str]:
    """The posts that have every one of some duties in a workflow; a body is nobody in particular."""
    steps = power.workflow.steps if power.workflow else ()
    held = [
        frozenset(post for step in steps if step.duty == duty for post in _posts(power.unit, step.people, state))
        for duty in sorted(duties)
    ]
    return frozenset.intersection(*held) if held else frozenset()


def _posts(unit: str, references: Iterable[str], state: State) -> Iterator[str]:
    for reference in references:
        if not is_outside(reference) and not isinstance(find(state.catalogue, unit, reference), Body):
            for owner, post in posts_behind(state.catalogue, unit, reference):
                yield f"{owner.id}/{post.id}"


def _rank(before: Power, after: Power, sides: Sides) -> Iterator[Derived]:
    """A basis gone and another come, and the highest that is left ranks otherwise."""
    old, new = ({(part.law, part.title, part.number) for part in power.basis} for power in (before, after))
    if not (old - new and new - old):
        return
    was = min((sides.base.rank_of_law(part) for part in before.basis), default=inf)
    is_ = min((sides.revision.rank_of_law(part) for part in after.basis), default=inf)
    if inf in (was, is_) or was == is_:
        return
    kind = "basis.rank-lowered" if is_ > was else "basis.rank-raised"
    names = _rank_named(sides.base, was), _rank_named(sides.revision, is_)
    yield Derived(kind, (after,), "basis", *names, before.ref.at("basis"), after.ref.at("basis"), ("basis",))


def _rank_named(state: State, order: float) -> str:
    return min(name for name, rank in state.rulebook.ranks.items() if rank.order == order)
