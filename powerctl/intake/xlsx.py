"""OOXML workbooks: looked through cell by cell first, then read by calamine."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from powerctl.intake import limits
from powerctl.intake.grid import Cell, Merge, Place, Sheet
from powerctl.intake.markup import attribute, walk
from powerctl.intake.package import Package
from powerctl.intake.refusal import RefusedError
from powerctl.receipt import Fault, Spot

Value = int | float | str | bool | time | date | datetime | timedelta

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?")


@dataclass(slots=True)
class Scan:
    """What a sheet's XML tells before its values are read."""

    merges: list[Merge] = field(default_factory=list)
    faults: list[tuple[Place, str, str]] = field(default_factory=list)
    bottom: int = 0
    right: int = 0
    cells: int = 0


def read_sheets(book: str, raw: bytes, package: Package) -> tuple[list[Sheet], list[Fault]]:
    """Every sheet with cells; where a sheet has a fault, its values are not read."""
    shared = _shared(package)
    scans = {name: _scan(name, package, path, shared) for name, path, _ in _parts(package)}
    faults = [
        Fault(case, Spot(book, name, *place), {"value": value})
        for name, scan in scans.items()
        for place, case, value in scan.faults
    ]
    if faults:
        return [], faults
    states = {name: hidden for name, _, hidden in _parts(package)}
    return [_sheet(name, raw, scan, states[name]) for name, scan in scans.items()], []


def _sheet(name: str, raw: bytes, scan: Scan, hidden: bool) -> Sheet:
    cells = {place: cell for place, cell in values(raw, name).items() if cell.text} if scan.cells else {}
    return Sheet(name, cells, tuple(scan.merges), hidden)


def values(raw: bytes, sheet: str) -> dict[Place, Cell]:
    """The cells of one sheet as calamine reads them."""
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise RefusedError("damaged", sheet) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what its Rust throws at a broken record is no Exception
            raise
        raise RefusedError("damaged", sheet) from None
    return {
        (row, column): _cell(value)
        for row, line in enumerate(rows, 1)
        for column, value in enumerate(line, 1)
        if value != ""
    }


def _cell(value: Value) -> Cell:
    if isinstance(value, str):
        return Cell(value[: limits.MAX_TEXT])
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if isinstance(value, int | float):
        whole = math.isfinite(value) and value == int(value)
        return Cell(str(int(value)) if whole else repr(value), "number")
    return Cell(value.isoformat() if hasattr(value, "isoformat") else str(value), "date")


def _parts(package: Package) -> list[tuple[str, str, bool]]:
    """The sheets in order: name, member, hidden."""
    targets: dict[str, str] = {}
    folder = "xl"
    links = f"{folder}/_rels/workbook.xml.rels"
    walk(links, package.read(links), lambda name, found: _note(targets, name, found))
    sheets: list[tuple[str, str, bool]] = []

    def start(name: str, found: Mapping[str, str]) -> None:
        if name == "sheet":
            target = targets.get(attribute(found, "id"), "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if path in package:
                hidden = found.get("state", "visible") != "visible"
                sheets.append((found.get("name", ""), path, hidden))

    walk("xl/workbook.xml", package.read("xl/workbook.xml"), start)
    return sheets


def _note(targets: dict[str, str], name: str, found: Mapping[str, str]) -> None:
    if name == "Relationship" and found.get("Type", "").endswith("/worksheet"):
        targets[found.get("Id", "")] = found.get("Target", "")


def _shared(package: Package) -> int:
    """How many shared strings there are."""
    part = "xl/sharedStrings.xml"
    return package.read(part).count(b"<si>") + package.read(part).count(b"<si ") if part in package else 0


def _scan(sheet: str, package: Package, part: str, shared: int) -> Scan:
    scan = Scan()
    reader = _Reader(sheet, scan, shared)
    walk(part, package.read(part), reader.start, reader.end, reader.text)
    if scan.bottom * scan.right > limits.MAX_AREA:
        raise RefusedError("spread", sheet, rows=scan.bottom, columns=scan.right)
    return scan


class _Reader:
    """Takes note of places, kinds, formulas and merged ranges while the XML passes by."""

    def __init__(self, sheet: str, scan: Scan, shared: int) -> None:
        self._sheet = sheet
        self._scan = scan
        self._shared = shared
        self._place: Place = (0, 0)
        self._type = ""
        self._value: list[str] | None = None
        self._merged = 0

    def start(self, name: str, found: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "row":
            row = found.get("r", "")
            self._place = (int(row) if row.isdigit() and len(row) < 8 else self._place[0] + 1, 0)
        elif name == "c":
            self._place = self._cell(found.get("r", ""))
            self._type = found.get("t", "n")
            self._grow()
        elif name == "f":
            self._fault("formula", "")
        elif name == "v":
            self._value = []
        elif name == "mergeCell":
            self._merge(found.get("ref", ""))

    def text(self, text: str) -> None:
        """Characters of an element."""
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "v" and self._value is not None:
            self._judge("".join(self._value))
            self._value = None

    def _cell(self, reference: str) -> Place:
        if not reference:
            return self._place[0], self._place[1] + 1
        return _place(self._sheet, reference)

    def _grow(self) -> None:
        scan, (row, column) = self._scan, self._place
        scan.bottom, scan.right, scan.cells = max(scan.bottom, row), max(scan.right, column), scan.cells + 1
        if row > limits.MAX_ROWS or column > limits.MAX_COLUMNS:
            raise RefusedError("spread", self._sheet, rows=row, columns=column)
        if scan.cells > limits.MAX_CELLS:
            raise RefusedError("cells", self._sheet, limit=limits.MAX_CELLS)

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None:
            raise RefusedError("damaged", self._sheet)
        merge = Merge(*_place(self._sheet, match[1]), *_place(self._sheet, match[2] or match[1]))
        self._merged += merge.area
        if len(self._scan.merges) >= limits.MAX_MERGES or self._merged > limits.MAX_MERGED:
            raise RefusedError("merged", self._sheet, range=reference)
        self._scan.merges.append(merge)

    def _judge(self, value: str) -> None:
        if self._type == "e":
            self._fault("error_value", value)
        elif self._type == "s" and not (value.strip().isdigit() and int(value) < self._shared):
            self._fault("bad_string", value)
        elif self._type == "n" and not _is_number(value):
            self._fault("bad_number", value)

    def _fault(self, case: str, value: str) -> None:
        if len(self._scan.faults) < limits.MAX_FAULTS:
            self._scan.faults.append((self._place, case, value[:80]))


def _place(sheet: str, reference: str) -> Place:
    match = _CELL.fullmatch(reference)
    if match is None:
        raise RefusedError("damaged", sheet)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
