"""Rows of risk points: power by power, or the gravest of a unit first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.lists.risks import Bound, bound_risks, control_text, place
from powerctl.lists.rows.family import Family, Stock
from powerctl.lists.wording import parties, party, term
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.unit import PublicUnit
from powerctl.public.workflow import PublicStep
from powerctl.table import Cell, Word


@dataclass(frozen=True, slots=True)
class Entry:
    """A risk point with what its cells look things up in."""

    catalogue: PublicCatalogue
    unit: PublicUnit
    bound: Bound

    @property
    def step(self) -> PublicStep | None:
        """The step that the risk point belongs to."""
        workflow = self.bound.power.workflow if self.bound.power is not None else None
        steps = workflow.steps if workflow is not None else ()
        return next((step for step in steps if step.id == self.bound.risk.step), None)


def _entries(stock: Stock, unit: PublicUnit) -> Iterator[Entry]:
    for bound in bound_risks(stock.catalogue, unit):
        if stock.wants(unit.id, bound.power.id if bound.power is not None else ""):
            yield Entry(stock.catalogue, unit, bound)


def _by_power(stock: Stock, unit: PublicUnit) -> Iterator[Entry]:
    """Those of a power beside each other, in the order of the powers; those of no power behind."""
    order = [power.id for power in stock.catalogue.powers_by_unit.get(unit.id, ())]
    found = list(_entries(stock, unit))
    yield from sorted(
        found, key=lambda one: order.index(one.bound.power.id) if one.bound.power is not None else len(order)
    )


def _power(entry: Entry) -> Cell:
    return entry.bound.power.name if entry.bound.power is not None else ""


def _power_type(entry: Entry) -> Cell:
    return term(entry.bound.power.type) if entry.bound.power is not None else Word("")


def _post(entry: Entry) -> Cell:
    """The post that the risk point names, or those who take its step."""
    risk, step = entry.bound.risk, entry.step
    if risk.post is not None:
        return party(entry.catalogue, risk.post, entry.unit.id)
    takers = () if step is None else tuple(who for who in (step.actor, *step.with_) if who is not None)
    return parties(entry.catalogue, takers, entry.unit.id)


def _owners(entry: Entry) -> Cell:
    found = tuple(owner for control in entry.bound.risk.controls for owner in control.owners)
    return parties(entry.catalogue, found, entry.unit.id)


def _controls(entry: Entry) -> Cell:
    return tuple(control_text(control) for control in entry.bound.risk.controls)


_FIELDS: Mapping[str, Callable[[Entry], Cell]] = {
    "unit": lambda entry: entry.unit.name,
    "power": _power,
    "power_type": _power_type,
    "place": lambda entry: place(entry.catalogue, entry.unit, entry.bound),
    "step": lambda entry: entry.step.name if entry.step is not None else "",
    "post": _post,
    "office": lambda entry: party(entry.catalogue, entry.bound.risk.office, entry.unit.id),
    "category": lambda entry: term(entry.bound.risk.category),
    "behaviour": lambda entry: entry.bound.risk.behaviour,
    "grade": lambda entry: term(entry.bound.risk.grade),
    "residual": lambda entry: term(entry.bound.risk.residual),
    "controls": _controls,
    "owners": _owners,
    "note": lambda entry: entry.bound.risk.note,
}

RISKS = Family(_by_power, _FIELDS)
GRAVEST = Family(_entries, _FIELDS)
