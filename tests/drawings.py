"""What must hold of every drawing: faults of its geometry, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from powerctl.charts.drawing import Box, Drawing, PlacedNode, Point, Route
from powerctl.charts.sketch import Shape

_NEAR = 3.0


def faults(drawing: Drawing) -> list[str]:
    """Everything wrong with a drawing."""
    return [
        *boxes_that_overlap(drawing),
        *lines_through_boxes(drawing),
        *lines_on_lines(drawing),
        *labels_that_cover(drawing),
        *what_is_outside(drawing),
        *lines_that_miss(drawing),
        *lanes_in_disorder(drawing),
    ]


def boxes_that_overlap(drawing: Drawing) -> Iterator[str]:
    for one, other in combinations(drawing.nodes, 2):
        if one.box.grown(4).meets(other.box):
            yield f"{one.node.id} and {other.node.id} overlap"


def parts(route: Route) -> Iterator[Box]:
    for (x, y), (u, v) in pairwise(route.points):
        yield Box(min(x, u), min(y, v), max(x, u), max(y, v))


def lines_through_boxes(drawing: Drawing) -> Iterator[str]:
    for route in drawing.routes:
        for node in drawing.nodes:
            own = node.node.id in {route.edge.tail, route.edge.head}
            inner = node.box.grown(-6 if own else 3)
            for part in parts(route):
                if part.grown(0.01).meets(inner) and not (own and _is_stub(part, route, node)):
                    yield f"{route.edge.tail}→{route.edge.head} runs through {node.node.id}"


def _is_stub(part: Box, route: Route, node: PlacedNode) -> bool:
    """Whether a part is the first or last and only reaches a slanting or round border inside the box."""
    slants = {Shape.DECISION, Shape.TERMINATOR, Shape.DATA, Shape.DOCUMENT}
    ends = [_part(*route.points[:2]), _part(*route.points[-2:])]
    return node.node.shape in slants and part in ends


def _part(start: Point, end: Point) -> Box:
    return Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def lines_on_lines(drawing: Drawing) -> Iterator[str]:
    """Lines to different nodes that lie on each other, or nearly."""
    lines = [(route.edge, part) for route in drawing.routes for part in parts(route)]
    for (edge, one), (other_edge, other) in combinations(lines, 2):
        if edge.head == other_edge.head:
            continue
        flat, other_flat = one.height == 0, other.height == 0
        if flat and other_flat and abs(one.top - other.top) < _NEAR:
            shared = min(one.right, other.right) - max(one.left, other.left)
        elif one.width == 0 and other.width == 0 and abs(one.left - other.left) < _NEAR:
            shared = min(one.bottom, other.bottom) - max(one.top, other.top)
        else:
            continue
        if shared > 0:
            yield f"{edge.tail}→{edge.head} lies on {other_edge.tail}→{other_edge.head}"


def labels_that_cover(drawing: Drawing) -> Iterator[str]:
    labels = [(route, route.label.box) for route in drawing.routes if route.label]
    for (one, box), (other, other_box) in combinations(labels, 2):
        if box.meets(other_box):
            yield f"labels {one.edge.label} and {other.edge.label} overlap"
    for route, box in labels:
        for other in drawing.routes:
            if other is not route and any(part.grown(0.5).meets(box) for part in parts(other)):
                yield f"label {route.edge.label} of {route.edge.tail} lies on {other.edge.tail}→{other.edge.head}"
        for node in drawing.nodes:
            tags = [tag.box for tag in (node.number, node.grade, node.mark) if tag]
            body = [] if node.node.shape is Shape.DECISION else [node.box]
            if any(box.meets(covered) for covered in (*tags, *body)):
                yield f"label {route.edge.label} of {route.edge.tail} lies on {node.node.id}"


def what_is_outside(drawing: Drawing) -> Iterator[str]:
    frame, top = drawing.frame, drawing.frame.top + drawing.header
    inner = Box(frame.left, top, frame.right, frame.bottom)
    picture = Box(0, 0, drawing.width, drawing.height)
    for node in drawing.nodes:
        for box in (node.box, *(tag.box for tag in (node.number, node.grade, node.mark) if tag)):
            if not _holds(inner, box):
                yield f"{node.node.id} is outside"
    for route in drawing.routes:
        for box in (*parts(route), *([route.label.box] if route.label else [])):
            if not _holds(inner, box):
                yield f"{route.edge.tail}→{route.edge.head} or its label is outside"
    if not _holds(picture, frame) or not all(_holds(picture, entry.sign) for entry in drawing.legend):
        yield "the frame or legend is outside"


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def lines_that_miss(drawing: Drawing) -> Iterator[str]:
    """Every line has right angles, starts at its tail and ends at its head."""
    boxes = {node.node.id: node.box for node in drawing.nodes}
    for route in drawing.routes:
        name = f"{route.edge.tail}→{route.edge.head}"
        for (x, y), (u, v) in pairwise(route.points):
            if x != u and y != v:
                yield f"{name} slants"
            if (x, y) == (u, v):
                yield f"{name} stands still"
        for end, node in ((route.points[0], route.edge.tail), (route.points[-1], route.edge.head)):
            if not _holds(boxes[node], Box(*end, *end)):
                yield f"{name} does not touch {node}"


def lanes_in_disorder(drawing: Drawing) -> Iterator[str]:
    if [placed.lane for placed in drawing.lanes] != list(drawing.sketch.lanes):
        yield "lanes are not in their order"
    for left, right in pairwise(drawing.lanes):
        if left.box.right != right.box.left:
            yield f"lanes {left.lane.id} and {right.lane.id} do not touch"
    lanes = {placed.lane.id: placed.box for placed in drawing.lanes}
    for node in drawing.nodes:
        lane = lanes.get(node.node.lane)
        if lane and not _holds(lane, node.box):
            yield f"{node.node.id} is not in its lane"
