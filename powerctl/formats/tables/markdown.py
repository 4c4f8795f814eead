"""A paper as Markdown: a heading, what it covers, a table below each title."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.formats.markdown import escaped
from powerctl.formats.tables.cells import cell_lines, cell_text, headings
from powerctl.messages import Words
from powerctl.table import Cell, Paper, Table


def render(paper: Paper, section: str, words: Words) -> str:
    """The whole paper."""
    title = words.text(section, f"title_{paper.key}", owner=cell_text(paper.owner, section, words))
    parts = [f"# {escaped(title)}", escaped(words.text(section, f"lead_{paper.key}", count=paper.entries))]
    parts += [part for table in paper.tables if table.rows for part in _table(table, section, words)]
    return "\n\n".join(parts) + "\n"


def _table(table: Table, section: str, words: Words) -> Iterator[str]:
    if table.title.label:
        yield f"## {escaped(cell_text(table.title, section, words))}"
    yield "\n".join(rows(table, section, words))


def rows(table: Table, section: str, words: Words) -> Iterator[str]:
    """The lines of one table; columns of numbers are set to the right."""
    yield _row(escaped(head) for head in headings(table, section, words))
    yield _row("---:" if isinstance(cell, int | float) else "---" for cell in table.rows[0])
    for row in table.rows:
        yield _row(_cell(cell, section, words) for cell in row)


def _cell(cell: Cell, section: str, words: Words) -> str:
    return "<br>".join(escaped(line) for line in cell_lines(cell, section, words))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
