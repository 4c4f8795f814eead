"""The line below a chart that explains its signs."""

from __future__ import annotations

from dataclasses import replace

from powerctl.charts.drawing import Box, PlacedEntry
from powerctl.charts.measure import SMALL, cut, em, shown
from powerctl.charts.sketch import LegendEntry, Mark, Shape, Sketch
from powerctl.messages import Words

_EXPLAINED = (Shape.DOCUMENT, Shape.DATA, Shape.PREDEFINED)  # the others say themselves what they are
_SIGN_WIDTH, _SIGN_HEIGHT, _GAP, _BETWEEN, _ROW = 30, 16, 8, 20, 24
_TEXT_EM = 24.0


def with_legend(sketch: Sketch, words: Words) -> Sketch:
    """The sketch with an entry for every sign in it that needs one."""
    shapes = {node.shape for node in sketch.nodes}
    marks = {node.mark for node in sketch.nodes} | {edge.mark for edge in sketch.edges}
    signs = [shape.value for shape in _EXPLAINED if shape in shapes]
    signs += ["back"] if any(edge.back for edge in sketch.edges) else []
    signs += [mark.value for mark in Mark if mark and mark in marks]
    return replace(
        sketch, legend=tuple(LegendEntry(sign=sign, text=words.text("chart", f"sign_{sign}")) for sign in signs)
    )


def explained(entries: tuple[LegendEntry, ...], frame: Box) -> tuple[tuple[PlacedEntry, ...], float, float]:
    """The entries below a frame, in as many rows as they need; the width and height of the whole picture."""
    placed = []
    left, top, right = frame.left + 2, frame.bottom + 12, frame.right
    for entry in entries:
        text = cut(shown(entry.text), _TEXT_EM)
        width = _SIGN_WIDTH + _GAP + em(text) * SMALL
        if left + width > frame.right and left > frame.left + 2:
            left, top = frame.left + 2, top + _ROW
        placed.append(PlacedEntry(entry, Box(left, top, left + _SIGN_WIDTH, top + _SIGN_HEIGHT), text))
        right = max(right, left + width)
        left += width + _BETWEEN
    return tuple(placed), right + 1, (top + _SIGN_HEIGHT + 4 if entries else frame.bottom + 1)
