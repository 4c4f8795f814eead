"""Grades and factors as this place calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from powerctl.model.rulebook import Rulebook
from powerctl.table import Word


class _Term(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def en(self) -> str: ...


def grade_label(rulebook: Rulebook, grade: str) -> str:
    """What this place calls a grade."""
    term = rulebook.grades.get(grade)
    return term.label if term is not None else grade


def grade_rank(rulebook: Rulebook, grade: str) -> int:
    """How grave a grade is: more is graver, 0 for one that the rulebook does not know."""
    term = rulebook.grades.get(grade)
    return term.rank if term is not None else 0


def word(terms: Mapping[str, _Term], id_: str) -> Word:
    """A word of the rulebook in both languages; the id itself where there is no such word."""
    term = terms.get(id_)
    return Word(term.label, term.en) if term is not None else Word(id_)


def counted_word(rulebook: Rulebook, id_: str) -> Word:
    """What a factor or a criterion is called."""
    asks = rulebook.risk
    return word(asks.factors, id_) if id_ in asks.factors else word(asks.flags, id_)


def gravest_first(rulebook: Rulebook) -> tuple[str, ...]:
    """The grades, the gravest first."""
    return tuple(sorted(rulebook.grades, key=lambda grade: -rulebook.grades[grade].rank))
