"""OpenDocument spreadsheets: read from their XML, because calamine tells nothing of merged cells there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from powerctl.intake import limits
from powerctl.intake.grid import Cell, Merge, Place, Sheet
from powerctl.intake.markup import attribute, walk
from powerctl.intake.package import Package
from powerctl.intake.refusal import RefusedError
from powerctl.receipt import Fault, Spot

_CONTENT = "content.xml"
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|Err:[0-9]{3}")


def read_sheets(book: str, package: Package) -> tuple[list[Sheet], list[Fault]]:
    """Every table of the document."""
    reader = _Reader(book)
    walk(_CONTENT, package.read(_CONTENT), reader.start, reader.end, reader.text)
    return ([], reader.faults) if reader.faults else (reader.sheets, [])


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attribute(attributes, name)
    return int(text) if text.isdigit() and len(text) < 10 else 1


class _Reader:
    """Cells as they pass by; repeated empty ones, however many, cost nothing."""

    def __init__(self, book: str) -> None:
        self.sheets: list[Sheet] = []
        self.faults: list[Fault] = []
        self._book = book
        self._name = ""
        self._cells: dict[Place, Cell] = {}
        self._merges: list[Merge] = []
        self._row = self._column = self._rows = self._repeat = 0
        self._lines: list[list[str]] | None = None
        self._kind = ""
        self._hidden = 0

    def start(self, name: str, found: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "table":
            self._name, self._cells, self._merges, self._row = attribute(found, "name"), {}, [], 0
        elif name == "table-row":
            self._row, self._column, self._rows = self._row + 1, 0, _number(found, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            self._open(found)
        elif name == "annotation":
            self._hidden += 1
        elif name == "p" and self._lines is not None and not self._hidden:
            self._lines.append([])
        elif name == "s" and self._lines:
            self._lines[-1].append(" " * min(_number(found, "c"), 100))
        elif name in ("line-break", "tab") and self._lines:
            self._lines[-1].append("\n" if name == "line-break" else "\t")

    def text(self, text: str) -> None:
        """Characters of an element."""
        if self._lines and not self._hidden:
            self._lines[-1].append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("table-cell", "covered-table-cell"):
            self._close()
        elif name == "annotation":
            self._hidden -= 1
        elif name == "table-row":
            self._row += self._rows - 1
        elif name == "table":
            self.sheets.append(Sheet(self._name, self._cells, tuple(self._merges)))

    def _open(self, found: Mapping[str, str]) -> None:
        self._column += 1
        self._repeat = _number(found, "number-columns-repeated")
        self._kind = attribute(found, "value-type")
        self._lines = []
        if attribute(found, "formula"):
            self.faults.append(Fault("formula", self._spot(), {"value": ""}))
        rows, columns = _number(found, "number-rows-spanned"), _number(found, "number-columns-spanned")
        if rows > 1 or columns > 1:
            merge = Merge(self._row, self._column, self._row + rows - 1, self._column + columns - 1)
            self._merges.append(merge)
            if sum(merge.area for merge in self._merges) > limits.MAX_MERGED:
                raise RefusedError("merged", self._name, range=self._spot().cell)

    def _close(self) -> None:
        text = "\n".join("".join(line) for line in self._lines or ())
        self._lines = None
        if text.strip():
            self._put(text)
        self._column += self._repeat - 1

    def _put(self, text: str) -> None:
        if _ERROR.fullmatch(text):
            self.faults.append(Fault("error_value", self._spot(), {"value": text[:80]}))
        kind = {"float": "number", "percentage": "number", "currency": "number", "date": "date"}.get(self._kind, "text")
        if self._repeat * self._rows + len(self._cells) > limits.MAX_CELLS:
            raise RefusedError("cells", self._name, limit=limits.MAX_CELLS)
        if self._row + self._rows > limits.MAX_ROWS or self._column + self._repeat > limits.MAX_COLUMNS:
            raise RefusedError("spread", self._name, rows=self._row, columns=self._column)
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._repeat):
                self._cells[row, column] = Cell(text[: limits.MAX_TEXT], kind)

    def _spot(self) -> Spot:
        return Spot(self._book, self._name, self._row, self._column)
