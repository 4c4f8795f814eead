"""A sheet as it was read: cells by place, and which of them are merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from powerctl.receipt import Fault, Spot

Place = tuple[int, int]


class Merge(NamedTuple):
    """A merged range; rows and columns count from one and are inside it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        """How many cells it covers."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


class Cell(NamedTuple):
    """What a cell shows; ``number`` and ``date`` are kinds in which a code cannot be trusted."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a text document."""

    name: str
    cells: Mapping[Place, Cell]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    @cached_property
    def rows(self) -> int:
        """The last row that holds something."""
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """The last column that holds something."""
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def _anchors(self) -> Mapping[Place, Merge]:
        return {
            (row, column): merge
            for merge in self.merges
            for row in range(merge.top, min(merge.bottom, self.rows) + 1)
            for column in range(merge.left, min(merge.right, self.columns) + 1)
        }

    def merge_at(self, place: Place) -> Merge | None:
        """The merged range that covers a place."""
        return self._anchors.get(place)

    def anchor(self, place: Place) -> Place:
        """The cell that speaks for a place: its own, or the first of the merged range."""
        merge = self._anchors.get(place)
        return (merge.top, merge.left) if merge else place

    def at(self, place: Place) -> Cell | None:
        """What stands at a place, merged ranges seen through; None for nothing."""
        return self.cells.get(self.anchor(place))

    def row(self, number: int) -> dict[int, str]:
        """The texts that stand in a row itself, by column."""
        return self._by_row.get(number, {})

    @cached_property
    def _by_row(self) -> Mapping[int, dict[int, str]]:
        found: dict[int, dict[int, str]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column].text
        return found


@dataclass(frozen=True, slots=True)
class Book:
    """A file's sheets, and what is wrong with it."""

    name: str
    sheets: tuple[Sheet, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Spot, ...] = field(default=())

    def spot(self, sheet: Sheet, place: Place) -> Spot:
        """Where a cell is, for people."""
        return Spot(self.name, sheet.name, *place)

    def spots(self) -> Iterator[tuple[Spot, Cell]]:
        """Every cell that holds something."""
        for sheet in self.sheets:
            for place in sorted(sheet.cells):
                yield self.spot(sheet, place), sheet.cells[place]
