"""首页: search first, then the figures, the grid of units and types, the grades, the latest changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powerctl.public.power import PublicPower
from powerctl.public.terms import PublicGrade
from powerctl.site.frame import Frame, ShownGrade, unit_path
from powerctl.site.linked import site_data
from powerctl.site.page import Page
from powerctl.site.tally import all_risks, highest, type_anchor, types_in_use

_LATEST = 6


@dataclass(frozen=True, slots=True)
class GridCell:
    """The powers of one type in one unit: how many, the gravest grade, where they stand on the unit's page."""

    count: int
    grade: ShownGrade | None
    anchor: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A unit with a cell a type."""

    name: str
    href: str
    cells: tuple[GridCell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many risk points there are of a grade."""

    grade: ShownGrade | None
    count: int


def pages(frame: Frame) -> Iterator[Page]:
    """The one page that a citizen comes to first."""
    catalogue = frame.catalogue
    risks = [risk for _, _, risk in all_risks(catalogue)]
    values = {
        "figures": (
            (len(catalogue.units), frame.text("figure_units")),
            (len(catalogue.powers), frame.text("figure_powers")),
            (len(risks), frame.text("figure_risks")),
            (sum(len(risk.controls) for risk in risks), frame.text("figure_controls")),
        ),
        "types": [(key, frame.term(term)) for key, term in types_in_use(catalogue).items()],
        "rows": list(_rows(frame)),
        "grades": _grades(frame, [risk.grade for risk in risks if risk.grade is not None]),
        "news": frame.news[:_LATEST],
    }
    yield Page(
        path="index.html",
        template="home",
        title=frame.text("menu_index"),
        description=catalogue.about.site.description or frame.text("lead_home", name=catalogue.about.name),
        here="index.html",
        values=values,
        meta=_meta(catalogue.about.site.keywords),
        linked=site_data(frame),
    )


def _meta(keywords: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return (("keywords", "，".join(keywords)),) if keywords else ()


def _rows(frame: Frame) -> Iterator[GridRow]:
    """A row a unit that holds powers: how many of each type, and the highest grade among them."""
    types = list(types_in_use(frame.catalogue))
    for unit in frame.catalogue.units:
        powers = frame.catalogue.powers_by_unit[unit.id]
        if powers:
            by_type: dict[str, list[PublicPower]] = {}
            for power in powers:
                by_type.setdefault(power.type.id, []).append(power)
            cells = tuple(_cell(frame, by_type.get(key, []), key) for key in types)
            yield GridRow(unit.name, unit_path(unit), cells, len(powers))


def _cell(frame: Frame, powers: list[PublicPower], key: str) -> GridCell:
    return GridCell(len(powers), frame.grade(highest(powers)), type_anchor(key))


def _grades(frame: Frame, grades: list[PublicGrade]) -> list[GradeCount]:
    """How many risk points there are of each grade, the gravest first."""
    counts = Counter(grades)
    return [
        GradeCount(frame.grade(grade), counts[grade])
        for grade in sorted(counts, key=lambda grade: (-grade.rank, grade.id))
    ]
