"""Graded risk points as tables: one a risk point a row, or what was taken together."""

from __future__ import annotations

from powerctl.formats.grade.sentences import reckoning_text, state_text
from powerctl.messages import Words
from powerctl.reckoning import GradedCatalogue, GradedRisk, GradeReport, Group, Load
from powerctl.table import NO_TITLE, Cell, Paper, Table, Word

_GRADES = ("high", "medium", "low")
_RISKS = ("subject", "behaviour", "declared", "computed", "residual", "reckoning", "state")


def paper(report: GradeReport, words: Words) -> Paper:
    """One table a catalogue, titled where there are several."""
    is_titled = len(report.catalogues) > 1
    tables = tuple(_table(report, catalogue, words, is_titled) for catalogue in report.catalogues)
    owner = Word("、".join(catalogue.name for catalogue in report.catalogues))
    key = f"by_{report.by}" if report.by else "risks"
    return Paper(key, owner, tables, sum(len(table.rows) for table in tables))


def _table(report: GradeReport, catalogue: GradedCatalogue, words: Words, is_titled: bool) -> Table:
    title = Word(catalogue.name if is_titled else "")
    if catalogue.concentration is not None:
        return load_table(catalogue, words, title)
    return group_table(catalogue, title) if report.by else risk_table(catalogue, words, title)


def risk_table(catalogue: GradedCatalogue, words: Words, title: Word = NO_TITLE) -> Table:
    """A row for each risk point."""
    return Table(_RISKS, tuple(_risk(risk, catalogue, words) for risk in catalogue.risks), title)


def _risk(risk: GradedRisk, catalogue: GradedCatalogue, words: Words) -> tuple[Cell, ...]:
    names = catalogue.names
    grades = (names.grade(risk.declared), names.grade(risk.computed), names.grade(risk.residual))
    return risk.subject, risk.behaviour, *grades, reckoning_text(risk, catalogue, words), state_text(risk, words)


def group_table(catalogue: GradedCatalogue, title: Word = NO_TITLE) -> Table:
    """A row for each group."""
    columns = ("id", "name", *_GRADES, "ungraded", "total")
    return Table(columns, tuple(_group(group) for group in catalogue.groups), title)


def _group(group: Group) -> tuple[Cell, ...]:
    counts = [group.counts.get(grade, 0) for grade in (*_GRADES, "")]
    return group.id, group.name, *counts, group.total


def load_table(catalogue: GradedCatalogue, words: Words, title: Word = NO_TITLE) -> Table:
    """A row for each post."""
    held = catalogue.concentration
    columns = ("post", "name", "areas", "powers", *_GRADES, "collective", "years", "toxic", "duties")
    rows = tuple(_load(load, catalogue, words) for load in held.loads) if held is not None else ()
    return Table(columns, rows, title)


def _load(load: Load, catalogue: GradedCatalogue, words: Words) -> tuple[Cell, ...]:
    duties = " ".join(
        f"{catalogue.names.duties[duty].in_(words.language)} {count}" for duty, count in load.duties.items()
    )
    years = "" if load.years is None else f"{load.years}{' !' if load.is_too_long else ''}"
    toxic = tuple(pair.label for pair in load.toxic)
    risks = [load.risks.get(grade, 0) for grade in _GRADES]
    return load.post, load.name, load.areas, load.powers, *risks, load.collective, years, toxic, duties
