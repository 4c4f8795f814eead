"""The borders of the symbols: where a line meets them, and where the tags sit on them."""

from __future__ import annotations

from enum import StrEnum
from math import sqrt

from powerctl.charts.drawing import Box, PlacedNode, Point, Tag
from powerctl.charts.measure import Fitted, cut, em, shown
from powerctl.charts.sketch import Node, Shape

SLANT = 14
"""How far a parallelogram leans."""
WAVE = 5
"""How far the wave of a document rises above its box."""

_TAG_FONT, _TAG_HALF, _TAG_EM = 12, 10, 5.8
_FROM_ARROW = 12  # from the middle of the top, where arrows land, to a tag
_NUMBER_RADIUS = 9.5


class Side(StrEnum):
    """A side of a symbol."""

    NORTH = "N"
    SOUTH = "S"
    WEST = "W"
    EAST = "E"

    @property
    def upright(self) -> bool:
        """Whether a line leaves it upwards or downwards."""
        return self in {Side.NORTH, Side.SOUTH}


def touch(shape: Shape, box: Box, side: Side, offset: float = 0) -> Point:
    """Where a line meets the border, ``offset`` right of or below the middle of the side."""
    middle, centre = box.centre
    if side.upright:
        inset = _inset(shape, abs(offset), box.width, box.height, side)
        return middle + offset, box.top + inset if side is Side.NORTH else box.bottom - inset
    if shape is Shape.DATA:
        share = (box.bottom - centre - offset) / box.height
        inset = SLANT * share if side is Side.WEST else SLANT * (1 - share)
    else:
        inset = _inset(shape, abs(offset), box.height, box.width, side)
    return box.left + inset if side is Side.WEST else box.right - inset, centre + offset


def _inset(shape: Shape, offset: float, along: float, across: float, side: Side) -> float:
    """How far inside its box the border lies, ``offset`` from the middle of a side that is ``along`` long."""
    if shape is Shape.DECISION:
        return across / 2 * min(1, offset / (along / 2))
    if shape is Shape.DOCUMENT and side is Side.SOUTH:
        return WAVE
    if shape is not Shape.TERMINATOR:
        return 0
    radius = min(along, across) / 2
    round_part = max(0.0, offset - (along / 2 - radius))
    return radius - sqrt(max(0.0, radius * radius - round_part * round_part))


def adorned(node: Node, fit: Fitted, box: Box) -> PlacedNode:
    """A node in its place with its number, grade and mark on the border."""
    return PlacedNode(node, fit.lines, box, _number(node, box), _grade(node, box), _mark(node, box), fit.limit)


def _number(node: Node, box: Box) -> Tag | None:
    """On the top left, on a diamond on its north-west edge."""
    if not node.number:
        return None
    x, y = box.left + 4, box.top
    if node.shape is Shape.DECISION:
        x, y = _beside_edge(box, _NUMBER_RADIUS - 2.5)
    elif node.shape is Shape.DATA:
        x = box.left + SLANT + 4
    text = cut(shown(node.number), 4)
    half = max(_NUMBER_RADIUS, em(text) * 11 / 2 + 4)
    return Tag(text, Box(x - half, y - _NUMBER_RADIUS, x + half, y + _NUMBER_RADIUS))


def _grade(node: Node, box: Box) -> Tag | None:
    """On the top right; on a diamond on its north-east edge, clear of the vertex where the arrow lands."""
    if not node.grade_text:
        return None
    text = cut(shown(node.grade_text), _TAG_EM)
    width = _tag_width(text)
    least = box.centre[0] + _FROM_ARROW + width
    right, y = max(box.right - 6, least), box.top
    if node.shape is Shape.DECISION:
        right = max(box.right, least)
        y = box.centre[1] - _edge_height(box, right - width - box.centre[0]) + 3 - _TAG_HALF
    return Tag(text, Box(right - width, y - _TAG_HALF, right, y + _TAG_HALF))


def _mark(node: Node, box: Box) -> Tag | None:
    """On the bottom left; on a diamond on its south-west edge."""
    if not node.mark_text:
        return None
    text = cut(shown(node.mark_text), _TAG_EM)
    left, y = box.left + 6, box.bottom
    if node.shape is Shape.DECISION:
        left, y = box.left, box.centre[1] + _edge_height(box, box.width / 2 - _tag_width(text)) - 3 + _TAG_HALF
    elif node.shape is Shape.DOCUMENT:
        y -= WAVE
    return Tag(text, Box(left, y - _TAG_HALF, left + _tag_width(text), y + _TAG_HALF))


def _edge_height(box: Box, across: float) -> float:
    """How far above or below its centre the edge of a diamond lies, so far beside the centre."""
    return box.height / 2 * (1 - across / (box.width / 2))


def _beside_edge(box: Box, distance: float) -> Point:
    """A point outside the middle of a diamond's north-west edge."""
    length = sqrt(box.width * box.width + box.height * box.height)
    x, y = box.left + box.width / 4, box.top + box.height / 4
    return x - distance * box.height / length, y - distance * box.width / length


def _tag_width(text: str) -> float:
    return round(em(text) * _TAG_FONT) + 14
