"""M908, M909: what a matter needs before it is decided, and who may decide it from which amount on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powerctl.meetings import MEETING
from powerctl.model.decision import Decision, Item
from powerctl.model.duration import parse_duration
from powerctl.model.rulebook import Threshold
from powerctl.model.unit import Body, Named, Unit
from powerctl.naming import find, split_reference
from powerctl.periods import day, months_after
from powerctl.results import Hit, Severity
from powerctl.rules.registry import Brief, Reach, rule

_PERSONNEL = "personnel"  # the base rulebook's matter whose papers are taken back after the meeting
_YEAR = "year"


@rule(
    "M908", Severity.WARNING, reach=Reach.UNIT, dated=Severity.WARNING, sent=Severity.WARNING, recalled=Severity.WARNING
)
def paper_missing(brief: Brief) -> Iterator[Hit]:
    """The papers that a matter needs lay before the meeting, sent in time; those on people were taken back."""
    for decision in brief.catalogue.decisions:
        for item in decision.items:
            yield from _papers_missing(brief, decision, item)
        if decision.procedure == MEETING:
            yield from _sent_late(brief, decision)
            yield from _not_recalled(brief, decision)


def _papers_missing(brief: Brief, decision: Decision, item: Item) -> Iterator[Hit]:
    matter = brief.rulebook.matters.get(item.matter)
    known = brief.rulebook.meeting.papers
    there = {paper.type for paper in item.papers}
    for kind in matter.papers if matter is not None else ():
        if kind not in there:
            label = known[kind].label if kind in known else kind
            yield Hit(item.ref.at("papers"), {"item": item.title, "paper": label}, on_key=True)
    for paper in item.papers:
        if paper.on > decision.date:
            label = known[paper.type].label if paper.type in known else paper.type
            facts = {"item": item.title, "paper": label, "on": paper.on, "date": decision.date}
            yield Hit(paper.ref.at("on"), facts, "dated")


def _sent_late(brief: Brief, decision: Decision) -> Iterator[Hit]:
    limit = parse_duration(brief.rulebook.meeting.materials_before)
    sent, held = day(decision.materials_sent), day(decision.date)
    if limit is None or held is None:
        return
    facts = {"meeting": decision.name, "limit": brief.rulebook.meeting.materials_before, "on": decision.materials_sent}
    if sent is None or (held - sent).days < limit.shortest:
        yield Hit(decision.ref.at("materials_sent"), facts, "sent")


def _not_recalled(brief: Brief, decision: Decision) -> Iterator[Hit]:
    on_people = any(item.matter == _PERSONNEL for item in decision.items)
    recalled = decision.minutes is not None and decision.minutes.recalled
    if brief.rulebook.meeting.recall_personnel_papers and on_people and not recalled:
        yield Hit(decision.ref.at("minutes", "recalled"), {"meeting": decision.name}, "recalled")


@dataclass(frozen=True, slots=True)
class _Spent:
    """A matter with an amount: when, by whom it was decided, in which meeting."""

    decision: Decision
    item: Item
    amount: float
    unit: Unit
    decider: Named

    @property
    def body(self) -> str:
        """The id of whoever decided."""
        return self.decider.id

    @property
    def matter(self) -> tuple[str, str]:
        return self.unit.id, self.item.matter


@rule("M909", Severity.ERROR, reach=Reach.LEDGERS, alone=Severity.ERROR, split=Severity.ERROR)
def decided_elsewhere(brief: Brief) -> Iterator[Hit]:
    """A matter over a threshold is decided by the body it names, and is not split to stay under it."""
    for decision in brief.catalogue.decisions:
        decider = find(brief.catalogue, decision.unit, decision.body)
        for item in decision.items:
            if decider is not None and _is_decided_alone(brief, item, decider):
                yield Hit(decision.ref.at("body"), {"item": item.title, "by": decider.name}, "alone")
    parts: dict[tuple[str, str], list[_Spent]] = defaultdict(list)
    for spent in _amounts(brief):
        body = _body_for(_thresholds(brief, spent), spent, spent.amount)
        if body:
            yield Hit(spent.item.ref.at("amount"), _facts(spent, spent.amount, body))
        else:
            parts[spent.matter].append(spent)
    for matter in parts.values():
        yield from _split(brief, matter)


def _is_decided_alone(brief: Brief, item: Item, decider: Named) -> bool:
    matter = brief.rulebook.matters.get(item.matter)
    return matter is not None and matter.collective and not isinstance(decider, Body)


def _amounts(brief: Brief) -> Iterator[_Spent]:
    for decision in brief.catalogue.decisions:
        unit_id, _ = split_reference(decision.body, decision.unit)
        unit = brief.catalogue.units_by_id.get(unit_id)
        decider = find(brief.catalogue, decision.unit, decision.body)
        for item in decision.items if unit is not None and decider is not None else ():
            assert unit is not None and decider is not None
            if item.amount is not None and not _is_decided_alone(brief, item, decider):
                yield _Spent(decision, item, item.amount, unit, decider)


def _thresholds(brief: Brief, spent: _Spent) -> list[Threshold]:
    """The thresholds of the matter that name a body of the unit, lowest first."""
    matter = brief.rulebook.matters.get(spent.item.matter)
    bodies = {body.id for body in spent.unit.bodies}
    found = (
        threshold
        for threshold in (matter.thresholds if matter is not None else ())
        if threshold.body in bodies and (not threshold.unit_types or spent.unit.type in threshold.unit_types)
    )
    return sorted(found, key=lambda threshold: threshold.amount)


def _body_for(thresholds: Sequence[Threshold], spent: _Spent, amount: float) -> str:
    """The body that had to decide so much and did not; "" where all is well. A body for more may decide less."""
    reached = [index for index, threshold in enumerate(thresholds) if amount >= threshold.amount]
    if not reached or spent.body in {threshold.body for threshold in thresholds[reached[-1] :]}:
        return ""
    return thresholds[reached[-1]].body


def _split(brief: Brief, parts: Sequence[_Spent]) -> Iterator[Hit]:
    """Matters of one payee or project, each under the threshold, that pass it together within the rulebook's time."""
    ordered = sorted(parts, key=lambda spent: (spent.decision.date, spent.item.id))
    for index, last in enumerate(ordered):
        earlier = [spent for spent in ordered[:index] if _belongs(brief, spent, last)]
        body = _together(brief, last, earlier)
        # What the right body has decided is no part of a split.
        earlier = [spent for spent in earlier if spent.body != body]
        if body and body == _together(brief, last, earlier):
            facts = _facts(last, _total(last, earlier), body) | {"count": len(earlier) + 1}
            yield Hit(last.item.ref.at("amount"), facts, "split", (earlier[0].item.ref.at("amount"), "first_part"))


def _together(brief: Brief, last: _Spent, earlier: Sequence[_Spent]) -> str:
    """The body that had to decide the parts together; "" where there are none or nobody had to."""
    return _body_for(_thresholds(brief, last), last, _total(last, earlier)) if earlier else ""


def _total(last: _Spent, earlier: Sequence[_Spent]) -> float:
    return last.amount + sum(spent.amount for spent in earlier)


def _belongs(brief: Brief, earlier: _Spent, last: _Spent) -> bool:
    """Whether two matters count as one: the same payee or project, in one year or within the months of the rulebook."""
    one, other = earlier.item, last.item
    same = (one.payee and one.payee == other.payee) or (one.project and one.project == other.project)
    yearly = any(threshold.per == _YEAR for threshold in _thresholds(brief, last))
    if yearly and earlier.decision.date[:4] == last.decision.date[:4]:
        return True
    start, end = day(earlier.decision.date), day(last.decision.date)
    months = brief.rulebook.meeting.split_within_months
    return bool(same and months and start and end and end <= months_after(start, months))


def _facts(spent: _Spent, amount: float, body: str) -> dict[str, str | int | float]:
    name = next(entry.name for entry in spent.unit.bodies if entry.id == body)
    shown = f"{amount:,.2f}".removesuffix(".00")
    return {"item": spent.item.title, "amount": shown, "body": name, "by": spent.decider.name}
