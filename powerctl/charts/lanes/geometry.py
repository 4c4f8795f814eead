"""From cells and tracks to pixels: every street as wide as its lines and labels need, every corner where they meet."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.charts.drawing import Box, PlacedLane, Point, Tag
from powerctl.charts.lanes.exits import ExitLabel
from powerctl.charts.lanes.placement import Grid
from powerctl.charts.lanes.roads import stretches
from powerctl.charts.lanes.tracks import Layout
from powerctl.charts.lanes.ways import Gate, Way
from powerctl.charts.measure import COLUMN, FONT, LEADING, Fitted, shown, wrapped
from powerctl.charts.shapes import Side, touch
from powerctl.charts.sketch import Shape, Sketch

_TRACK = 12
_INNER, _BORDER, _OUTER = 44, 52, 26  # streets within a lane, between lanes, at the frame
_ROW, _TOP, _BOTTOM = 36, 28, 26
_LEAST_ROW = 40.0  # a label of two lines beside a terminator stays below the lines above it
_CLEAR, _CLEAR_ABOVE = 10, 16  # from a symbol to a line beside or below it; above it there are tags
_HEADER = 40


@dataclass(frozen=True, slots=True)
class Street:
    """Where a street begins, how wide it is, and where its first track lies."""

    start: float
    width: float
    first: float
    tracks: int

    @property
    def end(self) -> float:
        return self.start + self.width

    def track(self, number: int) -> float:
        return self.first + number * _TRACK

    @property
    def border(self) -> float:
        """A place near the middle on which no line lies."""
        middle = self.start + self.width / 2
        near = [self.track(number) for number in range(self.tracks) if abs(self.track(number) - middle) < _TRACK / 2]
        return near[0] + _TRACK / 2 if near else middle


@dataclass(frozen=True, slots=True)
class Plan:
    """The streets in pixels, and the middles of columns and rows between them."""

    down: tuple[Street, ...]
    across: tuple[Street, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]


def planned(
    sketch: Sketch,
    grid: Grid,
    ways: tuple[Way, ...],
    layout: Layout,
    fits: tuple[Fitted, ...],
    labels: dict[int, ExitLabel],
) -> Plan:
    """The plan of a chart, its frame at (1, 1)."""
    heights = [_LEAST_ROW] * grid.rows
    for (_, row), fit in zip(grid.cells, fits, strict=True):
        heights[row] = max(heights[row], fit.height)
    slack = [heights[row] - fit.height for (_, row), fit in zip(grid.cells, fits, strict=True)]
    rooms = _rooms(sketch, ways, labels, slack)
    header = header_height(sketch, grid)
    down = _streets(1, _down_bases(grid), [COLUMN] * len(grid.columns), layout.tracks[1], rooms[1], _CLEAR)
    across = _streets(1 + header, _across_bases(grid), heights, layout.tracks[0], rooms[0], _CLEAR_ABOVE)
    return Plan(
        down,
        across,
        tuple(street.end + COLUMN / 2 for street in down[:-1]),
        tuple(street.end + height / 2 for street, height in zip(across, heights, strict=False)),
    )


def header_height(sketch: Sketch, grid: Grid) -> int:
    """The height of the lanes' headers; none where there are no lanes."""
    if not sketch.lanes:
        return 0
    return _HEADER + LEADING * (max(len(_title(grid, lane)) for lane in range(len(grid.lanes))) - 1)


def _title(grid: Grid, lane: int) -> tuple[str, ...]:
    width = grid.columns.count(lane) * (COLUMN + _INNER)
    return wrapped(shown(grid.lanes[lane].title), width / FONT - 1, 3)


Rooms = dict[int, list[float]]
"""By street: what labels need of it before its first line and after its last."""


def _rooms(
    sketch: Sketch, ways: tuple[Way, ...], labels: dict[int, ExitLabel], slack: list[float]
) -> tuple[Rooms, Rooms]:
    number = {node.id: index for index, node in enumerate(sketch.nodes)}
    rooms: tuple[Rooms, Rooms] = ({}, {})
    for edge, label in labels.items():
        gate = ways[edge].exit
        room = label.room - (slack[number[sketch.edges[edge].tail]] / 2 if gate.upright else 0)
        _keep(rooms[0 if gate.upright else 1], gate.nearest, gate.side in "NW", room)
        _keep(rooms[1], gate.spot[0] + (-1 if label.is_left else 1), label.is_left, label.room_beside)
    return rooms


def _keep(rooms: Rooms, street: int, is_after: bool, room: float) -> None:
    of_street = rooms.setdefault(street, [0, 0])
    of_street[is_after] = max(of_street[is_after], room)


def _down_bases(grid: Grid) -> list[int]:
    inner = [
        _INNER if grid.columns[column] == grid.columns[column + 1] else _BORDER
        for column in range(len(grid.columns) - 1)
    ]
    return [_OUTER, *inner, _OUTER]


def _across_bases(grid: Grid) -> list[int]:
    return [_TOP, *[_ROW] * (grid.rows - 1), _BOTTOM]


def _streets(
    start: float, bases: list[int], blocks: list[float], tracks: dict[int, int], rooms: Rooms, clear_after: int
) -> tuple[Street, ...]:
    """Streets and blocks in turn: each street at least as wide as usual."""
    streets = []
    for index, base in enumerate(bases):
        count = tracks.get(2 * index, 0)
        room_before, room_after = rooms.get(2 * index, (0, 0))
        before, after = max(_CLEAR, room_before), max(clear_after, room_after)
        lines = _TRACK * (count - 1) if count else 0
        width = max(base, before + lines + after)
        streets.append(Street(start, width, start + before + (width - before - lines - after) / 2, count))
        start += width + (blocks[index] if index < len(blocks) else 0)
    return tuple(streets)


def boxed(grid: Grid, fits: tuple[Fitted, ...], plan: Plan) -> tuple[Box, ...]:
    """The box of every node, in the middle of its cell."""
    boxes = []
    for (column, row), fit in zip(grid.cells, fits, strict=True):
        x, y = plan.columns[column], plan.rows[row]
        boxes.append(Box(x - fit.width / 2, y - fit.height / 2, x + fit.width / 2, y + fit.height / 2))
    return tuple(boxes)


def lined(
    edge: int, way: Way, layout: Layout, plan: Plan, tail: tuple[Shape, Box], head: tuple[Shape, Box]
) -> tuple[Point, ...]:
    """The corners of a line in pixels, from border to border."""
    parts = tuple(stretches(way.points))
    places = [_place(plan, layout, (edge, number), kind, line) for number, (kind, line, _, _) in enumerate(parts)]
    corners = [
        (places[number + 1], places[number]) if parts[number][0] == 0 else (places[number], places[number + 1])
        for number in range(len(parts) - 1)
    ]
    first, last = _offset(layout, (edge, 0), tail[1]), _offset(layout, (edge, len(parts) - 1), head[1])
    start, end = _touched(tail, way.exit, first), _touched(head, way.entry, last)
    if not corners:
        return start, end
    corners[0] = (start[0], corners[0][1]) if way.exit.upright else (corners[0][0], start[1])
    corners[-1] = (end[0], corners[-1][1]) if way.entry.upright else (corners[-1][0], end[1])
    return start, *corners, end


def _place(plan: Plan, layout: Layout, part: tuple[int, int], kind: int, line: int) -> float:
    """The height of a part across, the distance from the left of one down."""
    if line % 2:
        return (plan.columns if kind else plan.rows)[line // 2]
    return (plan.down if kind else plan.across)[line // 2].track(layout.track[part])


def _offset(layout: Layout, part: tuple[int, int], box: Box) -> float:
    """How far beside the middle a line leaves or enters, less on a small symbol."""
    aside = layout.aside.get(part, 0)
    return aside * min(1.0, (box.width / 2 - 6) / (COLUMN / 2 - 6)) if abs(aside) > _CLEAR else aside


def _touched(end: tuple[Shape, Box], gate: Gate, offset: float) -> Point:
    shape, box = end
    return touch(shape, box, Side(gate.side), offset)


def laned(sketch: Sketch, grid: Grid, plan: Plan) -> tuple[PlacedLane, ...]:
    """The lanes from side to side of the frame, their borders in the streets between them."""
    if not sketch.lanes:
        return ()
    changes = (column for column in range(1, len(grid.columns)) if grid.columns[column] != grid.columns[column - 1])
    borders = [plan.down[0].start, *(plan.down[column].border for column in changes), plan.down[-1].end]
    top, bottom = 1, plan.across[-1].end
    return tuple(
        PlacedLane(lane, _title(grid, number), Box(borders[number], top, borders[number + 1], bottom))
        for number, lane in enumerate(grid.lanes)
    )


def label_tag(label: ExitLabel, start: Point, symbol: Box, way: Way, plan: Plan) -> Tag:
    """A label beside the start of its line, clear of its symbol."""
    if label.side == "S":
        start = start[0], symbol.bottom
    streets = plan.across if way.exit.upright else plan.down
    return Tag("\n".join(label.lines), label.box(start, streets[way.exit.nearest // 2].width))
