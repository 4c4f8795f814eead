"""Sketches in any format, by any engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from powerctl.charts import columns, dot_layout, lanes, picture
from powerctl.charts.bpmn import write_bpmn
from powerctl.charts.dot import write_dot
from powerctl.charts.drawing import Drawing
from powerctl.charts.limits import check_size
from powerctl.charts.measure import shown
from powerctl.charts.mermaid import write_mermaid
from powerctl.charts.order import DRAWN, Engine, Form, Order, is_process
from powerctl.charts.outline import steps_text
from powerctl.charts.sketch import Sketch
from powerctl.charts.svg import write
from powerctl.errors import PowerctlError

Made = bytes | PowerctlError


def render(sketches: Sequence[Sketch], order: Order) -> Iterator[Made]:
    """Each sketch in the format, or why it cannot be drawn; what stops all of them is raised."""
    refused = {number: why for number, sketch in enumerate(sketches) if (why := _refusal(sketch, order)) is not None}
    left = [sketch for number, sketch in enumerate(sketches) if number not in refused]
    made = _drawn(left, order) if order.form in DRAWN else map(partial(_written, order=order), left)
    for number in range(len(sketches)):
        yield refused[number] if number in refused else next(made)


def _refusal(sketch: Sketch, order: Order) -> PowerctlError | None:
    if order.form is Form.TEXT:
        return None
    if order.form is Form.BPMN and not is_process(sketch):
        return PowerctlError("chart.no_process", title=sketch.title)
    try:
        check_size(sketch)
    except PowerctlError as error:
        return error
    return None


def _drawn(sketches: Sequence[Sketch], order: Order) -> Iterator[bytes]:
    """Pictures: all that dot has to place are placed by one run of it."""
    by_dot = [sketch for sketch in sketches if order.engine_of(sketch) is Engine.GRAPHVIZ]
    placed = iter(dot_layout.lay_out_all(by_dot))
    for sketch in sketches:
        engine = order.engine_of(sketch)
        drawing = next(placed) if engine is Engine.GRAPHVIZ else _lay_out(sketch)
        if order.form is Form.SVG:
            yield write(drawing).encode()
        else:
            form: Literal["png", "pdf"] = "png" if order.form is Form.PNG else "pdf"
            yield picture.picture(write(drawing, has_style=False), shown(sketch.title), form)


def _written(sketch: Sketch, order: Order) -> bytes:
    wording = order.wording
    match order.form:
        case Form.DOT:
            text = write_dot(sketch)
        case Form.MERMAID:
            text = write_mermaid(sketch)
        case Form.BPMN:
            text = write_bpmn(
                sketch,
                dot_layout.lay_out if order.engine is Engine.GRAPHVIZ else _lay_out,
                wording.text("gateway"),
            )
        case _:
            text = steps_text(sketch, wording.words)
    return text.encode()


def _lay_out(sketch: Sketch) -> Drawing:
    """Our own engines: a course in lanes, or a table of what belongs together."""
    return lanes.lay_out(sketch) if is_process(sketch) else columns.lay_out(sketch)
