"""流程图: the general course of each power type on its page, and the index of these and of the charts of all items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from powerctl.charts.category import course
from powerctl.charts.kept import digest
from powerctl.charts.sketch import Sketch
from powerctl.public.power import PublicPower
from powerctl.public.procedure import PublicProcedure, PublicStage
from powerctl.site.drawing import Drawing
from powerctl.site.frame import Frame, course_path, power_path
from powerctl.site.page import Crumb, Page
from powerctl.site.sheet import Cell, Link, Section, sheet

_INDEX = "charts.html"


def pages(frame: Frame) -> Iterator[Page]:
    """The index first."""
    yield sheet(frame, _INDEX, "charts", (_courses(frame), *_items(frame)))
    for procedure, sketch in _drawn(frame):
        yield _course(frame, procedure, sketch)


def course_links(frame: Frame) -> Iterator[Link]:
    """A link to each general course."""
    for procedure, sketch in _drawn(frame):
        yield Link(sketch.title, course_path(procedure.type.id))


def _drawn(frame: Frame) -> Iterator[tuple[PublicProcedure, Sketch]]:
    for procedure in frame.catalogue.procedures:
        if sketch := frame.courses.get(procedure.type.id):
            yield procedure, sketch


def _courses(frame: Frame) -> Section:
    """The types with a course: how long it is, how many items follow it, where it comes from."""
    return Section(
        anchor="courses",
        title=frame.text("courses"),
        lead=frame.text("courses_lead"),
        columns=tuple(frame.text(key) for key in ("type", "count_of_steps", "powers", "course_source")),
        rows=tuple(
            (
                Link(frame.term(procedure.type), course_path(procedure.type.id)),
                sum(1 for node in sketch.nodes if node.number),
                len(frame.catalogue.powers_by_type[procedure.type.id]),
                frame.text("course_ruled" if procedure.stages else "course_merged"),
            )
            for procedure, sketch in _drawn(frame)
        ),
    )


def _items(frame: Frame) -> Iterator[Section]:
    """The powers with a chart, below their types."""
    for type_id, powers in frame.catalogue.powers_by_type.items():
        if rows := tuple(_rows(frame, powers)):
            yield Section(
                anchor=f"type-{type_id}",
                title=frame.text("group", name=frame.term(powers[0].type), count=len(rows)),
                columns=tuple(frame.text(key) for key in ("power", "unit", "count_of_steps", "named_chart")),
                rows=rows,
            )


def _rows(frame: Frame, powers: Iterable[PublicPower]) -> Iterator[tuple[Cell, ...]]:
    for power in powers:
        if power.workflow is not None and power.workflow.steps:
            unit = frame.catalogue.units_by_id.get(power.unit)
            yield (
                Link(power.name, power_path(power.subject), "chart"),
                unit.name if unit is not None else power.unit,
                len(power.workflow.steps),
                frame.term(power.workflow.chart),
            )


def _course(frame: Frame, procedure: PublicProcedure, sketch: Sketch) -> Page:
    """The chart of a type, its steps as text, and the items."""
    rows = tuple(_rows(frame, frame.catalogue.powers_by_type[procedure.type.id]))
    sections = (
        Section(anchor="chart", title=frame.text("chart"), picture=_drawing(frame, sketch)),
        _steps(frame, course(procedure, frame.catalogue.powers_by_type[procedure.type.id])),
        Section(
            anchor="items",
            title=frame.text("group", name=frame.text("powers"), count=len(rows)),
            columns=tuple(frame.text(key) for key in ("power", "unit", "count_of_steps", "named_chart")),
            rows=rows,
        ),
    )
    crumbs = tuple(Crumb(frame.text(f"menu_{key}"), f"{key}.html") for key in ("index", "charts"))
    return Page(
        path=course_path(procedure.type.id),
        template="sheet",
        title=sketch.title,
        description=sketch.description,
        here=_INDEX,
        crumbs=(*crumbs, Crumb(sketch.title)),
        values={
            "heading": sketch.title,
            "lead": sketch.description,
            "sections": [section for section in sections if section.rows or section.picture is not None],
            "contents": False,
        },
    )


def _drawing(frame: Frame, sketch: Sketch) -> Drawing | None:
    return Drawing(partial(frame.picture, sketch), digest(sketch)) if frame.shows(sketch) else None


def _steps(frame: Frame, stages: Sequence[PublicStage]) -> Section:
    """The stages with the numbers of the chart, and with their limits where one of them has any."""
    names = [f"{number} {stage.name or frame.term(stage.duty)}" for number, stage in enumerate(stages, 1)]
    limits = [frame.duration(stage.limit) for stage in stages]
    has_limits = any(limits)
    return Section(
        anchor="steps",
        title=frame.text("steps"),
        columns=(frame.text("what_is_done"), frame.text("limit"))[: 1 + has_limits],
        rows=tuple(zip(names, limits, strict=True)) if has_limits else tuple((name,) for name in names),
    )
