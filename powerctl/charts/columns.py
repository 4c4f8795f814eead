"""The layout of what branches from left to right: a column a lane, each node beside what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from powerctl.charts.drawing import Box, Drawing, PlacedLane, PlacedNode, Route
from powerctl.charts.measure import FONT, LEADING, SMALL, SMALL_LEADING, Fitted, cut, shown, wrapped
from powerctl.charts.shapes import adorned
from powerctl.charts.sketch import Edge, Node, Sketch

_WIDTHS = (172, 248, 400)
_HEADER, _PAD, _GAP, _APART = 40, 26, 18, 30
_LINES = 12


def lay_out(sketch: Sketch) -> Drawing:
    """A forest of at most three columns: every node has one edge to it, from the column before, or none."""
    plan = _Plan(sketch)
    bottom = float(_HEADER + _PAD)
    heads = {edge.head for edge in sketch.edges}
    for root in (node for node in sketch.nodes if node.id not in heads):
        bottom = plan.grow(root, bottom) + _APART
    height = bottom - _APART + _PAD
    lanes = tuple(
        PlacedLane(lane, (cut(shown(lane.title), width / FONT),), Box(left, 0, left + width + 2 * _PAD, height))
        for lane, left, width in zip(sketch.lanes, plan.lefts, _WIDTHS, strict=False)
    )
    width = lanes[-1].box.right
    return Drawing(
        sketch=sketch,
        width=width,
        height=height,
        frame=Box(0, 0, width, height),
        header=_HEADER,
        lanes=lanes,
        nodes=tuple(plan.placed[node.id] for node in sketch.nodes),
        routes=tuple(plan.route(edge) for edge in sketch.edges),
    )


@dataclass(slots=True)
class _Plan:
    sketch: Sketch
    placed: dict[str, PlacedNode] = field(default_factory=dict)
    nodes: dict[str, Node] = field(init=False)
    columns: dict[str, int] = field(init=False)
    children: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.nodes = {node.id: node for node in self.sketch.nodes}
        self.columns = {lane.id: index for index, lane in enumerate(self.sketch.lanes)}
        self.children = {node.id: [] for node in self.sketch.nodes}
        for edge in self.sketch.edges:
            self.children[edge.tail].append(edge.head)

    @property
    def lefts(self) -> Sequence[float]:
        """Where each lane begins."""
        return [sum(_WIDTHS[:index]) + 2 * _PAD * index for index in range(len(_WIDTHS))]

    def grow(self, node: Node, top: float) -> float:
        """Places a node and what hangs on it, from ``top`` on; returns where they end."""
        column = self.columns[node.lane]
        fit = _fitted(node, _WIDTHS[column])
        bottom = top
        for child in self.children[node.id]:
            bottom = self.grow(self.nodes[child], bottom) + _GAP
        bottom = max(bottom - _GAP if self.children[node.id] else top, top + fit.height)
        middle, left = (top + bottom) / 2, self.lefts[column] + _PAD
        box = Box(left, middle - fit.height / 2, left + fit.width, middle + fit.height / 2)
        self.placed[node.id] = adorned(node, fit, box)
        return bottom

    def route(self, edge: Edge) -> Route:
        """From the right side of one box to the left side of the other, with one bend between."""
        tail, head = self.placed[edge.tail].box, self.placed[edge.head].box
        start, end = (tail.right, tail.centre[1]), (head.left, head.centre[1])
        if abs(start[1] - end[1]) < 1:
            return Route(edge, (start, (end[0], start[1])))
        bend = (start[0] + end[0]) / 2
        return Route(edge, (start, (bend, start[1]), (bend, end[1]), end))


def _fitted(node: Node, width: float) -> Fitted:
    """Boxes as wide as their column, and as high as their text asks."""
    inner = (width - 34) / FONT
    lines = wrapped(shown(node.text), inner, _LINES)
    limit = cut(shown(node.limit), inner * FONT / SMALL)
    height = len(lines) * LEADING + 24 + (SMALL_LEADING if limit else 0)
    return Fitted(lines, limit, width, max(50, height))
