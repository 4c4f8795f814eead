"""一项权力: everything a citizen may know of it, the chart, the same steps as text, risks, tiers, remedies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from powerctl.public.power import PublicPower
from powerctl.public.unit import PublicUnit
from powerctl.site.assets import style
from powerctl.site.drawing import Drawing
from powerctl.site.frame import Frame, power_path, unit_path
from powerctl.site.kept import ON
from powerctl.site.linked import power_data
from powerctl.site.page import Crumb, Page
from powerctl.site.pages.grounds import ground
from powerctl.site.pages.risk_rows import risk_rows
from powerctl.site.pages.step_rows import numbers_of, step_rows
from powerctl.site.pages.tiers import violation
from powerctl.site.render import markup
from powerctl.site.tally import codes


def pages(frame: Frame, powers: Iterable[PublicPower]) -> Iterator[Page]:
    """A page a power, and where they are wanted a poster each."""
    for power in powers:
        one = page(frame, power)
        yield one
        if frame.edition.has_wall:
            yield replace(one, path=f"wall/{power.unit}/{power.id}.html", template="wall")


def single(frame: Frame, unit: PublicUnit) -> Page:
    """All powers of a unit on one page that needs no other file."""
    return Page(
        path=f"{unit.id}.html",
        template="single",
        title=unit.name,
        description=frame.text("lead_unit", unit=unit.name, powers=len(frame.catalogue.powers_by_unit[unit.id])),
        values={
            "unit_name": unit.name,
            "style": markup(style("site")),
            "powers": [_entry(frame, power, unit.name) for power in frame.catalogue.powers_by_unit[unit.id]],
        },
    )


def _entry(frame: Frame, power: PublicPower, unit: str) -> dict[str, Any]:
    """A power on a page with others: its anchors have a prefix of their own."""
    values, prefix = _values(frame, power, unit), f"{power.id}--"
    chart = str(values["chart"]).replace('href="#step-', f'href="#{prefix}step-')
    return {**values, "prefix": prefix, "chart": markup(chart)}


def _values(frame: Frame, power: PublicPower, unit_name: str) -> dict[str, Any]:
    numbers = numbers_of(power)
    return {
        "power": power,
        "unit_name": unit_name,
        "unit_href": unit_path(power.unit),
        "code": codes(power),
        "grade": frame.grade(power.grade),
        "basis": [ground(frame, basis) for basis in power.basis],
        "chart": Drawing(partial(frame.chart, power, unit_name), unit_name),
        "steps": step_rows(frame, power, numbers),
        "risks": risk_rows(frame, power.risk_points, numbers),
        "tiers": [violation(frame, entry) for entry in power.discretion],
        "history": [news for news in frame.news if news.href == power_path(power.subject)],
    }


def page(frame: Frame, power: PublicPower) -> Page:
    """The page of one power."""
    unit = frame.catalogue.units_by_id.get(power.unit)
    unit_name = unit.name if unit is not None else power.unit
    return Page(
        path=power_path(power.subject),
        template="power",
        title=f"{power.name} - {unit_name}",
        description=frame.text("lead_power", unit=unit_name, type=frame.term(power.type), power=power.name),
        here="units.html",
        crumbs=_crumbs(frame, power, unit),
        values=_values(frame, power, unit_name),
        meta=_meta(power, unit_name),
        linked=power_data(frame, power, unit),
    )


def _meta(power: PublicPower, unit: str) -> tuple[tuple[str, str], ...]:
    """The tags of an article that sites of government carry (国办发〔2017〕47号)."""
    return (("ArticleTitle", power.name), ("PubDate", markup(ON)), ("ContentSource", unit))


def _crumbs(frame: Frame, power: PublicPower, unit: PublicUnit | None) -> tuple[Crumb, ...]:
    middle = (Crumb(unit.name, unit_path(unit)),) if unit is not None else ()
    home = Crumb(frame.text("menu_index"), "index.html")
    return (home, Crumb(frame.text("menu_units"), "units.html"), *middle, Crumb(power.name))
