"""The ways through one by one, and never too many: at most so many ways, and at most so many looks for them."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.workflow.graph import Graph, Positions

MOST_WAYS = 200
_LOOKS_A_WAY = 50


def ways(graph: Graph, most: int = MOST_WAYS) -> Iterator[Positions]:
    """Ways from the start to an end on which no step stands twice; the first ``most`` of them, as they are written.

    Of a graph full of loops fewer may be told than there are: looking for them ends after some fifty looks a way.
    """
    looks = most * _LOOKS_A_WAY
    pending: list[Positions] = [(0,)] if graph.live & 1 else []
    while pending and looks and most:
        looks -= 1
        way = pending.pop()
        if graph.ends >> way[-1] & 1:
            most -= 1
            yield way
        pending += [
            (*way, head) for head in reversed(graph.after[way[-1]]) if graph.live >> head & 1 and head not in way
        ]


def names(graph: Graph, way: Positions, most: int = 12) -> str:
    """``受理 → 审查 → 决定``; of a long way the middle is left out."""
    shown = [graph.steps[position].name for position in way]
    if len(shown) > most:
        shown = [*shown[: most // 2], "…", *shown[-(most // 2) :]]
    return " → ".join(shown)
