"""Tables in plain text: commas, tabs or semicolons, in UTF-8 or GB 18030."""

from __future__ import annotations

import csv
from io import StringIO

from powerctl.intake import limits
from powerctl.intake.grid import Cell, Place, Sheet
from powerctl.intake.refusal import RefusedError

_DELIMITERS = ",\t;"
# An export puts this before what a spreadsheet would run as a formula.
_GUARDED = tuple(f"'{sign}" for sign in "=+-@\t\r")


def read_sheets(name: str, raw: bytes) -> list[Sheet]:
    """The one table of a text file."""
    text = _decoded(raw)
    cells: dict[Place, Cell] = {}
    try:
        csv.field_size_limit(limits.MAX_TEXT)
        for row, line in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
            if row > limits.MAX_ROWS or len(line) > limits.MAX_COLUMNS:
                raise RefusedError("spread", rows=row, columns=len(line))
            cells |= {(row, column): Cell(_bare(value)) for column, value in enumerate(line, 1) if value.strip()}
    except csv.Error:
        raise RefusedError("damaged") from None
    return [Sheet(name, cells)]


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise RefusedError("characters")


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first lines, outside of quotes as far as that can be seen."""
    head = "\n".join(text.splitlines()[:20])
    return max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))


def _bare(value: str) -> str:
    return value[1:] if value.startswith(_GUARDED) else value
