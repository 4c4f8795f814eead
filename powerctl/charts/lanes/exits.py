"""The labels on the ways out: each beside the point where its line leaves, with room kept for it in the street."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil

from powerctl.charts.drawing import Box, Point
from powerctl.charts.lanes.roads import Spot
from powerctl.charts.lanes.tracks import ONE_PAIR
from powerctl.charts.lanes.ways import Way
from powerctl.charts.measure import COLUMN, LABEL, LABEL_LEADING, cut, em, shown, wrapped
from powerctl.charts.sketch import Sketch

_GAP = 7
_WIDE_EM, _WIDE_LINES = 6.0, 3  # above and below
_SIDE_EM, _SIDE_LINES = 6.0, 2  # left and right: it must not rise above the row
_ONE_LINE_EM = 3.0
_INSIDE_EM = 5.6  # half of an empty cell
_PILL = 12  # how far tags rise above a symbol
_BETWEEN_EM = 3.6  # between the middle and a slot


@dataclass(frozen=True, slots=True)
class ExitLabel:
    """A label's lines and where it stands: N S W E of its symbol, ``is_inside`` the empty cell that the line goes
    through, ``is_left`` of an upright line, ``slot`` where it leaves beside the middle."""

    lines: tuple[str, ...]
    side: str
    is_inside: bool = False
    is_left: bool = False
    slot: int = 0

    @property
    def width(self) -> int:
        return ceil(max(map(em, self.lines)) * LABEL)

    @property
    def height(self) -> int:
        return LABEL_LEADING * len(self.lines)

    @property
    def room(self) -> int:
        """What it needs of the street that the line leaves into."""
        if self.side in "WE":
            return 0 if self.is_inside else self.width + 2 * _GAP
        return self.height + _GAP + (_PILL if self.side == "N" or self.is_left else 0)

    @property
    def room_beside(self) -> int:
        """What it needs of the street beside its symbol: a label outside a slot."""
        return max(0, ONE_PAIR + _GAP + self.width + 4 - COLUMN // 2) if self.slot else 0

    def box(self, start: Point, street: float) -> Box:
        """Its place, where the line leaves the box of its symbol at ``start``, into a street of this width."""
        x, y = start
        if self.side in "WE":
            left = x + _GAP if self.side == "E" else x - _GAP - self.width
            inside = (street - _GAP + 4) * self.is_inside
            left += inside if self.side == "E" else -inside
            return Box(left, y - 3 - self.height, left + self.width, y - 3)
        left = x - _GAP - self.width if self.is_left else x + _GAP
        bottom = y + self.room - 3 if self.side == "S" else y - _PILL - 2
        return Box(left, bottom - self.height, left + self.width, bottom)


def exit_labels(sketch: Sketch, ways: tuple[Way, ...]) -> dict[int, ExitLabel]:
    """The labels of the edges that have one, but for those of symbols with more exits than five."""
    slots: dict[Spot, set[int]] = defaultdict(set)
    for way in ways:
        slots[way.exit.spot] |= {way.exit.slot} - {0}
    labels = {}
    for number, (edge, way) in enumerate(zip(sketch.edges, ways, strict=True)):
        text = shown(edge.label)
        if text and (way.exit.side != "S" or slots[way.exit.spot] <= {1, 2}):
            labels[number] = _label(text, way, slots[way.exit.spot])
    return labels


def _label(text: str, way: Way, slots: set[int]) -> ExitLabel:
    side, slot = way.exit.side, way.exit.slot
    if side == "N":
        return ExitLabel(wrapped(text, _WIDE_EM, _WIDE_LINES), side)
    if side == "S":
        width = _BETWEEN_EM if slots == {1, 2} and not slot else _WIDE_EM
        is_left = slot == 2 or (not slot and slots == {1})
        return ExitLabel(wrapped(text, width, _WIDE_LINES), side, is_left=is_left, slot=slot)
    if em(text) <= _ONE_LINE_EM:
        return ExitLabel((cut(text, _ONE_LINE_EM),), side)
    is_inside = _goes_through(way)
    width = min(_INSIDE_EM if is_inside else _SIDE_EM, max(_ONE_LINE_EM, em(text[:40])))
    return ExitLabel(wrapped(text, width, _SIDE_LINES), side, is_inside)


def _goes_through(way: Way) -> bool:
    """Whether the line leaves straight through the street, into an empty cell."""
    (x, _), (u, _) = way.points[:2]
    return abs(x - u) > (1 if len(way.points) > 2 else 2)
