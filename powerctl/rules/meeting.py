"""M901–M907: who has to be at a meeting, who speaks when, and what the votes come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from powerctl import meetings
from powerctl.meetings import Attendance, attendance, voters
from powerctl.model.decision import Ballot, Decision, Item
from powerctl.model.duration import parse_duration
from powerctl.model.place import Ref
from powerctl.model.rulebook import Quorum, Rulebook
from powerctl.naming import find, has_role, is_outside, posts_behind, split_reference
from powerctl.periods import day
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.registry import Brief, Reach, rule

Facts = Mapping[str, Fact]


@rule("M901", Severity.ERROR, reach=Reach.UNIT)
def quorum_missed(brief: Brief) -> Iterator[Hit]:
    """So many members were there as the rulebook's quorum asks."""
    quorum = brief.rulebook.meeting.quorum
    for decision, there in _meetings(brief) if quorum is not None else ():
        assert quorum is not None
        if there.due and not meetings.is_reached(quorum, len(there.present), len(there.due)):
            wanted = meetings.needed(quorum, len(there.due))
            people: Facts = {"due": len(there.due), "present": len(there.present), "needed": wanted}
            yield Hit(decision.ref.at("present"), {"meeting": decision.name, "share": quorum.share, **people})


@rule("M902", Severity.ERROR, reach=Reach.UNIT, against=Severity.ERROR, uncounted=Severity.ERROR)
def passed_without_majority(brief: Brief) -> Iterator[Hit]:
    """A matter passes with the rulebook's majority, and only then; what passed was voted on."""
    majority = brief.rulebook.meeting.majority
    for decision, item in _items(brief) if majority is not None else ():
        assert majority is not None
        yield from _not_as_voted(item, majority, attendance(brief.catalogue, decision))


def _not_as_voted(item: Item, majority: Quorum, there: Attendance) -> Iterator[Hit]:
    ballot, base = item.ballot, there.base(majority)
    passed = item.result == meetings.PASSED
    if ballot is None:
        if passed:
            yield Hit(item.ref.at("result"), {"item": item.title}, "uncounted")
        return
    reached = meetings.is_reached(majority, ballot.yes, base)
    if item.result and reached != passed:
        counted: Facts = {"yes": ballot.yes, "base": base, "needed": meetings.needed(majority, base)}
        facts: Facts = {"item": item.title, "result": item.result, **counted}
        yield Hit(item.ref.at("result"), facts, "" if passed else "against", (ballot.ref.at("yes"), "votes"))


@rule("M903", Severity.ERROR, reach=Reach.UNIT)
def chief_not_last(brief: Brief) -> Iterator[Hit]:
    """Where the chief speaks last (末位表态), nobody speaks after the chief, or the chair if the chief is away."""
    if not brief.rulebook.chief.speaks_last:
        return
    for decision, there in _meetings(brief):
        last = meetings.last_speaker(brief.catalogue, decision, there)
        for item in decision.items:
            for opinion in item.opinions[:-1]:
                if meetings.member(decision, opinion.post) == last:
                    facts = {"item": item.title, "post": _name(brief, decision, opinion.post)}
                    after = item.opinions[-1]
                    facts["after"] = _name(brief, decision, after.post)
                    yield Hit(opinion.ref.at("post"), facts, other=(after.ref.at("post"), "spoke_later"))


@rule("M904", Severity.ERROR, reach=Reach.UNIT, reason=Severity.ERROR, stance=Severity.ERROR, absent=Severity.ERROR)
def view_missing(brief: Brief) -> Iterator[Hit]:
    """Every member at the meeting gives a view in the rulebook's words, with a reason where it asks for one."""
    asks = brief.rulebook.meeting
    for decision, there in _meetings(brief):
        for item in decision.items:
            said = {meetings.member(decision, opinion.post) for opinion in item.opinions}
            for who in voters(decision, item, there):
                if who not in said:
                    facts = {"item": item.title, "post": _name(brief, decision, "/".join(who))}
                    yield Hit(item.ref.at("opinions"), facts, on_key=True)
            for opinion in item.opinions:
                facts = {"item": item.title, "post": _name(brief, decision, opinion.post)}
                if meetings.member(decision, opinion.post) not in there.present:
                    yield Hit(opinion.ref.at("post"), facts, "absent")
                if opinion.stance not in asks.stances:
                    words = {"stance": opinion.stance, "known": " ".join(asks.stances)}
                    yield Hit(opinion.ref.at("stance"), facts | words, "stance")
                if asks.reasons and not opinion.reason:
                    yield Hit(opinion.ref.at("reason"), facts, "reason")


@rule("M905", Severity.ERROR, reach=Reach.LEDGERS, unnamed=Severity.ERROR, observer=Severity.ERROR)
def leader_in_charge_absent(brief: Brief) -> Iterator[Hit]:
    """Whoever is in charge of a matter is there when it is decided, and so are the observers the rulebook names."""
    for decision, there in _meetings(brief):
        yield from _without_observer(brief, decision)
        for item in decision.items if brief.rulebook.meeting.in_charge_present else ():
            ref, leader = _in_charge(brief, decision, item)
            facts = {"item": item.title, "post": _name(brief, decision, leader)}
            if not leader:
                yield Hit(item.ref.at("in_charge"), facts, "unnamed")
            elif not is_outside(leader) and meetings.member(decision, leader) not in there.present:
                yield Hit(ref, facts)


def _in_charge(brief: Brief, decision: Decision, item: Item) -> tuple[Ref, str]:
    """Who is in charge of a matter: as the record says, else as its power does; and where that stands."""
    if item.in_charge or not item.power:
        return item.ref.at("in_charge"), item.in_charge
    unit, name = split_reference(item.power, decision.unit)
    power = brief.catalogue.powers_by_subject.get(f"{unit}/{name}")
    leader = "/".join(split_reference(power.in_charge, unit)) if power is not None and power.in_charge else ""
    return item.ref.at("power"), leader


def _without_observer(brief: Brief, decision: Decision) -> Iterator[Hit]:
    """The meeting without anybody of a role that must attend; a named outsider stands for any role."""
    roles = brief.rulebook.roles
    people = [
        holder
        for text in (*decision.present, *decision.observers)
        for holder in posts_behind(brief.catalogue, decision.unit, text)
    ]
    for role_id in brief.rulebook.meeting.observers:
        if role_id in roles and not any(has_role(roles[role_id], role_id, holder) for holder in people):
            facts = {"meeting": decision.name, "role": roles[role_id].label}
            yield Hit(decision.ref.at("observers"), facts, "observer", on_key=True)


@rule("M906", Severity.ERROR, reach=Reach.UNIT, unratified=Severity.ERROR, late=Severity.ERROR)
def substitute_for_meeting(brief: Brief) -> Iterator[Hit]:
    """Neither circulation nor a chat takes the place of a meeting; emergencies are ratified in time."""
    asks = brief.rulebook.meeting
    for decision in brief.catalogue.decisions:
        if decision.procedure in asks.substitutes:
            way = asks.substitutes[decision.procedure].label
            yield Hit(decision.ref.at("procedure"), {"meeting": decision.name, "way": way})
        elif decision.procedure == meetings.EMERGENCY:
            yield from _not_ratified_in_time(decision, asks.ratify_within, brief.as_of)


def _not_ratified_in_time(decision: Decision, within: str, as_of: date) -> Iterator[Hit]:
    limit, held = parse_duration(within), day(decision.date)
    if limit is None or held is None:
        return
    ratified = decision.ratified
    until = day(ratified.on) if ratified is not None else as_of
    if until is not None and (until - held).days > limit.longest:
        facts = {"meeting": decision.name, "limit": within}
        if ratified is None:
            yield Hit(decision.ref.at("ratified"), facts, "unratified", on_key=True)
        else:
            yield Hit(ratified.ref.at("on"), facts | {"on": ratified.on}, "late")


@rule(
    "M907",
    Severity.ERROR,
    reach=Reach.UNIT,
    stances=Severity.ERROR,
    stranger=Severity.ERROR,
    unaccounted=Severity.ERROR,
    both=Severity.ERROR,
    mode=Severity.WARNING,
)
def votes_and_people_differ(brief: Brief) -> Iterator[Hit]:
    """Votes are as many as voters and as the views recorded; everyone due is present or absent, nobody else votes."""
    for decision in brief.catalogue.decisions:
        there = attendance(brief.catalogue, decision)
        yield from _people_unclear(brief, decision, there)
        for item in decision.items:
            if item.ballot is not None:
                yield from _votes_unclear(decision, item, item.ballot, there)
                yield from _other_ballot(brief, item, item.ballot)


def _people_unclear(brief: Brief, decision: Decision, there: Attendance) -> Iterator[Hit]:
    absent = {meetings.member(decision, entry.post): entry.ref for entry in decision.absent}
    for index, text in enumerate(decision.present):
        who, facts = meetings.member(decision, text), {"post": _name(brief, decision, text)}
        if there.due and who not in there.due:
            yield Hit(decision.ref.at("present", index), facts, "stranger")
        if who in absent:
            yield Hit(absent[who].at("post"), facts, "both", (decision.ref.at("present", index), "present_here"))
    for who in there.due if decision.present else ():
        if who not in there.present and who not in absent:
            facts = {"post": _name(brief, decision, "/".join(who))}
            yield Hit(decision.ref.at("absent"), facts, "unaccounted", on_key=True)


def _votes_unclear(decision: Decision, item: Item, ballot: Ballot, there: Attendance) -> Iterator[Hit]:
    who = voters(decision, item, there)
    if who and meetings.cast(ballot) != len(who):
        facts: Facts = {"item": item.title, "cast": meetings.cast(ballot), "voters": len(who)}
        yield Hit(item.ref.at("ballot"), facts)
    elif ballot.mode != meetings.SECRET and len(item.opinions) == len(who) > 0:
        count = meetings.stances(item)
        said = {"agree": count[meetings.AGREE], "disagree": count[meetings.DISAGREE]}
        if (ballot.yes, ballot.no) != (said["agree"], said["disagree"]):
            facts = {"item": item.title, "yes": ballot.yes, "no": ballot.no, **said}
            yield Hit(item.ref.at("ballot"), facts, "stances", (item.ref.at("opinions"), "views"))


def _other_ballot(brief: Brief, item: Item, ballot: Ballot) -> Iterator[Hit]:
    """A matter has the ballot that the rulebook names for it; otherwise any open one, and a secret one where it may."""
    ballots, wanted = brief.rulebook.meeting.ballots, _wanted_ballot(brief.rulebook, item, ballot)
    if wanted in ballots and ballot.mode != wanted:
        mode = ballots[ballot.mode].label if ballot.mode in ballots else ballot.mode
        facts = {"item": item.title, "mode": mode, "wanted": ballots[wanted].label}
        yield Hit(ballot.ref.at("mode"), facts, "mode")


def _wanted_ballot(rulebook: Rulebook, item: Item, ballot: Ballot) -> str:
    """The ballot to hold against the one taken; empty where that one will do."""
    matter, usual = rulebook.matters.get(item.matter), rulebook.meeting.default_ballot
    if matter is not None and matter.ballot:
        return matter.ballot
    may_be_secret = matter is not None and matter.secret_ballot
    return "" if ballot.mode != meetings.SECRET or may_be_secret else usual


def _meetings(brief: Brief) -> Iterator[tuple[Decision, Attendance]]:
    """The records of real meetings; what was decided in another way is told by M906 alone."""
    for decision in brief.catalogue.decisions:
        if decision.procedure == meetings.MEETING:
            yield decision, attendance(brief.catalogue, decision)


def _items(brief: Brief) -> Iterator[tuple[Decision, Item]]:
    return ((decision, item) for decision, _ in _meetings(brief) for item in decision.items)


def _name(brief: Brief, decision: Decision, reference: str) -> str:
    thing = find(brief.catalogue, decision.unit, reference) if reference else None
    return thing.name if thing is not None else reference
