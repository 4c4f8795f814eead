"""W011–W013: what goes with the level of a warning, whether the reply came in time, whether it was reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from powerctl.model.duration import Duration, parse_duration
from powerctl.model.place import Ref
from powerctl.model.rulebook import WarningLevel
from powerctl.model.warning import EarlyWarning
from powerctl.nearest import nearest
from powerctl.periods import day
from powerctl.results import Hit, Severity
from powerctl.rules.registry import Brief, Reach, rule

_CLOSED, _ESCALATED = "closed", "escalated"
_PASSED = "passed"
# How far a warning has come, and what must have happened by then.
_STEPS = {"issued": 1, "served": 2, "replied": 3, "reviewed": 4, _CLOSED: 4}


@rule("W011", Severity.ERROR, reach=Reach.UNIT, notice=Severity.ERROR, unknown=Severity.ERROR, missing=Severity.ERROR)
def level_and_measures_differ(brief: Brief) -> Iterator[Hit]:
    """Level, source, measures and notice are words of the rulebook, and those of one level go together."""
    for warning in brief.catalogue.warnings:
        yield from _unknown_words(brief, warning)
        level = brief.rulebook.warnings.levels.get(warning.level)
        if level is not None:
            yield from _unfitting_measures(brief, warning, level)
            yield from _unfitting_notice(brief, warning, level)


def _unknown_words(brief: Brief, warning: EarlyWarning) -> Iterator[Hit]:
    asks, ref = brief.rulebook.warnings, warning.ref
    words: list[tuple[Ref, str, Mapping[str, object]]] = [(ref.at("level"), warning.level, asks.levels)]
    words += [(ref.at("measures", index), text, asks.measures) for index, text in enumerate(warning.measures)]
    if warning.collected is not None:
        words.append((warning.collected.ref.at("source"), warning.collected.source, asks.sources))
        words.append((warning.collected.ref.at("proposed_level"), warning.collected.proposed_level, asks.levels))
    if warning.notice is not None:
        words.append((warning.notice.ref.at("type"), warning.notice.type, asks.notices))
    for place, text, known in words:
        if text and text not in known:
            facts = {"word": text, "nearest": nearest(text, known), "known": " ".join(sorted(known))}
            yield Hit(place, facts, "unknown")


def _unfitting_measures(brief: Brief, warning: EarlyWarning, level: WarningLevel) -> Iterator[Hit]:
    known = brief.rulebook.warnings.measures
    wanted = "、".join(known[measure].label for measure in level.measures if measure in known)
    for index, measure in enumerate(warning.measures if level.measures else ()):
        if measure in known and measure not in level.measures:
            facts = {"level": level.label, "measure": known[measure].label, "wanted": wanted}
            yield Hit(warning.ref.at("measures", index), facts)


def _unfitting_notice(brief: Brief, warning: EarlyWarning, level: WarningLevel) -> Iterator[Hit]:
    known = brief.rulebook.warnings.notices
    notice, wanted = warning.notice, known.get(level.notice)
    if wanted is None:
        return
    facts = {"level": level.label, "wanted": wanted.label}
    if notice is None:
        if warning.state in _STEPS:
            yield Hit(warning.ref.at("state"), facts, "missing")
    elif notice.type in known and notice.type != level.notice:
        yield Hit(notice.ref.at("type"), facts | {"notice": known[notice.type].label}, "notice")


@rule("W012", Severity.ERROR, reach=Reach.UNIT, late=Severity.WARNING, empty=Severity.WARNING)
def reply_overdue(brief: Brief) -> Iterator[Hit]:
    """A warning is answered within the rulebook's time after it was served, with causes and measures."""
    limit = parse_duration(brief.rulebook.warnings.reply_within)
    for warning in brief.catalogue.warnings:
        if limit is not None and warning.state != _ESCALATED:
            yield from _not_in_time(brief, warning, limit)
        reply = warning.reply
        if reply is not None and not (reply.causes and reply.measures):
            yield Hit(reply.ref.at("measures" if reply.causes else "causes"), {}, "empty")


def _not_in_time(brief: Brief, warning: EarlyWarning, limit: Duration) -> Iterator[Hit]:
    served = day(warning.notice.served) if warning.notice is not None else None
    if served is None or warning.notice is None:
        return
    due = last_day(served, limit)
    facts = {"served": warning.notice.served, "limit": brief.rulebook.warnings.reply_within, "due": due.isoformat()}
    if warning.reply is None:
        if brief.as_of > due:
            yield Hit(warning.notice.ref.at("served"), facts | {"days": (brief.as_of - due).days})
    elif warning.reply.on > due.isoformat():
        yield Hit(warning.reply.ref.at("on"), facts | {"on": warning.reply.on}, "late")


def last_day(served: date, limit: Duration) -> date:
    """The last day on which the answer is in time, for certain: a limit in working days is counted generously."""
    return served + timedelta(days=int(limit.longest))


@rule(
    "W013", Severity.WARNING, reach=Reach.UNIT, failed=Severity.ERROR, early=Severity.WARNING, nowhere=Severity.WARNING
)
def closed_without_review(brief: Brief) -> Iterator[Hit]:
    """A warning is closed after its reply was reviewed and passed; one that is escalated says to whom."""
    outcomes = brief.rulebook.review.outcomes
    for warning in brief.catalogue.warnings:
        review = warning.review
        if warning.state == _ESCALATED and not warning.escalated_to:
            yield Hit(warning.ref.at("state"), {}, "nowhere")
        if warning.state != _CLOSED and not warning.closed:
            continue
        if review is None:
            yield Hit(warning.ref.at("closed" if warning.closed else "state"), {})
        elif review.outcome != _PASSED:
            outcome = outcomes[review.outcome].label if review.outcome in outcomes else review.outcome
            yield Hit(review.ref.at("outcome"), {"outcome": outcome}, "failed")
        elif warning.closed and warning.closed < review.on:
            facts = {"closed": warning.closed, "reviewed": review.on}
            yield Hit(warning.ref.at("closed"), facts, "early")
