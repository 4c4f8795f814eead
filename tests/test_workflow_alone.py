"""Who holds two steps of one way, and which steps one post takes alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from powerctl.model.workflow import Exit, Step, Workflow
from powerctl.workflow.alone import Meeting, Point, lone_holder, lone_points, meetings
from powerctl.workflow.graph import Graph, graph_of
from powerctl.workflow.people import Hands, Holder

MAYOR, DEPUTY = Holder("town", "mayor"), Holder("town", "deputy")


def hands(step: Step) -> Hands:
    """Every word of ``actor`` is a post but for a body of two."""
    if step.actor == "committee":
        return Hands(members=frozenset({MAYOR, DEPUTY}))
    return Hands(posts=frozenset(Holder("town", name) for name in step.actor.split()))


def step(name: str, actor: str, duty: str, *, to: str = "", end: bool = False) -> Step:
    return Step(id=name, name=name, actor=actor, duty=duty, end=end, next=tuple(Exit(to=one) for one in to.split()))


def course(*steps: Step) -> Graph:
    return graph_of(Workflow(steps=steps))


FORK = (
    step("accept", "clerk", "accept", to="small large"),
    step("small", "mayor", "approve", to="send"),
    step("large", "deputy", "approve", to="send"),
    step("send", "clerk mayor", "notify", end=True),
)


def test_two_steps_of_different_branches_never_meet() -> None:
    graph = course(*FORK[:2], replace(FORK[2], actor="mayor"), FORK[3])
    assert list(meetings(graph, hands, [1], [2])) == []
    assert list(meetings(graph, hands, [3], [1])) == [Meeting(1, 3, MAYOR)]  # in the order of the case


def test_a_body_of_several_meets_nobody() -> None:
    graph = course(step("a", "committee", "review"), step("b", "mayor", "approve", end=True))
    assert list(meetings(graph, hands, [0], [1])) == []


def test_each_branch_is_passed_alone_and_only_a_step_on_every_way_stops_all() -> None:
    graph = course(*FORK)
    assert lone_points(graph, hands, {"approve"}) == (Point(1, MAYOR, False), Point(2, DEPUTY, False))
    assert lone_points(graph, hands, {"accept"}) == (Point(0, Holder("town", "clerk"), True),)
    assert lone_points(graph, hands, {"notify"}) == ()  # two posts
    assert lone_holder(graph, hands, {"approve"}) is None
    assert lone_holder(graph, hands, {"decide"}) is None


MAYORS = replace(FORK[2], actor="mayor")


@pytest.mark.parametrize(
    "other, is_alone",
    [
        (MAYORS, True),
        (replace(MAYORS, supervised_by=("deputy",)), False),
        (replace(MAYORS, persons=2), False),
        (replace(MAYORS, actor="committee"), False),
        (FORK[2], False),
    ],
)
def test_who_is_watched_or_helped_is_not_alone(other: Step, is_alone: bool) -> None:
    graph = course(FORK[0], FORK[1], other, FORK[3])
    assert lone_holder(graph, hands, {"approve"}) == (Point(1, MAYOR, False) if is_alone else None)
