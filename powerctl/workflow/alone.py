"""Where a case hangs on one post: two duties in its hands on one way, and steps that it passes or stops alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from powerctl.model.workflow import Step
from powerctl.workflow.graph import Graph, positions
from powerctl.workflow.people import Hands, Holder

HandsOf = Callable[[Step], Hands]


class Meeting(NamedTuple):
    """Two steps of one way through, in the order in which a case comes to them, and who is in both."""

    first: int
    later: int
    holder: Holder


class Point(NamedTuple):
    """A step that one post takes alone: it can pass a case there; where no way goes round, stop every case."""

    position: int
    holder: Holder
    is_on_every_way: bool


def meetings(graph: Graph, hands: HandsOf, ones: Iterable[int], others: Collection[int]) -> Iterator[Meeting]:
    """Each post, and each group without posts, that takes part in one of some steps and in one of others on one way.

    A body of several meets nobody: its members act there only together.
    """
    for one in ones:
        mine = hands(graph.steps[one])
        for other in others:
            theirs = hands(graph.steps[other])
            both = (mine.posts & theirs.posts) | (mine.groups & theirs.groups)
            if both and graph.share_a_way(one, other):
                first, later = (one, other) if graph.follows(one, other) else (other, one)
                yield from (Meeting(first, later, holder) for holder in sorted(both))


def lone_points(graph: Graph, hands: HandsOf, duties: Collection[str]) -> tuple[Point, ...]:
    """The steps of these duties on the ways through that one post takes, with nobody beside it and nobody watching."""
    found = ((position, _alone(hands, graph.steps[position])) for position in _of(graph, duties))
    return tuple(
        Point(position, holder, bool(graph.passed_always >> position & 1))
        for position, holder in found
        if holder is not None
    )


def lone_holder(graph: Graph, hands: HandsOf, duties: Collection[str]) -> Point | None:
    """The first of these steps if all of them are in the hands of the same post alone: then so is every way."""
    points = lone_points(graph, hands, duties)
    is_one = len({point.holder for point in points}) == 1
    return points[0] if is_one and len(points) == len(_of(graph, duties)) else None


def _of(graph: Graph, duties: Collection[str]) -> list[int]:
    return [position for position in positions(graph.live) if graph.steps[position].duty in duties]


def _alone(hands: HandsOf, step: Step) -> Holder | None:
    return None if step.supervised_by or step.persons > 1 else hands(step).only
