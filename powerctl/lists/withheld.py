"""不予公开目录: what is withheld, on what ground, why, until when."""

from __future__ import annotations

from collections.abc import Sequence

from powerctl.kept_back import KeptBack
from powerctl.lists.wording import term
from powerctl.public.catalogue import PublicCatalogue
from powerctl.table import Cell, Label, Paper, Table, Word

_COLUMNS = ("number", "unit", "power", "part", "ground", "reason", "until", "filed_with")
# The keys of the data format that withheld parts most often name.
_PARTS = frozenset({
    "accountability", "actor", "basis", "behaviour", "complaints", "conditions", "content", "controls", "discretion",
    "documents", "duties", "factors", "grade", "holder", "in_charge", "limit", "limits", "measure", "name", "next",
    "note", "offices", "owners", "review", "risk_points", "scope", "service", "sources", "steps", "supervised_by",
    "tiers", "with", "workflow",
})  # fmt: skip


def withheld(owner: str, entries: Sequence[KeptBack]) -> Paper:
    """One table."""
    rows = tuple((number, *_row(entry)) for number, entry in enumerate(entries, 1))
    return Paper("withheld", Word(owner), (Table(_COLUMNS, rows),), len(rows))


def as_readers_see(catalogue: PublicCatalogue) -> tuple[KeptBack, ...]:
    """The entries that readers are told: of a power that they do not see, not the name."""
    entries = []
    for one in catalogue.withheld:
        unit = catalogue.units_by_id.get(one.unit)
        power = catalogue.powers_by_subject.get(f"{one.unit}/{one.power}")
        names = (unit.name if unit is not None else "", power.name if power is not None else "")
        entries.append(KeptBack(*names, one.field, term(one.basis), one.clause, one.reason, one.until, ""))
    return tuple(entries)


def part_name(path: str) -> Label | str:
    """What a part is called; ids stay as they are written."""
    if not path:
        return Label("whole")
    named: Label | str = ""
    for key in path.split("."):
        name = Label(f"part_{key}") if key in _PARTS else key
        named = Label("path", {"a": named, "b": name}) if named else name
    return named


def _row(entry: KeptBack) -> tuple[Cell, ...]:
    ground = Label("ground", {"basis": entry.ground, "clause": entry.clause})
    part = part_name(entry.part)
    return entry.unit, entry.power, part, ground, entry.reason, entry.until, entry.filed_with
