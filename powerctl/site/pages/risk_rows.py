"""Rows of a table of risks and controls, the same on every page that has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from powerctl.public.risk import PublicControl, PublicRisk
from powerctl.site.frame import Frame


def risk_rows(frame: Frame, risks: Iterable[PublicRisk], numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    """A row a risk point; ``numbers`` are those of the steps on the page, so that a row leads to its step."""
    return [
        {
            "id": risk.id,
            "step": numbers.get(risk.step, ""),
            "anchor": f"step-{risk.step}" if risk.step in numbers else "",
            "where": _where(frame, risk),
            "behaviour": risk.behaviour,
            "category": frame.term(risk.category),
            "grade": frame.grade(risk.grade),
            "residual": frame.grade(risk.residual) if risk.residual != risk.grade else None,
            "controls": [_control(frame, control) for control in risk.controls],
        }
        for risk in risks
    ]


def _where(frame: Frame, risk: PublicRisk) -> str:
    if risk.post is not None:
        return frame.party(risk.post)
    if risk.office is not None:
        return frame.party(risk.office)
    return frame.text("whole_unit") if risk.unit else ""


def _control(frame: Frame, control: PublicControl) -> dict[str, Any]:
    return {
        "measure": control.measure,
        "owners": [frame.party(owner) for owner in control.owners],
        "every": frame.term(control.every),
        "type": frame.term(control.type),
    }
