"""Old binary workbooks (BIFF 8 in an OLE container): looked through record by record, then read by calamine."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from powerctl.intake import limits
from powerctl.intake.grid import Merge, Place, Sheet
from powerctl.intake.refusal import RefusedError
from powerctl.intake.xlsx import values
from powerctl.receipt import Fault, Spot

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA  # sector numbers from here on are signs, not sectors
_ENTRY = 128
_SMALL = 4096  # streams below this size lie in the small sectors
_BOF, _EOF, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA, _ERROR, _MERGES, _ROW_OF_NUMBERS = 0x0006, 0x0205, 0x00E5, 0x00BD
_CELLS = frozenset({_FORMULA, _ERROR, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, _ROW_OF_NUMBERS})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


@dataclass(slots=True)
class _Scan:
    """What the records of one sheet tell."""

    name: str
    hidden: bool
    merges: list[Merge] = field(default_factory=list)
    faults: list[tuple[Place, str, str]] = field(default_factory=list)
    bottom: int = 0
    right: int = 0
    cells: int = 0


def read_sheets(book: str, raw: bytes) -> tuple[list[Sheet], list[Fault]]:
    """Every sheet; RefusedError for what is encrypted, damaged or spread too far."""
    try:
        scans = list(_scans(_stream(raw)))
    except (struct.error, IndexError, UnicodeDecodeError):
        raise RefusedError("damaged") from None
    faults = [
        Fault(case, Spot(book, s.name, *place), {"value": value}) for s in scans for place, case, value in s.faults
    ]
    if faults:
        return [], faults
    return [
        Sheet(s.name, {at: cell for at, cell in values(raw, s.name).items() if cell.text}, tuple(s.merges), s.hidden)
        for s in scans
        if s.cells
    ], []


def _stream(raw: bytes) -> bytes:
    """The stream ``Workbook`` of the container."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    if size not in (512, 4096):
        raise RefusedError("damaged")
    table = _table(raw, size)
    start = struct.unpack_from("<I", raw, 48)[0]
    directory = _chain(raw, size, table, start)
    streams = dict(_entries(directory))
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise RefusedError("encrypted")
    found = streams.get("Workbook") or streams.get("Book")
    if found is None:
        raise RefusedError("damaged")
    first, length = found
    if length < _SMALL:
        raise RefusedError("damaged")  # a workbook is never that small
    return _chain(raw, size, table, first)[:length]


def _table(raw: bytes, size: int) -> list[int]:
    """Sector → the one after it."""
    listed = [sector for sector in struct.unpack_from("<109I", raw, 76) if sector < _END]
    following, per = struct.unpack_from("<I", raw, 68)[0], size // 4
    for _ in range(len(raw) // size):
        if following >= _END:
            break
        numbers = struct.unpack_from(f"<{per}I", raw, (following + 1) * size)
        listed += [sector for sector in numbers[:-1] if sector < _END]
        following = numbers[-1]
    return [number for sector in listed for number in struct.unpack_from(f"<{per}I", raw, (sector + 1) * size)]


def _chain(raw: bytes, size: int, table: list[int], sector: int) -> bytes:
    parts: list[bytes] = []
    for _ in range(len(raw) // size + 1):
        if sector >= _END:
            return b"".join(parts)
        parts.append(raw[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    raise RefusedError("damaged")


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le")
            yield name, struct.unpack_from("<II", directory, at + 116)


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _scans(stream: bytes) -> Iterator[_Scan]:
    for _, kind, body in _records(stream):
        if kind == _PASSWORD:
            raise RefusedError("encrypted")
        if kind == _SHEET and body[5] == 0:
            yield _scan(stream, struct.unpack_from("<I", body)[0], _Scan(_name(body), bool(body[4] & 3)))
        if kind == _EOF:
            return


def _name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if is_wide else body[8 : 8 + length].decode("latin-1")


def _scan(stream: bytes, start: int, scan: _Scan) -> _Scan:
    depth = 0
    for _, kind, body in _records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            break
        if kind in _CELLS and depth == 1:
            _note_cell(scan, kind, body)
        elif kind == _MERGES and depth == 1:
            _note_merges(scan, body)
    if scan.bottom * scan.right > limits.MAX_AREA:
        raise RefusedError("spread", scan.name, rows=scan.bottom, columns=scan.right)
    return scan


def _note_cell(scan: _Scan, kind: int, body: bytes) -> None:
    row, column = struct.unpack_from("<HH", body)
    place = (row + 1, column + 1)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _ROW_OF_NUMBERS else column
    scan.bottom, scan.right, scan.cells = max(scan.bottom, row + 1), max(scan.right, last + 1), scan.cells + 1
    if kind == _FORMULA:
        scan.faults.append((place, "formula", ""))
    elif kind == _ERROR and body[7]:
        scan.faults.append((place, "error_value", _ERRORS.get(body[6], "#?")))


def _note_merges(scan: _Scan, body: bytes) -> None:
    count = struct.unpack_from("<H", body)[0]
    for number in range(count):
        top, bottom, left, right = struct.unpack_from("<4H", body, 2 + number * 8)
        scan.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    if sum(merge.area for merge in scan.merges) > limits.MAX_MERGED:
        raise RefusedError("merged", scan.name, range="")
