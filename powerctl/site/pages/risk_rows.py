"""Rows of a table of risks and controls, the same on every page that has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from powerctl.public.risk import PublicControl, PublicRisk
from powerctl.site.frame import Frame, ShownGrade


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control in words."""

    measure: str
    owners: str
    every: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk point in words; ``step`` is the number of the step it stands at, ``anchor`` where that is on the page."""

    step: str
    anchor: str
    where: str
    behaviour: str
    category: str
    grade: ShownGrade | None
    residual: ShownGrade | None
    controls: tuple[ControlRow, ...]


def risk_rows(frame: Frame, risks: Iterable[PublicRisk], numbers: Mapping[str, str]) -> tuple[RiskRow, ...]:
    """A row a risk point; ``numbers`` are those of the steps on the page, so that a row leads to its step."""
    return tuple(
        RiskRow(
            step=numbers.get(risk.step, ""),
            anchor=f"step-{risk.step}" if risk.step in numbers else "",
            where=_where(frame, risk),
            behaviour=risk.behaviour,
            category=frame.term(risk.category),
            grade=frame.grade(risk.grade),
            residual=frame.grade(risk.residual) if risk.residual != risk.grade else None,
            controls=tuple(_control(frame, control) for control in risk.controls),
        )
        for risk in risks
    )


def _where(frame: Frame, risk: PublicRisk) -> str:
    if risk.post is not None:
        return frame.party(risk.post)
    if risk.office is not None:
        return frame.party(risk.office)
    return frame.text("whole_unit") if risk.unit else ""


def _control(frame: Frame, control: PublicControl) -> ControlRow:
    return ControlRow(control.measure, "、".join(map(frame.party, control.owners)), frame.term(control.every))
