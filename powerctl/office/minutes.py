"""重大事项集体决策会议纪要: the record of a meeting in one format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from powerctl.messages import Words
from powerctl.model.decision import Ballot, Decision, Item
from powerctl.model.rulebook import Rulebook
from powerctl.office.days import ordinal, written
from powerctl.office.paper import Block, Heading, Paper, Paragraph, Table, form

_SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A decision with what its minutes need: the rulebook's words, who a reference means, the numbers of people."""

    decision: Decision
    rulebook: Rulebook
    body: str
    name: Callable[[str], str]
    due: int
    present: int
    words: Words

    def text(self, key: str, **facts: object) -> str:
        """A sentence of the minutes."""
        return self.words.text("minutes", key, **facts)

    def term(self, terms: str, key: str) -> str:
        """A word of the rulebook's ``meeting`` section, in the language of the paper."""
        term = getattr(self.rulebook.meeting, terms).get(key)
        if term is None:
            return key
        return str(term.en if self.words.language == "en" and term.en else term.label)

    def names(self, references: tuple[str, ...]) -> str:
        """People, one after the other."""
        return self.text("list").join(map(self.name, references))


def minutes(meeting: Meeting) -> Paper:
    """The minutes; of a secret ballot the numbers alone, never who said what."""
    decision = meeting.decision
    blocks: list[Block] = [_attendance(meeting)]
    for number, item in enumerate(decision.items, 1):
        blocks.append(Heading(f"{ordinal(number, meeting.words.language)}{item.title}"))
        blocks += _item(meeting, item)
    if decision.ratified is not None:
        on = written(decision.ratified.on, meeting.words.language)
        blocks.append(Paragraph(meeting.text("ratified", by=meeting.name(decision.ratified.by), on=on)))
    if decision.minutes is not None and decision.minutes.distribution:
        sent = meeting.text("list").join(decision.minutes.distribution)
        blocks.append(Paragraph(meeting.text("sent_to", whom=sent), flush=True))
    reference = decision.minutes.number if decision.minutes is not None else ""
    language = "zh-CN" if meeting.words.language == "zh" else "en"
    return Paper(meeting.text("title", body=meeting.body), tuple(blocks), reference, language=language)


def _attendance(meeting: Meeting) -> Table:
    decision, language = meeting.decision, meeting.words.language
    away = (
        meeting.text("away", who=meeting.name(entry.post), reason=entry.reason, written=entry.written)
        for entry in decision.absent
    )
    known = (
        ("meeting", decision.name),
        ("date", written(decision.date, language)),
        ("place", decision.place),
        ("chair", meeting.name(decision.chair) if decision.chair else ""),
        ("recorder", meeting.name(decision.recorder) if decision.recorder else ""),
        ("people", meeting.text("counted", due=meeting.due, present=meeting.present)),
        ("present", meeting.names(decision.present)),
        ("absent", meeting.text("list").join(away)),
        ("observers", meeting.names(decision.observers)),
    )
    return form(*((meeting.text(key), text) for key, text in known if text), columns=1)


def _item(meeting: Meeting, item: Item) -> Iterator[Block]:
    yield Paragraph(_facts(meeting, item))
    secret = item.ballot is not None and item.ballot.mode == _SECRET
    if item.opinions and not secret:
        yield _opinions(meeting, item)
    if item.ballot is not None:
        yield Paragraph(_votes(meeting, item.ballot))
    result = meeting.term("results", item.result) if item.result else ""
    if item.resolution or result:
        yield Paragraph(meeting.text("resolved", result=result, text=item.resolution.rstrip("。")))
    for entry in item.follow_up:
        until = written(entry.deadline, meeting.words.language)
        done = written(entry.done, meeting.words.language)
        facts = {"owner": meeting.name(entry.owner), "until": until, "done": done, "note": entry.note}
        yield Paragraph(meeting.text("follow_up", **facts))


def _facts(meeting: Meeting, item: Item) -> str:
    matter = meeting.rulebook.matters.get(item.matter)
    label = (matter.en if meeting.words.language == "en" and matter.en else matter.label) if matter else item.matter
    return meeting.text(
        "facts",
        matter=label,
        amount=f"{item.amount:,.2f}".removesuffix(".00") if item.amount is not None else "",
        proposed_by=meeting.name(item.proposed_by) if item.proposed_by else "",
        in_charge=meeting.name(item.in_charge) if item.in_charge else "",
        papers=meeting.text("list").join(meeting.term("papers", paper.type) for paper in item.papers),
        recused=meeting.names(item.recused),
    )


def _opinions(meeting: Meeting, item: Item) -> Table:
    head = tuple(meeting.text(key) for key in ("order", "member", "stance", "reason"))
    rows = (
        (str(at), meeting.name(entry.post), meeting.term("stances", entry.stance), entry.reason)
        for at, entry in enumerate(item.opinions, 1)
    )
    return Table((head, *rows), (0.1, 0.28, 0.14, 0.48))


def _votes(meeting: Meeting, ballot: Ballot) -> str:
    mode = meeting.term("ballots", ballot.mode)
    counted = {"yes": ballot.yes, "no": ballot.no, "abstain": ballot.abstain, "invalid": ballot.invalid or ""}
    return meeting.text("votes", mode=mode, **counted)
