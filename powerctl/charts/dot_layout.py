"""The engine ``graphviz``: dot decides where everything stands; sizes, lines and ink are ours.

What dot gets are numbered things with sizes, so no text of a catalogue can be an instruction to it. What it answers
is read as numbers, each within bounds, and anything else in the answer is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import graphviz

from powerctl.charts.dot_program import placed
from powerctl.charts.drawing import Box, Drawing, PlacedLane, Point, Route
from powerctl.charts.labels import labelled
from powerctl.charts.legend import explained
from powerctl.charts.measure import FONT, Fitted, cut, em, fitted, shown
from powerctl.charts.shapes import adorned
from powerctl.charts.sketch import Edge, Node, Shape, Sketch
from powerctl.errors import PowerctlError

_INCH = 72  # one of our pixels is one of dot's points
_HEADER, _PAD, _LANE = 40.0, 26.0, 128.0
_FARTHEST = 1_000_000.0
# dot may take minutes over a tangle of this size: then lines are straight, and it improves its layout less.
_MANY = 80
_QUICK = {"splines": "line", "nslimit": "0.2", "nslimit1": "0.2", "mclimit": "0.1"}


def lay_out_all(sketches: Sequence[Sketch]) -> tuple[Drawing, ...]:
    """Drawings of many sketches by one run of dot."""
    plans = [_Plan(sketch, {node.id: fitted(node) for node in sketch.nodes}) for sketch in sketches]
    answers = placed([plan.source() for plan in plans]) if plans else ()
    return tuple(plan.drawing(answer) for plan, answer in zip(plans, answers, strict=True))


def lay_out(sketch: Sketch) -> Drawing:
    """The drawing of one sketch."""
    return lay_out_all((sketch,))[0]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A sketch with the sizes of its nodes; in dot's source ``n3`` is the fourth node, ``e3`` the fourth edge."""

    sketch: Sketch
    sizes: Mapping[str, Fitted]

    def source(self) -> str:
        """The graph as dot gets it."""
        graph = graphviz.Digraph(
            "g",
            graph_attr={
                "rankdir": "TB" if self.sketch.lanes else "LR",
                "newrank": "true",
                **(_QUICK if len(self.sketch.nodes) > _MANY else {"splines": "polyline"}),
                "nodesep": "0.45" if self.sketch.lanes else "0.3",
                "ranksep": "0.5" if self.sketch.lanes else "1.1",
            },
            node_attr={"shape": "box", "fixedsize": "true", "label": "", "margin": "0"},
            edge_attr={"arrowhead": "none"},
        )
        names = {node.id: f"n{index}" for index, node in enumerate(self.sketch.nodes)}
        self._add_nodes(graph, names)
        for index, edge in enumerate(self.sketch.edges):
            graph.edge(names[edge.tail], names[edge.head], **self._edge(index, edge))
        if self.sketch.lanes:
            _chain(graph, "h", len(self.sketch.lanes), "min")
            _chain(graph, "f", len(self.sketch.lanes), "max")
        return str(graph.source)

    def _add_nodes(self, graph: graphviz.Digraph, names: Mapping[str, str]) -> None:
        for index, lane in enumerate(self.sketch.lanes):
            with graph.subgraph(name=f"cluster_{index}") as cluster:
                cluster.attr(margin=f"{_PAD:g}")
                width = max(_LANE, em(shown(lane.title)[:40]) * FONT)
                for edge in "hf":
                    cluster.node(f"{edge}{index}", width=_inches(width), height="0.02", style="invis")
                for node in self.sketch.nodes:
                    if node.lane == lane.id:
                        cluster.node(names[node.id], **self._size(node))
        for node in self.sketch.nodes if not self.sketch.lanes else ():
            graph.node(names[node.id], **self._size(node))

    def _size(self, node: Node) -> dict[str, str]:
        size = {"width": _inches(self.sizes[node.id].width), "height": _inches(self.sizes[node.id].height)}
        return {**size, "shape": "diamond"} if node.shape is Shape.DECISION else size

    def _edge(self, index: int, edge: Edge) -> dict[str, str]:
        attributes = {"id": f"e{index}"}
        if edge.back:
            attributes["constraint"] = "false"
        if not self.sketch.lanes:
            attributes.update(tailport="e", headport="w")
        return attributes

    def drawing(self, answer: Mapping[str, Any]) -> Drawing:
        """dot's answer as a drawing: upside down, and moved so that the frame begins in the corner."""
        objects = _things(answer, "objects", "name")
        boxes = {
            node.id: _box(objects.get(f"n{index}"), self.sizes[node.id]) for index, node in enumerate(self.sketch.nodes)
        }
        routes = self._routes(answer, boxes)
        lanes = sorted((_rectangle(objects.get(f"cluster_{index}")), index) for index in range(len(self.sketch.lanes)))
        around = _around(boxes.values(), routes).grown(_PAD)
        left = min([around.left, *(lane[0][0] for lane in lanes)])
        right = max([around.right, *(lane[0][1] for lane in lanes)])
        header = _HEADER if lanes else 0.0
        move = (-left, header - around.top)
        frame = Box(0, 0, right - left, around.height + header)
        nodes = tuple(adorned(node, self.sizes[node.id], boxes[node.id].shifted(*move)) for node in self.sketch.nodes)
        legend, width, height = explained(self.sketch.legend, frame)
        return Drawing(
            sketch=self.sketch,
            width=width,
            height=height,
            frame=frame,
            header=header,
            lanes=self._lanes([(low - left, high - left, index) for (low, high), index in lanes], frame),
            nodes=nodes,
            routes=labelled(nodes, tuple(_moved(route, move) for route in routes), frame),
            legend=legend,
        )

    def _lanes(self, extents: Sequence[tuple[float, float, int]], frame: Box) -> tuple[PlacedLane, ...]:
        """Side by side without gaps; dot may have put them in another order than ours."""
        bounds = [(one[1] + other[0]) / 2 for one, other in pairwise(extents)]
        edges = [0.0, *bounds, frame.right]
        result = []
        for (_, _, index), left, right in zip(extents, edges, edges[1:], strict=False):
            lane = self.sketch.lanes[index]
            title = cut(shown(lane.title), (right - left - 12) / FONT)
            result.append(PlacedLane(lane, (title,), Box(left, 0, right, frame.bottom)))
        return tuple(result)

    def _routes(self, answer: Mapping[str, Any], boxes: Mapping[str, Box]) -> tuple[Route, ...]:
        told = _things(answer, "edges", "id")
        return tuple(_route(edge, told.get(f"e{index}", {}), boxes) for index, edge in enumerate(self.sketch.edges))


def _chain(graph: graphviz.Digraph, letter: str, count: int, rank: str) -> None:
    """One unseen row through all lanes at the top or the foot: keeps them beside each other, as high as the chart."""
    with graph.subgraph() as row:
        row.attr(rank=rank)
        for index in range(count):
            row.node(f"{letter}{index}")
        for index in range(count - 1):
            row.edge(f"{letter}{index}", f"{letter}{index + 1}", style="invis", weight="100")


def _inches(pixels: float) -> str:
    return f"{pixels / _INCH:.4f}"


def _box(thing: Any, size: Fitted) -> Box:
    x, y = _point(thing, "pos")
    return Box(x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2)


def _rectangle(thing: Any) -> tuple[float, float]:
    """From where to where a lane goes."""
    left, _, right, _ = _numbers(_text(thing, "bb"), 4)
    return left, right


def _route(edge: Edge, told: Mapping[str, Any], boxes: Mapping[str, Box]) -> Route:
    """A polyline: of dot's curve only the ends of its straight pieces."""
    curve = [_numbers(part, 2) for part in _text(told, "pos").split(" ")]
    points = _straightened([(x, -y) for x, y in curve[::3]])
    if len(points) < 2:
        points = [boxes[edge.tail].centre, boxes[edge.head].centre]
    return Route(edge, tuple(points))


def _straightened(points: Sequence[Point]) -> list[Point]:
    """Without points that are hardly apart, and without those on the way between their neighbours."""
    kept: list[Point] = []
    for point in points:
        if kept and math.dist(kept[-1], point) < 1:
            kept[-1] = point if len(kept) > 1 else kept[-1]
            continue
        if len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _is_between(one: Point, middle: Point, other: Point) -> bool:
    return math.dist(one, middle) + math.dist(middle, other) - math.dist(one, other) < 0.05


def _around(boxes: Iterable[Box], routes: Sequence[Route]) -> Box:
    every = [*boxes, *(Box(x, y, x, y) for route in routes for x, y in route.points)]
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )


def _moved(route: Route, move: Point) -> Route:
    return Route(route.edge, tuple((x + move[0], y + move[1]) for x, y in route.points))


def _things(answer: Mapping[str, Any], key: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    """The objects or edges of an answer by what we called them."""
    told = answer.get(key)
    things = [thing for thing in told if isinstance(thing, Mapping)] if isinstance(told, list) else []
    return {str(thing.get(name)): thing for thing in things}


def _point(thing: Any, key: str) -> Point:
    x, y = _numbers(_text(thing, key), 2)
    return x, -y


def _text(thing: Any, key: str) -> str:
    value = thing.get(key) if isinstance(thing, Mapping) else None
    if not isinstance(value, str):
        raise PowerctlError("chart.dot_failed", problem=key)
    return value


def _numbers(text: str, count: int) -> tuple[float, ...]:
    """So many numbers with commas between; not infinite, not absurd."""
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(abs(number) < _FARTHEST for number in numbers):
        raise PowerctlError("chart.dot_failed", problem="pos")
    return numbers
