"""Tables for a terminal: columns as wide as what stands in them; Chinese characters take two places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powerctl.formats.tables.cells import cell_text, headings
from powerctl.messages import Words
from powerctl.table import Paper, Table


def render(paper: Paper, section: str, words: Words) -> str:
    """The whole paper: its title, what it covers, each table below its title."""
    owner = cell_text(paper.owner, section, words)
    lines = [words.text(section, f"title_{paper.key}", owner=owner)]
    lines.append(words.text(section, f"lead_{paper.key}", count=paper.entries))
    for table in paper.tables:
        if table.rows:
            title = cell_text(table.title, section, words)
            lines += ["", *([title] if title else []), *_lines(table, section, words)]
    return "\n".join(line for line in lines) + "\n"


def _lines(table: Table, section: str, words: Words) -> Iterator[str]:
    rows = [headings(table, section, words)]
    rows += [[cell_text(cell, section, words) for cell in row] for row in table.rows]
    return aligned(rows, [isinstance(cell, int | float) for cell in table.rows[0]])


def aligned(rows: Sequence[Sequence[str]], rights: Sequence[bool]) -> Iterator[str]:
    """Rows in columns; those that ``rights`` names to the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            gap(text, wide) + text if right else text + gap(text, wide)
            for text, wide, right in zip(row, widths, rights, strict=True)
        )
        yield "  ".join(cells).rstrip()


def gap(text: str, wide: int) -> str:
    """The blanks that fill a text up to a width."""
    return " " * (wide - width(text))


def width(text: str) -> int:
    """How many places a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
