"""Graded risk points → text: one function a format, from a report and the words of a language to a string."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.formats.grade import json, table, text
from powerctl.messages import Words
from powerctl.reckoning import GradeReport

Render = Callable[[GradeReport, Words], str]

GRADE_FORMATS: dict[str, Render] = {
    "text": text.render,
    "json": json.render,
    "csv": table.csv,
    "markdown": table.markdown,
}
