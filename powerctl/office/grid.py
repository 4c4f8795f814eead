"""A table as it stands on a sheet: title, line of the unit, headings in one row or two, rows; before any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A row of one text across the sheet: what the rows below it are of."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's table.

    ``heads`` are one or two rows of headings as long as ``widths`` (in characters of Latin width); equal neighbours are
    one heading. ``merged`` says in how many leading columns equal neighbours below each other are one cell;
    ``choices`` what a column's cells are chosen from.
    """

    name: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[Row | Section, ...]
    widths: tuple[float, ...]
    title: str = ""
    lead: str = ""
    merged: int = 0
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    has_filter: bool = False

    @property
    def flat_heads(self) -> tuple[str, ...]:
        """The headings in one row; those of two rows with a slash between."""
        return tuple("/".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*self.heads, strict=True))

    @property
    def data(self) -> tuple[Row, ...]:
        """The rows without the sections."""
        return tuple(row for row in self.rows if not isinstance(row, Section))
