"""The default engine: lanes side by side, right-angled lines in streets between the symbols, the same everywhere."""

from __future__ import annotations

from powerctl.charts.drawing import Box, Drawing, Route
from powerctl.charts.labels import labelled
from powerctl.charts.lanes.exits import exit_labels
from powerctl.charts.lanes.geometry import Plan, boxed, header_height, label_tag, laned, lined, planned
from powerctl.charts.lanes.placement import linked, placed
from powerctl.charts.lanes.routing import routed
from powerctl.charts.lanes.tracks import laid_out
from powerctl.charts.legend import explained
from powerctl.charts.limits import check_size
from powerctl.charts.measure import fitted
from powerctl.charts.shapes import adorned
from powerctl.charts.sketch import Sketch


def lay_out(sketch: Sketch) -> Drawing:
    """The drawing of a sketch; PowerctlError if it has too many nodes."""
    check_size(sketch)
    links = linked(sketch)
    grid = placed(sketch, links)
    fits = tuple(map(fitted, sketch.nodes))
    ways = routed(sketch, links, grid)
    layout = laid_out(ways, tuple(head for _, head in links.edges))
    labels = exit_labels(sketch, ways)
    plan = planned(sketch, grid, ways, layout, fits, labels)
    boxes = boxed(grid, fits, plan)
    nodes = tuple(adorned(node, fit, box) for node, fit, box in zip(sketch.nodes, fits, boxes, strict=True))
    symbols = [(node.shape, box) for node, box in zip(sketch.nodes, boxes, strict=True)]
    routes = []
    for number, (edge, way) in enumerate(zip(sketch.edges, ways, strict=True)):
        tail, head = links.edges[number]
        points = lined(number, way, layout, plan, symbols[tail], symbols[head])
        label = label_tag(labels[number], points[0], boxes[tail], way, plan) if number in labels else None
        routes.append(Route(edge, points, label))
    frame = _frame(plan)
    legend, width, height = explained(sketch.legend, frame)
    return Drawing(
        sketch,
        width,
        height,
        frame,
        header_height(sketch, grid),
        laned(sketch, grid, plan),
        nodes,
        labelled(nodes, tuple(routes), frame),
        legend,
    )


def _frame(plan: Plan) -> Box:
    return Box(plan.down[0].start, 1, plan.down[-1].end, plan.across[-1].end)
