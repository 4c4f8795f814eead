"""Grades as CSV and as Markdown."""

from __future__ import annotations

from powerctl.formats.grade.papers import paper
from powerctl.formats.grade.sentences import SECTION, counts_text, step_text, verdict
from powerctl.formats.markdown import escaped
from powerctl.formats.tables import csv as csv_tables
from powerctl.formats.tables import markdown as markdown_tables
from powerctl.messages import Words
from powerctl.reckoning import GradeReport
from powerctl.visible import visible


def csv(report: GradeReport, words: Words) -> str:
    """The table alone."""
    return csv_tables.render(paper(report, words), SECTION, words)


def markdown(report: GradeReport, words: Words) -> str:
    """The verdict, the table, and the steps where they were asked for."""
    parts = [f"**{escaped(verdict(report, words))}**"]
    parts += [escaped(counts_text(catalogue, words)) for catalogue in report.catalogues]
    parts.append(markdown_tables.render(paper(report, words), SECTION, words).rstrip("\n"))
    for risk in report.risks if report.is_explained else ():
        steps = [f"{number}. {escaped(step_text(step, words))}" for number, step in enumerate(risk.steps, 1)]
        parts += [f"## {escaped(visible(risk.subject))}", escaped(visible(risk.behaviour)), "\n".join(steps)]
    return "\n\n".join(parts) + "\n"
