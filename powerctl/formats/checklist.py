"""Question lists with their answers: tables for people and papers, ids and answers for machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from powerctl.formats.dump import dump
from powerctl.formats.markdown import escaped
from powerctl.formats.tables import TABLE_FORMATS
from powerctl.messages import Words
from powerctl.questions import Asked, AskedList, Verdict
from powerctl.table import Paper, Table, Word

SECTION = "checklist"
Told = Sequence[tuple[str, str, Sequence[AskedList]]]  # the catalogue's id and name, its lists


def text(told: Told, words: Words) -> str:
    """A table a list, and the count."""
    return _tables(told, words, "text") + "\n" + _total(told, words) + "\n"


def markdown(told: Told, words: Words) -> str:
    """The same as Markdown."""
    return _tables(told, words, "markdown") + "\n**" + escaped(_total(told, words)) + "**\n"


def as_json(told: Told, _words: Words) -> str:
    """Every question with its answer; the same in every language."""
    lists = [_data(catalogue, one) for catalogue, _, entries in told for one in entries]
    summary = {verdict.value: _count(told, verdict) for verdict in Verdict}
    return dump({"version": 1, "lists": lists, "summary": summary})


FORMATS: Mapping[str, Callable[[Told, Words], str]] = {"text": text, "json": as_json, "markdown": markdown}


def _tables(told: Told, words: Words, form: str) -> str:
    papers = (
        Paper(SECTION, Word(name), tuple(_table(one, words) for one in lists), sum(len(one.questions) for one in lists))
        for _, name, lists in told
        if lists
    )
    return "\n".join(TABLE_FORMATS[form](paper, SECTION, words) for paper in papers)


def _table(one: AskedList, words: Words) -> Table:
    counts = {"open": one.count(Verdict.OPEN), "other": one.count(Verdict.OTHER) or ""}
    facts = {"name": one.name, "label": one.label.in_(words.language), **counts}
    answered = len(one.questions) - one.count(Verdict.OPEN)
    title = Word(words.text(SECTION, "list", answered=answered, **facts))
    return Table(
        ("question", "answer", "state", "by", "evidence"), tuple(_row(asked, words) for asked in one.questions), title
    )


def _row(asked: Asked, words: Words) -> tuple[str | tuple[str, ...], ...]:
    answer = words.text(SECTION, asked.answer) if asked.answer else ""
    told = (asked.text.in_(words.language), answer, words.text(SECTION, asked.verdict))
    return (*told, f"{asked.by} {asked.on}".strip(), (asked.evidence, asked.note))


def _total(told: Told, words: Words) -> str:
    counts = {verdict.value: _count(told, verdict) for verdict in Verdict}
    return words.text(SECTION, "total" if any(counts.values()) else "nothing", **counts)


def _count(told: Told, verdict: Verdict) -> int:
    return sum(one.count(verdict) for _, _, lists in told for one in lists)


def _data(catalogue: str, one: AskedList) -> dict[str, object]:
    questions = [
        {"question": asked.question, "good": asked.good, "verdict": asked.verdict.value, "answer": asked.answer,
         "by": asked.by, "on": asked.on, "evidence": asked.evidence, "note": asked.note}
        for asked in one.questions
    ]  # fmt: skip
    who = {"catalogue": catalogue, "unit": one.unit, "about": one.about}
    return {**who, "checklist": one.checklist, "questions": questions}
