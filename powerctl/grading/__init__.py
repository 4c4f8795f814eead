"""定级: how risk points become grades by the rulebook's method, and who holds how much of what is grave."""

from __future__ import annotations

from powerctl.grading.grader import Grader, counts_risks
from powerctl.grading.reckon import grade, grade_of, on_scale, owed_factors
from powerctl.grading.terms import counted_word, grade_label, grade_rank
from powerctl.reckoning import Reckoning

__all__ = [
    "Grader",
    "Reckoning",
    "counted_word",
    "counts_risks",
    "grade",
    "grade_label",
    "grade_of",
    "grade_rank",
    "on_scale",
    "owed_factors",
]
