"""All lists in one workbook, a sheet each; the same bytes on every run."""

from __future__ import annotations

from collections.abc import Sequence
from tempfile import TemporaryDirectory

from powerctl.office import workbook
from powerctl.office.grid import Grid
from powerctl.site.data.lists import List, Value
from powerctl.site.frame import Frame

_LONGEST = 32_000  # characters; a cell holds little more
_WIDEST, _NARROWEST = 60, 8
_SAMPLE = 200  # rows tell how wide a column has to be


def write(frame: Frame, lists: Sequence[List]) -> bytes:
    """The workbook's bytes; a text that no cell holds is cut, the other files of the data have all of it."""
    with TemporaryDirectory(prefix="powerctl-") as folder:  # of public data alone
        return workbook.write(frame.name, (_grid(frame, one) for one in lists), folder)


def _grid(frame: Frame, one: List) -> Grid:
    rows = tuple(tuple(value[:_LONGEST] if isinstance(value, str) else value for value in row) for row in one.rows())
    widths = tuple(_width(title, [row[column] for row in rows[:_SAMPLE]]) for column, title in enumerate(one.titles))
    return Grid(frame.text(f"list_{one.kind}"), (one.titles,), rows, widths, has_filter=True)


def _width(title: str, values: Sequence[Value]) -> float:
    """Wide enough for what is usual: a Han character takes two columns."""
    longest = max(sum(1 + (ord(char) > 0xFF) for char in str(value)) for value in (title, *values))
    return float(min(max(longest + 2, _NARROWEST), _WIDEST))
