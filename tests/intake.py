"""Published tables as workbooks: sheets made from ``tests/tables``, imports of books without a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from powerctl.intake.desk import Desk
from powerctl.intake.files import Harvest, harvest
from powerctl.intake.grid import Book
from powerctl.intake.ledger import Ledger
from powerctl.intake.reading import read_book, read_file
from powerctl.intake.work import Wish, work
from powerctl.load import load
from powerctl.receipt import Receipt
from powerctl.source import Source

ROOT = Path(__file__).parent.parent
WORKBOOKS = ROOT / "tests/workbooks"
TABLES = ROOT / "tests/tables"
GUANGAN = ROOT / "examples/guangan/guangan-1135.xlsx"


@dataclass(frozen=True)
class Imported:
    """What an import came to."""

    book: Book
    receipt: Receipt
    harvest: Harvest
    ledger: Ledger

    @property
    def text(self) -> str:
        """All files that would be written, one after the other."""
        return "\n".join(content.decode() for _, content in sorted(self.harvest.contents.items()))


def workbook(rows: list[list[object]], merges: tuple[str, ...] = (), sheet: str = "表1") -> bytes:
    """A workbook as a spreadsheet program would write it."""
    made = openpyxl.Workbook()
    page: Any = made.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def table(path: Path) -> bytes:
    """A published table with title, 填报单位 line, headings of one or two rows and its merged cells."""
    data = json.loads(path.read_text("utf-8"))
    made = openpyxl.Workbook()
    page: Any = made.active
    page.title = "表1"
    columns: list[str] = data["columns"]
    page.cell(1, 1, data["title"])
    page.cell(2, 1, f"填报单位:{data['unit']}")
    first = _headings(page, columns) + 1
    covered = _merges(page, columns, data.get("merged_runs") or {}, first)
    for number, row in enumerate(data["rows"]):
        for at, column in enumerate(columns, 1):
            text = row.get(column, "")
            if text.strip() and (first + number, at) not in covered:
                page.cell(first + number, at, text)
    if len(columns) > 1:
        for row in (1, 2):
            page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _headings(page: Any, columns: list[str]) -> int:
    """Writes the headings from row 3 on; the number of the last row."""
    if not any("/" in column[1:] for column in columns):
        for at, column in enumerate(columns, 1):
            page.cell(3, at, column)
        return 3
    start = 1
    for at, column in enumerate(columns, 1):
        upper, _, lower = column.partition("/")
        page.cell(4, at, lower) if lower else None
        if lower and at > 1 and columns[at - 2].partition("/")[0] == upper and "/" in columns[at - 2]:
            page.unmerge_cells(
                start_row=3, end_row=3, start_column=start, end_column=at - 1
            ) if at - 1 > start else None
            page.merge_cells(start_row=3, end_row=3, start_column=start, end_column=at)
            continue
        start = at
        page.cell(3, at, upper)
        if not lower:
            page.merge_cells(start_row=3, end_row=4, start_column=at, end_column=at)
    return 4


def _merges(page: Any, columns: list[str], runs: dict[str, list[list[int]]], first: int) -> set[tuple[int, int]]:
    covered = set()
    for column, spans in runs.items():
        at = columns.index(column) + 1
        for top, bottom in spans:
            page.merge_cells(start_row=first + top, end_row=first + bottom, start_column=at, end_column=at)
            covered |= {(first + row, at) for row in range(top + 1, bottom + 1)}
    return covered


def imported(book: Book, source: Source, wish: Wish | None = None) -> Imported:
    """Imports a book into the catalogue of a source; nothing is written."""
    assert not book.faults, book.faults
    loaded = load(source)
    desk, ledger = Desk(loaded.catalogue, loaded.rulebook), Ledger(book.name)
    outlines = work(book, desk, ledger, wish or Wish())
    found = harvest(desk, source, {})
    receipt = Receipt(
        tuple(outlines),
        tuple(ledger.accounts(book)),
        tuple(sorted(ledger.remarks, key=lambda remark: (remark.concern, remark.spot, remark.case))),
        tuple(sorted(found.new)),
        tuple(sorted(found.changed)),
        found.same,
    )
    return Imported(book, receipt, found, ledger)


def books() -> dict[str, Book]:
    """Every workbook and every table, by name."""
    files = {path.name: read_file(path) for path in sorted([*WORKBOOKS.glob("*.xlsx"), GUANGAN])}
    made = {f"{path.stem}.xlsx": read_book(f"{path.stem}.xlsx", table(path)) for path in sorted(TABLES.glob("*.json"))}
    return {**files, **made}
