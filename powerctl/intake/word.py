"""Tables of Word documents; the paragraphs above a table are rows of it, as a title is in a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from powerctl.intake import limits
from powerctl.intake.grid import Cell, Merge, Place, Sheet
from powerctl.intake.refusal import RefusedError


def read_sheets(raw: bytes) -> list[Sheet]:
    """One sheet a table; what follows the last table is a sheet of its own."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        body = Document(BytesIO(raw)).element.body
    except (PackageNotFoundError, KeyError, ValueError):
        raise RefusedError("damaged") from None
    sheets: list[Sheet] = []
    lead: list[str] = []
    for element in body.iterchildren():
        tag = element.tag.rpartition("}")[2]
        if tag == "p" and (text := _text(element)).strip():
            lead.append(text)
        elif tag == "tbl":
            sheets.append(_table(f"表{len(sheets) + 1}", element, lead))
            lead = []
    if lead:
        sheets.append(Sheet("正文", {(row, 1): Cell(text) for row, text in enumerate(lead, 1)}))
    return sheets


def _table(name: str, table: Any, lead: list[str]) -> Sheet:
    cells: dict[Place, Cell] = {(row, 1): Cell(text) for row, text in enumerate(lead, 1)}
    merges: list[Merge] = []
    open_at: dict[int, Place] = {}
    for row, line in enumerate(table.tr_lst, len(lead) + 1):
        for column, cell in _placed(line):
            span, vertical = cell.grid_span, cell.vMerge
            if vertical == "continue":
                continue
            open_at[column] = (row, column)
            bottom = row if vertical is None else _bottom(table, row - len(lead), column) + len(lead)
            if span > 1 or bottom > row:
                merges.append(Merge(row, column, bottom, column + span - 1))
            text = "\n".join(part for part in (_text(p) for p in cell.p_lst) if part)
            if text.strip():
                cells[row, column] = Cell(text[: limits.MAX_TEXT])
        if len(cells) > limits.MAX_CELLS:
            raise RefusedError("cells", name, limit=limits.MAX_CELLS)
    width = max((merge.right for merge in merges), default=0)
    width = max(width, *(column for _, column in cells)) if cells else width
    heads = [Merge(row, 1, row, width) for row in range(1, len(lead) + 1) if width > 1]
    return Sheet(name, cells, (*heads, *merges))


def _placed(line: Any) -> Iterator[tuple[int, Any]]:
    column = 1 + line.grid_before
    for cell in line.tc_lst:
        yield column, cell
        column += cell.grid_span


def _bottom(table: Any, row: int, column: int) -> int:
    """The last row to which a vertically merged cell reaches."""
    while row < len(table.tr_lst):
        below = next((cell for at, cell in _placed(table.tr_lst[row]) if at == column), None)
        if below is None or below.vMerge != "continue":
            break
        row += 1
    return row


def _text(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter():
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag == "t":
            parts.append(node.text or "")
        elif tag in ("br", "cr"):
            parts.append("\n")
        elif tag == "tab":
            parts.append("\t")
    return "".join(parts)
