"""Workflows made for tests: from a table of exits, and at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from hypothesis import strategies as st

from powerctl.model.workflow import Exit, Step, Workflow
from powerctl.workflow.graph import Graph, Positions


def flow(exits: Mapping[str, str]) -> Workflow:
    """``{"a": "b c", "b": "c", "c": ""}``: where each step leads; one that leads nowhere ends."""
    return Workflow(
        steps=tuple(
            Step(
                id=name,
                name=name.upper(),
                next=tuple(Exit(to=to, when=to) for to in targets.split()),
                end=not targets.split(),
            )
            for name, targets in exits.items()
        )
    )


def dense(steps: int, seed: int = 1, share: float = 0.5) -> Workflow:
    """Steps that lead to about this share of all others, back and forth; the last one ends."""
    chance = random.Random(seed)
    names = [f"s{number}" for number in range(steps)]
    table = {name: " ".join(other for other in names if chance.random() < share) or names[-1] for name in names[:-1]}
    return flow({**table, names[-1]: ""})


@st.composite
def graphs(draw: st.DrawFn, most: int = 7) -> Graph:
    """Small graphs of every shape: loops, dead ends, steps that are never reached, several ends."""
    size = draw(st.integers(1, most))
    after = tuple(tuple(draw(st.lists(st.integers(0, size - 1), max_size=3, unique=True))) for _ in range(size))
    ends = [draw(st.booleans()) for _ in range(size)]
    steps = tuple(Step(id=str(at), name=str(at), end=ends[at]) for at in range(size))
    return Graph(steps, tuple(() if ends[at] else heads for at, heads in enumerate(after)))


def simple_paths(graph: Graph, start: int, goals: set[int]) -> Iterator[Positions]:
    """Every path without a repeat from a step to one of the goals, by plain search."""

    def go(way: Positions) -> Iterator[Positions]:
        if way[-1] in goals:
            yield way
        for head in graph.after[way[-1]]:
            if head not in way:
                yield from go((*way, head))

    yield from go((start,))
