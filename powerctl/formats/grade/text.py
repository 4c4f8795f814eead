"""Grades for people: a risk point a line, a heat map, and how many differ from what was computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from powerctl.formats.grade.papers import group_table, load_table, risk_table
from powerctl.formats.grade.sentences import SECTION, counts_text, step_text, verdict
from powerctl.formats.tables.aligned import aligned, gap, width
from powerctl.formats.tables.cells import cell_text, headings
from powerctl.messages import Words
from powerctl.reckoning import Concentration, GradedCatalogue, GradeReport, HeatMap, Load, ToxicPair
from powerctl.table import Table
from powerctl.visible import visible

Paint = Callable[[str, str], str]

_LEFT_OUT = frozenset({"behaviour"})  # too long for a line
_COLOURS = frozenset({"red", "yellow", "blue", "green"})


def plain(text: str, _colour: str) -> str:
    """The text without a colour."""
    return text


def render(report: GradeReport, words: Words, paint: Paint = plain) -> str:
    """What was graded, each catalogue, and the verdict."""
    lines = [words.text(SECTION, "covered", catalogues=len(report.catalogues), risks=len(report.risks))]
    if report.supposed:
        lines.append(words.text(SECTION, "supposed", supposed=report.supposed))
    for catalogue in report.catalogues:
        lines += ["", *_catalogue(report, catalogue, words, paint)]
    opened = any(risk.is_open for risk in report.risks)
    return "\n".join([*lines, "", paint(verdict(report, words), "red" if opened else "green")]) + "\n"


def _catalogue(report: GradeReport, catalogue: GradedCatalogue, words: Words, paint: Paint) -> Iterator[str]:
    yield counts_text(catalogue, words)
    if report.is_explained:
        yield from _explained(catalogue, words)
    elif catalogue.concentration is not None:
        yield from table_lines(load_table(catalogue, words), words)
        yield from _held(catalogue.concentration, words, paint)
    elif report.by:
        yield from table_lines(group_table(catalogue), words)
    else:
        yield from table_lines(risk_table(catalogue, words), words)
    if catalogue.heat is not None and not report.is_explained:
        yield from ("", *_heat(catalogue.heat, catalogue, words, paint))


def _explained(catalogue: GradedCatalogue, words: Words) -> Iterator[str]:
    for risk in catalogue.risks:
        yield f"\n{visible(risk.subject)} {visible(risk.behaviour)}"
        yield from (f"  {number}. {step_text(step, words)}" for number, step in enumerate(risk.steps, 1))


def _held(held: Concentration, words: Words, paint: Paint) -> Iterator[str]:
    """Posts held too long, pairs that ought to be apart, and how weighty steps spread."""
    for load in held.loads:
        if load.is_too_long:
            years = {"years": load.years, "limit": held.years}
            yield paint(words.text(SECTION, "too_long", post=load.post, name=load.name, **years), "yellow")
        for pair in load.toxic:
            yield paint(_toxic(load, pair, words), "yellow")
    for spread in held.spreads:
        facts = {"unit": spread.unit, "name": spread.name, "steps": spread.steps, "posts": spread.posts}
        yield words.text(SECTION, "spread", **facts, index=f"{spread.index:.2f}", even=f"{1 / spread.posts:.2f}")


def _toxic(load: Load, pair: ToxicPair, words: Words) -> str:
    first, second = (f"{act.power}/{act.step}" for act in (pair.first, pair.second))
    facts = {"pair": pair.label.in_(words.language), "powers": pair.powers, "first": first, "second": second}
    return words.text(SECTION, "toxic", post=load.post, name=load.name, **facts)


def table_lines(table: Table, words: Words) -> Iterator[str]:
    """A table in columns, as wide as what stands in them; numbers to the right."""
    kept = [index for index, column in enumerate(table.columns) if column not in _LEFT_OUT]
    heads = headings(table, SECTION, words)
    rows = [[heads[index] for index in kept]]
    rows += [[cell_text(row[index], SECTION, words) for index in kept] for row in table.rows]
    rights = [bool(table.rows) and isinstance(table.rows[0][index], int | float) for index in kept]
    yield from aligned(rows, rights)


def _heat(heat: HeatMap, catalogue: GradedCatalogue, words: Words, paint: Paint) -> Iterator[str]:
    """The map: rows from the top down, and what its axes are."""
    axes = {"rows": heat.rows.in_(words.language), "columns": heat.columns.in_(words.language)}
    yield words.text(SECTION, "heat", **axes)
    heads = [visible(head.in_(words.language)) for head in heat.row_heads]
    names = [visible(head.in_(words.language)) for head in heat.column_heads]
    marks = _marks(catalogue, words)
    wide, cell = max(map(width, heads)), 5 + max(map(width, marks.values()), default=0)
    widths = [max(cell, width(name)) for name in names]
    yield " " * wide + "".join(f"  {gap(name, width)}{name}" for name, width in zip(names, widths, strict=True))
    for head, row in zip(heads, heat.cells, strict=True):
        shown = (
            gap(text, width) + paint(text, _colour(grade, catalogue)) if count else gap("·", width) + "·"
            for (count, grade), width in zip(row, widths, strict=True)
            for text in [f"{count}{marks.get(grade, '')}"]
        )
        yield f"{gap(head, wide)}{head}  {'  '.join(shown)}"


def _marks(catalogue: GradedCatalogue, words: Words) -> Mapping[str, str]:
    """What stands behind a number for its gravest grade: the first letter of its name, or all where that tells not."""
    names = {grade: visible(term.name.in_(words.language)) for grade, term in catalogue.names.grades.items()}
    first = {grade: name[:1] for grade, name in names.items()}
    return first if len(set(first.values())) == len(names) else names


def _colour(grade: str, catalogue: GradedCatalogue) -> str:
    term = catalogue.names.grades.get(grade)
    return term.colour if term is not None and term.colour in _COLOURS else "dim"
