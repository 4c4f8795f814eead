"""一项权力: everything a citizen may know of it, the chart, the same steps as text, risks, tiers, remedies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from powerctl.public.power import PublicDiscretion, PublicPower, PublicTier
from powerctl.public.terms import PublicBasis, PublicGrade
from powerctl.public.unit import PublicUnit
from powerctl.public.workflow import PublicStep
from powerctl.site.assets import style
from powerctl.site.drawing import Drawing
from powerctl.site.frame import Frame, number, power_path, unit_path
from powerctl.site.kept import ON
from powerctl.site.linked import power_data
from powerctl.site.page import Crumb, Page
from powerctl.site.pages.risk_rows import risk_rows
from powerctl.site.render import markup
from powerctl.site.tally import codes

_WEB = ("https://", "http://")
_OPEN = 1.25  # how much longer than its last bound a tier without an end is drawn


def pages(frame: Frame) -> Iterator[Page]:
    """A page a power, and where they are wanted a poster each."""
    for power in frame.catalogue.powers:
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
    numbers = {step.id: str(at) for at, step in enumerate(_steps(power), 1)}
    return {
        "power": power,
        "unit_name": unit_name,
        "unit_href": unit_path(power.unit),
        "code": codes(power),
        "grade": frame.grade(power.grade),
        "basis": [basis_text(frame, basis) for basis in power.basis],
        "chart": Drawing(frame, power, unit_name),
        "steps": _step_rows(frame, power, numbers),
        "risks": risk_rows(frame, power.risk_points, numbers),
        "tiers": [_discretion(frame, entry) for entry in power.discretion],
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


def _steps(power: PublicPower) -> tuple[PublicStep, ...]:
    return power.workflow.steps if power.workflow is not None else ()


def _step_rows(frame: Frame, power: PublicPower, numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    """The steps with the numbers of the chart; a fork says where each way leads."""
    names = {step.id: step.name for step in _steps(power)}
    graver: dict[str, PublicGrade] = {}
    for risk in power.risk_points:
        if risk.grade is not None and (risk.step not in graver or risk.grade.rank > graver[risk.step].rank):
            graver[risk.step] = risk.grade
    return [
        {
            "id": step.id,
            "number": numbers[step.id],
            "name": step.name,
            "who": "、".join(frame.party(party) for party in (step.actor, *step.with_) if party is not None),
            "limit": frame.duration(step.limit),
            "persons": step.persons if step.persons > 1 else 0,
            "documents": step.documents,
            "exits": _exits(frame, step, names, numbers),
            "grade": frame.grade(graver.get(step.id)),
        }
        for step in _steps(power)
    ]


def _exits(
    frame: Frame, step: PublicStep, names: Mapping[str, str], numbers: Mapping[str, str]
) -> list[dict[str, str]]:
    """Where a step leads, unless it simply leads to the next one."""
    plain = len(step.next) == 1 and not step.next[0].when and int(numbers[step.id]) + 1 == int(numbers[step.next[0].to])
    return [
        {"when": way.when or frame.text("always"), "number": numbers[way.to], "name": names[way.to], "id": way.to}
        for way in (() if plain else step.next)
    ]


def basis_text(frame: Frame, basis: PublicBasis) -> dict[str, str]:
    """《…》第35条; articles that are more than a number (附件2 第三项) stay as they are written."""
    numbers = (frame.text("article", number=text) if text.isdigit() else text for text in basis.articles)
    title = f"《{basis.title}》" if not basis.title.startswith("《") else basis.title
    return {
        "title": title,
        "number": basis.number,
        "articles": "、".join(numbers),
        "url": basis.url if basis.url.startswith(_WEB) else "",
    }


def _discretion(frame: Frame, entry: PublicDiscretion) -> dict[str, Any]:
    unit = frame.term(entry.unit)
    ends = [bound for tier in entry.tiers for bound in (tier.from_, tier.to) if bound is not None]
    if entry.range is not None:
        ends += [bound for bound in (entry.range.min, entry.range.max) if bound is not None]
    low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
    return {
        "violation": entry.violation,
        "basis": basis_text(frame, entry.basis) if entry.basis is not None else None,
        "rows": [_tier(frame, tier, unit, low, high) for tier in entry.tiers],
        "source": entry.source,
        "note": entry.note,
    }


def _tier(frame: Frame, tier: PublicTier, unit: str, low: float, high: float) -> dict[str, Any]:
    """A tier with its place on the bar, in percent of the whole range."""
    whole = (high - low) or 1
    start = tier.from_ if tier.from_ is not None else low
    end = tier.to if tier.to is not None else start + (high - start) * _OPEN
    left = max(0.0, min(100.0, (start - low) / whole * 100))
    width = max(2.0, min(100.0 - left, (end - start) / whole * 100))
    return {
        "name": tier.name,
        "when": tier.when,
        "penalty": tier.penalty,
        "text": _range_text(frame, tier, unit),
        "left": f"{left:.1f}",
        "width": f"{width:.1f}",
        "drawn": tier.from_ is not None or tier.to is not None,
    }


def _range_text(frame: Frame, tier: PublicTier, unit: str) -> str:
    low = "" if tier.from_ is None else number(tier.from_)
    high = "" if tier.to is None else number(tier.to)
    if not low and not high:
        return ""
    key = "between" if low and high else ("from" if low else "up_to")
    return frame.text(f"tier_{key}", low=low, high=high, unit=unit)
