"""What the graph of a workflow says, beside plain search through every path of small graphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from powerctl.model.workflow import Exit, Step, Workflow
from powerctl.workflow.graph import Graph, graph_of, positions
from powerctl.workflow.ways import names, ways
from tests.flows import dense, flow, graphs, simple_paths


def bits(*numbers: int) -> int:
    return sum(1 << number for number in set(numbers))


def test_a_step_runs_to_the_one_written_after_it() -> None:
    plain = Workflow(steps=tuple(Step(id=name, name=name) for name in "abc"))
    assert graph_of(plain).after == ((1,), (2,), ())
    assert graph_of(plain).ends == 0  # nothing says that it ends there


def test_an_end_leads_nowhere_and_an_exit_to_nothing_is_left_out() -> None:
    steps = (
        Step(id="a", name="a", next=(Exit(to="c"), Exit(to="nowhere"), Exit(to="c"))),
        Step(id="b", name="b", end=True, next=(Exit(to="a"),)),
        Step(id="c", name="c", end=True),
    )
    graph = graph_of(Workflow(steps=steps))
    assert graph.after == ((2,), (), ())
    assert not graph.is_whole


def test_a_workflow_without_steps_answers_nothing() -> None:
    graph = graph_of(Workflow())
    assert (graph.reached, graph.ends, graph.passed_always, graph.loops) == (0, 0, 0, ())
    assert list(ways(graph)) == []
    assert graph.way_over() == ()


def test_a_flow_with_a_loop_a_refusal_and_a_dead_end() -> None:
    graph = graph_of(
        flow(
            {
                "apply": "check",
                "check": "mend decide refuse",
                "mend": "check",
                "decide": "send",
                "send": "",
                "refuse": "",
                "lost": "limbo",
                "limbo": "limbo",
            }
        )
    )
    assert graph.reached == bits(0, 1, 2, 3, 4, 5)
    assert graph.ending == bits(0, 1, 2, 3, 4, 5)
    assert graph.loops == ((1, 2), (7,))
    assert graph.passed_always == bits(0, 1)
    assert list(ways(graph)) == [(0, 1, 3, 4), (0, 1, 5)]
    assert names(graph, graph.way_over(2, 3)) == "APPLY → CHECK → MEND → CHECK → DECIDE → SEND"
    assert graph.share_a_way(2, 5) and not graph.share_a_way(4, 5) and not graph.share_a_way(6, 7)


def test_the_middle_of_a_long_way_is_left_out() -> None:
    graph = graph_of(Workflow(steps=tuple(Step(id=f"s{at}", name=f"{at}", end=at == 29) for at in range(30))))
    assert names(graph, graph.way_over(), 4) == "0 → 1 → … → 28 → 29"


@settings(deadline=None)
@given(graphs())
def test_reach_is_what_a_search_finds(graph: Graph) -> None:
    everything = set(range(len(graph.steps)))
    for start in everything:
        found = {path[-1] for path in simple_paths(graph, start, everything) if len(path) > 1}
        returns = any(start in graph.after[path[-1]] for path in simple_paths(graph, start, everything))
        assert set(positions(graph.beyond[start])) == found | ({start} if returns else set())


@settings(deadline=None)
@given(graphs())
def test_dominators_are_on_every_path(graph: Graph) -> None:
    for step in range(len(graph.steps)):
        paths = [set(path) for path in simple_paths(graph, 0, {step})]
        common = set.intersection(*paths) if paths else set()
        assert set(positions(graph.dominators[step])) == common


@settings(deadline=None)
@given(graphs())
def test_what_is_always_passed_is_on_every_way(graph: Graph) -> None:
    every = list(simple_paths(graph, 0, set(positions(graph.ends))))
    assert set(ways(graph)) == set(every)
    common = set.intersection(*map(set, every)) if every else set()
    assert set(positions(graph.passed_always)) == common


@settings(deadline=None)
@given(graphs())
def test_a_path_is_a_shortest_one(graph: Graph) -> None:
    for goal in range(len(graph.steps)):
        lengths = [len(path) for path in simple_paths(graph, 0, {goal})]
        assert len(graph.path(0, 1 << goal)) == min(lengths, default=0)


@pytest.mark.parametrize("share", [0.02, 0.5, 1.0])
def test_two_hundred_steps_of_any_density_are_answered(share: float) -> None:
    """A search of every way would never end."""
    graph = graph_of(dense(200, share=share))
    assert graph.dominators[0] == 1
    assert graph.passed_always & 1 and graph.loops
    assert len(list(ways(graph))) <= 200
