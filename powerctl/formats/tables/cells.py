"""What stands in a cell, as text for readers of a language."""

from __future__ import annotations

from powerctl.messages import Words
from powerctl.table import Cell, Table, Word
from powerctl.visible import visible


def cell_text(cell: Cell, words: Words, joint: str = "；") -> str:
    """A cell on one line; several values are joined."""
    return joint.join(cell_lines(cell, words))


def cell_lines(cell: Cell, words: Words) -> list[str]:
    """Each value of a cell, with nothing in it that a screen would obey."""
    values = cell if isinstance(cell, tuple) else (cell,)
    texts = [value.in_(words.language) if isinstance(value, Word) else str(value) for value in values]
    return [visible(text) for text in texts if text]


def headings(table: Table, section: str, words: Words) -> list[str]:
    """What stands above the columns."""
    return [words.text(section, f"column_{column}") for column in table.columns]
