"""Everything that is told of the grades of one catalogue."""

from __future__ import annotations

from datetime import date

from powerctl.grading.all_risks import GradedBound, grade_all
from powerctl.grading.concentration import concentration
from powerctl.grading.groups import group
from powerctl.grading.heat import heat_map
from powerctl.grading.supposing import Supposition
from powerctl.grading.terms import gravest_first, word
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import GradedCatalogue, GradeWord, Names
from powerctl.table import Word


def graded_catalogue(
    catalogue: Catalogue,
    rulebook: Rulebook,
    as_of: date,
    supposition: Supposition | None = None,
    by: str = "",
    subject: str = "",
    *,
    is_explained: bool = False,
) -> GradedCatalogue:
    """The grades of a catalogue; of the risk points at or below a ``subject`` only, if one is named."""
    found = grade_all(catalogue, rulebook, as_of.isoformat(), supposition, is_explained=is_explained)
    risks = tuple(one for one in found if not subject or is_at(one, subject))
    return GradedCatalogue(
        id=catalogue.about.id,
        name=catalogue.about.name,
        names=names_of(rulebook),
        risks=tuple(one.graded for one in risks),
        groups=group(catalogue, rulebook, risks, by) if by else (),
        concentration=concentration(catalogue, rulebook, risks, as_of) if by == "post" else None,
        heat=heat_map(rulebook, risks),
    )


def is_at(one: GradedBound, subject: str) -> bool:
    """Whether a subject means a risk point: its whole subject, or some ids of it that follow each other."""
    return f"/{subject}/" in f"/{one.graded.subject}/"


def names_of(rulebook: Rulebook) -> Names:
    """The words that the grades of a place are told in."""
    grades = {
        grade: GradeWord(word(rulebook.grades, grade), rulebook.grades[grade].colour)
        for grade in gravest_first(rulebook)
    }
    counted = {id_: Word(term.label, term.en) for id_, term in rulebook.risk.flags.items()}
    counted |= {id_: Word(term.label, term.en) for id_, term in rulebook.risk.factors.items()}
    duties = {id_: Word(term.label, term.en) for id_, term in rulebook.duties.items()}
    return Names(grades, duties, counted)
