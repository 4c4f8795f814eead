"""Grids as a workbook, a sheet each, as offices print and file them; the same bytes on every run.

Every text is a text, whatever it begins with; there is no formula, link, comment, hidden sheet or name of a person.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from powerctl.errors import PowerctlError
from powerctl.office.grid import Grid, Row, Section, Value
from powerctl.visible import visible

_FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a property that the format wants, not a moment
_LONGEST = 32_767  # characters that a cell holds
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_LIST = 255  # characters that the list of a drop-down holds
_LINE, _TALLEST = 16.0, 400.0  # points: one line of text; the most that a row can be high
_LATIN, _HAN = 1.05, 2.05  # how wide a character is, in characters of a column's width
_A4 = 9
_ON_A_PAGE, _SCALE = 260, 70  # the most that is shrunk to the width of a page; percent
_NARROW = 13  # columns up to this wide hold short words, which stand in their middle
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONT = {"font_name": "宋体", "font_size": 11}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"},
    "wide_title": {"font_name": "方正小标宋简体", "font_size": 20, "align": "left", "valign": "vcenter"},
    "lead": {**_FONT, "align": "left", "valign": "vcenter", "text_wrap": True},
    "head": {
        "font_name": "黑体", "font_size": 11, "bg_color": "#e3eaf1", "border": 1, "text_wrap": True, "align": "center",
        "valign": "vcenter",
    },
    "section": {"font_name": "楷体", "font_size": 12, "bold": True, "border": 1, "align": "left", "valign": "vcenter"},
    "text": {**_FONT, "border": 1, "text_wrap": True, "align": "left", "valign": "vcenter", "num_format": "@"},
    "word": {**_FONT, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter", "num_format": "@"},
    "number": {**_FONT, "border": 1, "align": "center", "valign": "vcenter"},
}  # fmt: skip


def write(title: str, grids: Iterable[Grid], folder: str | None = None) -> bytes:
    """The workbook's bytes, each grid let go when it is written; PowerctlError for a text that no cell can hold.

    Finished sheets wait for their end in ``folder`` (OSError where they cannot), else in memory.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {**_OPTIONS, "in_memory": folder is None, "tmpdir": folder})
    book.set_properties({"title": visible(title)[:255], "created": _FIXED})
    formats = {key: book.add_format(form) for key, form in _FORMATS.items()}
    taken: set[str] = set()
    for grid in grids:
        name = sheet_name(grid.name, taken)
        _Sheet(book.add_worksheet(name), formats, grid, name).write()
    try:
        book.close()
    except FileCreateError as error:
        book.fileclosed = True  # else its end would try once more
        raise error.args[0] from None
    return target.getvalue()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a workbook takes: short, without brackets and the like, and none of those already ``taken``."""
    name = _FORBIDDEN.sub(" ", visible(wanted)).strip(" '")[:_LONGEST_NAME] or "1"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{name[: _LONGEST_NAME - 4].rstrip()} {number}"
    taken.add(name.casefold())
    return name


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Han character is two Latin ones wide."""
    room = max(width - 1.5, 1)
    if len(text) * _HAN <= room and "\n" not in text:
        return 1
    return sum(max(1, -int(-_breadth(line) // room)) for line in text.split("\n"))


def _height(value: Value, width: float) -> float:
    return lines_of(str(value), width) * _LINE + 6


def _breadth(line: str) -> float:
    narrow = len(line.encode("latin-1", "ignore"))
    return narrow * _LATIN + (len(line) - narrow) * _HAN


class _Sheet:
    """One sheet under the pen; ``self._at`` is the row that comes next."""

    def __init__(self, sheet: Any, formats: dict[str, Any], grid: Grid, name: str) -> None:
        self._sheet = sheet
        self._formats = formats
        self._grid = grid
        self._name = name
        self._last = len(grid.widths) - 1
        self._at = 0

    @property
    def _fits_a_page(self) -> bool:
        return sum(self._grid.widths) <= _ON_A_PAGE

    def write(self) -> None:
        """All of it."""
        for column, width in enumerate(self._grid.widths):
            self._sheet.set_column(column, column, width)
        self._lead()
        head = self._at
        self._heads()
        first = self._at
        self._body()
        self._print_setup(head, first)
        if self._grid.has_filter:
            self._sheet.autofilter(first - 1, 0, max(self._at - 1, first), self._last)
        self._drop_downs(first)

    def _lead(self) -> None:
        title = "title" if self._fits_a_page else "wide_title"
        for text, form, height in ((self._grid.title, title, 36.0), (self._grid.lead, "lead", 20.0)):
            if text:
                self._span(self._at, 0, self._at, self._last, text, form)
                self._sheet.set_row(self._at, height)
                self._at += 1

    def _heads(self) -> None:
        heads = self._grid.heads
        for number, row in enumerate(heads):
            tallest = max(lines_of(text, width) for text, width in zip(row, self._grid.widths, strict=True))
            self._sheet.set_row(self._at + number, max(24.0, tallest * _LINE + 6))
        for top, left, bottom, right in head_ranges(heads):
            self._span(self._at + top, left, self._at + bottom, right, heads[top][left], "head")
        self._at += len(heads)

    def _body(self) -> None:
        rows = self._grid.rows
        at = 0
        while at < len(rows):
            row = rows[at]
            if isinstance(row, Section):
                self._span(self._at, 0, self._at, self._last, row.text, "section")
                self._sheet.set_row(self._at, 22)
                self._at, at = self._at + 1, at + 1
                continue
            block = self._block(at)
            self._rows(block)
            at += len(block)

    def _block(self, at: int) -> list[Row]:
        """The rows that share their first cell, where that is merged."""
        first = self._grid.rows[at]
        assert not isinstance(first, Section)
        block = [first]
        for row in self._grid.rows[at + 1 :] if self._grid.merged else ():
            if isinstance(row, Section) or row[0] != first[0]:
                break
            block.append(row)
        return block

    def _rows(self, block: Sequence[Row]) -> None:
        """A block; a row that is higher than a row can be takes several, its cells merged over them."""
        tops, merged = [], self._grid.merged
        for height in self._heights(block):
            parts = max(1, -int(-height // _TALLEST))
            tops.append(self._at)
            for part in range(parts):
                self._sheet.set_row(self._at + part, height / parts)
            self._at += parts
        ends = [*tops[1:], self._at]
        for column in range(self._last + 1):
            for first, last in runs(block, column, merged):
                self._span(tops[first], column, ends[last] - 1, column, block[first][column])

    def _heights(self, block: Sequence[Row]) -> list[float]:
        """How high each row must be; what a merged cell needs beyond its rows is given to the last of them."""
        widths, merged = self._grid.widths, self._grid.merged if len(block) > 1 else 0
        heights = [
            max((_height(value, width) for value, width in list(zip(row, widths, strict=True))[merged:]), default=0)
            for row in block
        ]
        for column in range(merged):
            for first, last in runs(block, column, merged):
                short = _height(block[first][column], widths[column]) - sum(heights[first : last + 1])
                heights[last] += max(short, 0)
        return heights

    def _span(self, top: int, left: int, bottom: int, right: int, value: Value, form: str = "") -> None:
        chosen = self._formats[form or self._form(left, value)]
        if (top, left) != (bottom, right):
            self._sheet.merge_range(top, left, bottom, right, "", chosen)
        if isinstance(value, str):
            self._text(top, left, value, chosen)
        else:
            self._sheet.write_number(top, left, value, chosen)

    def _form(self, column: int, value: Value) -> str:
        if not isinstance(value, str):
            return "number"
        return "word" if self._grid.widths[column] <= _NARROW else "text"

    def _text(self, row: int, column: int, value: str, form: Any) -> None:
        text = "\n".join(map(visible, value.split("\n"))) if "\n" in value else visible(value)
        if len(text) > _LONGEST:
            raise PowerctlError("export.too_long", sheet=self._name, row=row + 1, limit=_LONGEST)
        self._sheet.write_string(row, column, text, form) if text else self._sheet.write_blank(row, column, None, form)

    def _print_setup(self, head: int, first: int) -> None:
        sheet = self._sheet
        sheet.freeze_panes(first, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        if self._fits_a_page:
            sheet.fit_to_pages(1, 0)
        else:  # too small to read: the columns go on on further pages, beside the first two
            sheet.set_print_scale(_SCALE)
            sheet.repeat_columns(0, min(1, self._last))
        sheet.repeat_rows(head, first - 1)
        sheet.center_horizontally()
        sheet.set_footer("&C— &P —")
        sheet.hide_gridlines(1)

    def _drop_downs(self, first: int) -> None:
        for column, choices in self._grid.choices.items():
            listed = [visible(choice) for choice in dict.fromkeys(choices) if choice and "," not in choice]
            if listed and len(",".join(listed)) <= _LONGEST_LIST:
                # A word of the past is kept: the list proposes, it does not refuse.
                rule = {"validate": "list", "source": listed, "error_type": "warning"}
                self._sheet.data_validation(first, column, max(self._at - 1, first), column, rule)


def head_ranges(heads: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int]]:
    """Which cells of the headings are one: neighbours with the same text; across in the upper row, then downward."""
    if len(heads) == 1:
        yield from ((0, column, 0, column) for column in range(len(heads[0])))
        return
    upper, lower = heads
    left = 0
    while left < len(upper):
        if upper[left] == lower[left]:
            yield 0, left, 1, left
            left += 1
            continue
        right = left
        while right + 1 < len(upper) and upper[right + 1] == upper[left] != lower[right + 1]:
            right += 1
        yield 0, left, 0, right
        yield from ((1, column, 1, column) for column in range(left, right + 1))
        left = right + 1


def runs(block: Sequence[Row], column: int, merged: int) -> Iterator[tuple[int, int]]:
    """First and last row of each cell of a column, equal neighbours merged in the leading columns."""
    first = 0
    for at in range(1, len(block) + 1):
        is_same = at < len(block) and column < merged and block[at][: column + 1] == block[first][: column + 1]
        if not is_same:
            yield first, at - 1
            first = at
