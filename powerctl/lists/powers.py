"""职权目录: the powers in force of each unit."""

from __future__ import annotations

from powerctl.lists.wording import bases, limits, parties, party, term
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.unit import PublicUnit
from powerctl.table import Cell, Paper, Table, Word

_COLUMNS = (
    "number", "code", "name", "type", "holder", "in_charge", "offices", "basis", "scope", "limits", "disclosure",
)  # fmt: skip


def powers(catalogue: PublicCatalogue) -> Paper:
    """A table a unit."""
    tables = tuple(_table(catalogue, unit) for unit in catalogue.units)
    kept = tuple(table for table in tables if table.rows)
    return Paper("catalogue", Word(catalogue.about.name), kept, sum(len(table.rows) for table in kept))


def _table(catalogue: PublicCatalogue, unit: PublicUnit) -> Table:
    in_force = (power for power in catalogue.powers_by_unit.get(unit.id, ()) if power.in_force)
    rows = tuple((number, *_row(catalogue, power)) for number, power in enumerate(in_force, 1))
    return Table(_COLUMNS, rows, Word(unit.name))


def _row(catalogue: PublicCatalogue, power: PublicPower) -> tuple[Cell, ...]:
    return (
        power.code.value if power.code is not None else "",
        power.name,
        term(power.type),
        party(catalogue, power.holder, power.unit),
        party(catalogue, power.in_charge, power.unit),
        parties(catalogue, power.offices, power.unit),
        bases(power),
        power.scope,
        limits(power),
        term(power.disclosure.scope if power.disclosure is not None else None),
    )
