"""What a grading method needs and its rulebook lacks: without it grades would silently not be computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_NEEDS = {
    "product": ("factors", "bands"),
    "weighted-sum": ("factors", "bands"),
    "lookup": ("factors", "bands"),
    "matrix": ("factors", "cells"),
    "criteria-count": ("criteria", "bands"),
    "risk-count": ("bands",),
}


def gaps(data: Mapping[str, Any]) -> Iterator[str]:
    """The dotted keys (below ``risk``) that the method of a merged rulebook needs and that are not there."""
    risk = data.get("risk") or {}
    method = risk.get("method")
    missing = [key for key in _NEEDS[method["kind"]] if not method.get(key)] if method else []
    yield from (f"method.{key}" for key in missing)
    if method and not missing:
        scales = {name: tuple(risk["factors"][name]["scale"]) for name in method.get("factors", ())}
        if method["kind"] == "lookup":
            yield from _scores(risk["factors"], scales)
        elif method["kind"] == "matrix":
            yield from _cells(method["cells"], tuple(scales.values()))


def _scores(factors: Mapping[str, Any], scales: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name, scale in scales.items():
        known = factors[name].get("scores") or {}
        yield from (f"factors.{name}.scores.{value}" for value in scale if known.get(value) is None)


def _cells(cells: Mapping[str, Any], scales: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """A matrix has two factors, and a cell for each pair of their values."""
    if len(scales) != 2:
        yield "method.factors (2)"
        return
    rows, columns = scales
    for row in rows:
        known = cells.get(row) or {}
        yield from (f"method.cells.{row}.{column}" for column in columns if column not in known)
