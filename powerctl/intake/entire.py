"""A workbook that ``powerctl export --layout whole`` wrote, perhaps changed since: its rows become files again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from powerctl.entire import Cell, FlatTable, MisfitError, restored
from powerctl.intake.grid import Book, Sheet
from powerctl.intake.ledger import Ledger
from powerctl.layout import PATTERNS, Standing, is_id
from powerctl.receipt import Fate, Spot

_MARK = re.compile(r"〔([a-z]+)(?::([a-z0-9_.-]+))?〕$")
_TITLE, _KEYS, _FIRST = 1, 2, 4
_KINDS = frozenset(PATTERNS) - {"rulebook"}


@dataclass(slots=True)
class _Leaf:
    """A table with the place of each of its rows on the sheet."""

    sheet: Sheet
    table: FlatTable
    columns: dict[str, int]
    rows: list[int]


def is_entire(book: Book) -> bool:
    """Whether every sheet says which table of a whole export it is."""
    return bool(book.sheets) and all(_mark(sheet) for sheet in book.sheets)


def read_entire(book: Book, ledger: Ledger) -> dict[Standing, dict[str, Any]]:
    """The files that the rows make; what does not fit is a fault of its cell."""
    leaves = [_leaf(book, sheet, ledger) for sheet in book.sheets]
    try:
        documents = restored(leaf.table for leaf in leaves)
    except MisfitError as misfit:
        leaf = next(leaf for leaf in leaves if leaf.table is misfit.table)
        spot = Spot(book.name, leaf.sheet.name, leaf.rows[misfit.row], leaf.columns.get(misfit.column, 1))
        ledger.refuse(f"whole_{misfit.case}", spot, column=misfit.column)
        return {}
    for place in documents:
        if any(text and not is_id(text) for text in (place.unit, place.id)):
            ledger.refuse("whole_id", Spot(book.name), value="/".join(part for part in (place.unit, place.id) if part))
    return documents


def _mark(sheet: Sheet) -> tuple[str, str] | None:
    title = sheet.cells.get((_TITLE, 1))
    match = _MARK.search(title.text) if title is not None else None
    return (match[1], match[2] or "") if match is not None and match[1] in _KINDS else None


def _leaf(book: Book, sheet: Sheet, ledger: Ledger) -> _Leaf:
    mark = _mark(sheet)
    assert mark is not None
    columns = {text.strip(): column for column, text in sheet.row(_KEYS).items()}
    table = FlatTable(*mark)
    leaf = _Leaf(sheet, table, columns, [])
    for place, cell in sheet.cells.items():
        is_frame = place[0] < _FIRST
        known = place[1] in columns.values()
        if is_frame or known:
            target = next((key for key, column in columns.items() if column == place[1]), "")
            spot = book.spot(sheet, place)
            ledger.put(spot, Fate.FRAME if is_frame else Fate.FIELD, "" if is_frame else f"{mark[0]}:{target}")
        elif cell.text.strip():
            ledger.refuse("whole_column", book.spot(sheet, place))
    for number, row in _rows(sheet, columns):
        table.rows.append(row)
        leaf.rows.append(number)
    return leaf


def _rows(sheet: Sheet, columns: dict[str, int]) -> Iterator[tuple[int, dict[str, Cell]]]:
    for number in range(_FIRST, sheet.rows + 1):
        cells = ((key, sheet.cells.get((number, column))) for key, column in columns.items())
        row = {key: _value(cell.text, cell.kind) for key, cell in cells if cell is not None and cell.text.strip()}
        if row:
            yield number, row


def _value(text: str, kind: str) -> Cell:
    if kind != "number":
        return text.strip()
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)
