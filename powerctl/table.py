"""Tables for people, before any language or format: words that know both languages, rows, papers of several tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the rulebook in both languages; ``en`` may be missing."""

    label: str
    en: str = ""

    def in_(self, language: str) -> str:
        """The word as readers of ``zh`` or ``en`` know it."""
        return (self.en or self.label) if language == "en" else self.label


NO_TITLE = Word("")

Cell = str | int | float | Word | tuple[str | Word, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``columns`` are keys of the words that head them, ``title`` names what the rows are of."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: Word = NO_TITLE


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of tables: the key of its words, whose it is, how many entries it has."""

    key: str
    owner: Word
    tables: tuple[Table, ...]
    entries: int
