"""议事: pure questions to the record of a meeting: who was due, who was there, what the votes come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from powerctl.model.catalogue import Catalogue
from powerctl.model.decision import Ballot, Decision, Item
from powerctl.model.rulebook import Quorum
from powerctl.model.unit import Body
from powerctl.naming import find, split_reference

MEETING = "meeting"
EMERGENCY = "emergency"
SECRET = "secret"
PASSED = "passed"
AGREE, DISAGREE = "agree", "disagree"

Member = tuple[str, str]  # the unit's id and the post's


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was due (应到) and who of them was there (实到), each in the order of the record."""

    due: tuple[Member, ...]
    present: tuple[Member, ...]

    def base(self, quorum: Quorum) -> int:
        """How many people the share is taken of."""
        return len(self.present if quorum.base == "present" else self.due)


def member(decision: Decision, reference: str) -> Member:
    """Whom a reference in a record means."""
    return split_reference(reference, decision.unit)


def attendance(catalogue: Catalogue, decision: Decision) -> Attendance:
    """Who was due, as the record says, else the body's members; present are those of them who were there."""
    due = tuple(dict.fromkeys(member(decision, text) for text in decision.due or _members(catalogue, decision)))
    there = {member(decision, text) for text in decision.present}
    return Attendance(due, tuple(who for who in due if who in there))


def voters(decision: Decision, item: Item, there: Attendance) -> tuple[Member, ...]:
    """Who could speak and vote on a matter: those present but for those who withdrew from it."""
    recused = {member(decision, text) for text in item.recused}
    return tuple(who for who in there.present if who not in recused)


def needed(quorum: Quorum, base: int) -> int:
    """The least number of people that reaches the share of ``base``: ⌈2/3·9⌉ = 6, more than a half of 9 = 5."""
    share = Fraction(quorum.share) * base
    whole = share.numerator // share.denominator
    if quorum.more:
        return whole + 1
    return whole if share == whole else whole + 1


def is_reached(quorum: Quorum, count: int, base: int) -> bool:
    """Whether so many people reach the share of ``base``; of nobody nothing is reached."""
    return base > 0 and count >= needed(quorum, base)


def cast(ballot: Ballot) -> int:
    """How many votes were cast, invalid ones among them."""
    return ballot.yes + ballot.no + ballot.abstain + ballot.invalid


def stances(item: Item) -> Counter[str]:
    """How many members took each stance."""
    return Counter(opinion.stance for opinion in item.opinions)


def last_speaker(catalogue: Catalogue, decision: Decision, there: Attendance) -> Member | None:
    """Who had to speak last: the chief of the body's unit if present, else whoever chaired the meeting."""
    unit_id, _ = split_reference(decision.body, decision.unit)
    unit = catalogue.units_by_id.get(unit_id)
    chief = (unit_id, unit.chief.id) if unit is not None and unit.chief is not None else None
    if chief in there.present:
        return chief
    return member(decision, decision.chair) if decision.chair else None


def _members(catalogue: Catalogue, decision: Decision) -> tuple[str, ...]:
    body = find(catalogue, decision.unit, decision.body)
    if not isinstance(body, Body):
        return ()
    unit, _ = split_reference(decision.body, decision.unit)
    return tuple("/".join(split_reference(text, unit)) for text in body.members)
