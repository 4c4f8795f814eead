"""Tables for people, before any language or format: words that know both languages, rows, papers of several tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the rulebook in both languages; ``en`` may be missing."""

    label: str
    en: str = ""

    def in_(self, language: str) -> str:
        """The word as readers of ``zh`` or ``en`` know it."""
        return (self.en or self.label) if language == "en" else self.label


NO_TITLE = Word("")


@dataclass(frozen=True, slots=True)
class Label:
    """Words of ours: the key of a sentence, and the facts that fill it."""

    key: str
    facts: Mapping[str, str | int | float | Word | Label] = field(default_factory=dict)


Cell = str | int | float | Word | Label | tuple[str | Word | Label, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``columns`` are keys of the words that head them, or words of the rulebook; ``title`` names
    what the rows are of."""

    columns: tuple[str | Word, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: Word = NO_TITLE


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of tables: the key of its words, whose it is, how many entries it has."""

    key: str
    owner: Word
    tables: tuple[Table, ...]
    entries: int
