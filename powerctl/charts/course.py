"""The course of a workflow as edges: which of them lead back to a step that was already done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from powerctl.charts.sketch import Edge


def with_returns(nodes: Sequence[str], edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The edges, with ``back`` set where the head is on the way that led to the tail. ``nodes`` tells the order."""
    heads: dict[str, list[str]] = {node: [] for node in nodes}
    for edge in edges:
        heads[edge.tail].append(edge.head)
    returns = set(_returns(nodes, heads))
    return tuple(replace(edge, back=(edge.tail, edge.head) in returns) for edge in edges)


def _returns(nodes: Sequence[str], heads: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Depth first from each node not yet met, in their order; a stack, since a chain may be long."""
    met: set[str] = set()
    on_way: set[str] = set()
    for root in nodes:
        stack = [(root, iter(heads[root]))] if root not in met else []
        met.add(root)
        on_way.update(node for node, _ in stack)
        while stack:
            node, left = stack[-1]
            head = next(left, None)
            if head is None:
                on_way.discard(node)
                stack.pop()
            elif head in on_way:
                yield node, head
            elif head not in met:
                met.add(head)
                on_way.add(head)
                stack.append((head, iter(heads[head])))
