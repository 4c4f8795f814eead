"""The heat map: risk points by the first and the last factor of the method, or by unit and grade where it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from powerctl.grading.all_risks import GradedBound
from powerctl.grading.methods import FACTORED
from powerctl.grading.terms import grade_rank, gravest_first, word
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import HeatMap
from powerctl.table import Word

_GRADE, _CATEGORY = Word("等级", "grade"), Word("风险类别", "category")
_MOST = 10  # more values than this are no map


def heat_map(rulebook: Rulebook, risks: Iterable[GradedBound]) -> HeatMap | None:
    """How many risk points there are in each cell, with the gravest grade among them; None where there is none."""
    known = list(risks)
    method = rulebook.risk.method
    if method is not None and method.kind in FACTORED and len(method.factors) > 1:
        return _by_factors(rulebook, known, method.factors[0], method.factors[-1])
    return _by_grade(rulebook, known)


def _by_factors(rulebook: Rulebook, risks: Sequence[GradedBound], upward: str, across: str) -> HeatMap | None:
    rows = _values(rulebook, upward, risks)[::-1]
    columns = _values(rulebook, across, risks)
    pairs = [(one.risk.factors.get(upward), one.risk.factors.get(across), one.graded.weight) for one in risks]
    if not any(row in rows and column in columns for row, column, _ in pairs):
        return None
    if len(rows) > _MOST or len(columns) > _MOST:
        return _by_grade(rulebook, risks)
    factors = rulebook.risk.factors
    heads = tuple(Word(str(value)) for value in rows), tuple(Word(str(value)) for value in columns)
    cells = _cells(rulebook, rows, columns, pairs)
    return HeatMap(word(factors, upward), word(factors, across), *heads, cells)


def _values(rulebook: Rulebook, factor: str, risks: Sequence[GradedBound]) -> tuple[int, ...]:
    """The values of a factor, the least first: of its scale, or those in use where all between are allowed."""
    known = rulebook.risk.factors[factor]
    if known.between:
        return tuple(sorted({one.risk.factors[factor] for one in risks if factor in one.risk.factors}))
    return tuple(sorted(int(value) for value in known.scale))


def _by_grade(rulebook: Rulebook, risks: Sequence[GradedBound]) -> HeatMap | None:
    rows = gravest_first(rulebook)
    columns = tuple(rulebook.risk.categories)
    pairs = [(one.graded.weight, one.risk.category, one.graded.weight) for one in risks]
    if not any(row in rows and column in columns for row, column, _ in pairs):
        return None
    heads = tuple(word(rulebook.grades, grade) for grade in rows)
    names = tuple(word(rulebook.risk.categories, category) for category in columns)
    return HeatMap(_GRADE, _CATEGORY, heads, names, _cells(rulebook, rows, columns, pairs))


def _cells(
    rulebook: Rulebook,
    rows: Sequence[object],
    columns: Sequence[object],
    pairs: Iterable[tuple[object, object, str]],
) -> tuple[tuple[tuple[int, str], ...], ...]:
    counted: Counter[tuple[object, object]] = Counter()
    gravest: dict[tuple[object, object], str] = {}
    for row, column, grade in pairs:
        counted[row, column] += 1
        gravest[row, column] = max(gravest.get((row, column), ""), grade, key=lambda one: grade_rank(rulebook, one))
    return tuple(tuple((counted[row, column], gravest.get((row, column), "")) for column in columns) for row in rows)
