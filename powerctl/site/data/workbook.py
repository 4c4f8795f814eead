"""All lists in one workbook, a sheet each; the same bytes on every run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from powerctl.site.data.lists import List, Value
from powerctl.site.frame import Frame
from powerctl.visible import visible

_FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a property that the format wants, not a moment
_LONGEST = 32_767  # characters that a cell holds
_WIDEST, _NARROWEST = 60, 8


def write(frame: Frame, lists: Sequence[List]) -> bytes:
    """The workbook's bytes; every text is text, whatever it begins with."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": visible(frame.name), "created": _FIXED})
    head = book.add_format({"bold": True, "bg_color": "#e3eaf1", "border": 1, "text_wrap": True, "valign": "vcenter"})
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for one in lists:
        sheet = book.add_worksheet(frame.text(f"list_{one.kind}"))
        for column, title in enumerate(one.titles):
            sheet.set_column(column, column, _width(title, [row[column] for row in one.rows]))
        sheet.write_row(0, 0, one.titles, head)
        for number, row in enumerate(one.rows, 1):
            for column, value in enumerate(row):
                _cell(sheet, number, column, value, body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(one.rows), 1), len(one.titles) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return target.getvalue()


def _cell(sheet: Any, row: int, column: int, value: Value, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, visible(value)[:_LONGEST], form)
    else:
        sheet.write_number(row, column, value, form)


def _width(title: str, values: Sequence[Value]) -> float:
    """Wide enough for what is usual: a Han character takes two columns."""
    longest = max((sum(1 + (ord(char) > 0xFF) for char in str(value)) for value in (title, *values[:200])), default=0)
    return float(min(max(longest + 2, _NARROWEST), _WIDEST))
