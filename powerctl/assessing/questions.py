"""问题清单: the questions put to a unit or post, what was answered, by whom, on what evidence, and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Checklist, Question, Rulebook
from powerctl.model.supervision import Answer
from powerctl.naming import find, split_reference
from powerctl.questions import Asked, AskedList, Verdict
from powerctl.table import Word

_Key = tuple[str, str, str, str]  # unit and name of whom it is about, list, question
_Answers = Mapping[_Key, tuple[str, Answer]]  # each with the unit whose ledger it stands in


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lists, of which unit, about whom ("" for all)."""

    checklist: str = ""
    unit: str = ""
    about: str = ""


def asked(catalogue: Catalogue, rulebook: Rulebook, wanted: Wanted) -> tuple[AskedList, ...]:
    """A list each for everybody who was asked, in the order of units; of several answers the last one counts."""
    answers = _answers(catalogue)
    subjects = _subjects(catalogue, answers, wanted)
    lists = rulebook.supervision.checklists
    return tuple(
        _list(catalogue, subject, id_, checklist, answers)
        for subject in subjects
        for id_, checklist in lists.items()
        if wanted.checklist in ("", id_)
    )


def blank_lists(catalogue: Catalogue, rulebook: Rulebook, checklist: str = "") -> tuple[AskedList, ...]:
    """The lists as they are before anybody is asked."""
    lists = rulebook.supervision.checklists.items()
    return tuple(
        replace(_list(catalogue, ("", ""), id_, entry, {}), name="") for id_, entry in lists if checklist in ("", id_)
    )


def _answers(catalogue: Catalogue) -> _Answers:
    found: dict[_Key, tuple[str, Answer]] = {}
    for ledger in catalogue.supervision:
        for answer in ledger.answers:
            about = split_reference(answer.about, ledger.unit) if answer.about else (ledger.unit, "")
            key = (*about, answer.checklist, answer.question)
            if key not in found or found[key][1].on <= answer.on:
                found[key] = ledger.unit, answer
    return found


def _subjects(catalogue: Catalogue, answers: _Answers, wanted: Wanted) -> list[tuple[str, str]]:
    """Who was asked; somebody who is named, or the chief of a unit that is, also if nobody has asked them yet."""
    known = sorted({(unit, about) for unit, about, _, _ in answers})
    if wanted.about:
        named = split_reference(wanted.about, wanted.unit)
        if named[0]:
            return [named]
        return [subject for subject in known if subject[1] == wanted.about] or _posts(catalogue, wanted.about)
    own = [subject for subject in known if wanted.unit in ("", subject[0])]
    unit = catalogue.units_by_id.get(wanted.unit)
    return own or ([(unit.id, unit.chief.id if unit.chief is not None else "")] if unit is not None else [])


def _posts(catalogue: Catalogue, name: str) -> list[tuple[str, str]]:
    return [(unit.id, name) for unit in catalogue.units if name in unit.named]


def _list(
    catalogue: Catalogue, subject: tuple[str, str], id_: str, checklist: Checklist, answers: _Answers
) -> AskedList:
    questions = tuple(
        _asked(catalogue, question, answers.get((*subject, id_, question.id))) for question in checklist.questions
    )
    return AskedList(
        unit=subject[0], about=subject[1], name=name_of(catalogue, subject), checklist=id_,
        label=Word(checklist.label, checklist.en), questions=questions,
    )  # fmt: skip


def _asked(catalogue: Catalogue, question: Question, given: tuple[str, Answer] | None) -> Asked:
    text = Word(question.text, question.en)
    if given is None:
        return Asked(question=question.id, text=text, good=question.good, verdict=Verdict.OPEN)
    unit, answer = given
    thing = find(catalogue, unit, answer.by) if answer.by else None
    return Asked(
        question=question.id, text=text, good=question.good, verdict=_verdict(question, answer), answer=answer.answer,
        by=thing.name if thing is not None else answer.by.removeprefix("external:"), on=answer.on,
        evidence=answer.evidence, note=answer.note,
    )  # fmt: skip


def _verdict(question: Question, answer: Answer) -> Verdict:
    if answer.answer in (question.good, "not-applicable"):
        return Verdict.GOOD
    return Verdict.OTHER


def name_of(catalogue: Catalogue, subject: tuple[str, str]) -> str:
    """A unit and a post, body, office or power of it by their names."""
    unit = catalogue.units_by_id.get(subject[0])
    thing = unit.named.get(subject[1]) if unit is not None else None
    power = catalogue.powers_by_subject.get("/".join(subject))
    name = thing.name if thing is not None else power.name if power is not None else subject[1]
    return f"{unit.name if unit is not None else subject[0]}{name}"


def everybody(catalogue: Catalogue) -> Iterator[str]:
    """What ``--about`` may name."""
    for unit in catalogue.units:
        yield from (name for thing in unit.named for name in (thing, f"{unit.id}/{thing}"))
    yield from (subject for subject in catalogue.powers_by_subject)
