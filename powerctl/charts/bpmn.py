"""BPMN 2.0 with lanes and diagram interchange, for process tools.

In BPMN a gateway only forks; who decides is a task before it. So a decision becomes two nodes, and the chart is laid
out once more with both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from powerctl.charts.drawing import Box, Drawing, Point
from powerctl.charts.measure import shown
from powerctl.charts.sketch import Edge, Node, Shape, Sketch

_SPACES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
_GATE = "gate:"
_BOXES = frozenset({Shape.DECISION, Shape.DOCUMENT, Shape.DATA})  # a task is a box, whatever it is about
_EVENT, _GATEWAY = 36.0, 50.0
_POOL_HEADER = 30.0

LayOut = Callable[[Sketch], Drawing]


def write_bpmn(sketch: Sketch, lay_out: LayOut, question: str) -> str:
    """The sketch as a BPMN document; ``question`` is what every gateway asks about the task before it."""
    return _Document(lay_out(explicit(sketch, question))).write()


def explicit(sketch: Sketch, question: str) -> Sketch:
    """The sketch with each decision as a task and, where it has several exits, the gateway behind it."""
    forks = {node.id for node in sketch.nodes if node.shape is Shape.DECISION and _exits(sketch, node.id) > 1}
    nodes: list[Node] = []
    for node in sketch.nodes:
        nodes.append(replace(node, shape=Shape.PROCESS) if node.shape in _BOXES else node)
        if node.id in forks:
            nodes.append(Node(id=_GATE + node.id, text=question, lane=node.lane, shape=Shape.DECISION))
    edges = [replace(edge, tail=_GATE + edge.tail) if edge.tail in forks else edge for edge in sketch.edges]
    edges += [Edge(tail=node.id, head=_GATE + node.id) for node in sketch.nodes if node.id in forks]
    return replace(sketch, nodes=tuple(nodes), edges=tuple(edges), legend=())


def _exits(sketch: Sketch, node: str) -> int:
    return sum(edge.tail == node for edge in sketch.edges)


class _Document:
    """One document under construction: nodes are ``n0``, ``n1`` …, edges ``f0`` …, lanes ``l0`` …"""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.sketch = drawing.sketch
        self.names = {node.id: f"n{index}" for index, node in enumerate(self.sketch.nodes)}
        for prefix, space in _SPACES.items():
            register_namespace(prefix, space)

    def write(self) -> str:
        """The whole, indented, ending in a line break."""
        root = _new("definitions", id="definitions", targetNamespace="urn:powerctl", exporter="powerctl")
        pool = _below(root, "collaboration", id="collaboration")
        _below(pool, "participant", id="pool", name=shown(self.sketch.title), processRef="process")
        self._add_process(root)
        self._add_plane(root)
        indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"

    def _add_process(self, root: Element) -> None:
        process = _below(root, "process", id="process", name=shown(self.sketch.title), isExecutable="false")
        if self.sketch.description:
            _below(process, "documentation").text = shown(self.sketch.description)
        lanes = _below(process, "laneSet", id="lanes")
        for index, lane in enumerate(self.sketch.lanes):
            element = _below(lanes, "lane", id=f"l{index}", name=shown(lane.title))
            for node in self.sketch.nodes:
                if node.lane == lane.id:
                    _below(element, "flowNodeRef").text = self.names[node.id]
        for node in self.sketch.nodes:
            self._add_node(process, node)
        for index, edge in enumerate(self.sketch.edges):
            ends = {"sourceRef": self.names[edge.tail], "targetRef": self.names[edge.head]}
            _below(process, "sequenceFlow", id=f"f{index}", **_named(edge.label), **ends)

    def _add_node(self, process: Element, node: Node) -> None:
        element = _below(process, self._kind(node), id=self.names[node.id], **_named(node.text))
        notes = "；".join(part for part in (node.actor, node.limit, node.grade_text) if part)
        if notes:
            _below(element, "documentation").text = shown(notes)
        for tag, end in (("incoming", "head"), ("outgoing", "tail")):
            for index, edge in enumerate(self.sketch.edges):
                if getattr(edge, end) == node.id:
                    _below(element, tag).text = f"f{index}"

    def _kind(self, node: Node) -> str:
        if node.shape is Shape.TERMINATOR:
            return "startEvent" if any(edge.tail == node.id for edge in self.sketch.edges) else "endEvent"
        if node.shape is Shape.DECISION:
            return "exclusiveGateway"
        return "task" if node.shape is Shape.PREDEFINED else "userTask"

    def _add_plane(self, root: Element) -> None:
        diagram = _below(root, "BPMNDiagram", "bpmndi", id="diagram")
        plane = _below(diagram, "BPMNPlane", "bpmndi", id="plane", bpmnElement="collaboration")
        frame = self.drawing.frame
        _add_shape(plane, "pool", replace(frame, top=frame.top - _POOL_HEADER), isHorizontal="false")
        for index, lane in enumerate(self.sketch.lanes):
            box = next(placed.box for placed in self.drawing.lanes if placed.lane == lane)
            _add_shape(plane, f"l{index}", box, isHorizontal="false")
        boxes = {placed.node.id: _shape_box(placed.node, placed.box) for placed in self.drawing.nodes}
        for node in self.sketch.nodes:
            _add_shape(plane, self.names[node.id], boxes[node.id])
        for index, route in enumerate(self.drawing.routes):
            label = route.label.box if route.label else None
            points = tuple(_reached(route.points, boxes[route.edge.tail], boxes[route.edge.head]))
            _add_edge(plane, f"f{index}", points, label)


def _new(tag: str, space: str = "bpmn", **attributes: str) -> Element:
    return Element(f"{{{_SPACES[space]}}}{tag}", attributes)


def _below(parent: Element, tag: str, space: str = "bpmn", **attributes: str) -> Element:
    return SubElement(parent, f"{{{_SPACES[space]}}}{tag}", attributes)


def _named(text: str) -> Mapping[str, str]:
    return {"name": shown(text)} if text else {}


def _add_shape(plane: Element, name: str, box: Box, **attributes: str) -> None:
    shape = _below(plane, "BPMNShape", "bpmndi", id=f"{name}_di", bpmnElement=name, **attributes)
    _add_bounds(shape, box)


def _add_bounds(parent: Element, box: Box) -> None:
    numbers = {"x": box.left, "y": box.top, "width": box.width, "height": box.height}
    _below(parent, "Bounds", "dc", **{key: str(round(value)) for key, value in numbers.items()})


def _add_edge(plane: Element, name: str, points: Sequence[Point], label: Box | None) -> None:
    edge = _below(plane, "BPMNEdge", "bpmndi", id=f"{name}_di", bpmnElement=name)
    for x, y in points:
        _below(edge, "waypoint", "di", x=str(round(x)), y=str(round(y)))
    if label is not None:
        _add_bounds(_below(edge, "BPMNLabel", "bpmndi"), label)


def _shape_box(node: Node, box: Box) -> Box:
    """Events and gateways have one size in BPMN; they stand in the middle of our symbol."""
    if node.shape not in {Shape.TERMINATOR, Shape.DECISION}:
        return box
    half = (_EVENT if node.shape is Shape.TERMINATOR else _GATEWAY) / 2
    x, y = box.centre
    return Box(x - half, y - half, x + half, y + half)


def _reached(points: Sequence[Point], tail: Box, head: Box) -> Iterator[Point]:
    """The line lengthened to where the smaller symbols begin."""
    yield from _ending(points[0], tail)
    yield from points
    yield from reversed(_ending(points[-1], head))


def _ending(point: Point, box: Box) -> tuple[Point, ...]:
    """From the middle of the side that a point lies off, and level with it; nothing if the point is on the border."""
    x, y = point
    if box.left - 1 <= x <= box.right + 1 and box.top - 1 <= y <= box.bottom + 1:
        return ()
    middle, centre = box.centre
    if box.left < x < box.right:
        return ((middle, box.top if y < centre else box.bottom), (middle, y))
    return ((box.left if x < middle else box.right, centre), (x, centre))
