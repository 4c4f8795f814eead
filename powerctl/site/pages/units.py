"""单位: all units, by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.public.unit import PublicUnit
from powerctl.site.frame import Frame, ShownGrade, unit_path
from powerctl.site.page import Crumb, Page
from powerctl.site.tally import highest


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with what it holds."""

    name: str
    href: str
    powers: int
    risks: int
    grade: ShownGrade | None
    phone: str


def pages(frame: Frame) -> Iterator[Page]:
    """One list, a section a type of unit."""
    sections: dict[str, list[PublicUnit]] = {}
    for unit in frame.catalogue.units:
        sections.setdefault(frame.term(unit.type), []).append(unit)
    yield Page(
        path="units.html",
        template="units",
        title=frame.text("menu_units"),
        description=frame.text("sheet_units", name=frame.catalogue.about.name),
        here="units.html",
        crumbs=(Crumb(frame.text("menu_index"), "index.html"), Crumb(frame.text("menu_units"))),
        values={"sections": [(name, [_row(frame, unit) for unit in units]) for name, units in sections.items()]},
    )


def _row(frame: Frame, unit: PublicUnit) -> UnitRow:
    powers = frame.catalogue.powers_by_unit[unit.id]
    return UnitRow(
        name=unit.name,
        href=unit_path(unit),
        powers=len(powers),
        risks=sum(len(power.risk_points) for power in powers) + len(unit.risk_points),
        grade=frame.grade(highest(powers)),
        phone=unit.contact.phone if unit.contact is not None else "",
    )
