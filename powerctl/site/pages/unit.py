"""一个单位: how it is reached, its bodies, offices and posts, its powers by type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.public.power import PublicPower
from powerctl.public.unit import PublicPost, PublicUnit
from powerctl.site.frame import Frame, ShownGrade, power_path, unit_path
from powerctl.site.linked import unit_data
from powerctl.site.page import Crumb, Page
from powerctl.site.pages.risk_rows import risk_rows
from powerctl.site.tally import codes, highest, type_anchor


@dataclass(frozen=True, slots=True)
class PowerRow:
    """A power in the list of its unit."""

    code: str
    name: str
    href: str
    limit: str
    risks: int
    grade: ShownGrade | None
    ended: str


@dataclass(frozen=True, slots=True)
class Group:
    """The powers of one type; a column in which nothing would stand is left out."""

    anchor: str
    name: str
    rows: tuple[PowerRow, ...]
    has_limits: bool
    has_risks: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post in the organisation of its unit."""

    name: str
    holder: str
    office: str
    portfolio: tuple[str, ...]
    duties: tuple[str, ...]


def pages(frame: Frame) -> Iterator[Page]:
    """A page a unit."""
    for unit in frame.catalogue.units:
        powers = frame.catalogue.powers_by_unit[unit.id]
        parent = frame.catalogue.units_by_id.get(unit.parent)
        yield Page(
            path=unit_path(unit),
            template="unit",
            title=unit.name,
            description=frame.text("lead_unit", unit=unit.name, powers=len(powers)),
            here="units.html",
            crumbs=_crumbs(frame, unit),
            values={
                "unit": unit,
                "parent": (parent.name, unit_path(parent)) if parent is not None else None,
                "groups": list(_groups(frame, powers)),
                "total": len(powers),
                "grade": frame.grade(highest(powers)),
                "posts": [_post(frame, unit, post) for post in unit.posts],
                "risks": risk_rows(frame, unit.risk_points, {}),
                "leaders": bool(unit.leading_posts),
            },
            linked=unit_data(unit),
        )


def _crumbs(frame: Frame, unit: PublicUnit) -> tuple[Crumb, ...]:
    return (
        Crumb(frame.text("menu_index"), "index.html"),
        Crumb(frame.text("menu_units"), "units.html"),
        Crumb(unit.name),
    )


def _groups(frame: Frame, powers: tuple[PublicPower, ...]) -> Iterator[Group]:
    by_type: dict[str, list[PublicPower]] = {}
    for power in powers:
        by_type.setdefault(power.type.id, []).append(power)
    for key, group in by_type.items():
        rows = tuple(_row(frame, power) for power in group)
        yield Group(
            anchor=type_anchor(key),
            name=frame.term(group[0].type),
            rows=rows,
            has_limits=any(row.limit for row in rows),
            has_risks=any(row.risks for row in rows),
        )


def _row(frame: Frame, power: PublicPower) -> PowerRow:
    limit = power.limits.promised or power.limits.statutory if power.limits is not None else ""
    return PowerRow(
        code=codes(power),
        name=power.name,
        href=power_path(power.subject),
        limit=frame.duration(limit),
        risks=len(power.risk_points),
        grade=frame.grade(power.grade),
        ended="" if power.in_force else frame.term(power.status),
    )


def _post(frame: Frame, unit: PublicUnit, post: PublicPost) -> PostRow:
    return PostRow(
        name=post.name,
        holder=post.holder,
        office=next((office.name for office in unit.offices if office.id == post.office), ""),
        portfolio=tuple(frame.term(area) for area in post.portfolio),
        duties=post.duties,
    )
