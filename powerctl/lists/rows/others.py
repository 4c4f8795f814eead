"""Rows of discretion tiers, of regulations, and of what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.kept_back import KeptBack
from powerctl.lists.rows.family import Family, Stock
from powerctl.lists.withheld import part_name
from powerctl.lists.wording import Value, one_basis, term
from powerctl.public.power import PublicDiscretion, PublicPower, PublicTier
from powerctl.public.unit import PublicRegulation, PublicUnit
from powerctl.table import Cell, Label


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of a benchmark of a power."""

    unit: PublicUnit
    power: PublicPower
    benchmark: PublicDiscretion
    tier: PublicTier


def _tiers(stock: Stock, unit: PublicUnit) -> Iterator[Tier]:
    for power in stock.catalogue.powers_by_unit.get(unit.id, ()):
        if power.in_force and stock.wants(unit.id, power.id):
            for benchmark in power.discretion:
                yield from (Tier(unit, power, benchmark, tier) for tier in benchmark.tiers)


def _range(low: float | None, high: float | None, entry: Tier, *, open_low: bool, open_high: bool) -> Value:
    """From how much to how much; ends that do not belong to it are said to be so."""
    if low is None and high is None:
        return ""
    told: dict[str, Value] = {"unit": term(entry.benchmark.unit)}
    told["low"] = _plain(low) if low is not None else ""
    told["high"] = _plain(high) if high is not None else ""
    if low is None or high is None:
        return Label(f"range_{_end('to', open_high) if low is None else _end('from', open_low)}", told)
    return Label(f"range_{_end('from', open_low)}_{_end('to', open_high)}", told)


def _plain(value: float) -> str:
    """All of a number's digits: 1000000, never 1e+06."""
    return f"{value:.12g}"


def _end(side: str, is_open: bool) -> str:
    return f"{side}_open" if is_open else side


def _amount(entry: Tier) -> Cell:
    tier = entry.tier
    amount = _range(tier.from_, tier.to, entry, open_low=tier.open_from, open_high=tier.open_to)
    return tuple(text for text in (amount, tier.penalty) if text)


def _statutory(entry: Tier) -> Cell:
    whole = entry.benchmark.range
    return "" if whole is None else _range(whole.min, whole.max, entry, open_low=False, open_high=False)


_TIERS: Mapping[str, Callable[[Tier], Cell]] = {
    "unit": lambda entry: entry.unit.name,
    "power": lambda entry: entry.power.name,
    "code": lambda entry: entry.power.code.value if entry.power.code is not None else "",
    "violation": lambda entry: entry.benchmark.violation,
    "basis": lambda entry: one_basis(entry.benchmark.basis) if entry.benchmark.basis is not None else "",
    "range": _statutory,
    "tier": lambda entry: entry.tier.name,
    "when": lambda entry: entry.tier.when,
    "penalty": _amount,
    "source": lambda entry: entry.benchmark.source,
    "note": lambda entry: entry.benchmark.note,
}
DISCRETION = Family(_tiers, _TIERS)


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of a unit's register of regulations."""

    unit: PublicUnit
    regulation: PublicRegulation


def _rules(stock: Stock, unit: PublicUnit) -> Iterator[Rule]:
    if stock.wants(unit.id):
        yield from (Rule(unit, regulation) for regulation in unit.regulations)


_RULES: Mapping[str, Callable[[Rule], Cell]] = {
    "unit": lambda entry: entry.unit.name,
    "title": lambda entry: entry.regulation.title,
    "document_number": lambda entry: entry.regulation.number,
    "issued": lambda entry: entry.regulation.issued,
    "effective": lambda entry: entry.regulation.effective,
    "repealed": lambda entry: entry.regulation.repealed,
    "meets": lambda entry: tuple(term(meant) for meant in entry.regulation.meets),
    "summary": lambda entry: entry.regulation.summary,
    "note": lambda entry: entry.regulation.note,
}
REGULATIONS = Family(_rules, _RULES)


def _kept(stock: Stock, unit: PublicUnit) -> Iterator[KeptBack]:
    """The entries know units by their names: those of two units of one name stand with the first."""
    first = next(one for one in stock.units if one.name == unit.name)
    if unit is first and stock.wants(unit.id):
        yield from (entry for entry in stock.withheld if entry.unit == unit.name)


_KEPT: Mapping[str, Callable[[KeptBack], Cell]] = {
    "unit": lambda entry: entry.unit,
    "power": lambda entry: entry.power,
    "part": lambda entry: part_name(entry.part),
    "ground": lambda entry: Label("ground", {"basis": entry.ground, "clause": entry.clause}),
    "reason": lambda entry: entry.reason,
    "until": lambda entry: entry.until,
    "filed_with": lambda entry: entry.filed_with,
}
WITHHELD = Family(_kept, _KEPT)
