"""A family of rows: what they are of, and the cells they can give by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from powerctl.kept_back import KeptBack
from powerctl.lists.leader import Share, shares_of
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.unit import PublicUnit
from powerctl.table import Cell


@dataclass(frozen=True)
class Stock:
    """What rows are taken from: what the readers may see, and what is withheld from others.

    ``subjects`` narrows it down to units (``unit``) and powers (``unit/power``); empty for everything.
    """

    catalogue: PublicCatalogue
    withheld: tuple[KeptBack, ...] = ()
    subjects: frozenset[str] = frozenset()

    @cached_property
    def shares(self) -> Mapping[tuple[str, str], Share]:
        """What each post has in all powers."""
        return shares_of(self.catalogue)

    @property
    def units(self) -> tuple[PublicUnit, ...]:
        """The units that rows are wanted of."""
        owners = {subject.partition("/")[0] for subject in self.subjects}
        return tuple(unit for unit in self.catalogue.units if not owners or unit.id in owners)

    def wants(self, unit: str, power: str = "") -> bool:
        """Whether rows about a power, or about a unit as a whole, are wanted."""
        return not self.subjects or unit in self.subjects or (bool(power) and f"{unit}/{power}" in self.subjects)


@dataclass(frozen=True, slots=True)
class Family:
    """``entries`` gives what the rows of a unit are of; each of ``fields`` a cell of such a row."""

    entries: Callable[[Stock, PublicUnit], Iterator[Any]]
    fields: Mapping[str, Callable[[Any], Cell]]
