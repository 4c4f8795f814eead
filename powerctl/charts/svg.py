"""The one writer of pictures: a drawing as SVG, whichever engine it comes from.

Every part carries its look as attributes beside its class: an office program or printer that drops the style sheet
shows the same picture.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from math import sqrt

from powerctl.charts.drawing import Box, Drawing, PlacedEntry, PlacedLane, PlacedNode, Point, Route, Tag
from powerctl.charts.measure import FONT, LABEL_LEADING, LEADING, SMALL_LEADING, shown
from powerctl.charts.palette import COLOURS, FONTS, GRADES, LITERALS, stylesheet
from powerctl.charts.shapes import SLANT, WAVE
from powerctl.charts.sketch import Mark, Shape

_MOST = 4_000  # characters of a title or description
_RADIUS = 7
_ARROW, _ARROW_HALF = 9, 4.6
_SAFE_LINK = re.compile(r"(?:#|https?://|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)


def write(drawing: Drawing, *, is_inline: bool = False, has_style: bool = True) -> str:
    """The picture as a text of SVG.

    A picture of its own is one image to a screen reader; inline in a page it is a group whose steps are links, and the
    page may bring the style sheet (``palette.stylesheet``) itself.
    """
    return "".join(_Writer(drawing, is_inline).parts(has_style))


class _Writer:
    def __init__(self, drawing: Drawing, is_inline: bool) -> None:
        self._drawing = drawing
        self._is_inline = is_inline
        self._prefix = prefix(drawing.sketch.id)

    def parts(self, has_style: bool) -> Iterator[str]:
        sketch, key = self._drawing.sketch, self._prefix
        width, height = _n(self._drawing.width), _n(self._drawing.height)
        size = f'style="--w:{width}px" ' if self._is_inline else ""  # a page shrinks it only as far as it can be read
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="pc" font-family="{",".join(FONTS)},sans-serif" '
            f'font-size="{FONT}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" {size}'
            f'lang="{_attribute(sketch.language)}" role="{"group" if self._is_inline else "img"}" '
            f'aria-labelledby="{key}-t {key}-d">'
            f'<title id="{key}-t">{_text(sketch.title[:_MOST])}</title>'
            f'<desc id="{key}-d">{_text(sketch.description[:_MOST])}</desc>'
        )
        if has_style:
            yield f"<style>{stylesheet()}</style>"
        yield from self._lanes()
        yield '<g aria-hidden="true">'
        for route in self._drawing.routes:
            yield from _route(route)
        for route in self._drawing.routes:
            if route.label:
                yield from _label(route.label)
        yield "</g>"
        for node in self._drawing.nodes:
            yield from self._node(node)
        for entry in self._drawing.legend:
            yield from _entry(entry)
        yield "</svg>\n"

    def _lanes(self) -> Iterator[str]:
        frame, header, key = self._drawing.frame, self._drawing.header, self._prefix
        if not self._drawing.lanes:
            return
        sides = f'x="{_n(frame.left)}" y="{_n(frame.top)}" width="{_n(frame.width)}" height="{_n(frame.height)}" rx="8"'
        yield f'<defs><clipPath id="{key}-c"><rect {sides}/></clipPath></defs>'
        yield f'<g clip-path="url(#{key}-c)" aria-hidden="true">'
        for number, lane in enumerate(self._drawing.lanes):
            yield from _lane(lane, number, header)
        yield f'{_open("path", "rule")} d="M{_n(frame.left)} {_n(frame.top + header)}H{_n(frame.right)}"/></g>'
        yield f"{_open('rect', 'rule')} {sides}/>"

    def _node(self, placed: PlacedNode) -> Iterator[str]:
        node = placed.node
        is_link = self._is_inline and node.href and _SAFE_LINK.match(node.href)
        classes = " ".join(name for name in (node.grade if node.grade in GRADES else "", node.mark.value) if name)
        named = f' class="{classes}"' if classes else ""
        yield f'<a href="{_attribute(node.href)}"{named}>' if is_link else f"<g{named}>"
        if placed.is_cut:
            yield f"<title>{_text(node.text[:_MOST])}</title>"
        yield from _symbol(node.shape, placed.box, node.grade, node.mark)
        if placed.number:
            yield from _number(placed.number)
        yield from _lines(placed)
        if placed.grade:
            yield from _pill(placed.grade, node.grade)
        if placed.mark:
            yield from _mark(placed.mark, node.mark)
        yield "</a>" if is_link else "</g>"


def prefix(chart: str) -> str:
    """What the ids inside a chart begin with: its own id, where that can stand in an attribute and a link."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", chart)
    return f"c-{plain}" if plain == chart else f"c-{hashlib.sha256(chart.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _n(value: float) -> str:
    """A number with one decimal at most, the same on every machine."""
    tenths = round(value * 10)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def _text(text: str) -> str:
    return shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("'", "&#39;")


def _open(element: str, look: str, extra: str = "") -> str:
    """The start of an element with its class and the look that belongs to it."""
    return f'<{element} class="{look}{" " if extra else ""}{extra}" {LITERALS[look]}'


def _coloured(opened: str, colour: str, weight: str = "") -> str:
    """The same element with the stroke of a grade or mark."""
    opened = re.sub(r' stroke="[^"]*"', f' stroke="{COLOURS[colour][0]}"', opened)
    return re.sub(r' stroke-width="[^"]*"', f' stroke-width="{weight}"', opened) if weight else opened


def _words(look: str, x: float, y: float, text: str) -> str:
    return f'{_open("text", look)} x="{_n(x)}" y="{_n(y)}">{_text(text)}</text>'


def _lane(placed: PlacedLane, number: int, header: float) -> Iterator[str]:
    box = placed.box
    across = f'x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}"'
    yield f'{_open("rect", "lane o" if number % 2 else "lane")} {across} height="{_n(box.height)}"/>'
    yield f'{_open("rect", "lh")} {across} height="{_n(header)}"/>'
    baseline = box.top + header / 2 - LEADING * (len(placed.lines) - 1) / 2 + 5.5
    for row, line in enumerate(placed.lines):
        yield _words("lt", box.centre[0], baseline + row * LEADING, line)
    if number:
        yield f'{_open("path", "rule")} d="M{_n(box.left)} {_n(box.top)}V{_n(box.bottom)}"/>'


def _route(route: Route) -> Iterator[str]:
    (x, y), (u, v) = route.points[-2], route.points[-1]
    length = _span((x, y), (u, v))
    right, down = ((u - x) / length, (v - y) / length) if length else (0.0, 1.0)
    ends = (*route.points[:-1], (u - right * (_ARROW - 2), v - down * (_ARROW - 2)))
    mark = route.edge.mark
    opened = _open("path", "e back" if route.edge.back else "e", mark.value)
    yield f'{_coloured(opened, mark.value, "2.25") if mark else opened} d="{_rounded(ends)}"/>'
    back_x, back_y = u - right * _ARROW, v - down * _ARROW
    side_x, side_y = down * _ARROW_HALF, right * _ARROW_HALF
    yield (
        f'{_open("path", "ah")} d="M{_n(u)} {_n(v)}L{_n(back_x - side_x)} {_n(back_y + side_y)}'
        f'L{_n(back_x + side_x)} {_n(back_y - side_y)}Z"/>'
    )


def _rounded(points: tuple[Point, ...]) -> str:
    """A line whose corners are round, as far as the parts beside them are long enough."""
    path = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _span(before, corner), _span(corner, after)
        radius = min(_RADIUS, first / 2, second / 2)
        if radius > 0:
            start, end = _along(corner, before, radius / first), _along(corner, after, radius / second)
            path.append(f"L{_n(start[0])} {_n(start[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(end[0])} {_n(end[1])}")
    path.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(path)


def _span(one: Point, other: Point) -> float:
    across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
    return sqrt(across * across + down * down)  # unlike a power, rounded alike on every machine


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _label(tag: Tag) -> Iterator[str]:
    for row, line in enumerate(tag.lines):
        yield _words("el", tag.box.left, tag.box.top + row * LABEL_LEADING + 12.5, line)


def _symbol(shape: Shape, box: Box, grade: str, mark: Mark) -> Iterator[str]:
    """The outline of a symbol, its border heavier and coloured by grade."""
    look = {Shape.TERMINATOR: "b term", Shape.DECISION: "b dec"}.get(shape, "b")
    opened = _open("rect" if shape in _RECTANGLES else "path", look)
    bars = _open("path", "bars")
    if grade in GRADES:
        opened, bars = _coloured(opened, grade, GRADES[grade]), _coloured(bars, grade)
    if mark is Mark.REMOVED:
        opened += ' stroke-dasharray="2 2.5"'
    yield f"{opened} {_outline(shape, box)}/>"
    if shape is Shape.PREDEFINED:
        inner = _n(box.left + 9), _n(box.right - 9)
        sides = "".join(f"M{x} {_n(box.top)}V{_n(box.bottom)}" for x in inner)
        yield f'{bars} d="{sides}"/>'


_RECTANGLES = {Shape.PROCESS, Shape.PREDEFINED, Shape.TERMINATOR}


def _outline(shape: Shape, box: Box) -> str:
    left, top, right, bottom = map(_n, (box.left, box.top, box.right, box.bottom))
    middle, centre = map(_n, box.centre)
    if shape is Shape.DECISION:
        return f'd="M{middle} {top}L{right} {centre}L{middle} {bottom}L{left} {centre}Z"'
    if shape is Shape.DATA:
        lean = min(SLANT, box.width / 3)
        return f'd="M{_n(box.left + lean)} {top}H{right}L{_n(box.right - lean)} {bottom}H{left}Z"'
    if shape is Shape.DOCUMENT:
        return f'd="{_document(box)}"'
    radius = _n(min(box.height, box.width) / 2) if shape is Shape.TERMINATOR else "4"
    return f'x="{left}" y="{top}" width="{_n(box.width)}" height="{_n(box.height)}" rx="{radius}"'


def _document(box: Box) -> str:
    """A box whose base is a wave."""
    wave = min(WAVE, box.height / 5)
    base, swing = box.bottom - wave, wave * 2.6
    middle, part = box.centre[0], box.width * 0.22
    left, top, right = map(_n, (box.left, box.top, box.right))
    return (
        f"M{left} {top}H{right}V{_n(base)}C{_n(middle + part)} {_n(base - swing)} "
        f"{_n(middle - part)} {_n(base + swing)} {left} {_n(base)}Z"
    )


def _number(tag: Tag) -> Iterator[str]:
    x, y = tag.box.centre
    radius = _n(tag.box.height / 2)
    yield (
        f'{_open("rect", "n")} x="{_n(tag.box.left)}" y="{_n(tag.box.top)}" width="{_n(tag.box.width)}" '
        f'height="{_n(tag.box.height)}" rx="{radius}"/>'
    )
    yield _words("nt", x, y + 4, tag.text)


def _lines(placed: PlacedNode) -> Iterator[str]:
    """The text of a node and its limit, in the middle of the symbol."""
    shape = placed.node.shape
    x, y = placed.box.centre
    total = len(placed.lines) * LEADING + (SMALL_LEADING if placed.limit else 0)
    baseline = y - total / 2 + 16 - (3 if shape is Shape.DOCUMENT else 0)
    look = "t tt" if shape is Shape.TERMINATOR else "t"
    for line in placed.lines:
        yield _words(look, x, baseline, line)
        baseline += LEADING
    if placed.limit:
        yield _words("s", x, baseline - 2, placed.limit)


def _pill(tag: Tag, grade: str) -> Iterator[str]:
    fill = COLOURS[grade if grade in GRADES else "muted"][0]
    yield f'<rect class="pill" fill="{fill}" {_pill_sides(tag.box)}/>'
    yield _words("pt", tag.box.centre[0], tag.box.centre[1] + 4.3, tag.text)


def _mark(tag: Tag, mark: Mark) -> Iterator[str]:
    colour = COLOURS[mark.value or "edge"][0]
    yield f'<rect class="mk" fill="{COLOURS["box"][0]}" stroke="{colour}" stroke-width="1.5" {_pill_sides(tag.box)}/>'
    yield _words("mt", tag.box.centre[0], tag.box.centre[1] + 4.3, tag.text)


def _pill_sides(box: Box) -> str:
    return f'x="{_n(box.left)}" y="{_n(box.top)}" width="{_n(box.width)}" height="{_n(box.height)}" rx="10"'


def _entry(placed: PlacedEntry) -> Iterator[str]:
    """A sign of the legend and what it means."""
    sign, box = placed.entry.sign, placed.sign
    yield '<g aria-hidden="true">'
    if sign in set(Shape):
        yield from _small_symbol(Shape(sign), box)
    elif sign == "back":
        yield f'{_open("path", "e back")} d="M{_n(box.left)} {_n(box.centre[1])}H{_n(box.right)}"/>'
    else:
        yield f'<g class="{sign}">'
        yield f'<rect class="mk" fill="none" stroke="{COLOURS[sign][0]}" stroke-width="1.5" {_pill_sides(box)}/></g>'
    yield f"{_words('k', box.right + 8, box.centre[1] + 4.5, placed.text)}</g>"


def _small_symbol(shape: Shape, box: Box) -> Iterator[str]:
    if shape is Shape.PREDEFINED:
        yield f"{_open('rect', 'b')} {_outline(Shape.PROCESS, box)}/>"
        sides = "".join(f"M{_n(x)} {_n(box.top)}V{_n(box.bottom)}" for x in (box.left + 5, box.right - 5))
        yield f'{_open("path", "bars")} d="{sides}"/>'
    else:
        yield from _symbol(shape, box, "", Mark.NONE)
