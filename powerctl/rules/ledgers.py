"""What rules about ledgers are handed: everything of a catalogue but its powers, and of those the heads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from powerctl.duties.recurring import high_risk_units
from powerctl.layout import is_power
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.rules.registry import Brief, Notes

_HEAD = ("id", "name", "type", "status", "in_charge", "unit")


def heads(share: Brief) -> Notes:
    """Of each power what it is and who is in charge; and the units with a risk point of the gravest grade."""
    powers = [[power.ref.file, *(getattr(power, key) for key in _HEAD)] for power in share.catalogue.powers]
    return [powers, sorted(high_risk_units(share.catalogue, share.rulebook))]


def ledgers(catalogue: Catalogue, notes: Iterable[Notes]) -> Catalogue:
    """A catalogue with the heads of its powers in the place of powers."""
    powers: list[Power] = []
    high: set[str] = set()
    for entries, units in notes:
        powers += (_power(*entry) for entry in entries)
        high.update(units)
    left_out = {file: paths for file, paths in catalogue.left_out.items() if not is_power(file)}
    return replace(catalogue, powers=tuple(powers), high_risk_units=frozenset(high), left_out=left_out)


def _power(file: str, *values: Any) -> Power:
    return Power(**dict(zip(_HEAD, values, strict=True)), ref=Ref(file))
