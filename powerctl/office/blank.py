"""空白问题清单: the questions of a list as a form to be filled in by hand."""

from __future__ import annotations

from collections.abc import Sequence

from powerctl.messages import Words
from powerctl.office.paper import Block, Heading, Paper, Paragraph, Table, form
from powerctl.questions import AskedList

_SECTION = "checklist"


def blank(lists: Sequence[AskedList], words: Words) -> Paper:
    """One form for one person: a table a list, with room for the answer and what it rests on."""
    title = lists[0].label.in_(words.language) if len(lists) == 1 else ""
    known = [("about", lists[0].name if lists else ""), ("answered_by", ""), ("day", "")]
    blocks: list[Block] = [form(*((words.text(_SECTION, key), text) for key, text in known), columns=1)]
    for one in lists:
        if len(lists) > 1:
            blocks.append(Heading(one.label.in_(words.language)))
        blocks.append(_questions(one, words))
    blocks.append(Paragraph(words.text(_SECTION, "sign"), flush=True))
    language = "zh-CN" if words.language == "zh" else "en"
    return Paper(words.text(_SECTION, "blank_title", label=title).strip(), tuple(blocks), language=language)


def _questions(one: AskedList, words: Words) -> Table:
    head = ("number", "column_question", "column_answer", "column_evidence")
    rows = (
        (str(number), asked.text.in_(words.language), words.text(_SECTION, "blank_answer"), "")
        for number, asked in enumerate(one.questions, 1)
    )
    return Table((tuple(words.text(_SECTION, key) for key in head), *rows), (0.09, 0.46, 0.2, 0.25))
