"""廉政风险等级目录: the risk points of each unit, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.lists.wording import Value, parties, party, term
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.risk import PublicControl, PublicRisk
from powerctl.public.unit import PublicUnit
from powerctl.table import Cell, Label, Paper, Table, Word

_COLUMNS = ("number", "power", "place", "category", "behaviour", "grade", "residual", "controls", "owners")


@dataclass(frozen=True, slots=True)
class Bound:
    """A risk point with the power that it belongs to, if it does."""

    power: PublicPower | None
    risk: PublicRisk


def risks(catalogue: PublicCatalogue) -> Paper:
    """A table a unit."""
    tables = tuple(_table(catalogue, unit) for unit in catalogue.units)
    kept = tuple(table for table in tables if table.rows)
    return Paper("risks", Word(catalogue.about.name), kept, sum(len(table.rows) for table in kept))


def bound_risks(catalogue: PublicCatalogue, unit: PublicUnit) -> tuple[Bound, ...]:
    """The risk points of a unit and of its powers in force, the gravest first."""
    powers = (power for power in catalogue.powers_by_unit.get(unit.id, ()) if power.in_force)
    found = [Bound(power, risk) for power in powers for risk in power.risk_points]
    found += [Bound(None, risk) for risk in unit.risk_points]
    return tuple(sorted(found, key=lambda one: -(one.risk.grade.rank if one.risk.grade is not None else 0)))


def _table(catalogue: PublicCatalogue, unit: PublicUnit) -> Table:
    found = bound_risks(catalogue, unit)
    rows = tuple((number, *_row(catalogue, unit, one)) for number, one in enumerate(found, 1))
    return Table(_COLUMNS, rows, Word(unit.name))


def _row(catalogue: PublicCatalogue, unit: PublicUnit, bound: Bound) -> tuple[Cell, ...]:
    risk = bound.risk
    owners = tuple(owner for control in risk.controls for owner in control.owners)
    return (
        bound.power.name if bound.power is not None else "",
        place(catalogue, unit, bound),
        term(risk.category),
        risk.behaviour,
        term(risk.grade),
        term(risk.residual),
        tuple(control_text(control) for control in risk.controls),
        parties(catalogue, owners, unit.id),
    )


def place(catalogue: PublicCatalogue, unit: PublicUnit, bound: Bound) -> Value:
    """Where a risk point belongs: a step, a post, an office or the unit."""
    risk = bound.risk
    if risk.step:
        return next(_step_names(bound), "")
    named = risk.post or risk.office
    return party(catalogue, named, unit.id) if named is not None else Label("whole_unit") if risk.unit else ""


def _step_names(bound: Bound) -> Iterator[str]:
    workflow = bound.power.workflow if bound.power is not None else None
    return (step.name for step in (workflow.steps if workflow is not None else ()) if step.id == bound.risk.step)


def control_text(control: PublicControl) -> Label:
    """What is done, and how often."""
    return Label("control", {"measure": control.measure, "every": term(control.every)})
