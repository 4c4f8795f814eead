"""A file → a book, whatever its name says it is: guarded, read, and with what is wrong in it."""

from __future__ import annotations

from pathlib import Path

from powerctl.intake import limits, ods, plain, word, xls, xlsx
from powerctl.intake.grid import Book, Sheet
from powerctl.intake.package import Package
from powerctl.intake.refusal import RefusedError
from powerctl.receipt import Fault

_ZIP = b"PK"
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".docx")


def read_file(path: Path) -> Book:
    """The book in a file; OSError if the disk will not give it."""
    with path.open("rb") as stream:
        return read_book(path.name, stream.read(limits.MAX_FILE + 1))


def read_book(name: str, raw: bytes) -> Book:
    """The sheets of a book; one that is refused has none, and says why."""
    try:
        sheets, faults = _read(name, raw)
    except RefusedError as refused:
        return Book(name, (), (refused.fault(name),))
    return Book(name, tuple(sheet for sheet in sheets if sheet.cells), tuple(faults))


def _read(name: str, raw: bytes) -> tuple[list[Sheet], list[Fault]]:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedError("suffix", known=" ".join(SUFFIXES))
    if not raw:
        raise RefusedError("empty")
    if len(raw) > limits.MAX_FILE:
        raise RefusedError("size", limit=limits.MAX_FILE // 1024 // 1024)
    if raw.startswith(_ZIP) and suffix != ".csv":
        return _package(name, raw)
    if raw.startswith(xls.MAGIC):
        return xls.read_sheets(name, raw)
    if suffix != ".csv":
        raise RefusedError("damaged")
    return plain.read_sheets(Path(name).stem, raw), []


def _package(name: str, raw: bytes) -> tuple[list[Sheet], list[Fault]]:
    """An OOXML or OpenDocument package; the old suffix .xls may well hide a new workbook."""
    package = Package(raw)
    if "xl/workbook.xml" in package:
        return xlsx.read_sheets(name, raw, package)
    if "word/document.xml" in package:
        return word.read_sheets(raw), []
    if "content.xml" in package:
        return ods.read_sheets(name, package)
    raise RefusedError("damaged")
