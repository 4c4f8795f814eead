"""Questions of checklists with their answers, as commands and papers tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from powerctl.table import Word


class Verdict(StrEnum):
    """What an answer says."""

    GOOD = "good"  # as it should be, or not applicable
    OTHER = "other"  # answered, and not as it should be
    OPEN = "open"  # nobody has answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question and its last answer."""

    question: str
    text: Word
    good: str
    verdict: Verdict
    answer: str = ""
    by: str = ""
    on: str = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedList:
    """One checklist put to a unit or post."""

    unit: str
    about: str
    name: str
    checklist: str
    label: Word
    questions: tuple[Asked, ...]

    def count(self, verdict: Verdict) -> int:
        """How many questions stand so."""
        return sum(question.verdict is verdict for question in self.questions)
