"""What an import did with every cell of a workbook: taken into a field, kept as its source, or only told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from powerctl.results import Fact


class Spot(NamedTuple):
    """A cell of a book; row and column count from one, 0 where the whole sheet or book is meant."""

    book: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def cell(self) -> str:
        """``B7``."""
        return f"{column_name(self.column)}{self.row}" if self.row and self.column else ""

    @property
    def shown(self) -> str:
        """``book.xlsx[Sheet!B7]``."""
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{self.book}[{inside}]" if inside else self.book


def column_name(number: int) -> str:
    """1 → ``A``, 28 → ``AB``."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Fate(StrEnum):
    """Where a cell ended: in a field of the model, in ``x-source``, or nowhere but in the report.

    The ``frame`` is what holds a table together (headings, sections, counts, pages): used and checked, and no content.
    """

    FRAME = "frame"
    FIELD = "field"
    SOURCE = "source"
    REPORT = "report"


class Concern(StrEnum):
    """Why something is told: the import had to guess, left something out, found the source wrong, hid a name."""

    GUESSED = "guessed"
    LEFT = "left"
    WRONG = "wrong"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Account:
    """One cell that holds something, and where it went (``town/p-1a2b:basis``)."""

    spot: Spot
    text: str
    fate: Fate
    target: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell about a cell; ``case`` names its sentence in ``messages/<lang>/import.yaml``."""

    concern: Concern
    case: str
    spot: Spot
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a book, or a cell of it, cannot be taken at all; nothing is written then."""

    case: str
    spot: Spot
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, the slot it was mapped to ("" for none) and how sure that is (0 to 1)."""

    name: str
    heading: str
    slot: str
    confidence: float
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A table that was found: where its heading stands, what it is about, its columns and how many items it has."""

    spot: Spot
    kind: str
    title: str
    columns: tuple[Column, ...]
    items: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """The whole import: tables, cells, remarks, and the files as they are now against what was there."""

    outlines: tuple[Outline, ...] = ()
    accounts: tuple[Account, ...] = ()
    remarks: tuple[Remark, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0

    def cells(self, fate: Fate) -> int:
        """How many cells ended so."""
        return sum(1 for account in self.accounts if account.fate is fate)

    @property
    def share(self) -> float:
        """The share of the cells with content that are in a field, 0 to 1; 1 where there is no cell."""
        content = len(self.accounts) - self.cells(Fate.FRAME)
        return self.cells(Fate.FIELD) / content if content else 1.0

    def told(self, concern: Concern) -> tuple[Remark, ...]:
        """The remarks of one kind, in order."""
        return tuple(remark for remark in self.remarks if remark.concern is concern)


def gathered(remarks: Iterable[Remark]) -> list[tuple[Remark, int]]:
    """Remarks of one kind in one column of a sheet as the first of them and their number."""
    first: dict[tuple[object, ...], Remark] = {}
    count: dict[tuple[object, ...], int] = {}
    for remark in remarks:
        spot = remark.spot
        key = (remark.concern, remark.case, spot.book, spot.sheet, spot.column)
        first.setdefault(key, remark)
        count[key] = count.get(key, 0) + 1
    return [(remark, count[key]) for key, remark in first.items()]
