"""首页: search first, then the figures, the grid of units and types, the grades, the latest changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from powerctl.public.power import PublicPower
from powerctl.public.terms import PublicGrade
from powerctl.site.frame import Frame, unit_path
from powerctl.site.linked import site_data
from powerctl.site.page import Page
from powerctl.site.tally import all_risks, highest, type_anchor, types_in_use

_LATEST = 6


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
        linked=site_data(frame),
    )


def _rows(frame: Frame) -> Iterator[Mapping[str, Any]]:
    """A row a unit that holds powers: how many of each type, and the highest grade among them."""
    types = list(types_in_use(frame.catalogue))
    for unit in frame.catalogue.units:
        powers = frame.catalogue.powers_by_unit[unit.id]
        if powers:
            by_type: dict[str, list[PublicPower]] = {}
            for power in powers:
                by_type.setdefault(power.type.id, []).append(power)
            cells = [_cell(frame, by_type.get(key, []), key) for key in types]
            yield {"name": unit.name, "href": unit_path(unit), "cells": cells, "total": len(powers)}


def _cell(frame: Frame, powers: list[PublicPower], key: str) -> Mapping[str, Any]:
    return {"count": len(powers), "grade": frame.grade(highest(powers)), "anchor": type_anchor(key)}


def _grades(frame: Frame, grades: list[PublicGrade]) -> list[Mapping[str, Any]]:
    """How many risk points there are of each grade, the gravest first."""
    counts = Counter(grades)
    return [
        {"grade": frame.grade(grade), "count": counts[grade]}
        for grade in sorted(counts, key=lambda grade: (-grade.rank, grade.id))
    ]
