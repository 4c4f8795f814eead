"""A paper as CSV that spreadsheets open as it is: with a byte order mark, and nothing in it that they would compute."""

from __future__ import annotations

import csv
import io

from powerctl.formats.tables.cells import cell_text, headings
from powerctl.messages import Words
from powerctl.table import Cell, Paper, Word

_MARK = "\ufeff"  # without it spreadsheets take UTF-8 for the code page of their country
_STARTS = frozenset("=+-@|%＝＋－＠")


def render(paper: Paper, section: str, words: Words) -> str:
    """The tables with equal columns below one heading, each row led by its table's title; others after a blank line."""
    blocks: dict[tuple[str | Word, ...], list[list[str]]] = {}
    is_titled = any(table.title.label for table in paper.tables)
    for table in paper.tables:
        lead = [words.text(section, "column_title")] if is_titled else []
        block = blocks.setdefault(table.columns, [[*lead, *headings(table, section, words)]])
        title = [inert(cell_text(table.title, section, words))] if is_titled else []
        block += [[*title, *(_cell(cell, section, words) for cell in row)] for row in table.rows]
    return _MARK + "\r\n".join(_written(block) for block in blocks.values())


def inert(text: str) -> str:
    """A text that a spreadsheet shows and never computes: an apostrophe before what would begin a formula."""
    return f"'{text}" if text.lstrip()[:1] in _STARTS and text.strip() else text


def _cell(cell: Cell, section: str, words: Words) -> str:
    return str(cell) if isinstance(cell, int | float) else inert(cell_text(cell, section, words))


def _written(block: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(block)
    return out.getvalue()
