"""Labels where an engine left them no room: beside the line, at the place that covers least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from math import ceil

from powerctl.charts.drawing import Box, PlacedNode, Point, Route, Tag
from powerctl.charts.measure import LABEL, LABEL_LEADING, em, shown, wrapped

_EM, _LINES = 6.0, 3
_GAP = 6
_STEP, _MOST_PLACES = 14, 60


def labelled(nodes: tuple[PlacedNode, ...], routes: tuple[Route, ...], frame: Box) -> tuple[Route, ...]:
    """The routes with the labels that were missing."""
    taken = [box for node in nodes for box in _boxes(node)]
    taken += [route.label.box for route in routes if route.label]
    lines = [(number, _line(*ends)) for number, route in enumerate(routes) for ends in pairwise(route.points)]
    done = []
    for number, route in enumerate(routes):
        if route.edge.label and route.label is None:
            others = [box for owner, box in lines if owner != number] + taken
            tag = _best(wrapped(shown(route.edge.label), _EM, _LINES), route.points, others, frame)
            taken.append(tag.box)
            done.append(replace(route, label=tag))
        else:
            done.append(route)
    return tuple(done)


def _boxes(node: PlacedNode) -> Iterator[Box]:
    yield node.box
    yield from (tag.box for tag in (node.number, node.grade, node.mark) if tag)


def _line(start: Point, end: Point) -> Box:
    """The box of a straight line, with a little room."""
    return Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])).grown(2)


def _best(lines: tuple[str, ...], points: tuple[Point, ...], others: list[Box], frame: Box) -> Tag:
    width, height = ceil(max(map(em, lines)) * LABEL), LABEL_LEADING * len(lines)
    least, best = float("inf"), Box(0, 0, 0, 0)
    reach = _around_all(points).grown(max(width, height) + _GAP)
    near = [other for other in others if reach.meets(other)]
    for penalty, box in islice(_places(points, width, height), _MOST_PLACES):
        if penalty >= least:  # further on it only grows
            break
        covered = sum(_shared(box, other) for other in near if box.meets(other)) + 1e6 * (not _within(box, frame))
        if penalty + covered < least:
            least, best = penalty + covered, box
        if not covered:
            break
    return Tag("\n".join(lines), best)


def _places(points: tuple[Point, ...], width: float, height: float) -> Iterator[tuple[float, Box]]:
    """Places beside the line, the nearer to its start the cheaper."""
    passed = 0.0
    for (x, y), (u, v) in pairwise(points):
        length = max(abs(u - x), abs(v - y))
        for step in range(int(length // _STEP) + 1):
            share = min(1.0, (step * _STEP + 8) / (length or 1))
            across, down = x + (u - x) * share, y + (v - y) * share
            for left, top in _around(across, down, width, height, abs(u - x) > abs(v - y)):
                yield (passed + step * _STEP) * 0.05, Box(left, top, left + width, top + height)
        passed += length


def _around(x: float, y: float, width: float, height: float, is_flat: bool) -> tuple[Point, Point]:
    if is_flat:
        return (x - width / 2, y - 3 - height), (x - width / 2, y + 3)
    return (x + _GAP, y - height / 2), (x - _GAP - width, y - height / 2)


def _around_all(points: tuple[Point, ...]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share which meet."""
    across = min(one.right, other.right) - max(one.left, other.left)
    return across * (min(one.bottom, other.bottom) - max(one.top, other.top))


def _within(box: Box, frame: Box) -> bool:
    return box.left >= frame.left and box.right <= frame.right and box.top >= frame.top and box.bottom <= frame.bottom
