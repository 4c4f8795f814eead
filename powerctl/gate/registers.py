"""Laws, decisions, adjustments and the list of what is withheld, as readers see them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from powerctl.gate.sight import Sight, is_within
from powerctl.gate.words import Words, known_term, term
from powerctl.model.adjustment import Adjustment
from powerctl.model.basis import Law
from powerctl.model.decision import Ballot, Decision, Item
from powerctl.model.disclosure import Disclosure, Withheld
from powerctl.naming import split_reference
from powerctl.parts import keys_of
from powerctl.public.power import PublicPower
from powerctl.public.register import (
    PublicAdjustedPower,
    PublicAdjustment,
    PublicBallot,
    PublicDecision,
    PublicFollowUp,
    PublicItem,
    PublicLaw,
    PublicWithheld,
)
from powerctl.public.terms import PublicBasis


def project_laws(words: Words, powers: Iterable[PublicPower]) -> Iterator[PublicLaw]:
    """The laws that powers which readers see are founded on, and those that came after them."""
    cited = {basis.law for power in powers for basis in _bases(power)}
    for law in sorted(words.catalogue.laws.laws, key=lambda law: law.id):
        if law.id in cited:
            yield _law(words, law, cited)


def _bases(power: PublicPower) -> Iterator[PublicBasis]:
    yield from power.basis
    yield from (entry.basis for entry in power.discretion if entry.basis is not None)


def _law(words: Words, law: Law, cited: Container[str]) -> PublicLaw:
    return PublicLaw(
        id=law.id,
        title=law.title,
        rank=known_term(words.rulebook.ranks, law.rank),
        number=law.number,
        issuer=law.issuer,
        issued=law.issued,
        effective=law.effective,
        amended=law.amended,
        repealed=law.repealed,
        superseded_by=law.superseded_by if law.superseded_by in cited else "",
        url=law.url,
    )


def project_decisions(words: Words, powers: Container[str], rank: int) -> Iterator[PublicDecision]:
    """The meetings of units that are shown, with the matters whose own scope reaches the readers; without any, none."""
    sight = Sight(words.shown, "decision")
    for decision in words.catalogue.decisions:
        if words.shows_unit(decision.unit) and sight.shows_it():
            items = tuple(_items(words, decision, powers, rank))
            if items:
                yield _decision(words, sight, decision, items)


def _decision(words: Words, sight: Sight, decision: Decision, items: tuple[PublicItem, ...]) -> PublicDecision:
    unit = decision.unit
    return PublicDecision(
        id=decision.id,
        unit=unit,
        name=decision.name,
        body=words.party(unit, sight.of("body", decision.body, "")),
        chair=words.party(unit, sight.of("chair", decision.chair, "")),
        due=words.parties(unit, sight.of("due", decision.due, ())),
        present=words.parties(unit, sight.of("present", decision.present, ())),
        items=items,
        **sight.plain(decision, ("date", "procedure")),
    )


def _items(words: Words, decision: Decision, powers: Container[str], rank: int) -> Iterator[PublicItem]:
    """The matters that are shown; one about a power that is not goes with it."""
    sight = Sight(words.shown, "item")
    scopes = words.rulebook.disclosure.scopes
    for item in decision.items:
        power = "/".join(split_reference(item.power, decision.unit)) if item.power else ""
        if sight.shows_it() and is_within(scopes.get(item.scope), rank) and (not power or power in powers):
            yield _item(words, sight, decision.unit, item, power)


def _item(words: Words, sight: Sight, unit: str, item: Item, power: str) -> PublicItem:
    asks = words.rulebook.meeting
    return PublicItem(
        id=item.id,
        title=item.title,
        matter=term(words.rulebook.matters, sight.of("matter", item.matter, "")),
        power=sight.of("power", power, ""),
        proposed_by=words.party(unit, sight.of("proposed_by", item.proposed_by, "")),
        in_charge=words.party(unit, sight.of("in_charge", item.in_charge, "")),
        ballot=_ballot(words, sight.of("ballot", item.ballot, None)),
        result=term(asks.results, sight.of("result", item.result, "")),
        follow_up=tuple(_follow_up(words, sight, unit, item)),
        **sight.plain(item, ("amount", "payee", "project", "resolution")),
    )


def _ballot(words: Words, ballot: Ballot | None) -> PublicBallot | None:
    if ballot is None:
        return None
    return PublicBallot(
        mode=known_term(words.rulebook.meeting.ballots, ballot.mode),
        yes=ballot.yes,
        no=ballot.no,
        abstain=ballot.abstain,
        invalid=ballot.invalid,
    )


def _follow_up(words: Words, sight: Sight, unit: str, item: Item) -> Iterator[PublicFollowUp]:
    for entry in sight.of("follow_up", item.follow_up, ()):
        owner = words.party(unit, entry.owner)
        if owner is not None:
            yield PublicFollowUp(owner=owner, deadline=entry.deadline, done=entry.done)


def project_adjustments(words: Words, powers: Container[str]) -> Iterator[PublicAdjustment]:
    """The notes of which readers see every power: their prose speaks of all of them."""
    sight = Sight(words.shown, "adjustment")
    for note in words.catalogue.adjustments:
        if words.shows_unit(note.unit) and sight.shows_it():
            adjusted = tuple(_adjusted(words, note))
            units = words.catalogue.units_by_id
            named = (one for entry in adjusted for one in (entry.power, *entry.to))
            if all(one in powers or one in units for one in named):
                yield _adjustment(words, sight, note, adjusted)


def _adjusted(words: Words, note: Adjustment) -> Iterator[PublicAdjustedPower]:
    for entry in note.powers:
        yield PublicAdjustedPower(
            power=_subject(words, entry.power, note.unit),
            action=known_term(words.rulebook.adjustment.actions, entry.action),
            to=tuple(_subject(words, one, note.unit) for one in entry.to),
        )


def _subject(words: Words, reference: str, unit: str) -> str:
    """``unit/power``, or the id of a unit that took the power over."""
    subject = "/".join(split_reference(reference, unit))
    is_unit = subject not in words.catalogue.powers_by_subject and reference in words.catalogue.units_by_id
    return reference if is_unit else subject


def _adjustment(
    words: Words, sight: Sight, note: Adjustment, powers: tuple[PublicAdjustedPower, ...]
) -> PublicAdjustment:
    return PublicAdjustment(
        id=note.id,
        unit=note.unit,
        title=note.title,
        cause=term(words.rulebook.adjustment.causes, sight.of("cause", note.cause, "")),
        powers=powers,
        **sight.plain(note, ("reason", "date", "arose", "approved_by", "filed_with", "filed_on")),
    )


def project_withheld(words: Words, powers: Container[str]) -> list[PublicWithheld]:
    """The list of what is kept back: parts of powers that readers see, and whole powers without their names."""
    entries: list[PublicWithheld] = []
    scopes = words.rulebook.disclosure.scopes
    for power in words.catalogue.powers:
        disclosure = power.disclosure
        if disclosure is None or not words.shows_unit(power.unit):
            continue
        scope = scopes.get(disclosure.scope)
        if scope is not None and scope.withheld:
            entries.append(_withheld(words, power.unit, disclosure))
        elif power.subject in powers:
            parts = ((keys_of(power, part.field), part) for part in disclosure.withheld)
            entries += [_withheld(words, power.unit, part, power.id, field) for field, part in parts]
    return sorted(entries, key=repr)


def _withheld(words: Words, unit: str, part: Disclosure | Withheld, power: str = "", field: str = "") -> PublicWithheld:
    basis = words.rulebook.disclosure.bases.get(part.basis)
    return PublicWithheld(
        unit=unit,
        power=power,
        field=field,
        basis=term(words.rulebook.disclosure.bases, part.basis),
        clause=basis.clause if basis else "",
        reason=part.reason,
        until=part.until,
    )
