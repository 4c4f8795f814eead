"""What stands in a cell, as text for readers of a language."""

from __future__ import annotations

from powerctl.messages import Words
from powerctl.reckoning import number
from powerctl.table import Cell, Label, Table, Word
from powerctl.visible import visible


def cell_text(cell: Cell, section: str, words: Words) -> str:
    """A cell on one line; several values are joined."""
    return words.text("tables", "joint").join(cell_lines(cell, section, words))


def cell_lines(cell: Cell, section: str, words: Words) -> list[str]:
    """Each value of a cell, with nothing in it that a screen would obey."""
    values = cell if isinstance(cell, tuple) else (cell,)
    texts = (_text(value, section, words) for value in values)
    return [visible(text) for text in texts if text]


def _text(value: object, section: str, words: Words) -> str:
    if isinstance(value, Word):
        return value.in_(words.language)
    if isinstance(value, Label):
        facts = {key: _text(fact, section, words) for key, fact in value.facts.items()}
        return words.text(section, value.key, **facts)
    return number(value) if isinstance(value, float) else str(value)


def headings(table: Table, section: str, words: Words) -> list[str]:
    """What stands above the columns."""
    return [
        column.in_(words.language) if isinstance(column, Word) else words.text(section, f"column_{column}")
        for column in table.columns
    ]
