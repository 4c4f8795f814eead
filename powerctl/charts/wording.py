"""The words on charts: who acts, how long it may take, how grave it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from powerctl.messages import LANGUAGES, Words
from powerctl.model.duration import parse_duration
from powerctl.public.terms import PartyKind, PublicGrade, PublicParty

_GRADES = {1: "low", 2: "medium", 3: "high"}


class Term(Protocol):
    """A word with its label and, perhaps, its English."""

    @property
    def label(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """What a chart says in one language."""

    words: Words

    @property
    def language(self) -> str:
        """The tag that a document declares."""
        return LANGUAGES[self.words.language]

    @property
    def comma(self) -> str:
        """What stands between the parts of a list."""
        return self.text("comma")

    def text(self, key: str, **facts: object) -> str:
        """A sentence of the charts."""
        return self.words.text("chart", key, **facts)

    def term(self, term: Term | None) -> str:
        """A word of the rulebook."""
        if term is None:
            return ""
        return term.en or term.label if self.words.language == "en" else term.label

    def party(self, party: PublicParty | None) -> str:
        """Who acts: a post, body or office by its name, the others in a fixed phrase; never a person."""
        if party is None:
            return self.text("nobody")
        if party.kind in {PartyKind.APPLICANT, PartyKind.PUBLIC, PartyKind.HIDDEN}:
            return self.text(f"party_{party.kind}")
        return party.name or self.text("party_hidden")

    def parties(self, parties: Iterable[PublicParty]) -> str:
        """Several of them, each once."""
        return self.comma.join(dict.fromkeys(map(self.party, parties)))

    def limit(self, text: str) -> str:
        """``5wd`` → ``时限 5个工作日``; nothing for nothing."""
        return self.text("limit", limit=self.duration(text)) if text else ""

    def duration(self, text: str) -> str:
        """``5wd`` → ``5个工作日``; what is no duration stays as it is."""
        duration = parse_duration(text)
        if duration is None:
            return text
        if not duration.amount:
            return self.text("at_once")
        return self.text(f"duration_{duration.unit}", amount=f"{duration.amount:g}")

    def grade(self, grade: PublicGrade | None) -> str:
        """``高`` → ``高风险``; a label that says so already stays as it is."""
        if grade is None:
            return ""
        label, suffix = self.term(grade), self.text("risk")
        return label if suffix.casefold() in label.casefold() else self.text("grade", label=label)


def colour_of(grade: PublicGrade | None) -> str:
    """``high``, ``medium`` or ``low``: the id, or for a rulebook with grades of its own the rank."""
    if grade is None:
        return ""
    return grade.id if grade.id in _GRADES.values() else _GRADES[min(max(grade.rank, 1), 3)]


def gravest(grades: Iterable[PublicGrade | None]) -> PublicGrade | None:
    """The grade of the highest rank; None where there is none."""
    return max((grade for grade in grades if grade is not None), key=lambda grade: grade.rank, default=None)
