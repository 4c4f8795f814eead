"""T601–T606: the tiers of a discretion benchmark cover what the law allows, once, from light to grave."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from math import inf

from powerctl.model.power import Discretion, Range, Tier
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.spans import Gap, gaps, is_empty, is_numbered, overlaps, spans
from powerctl.rules.wording import short

Facts = dict[str, Fact]


@rule("T601", Severity.ERROR, reach=Reach.UNIT)
def tiers_overlap(brief: Brief) -> Iterator[Hit]:
    """No amount but an end that two tiers share, such as 6 in 5–6 and 6–8, belongs to more than one tier."""
    for entry in _entries(brief):
        for earlier, later in overlaps(spans(entry.tiers)):
            facts: Facts = {
                "tier": later.tier.name,
                "other": earlier.tier.name,
                "low": _number(later.start.value),
                "high": _number(min(earlier.end.value, later.end.value)),
            }
            place = later.tier.ref.at("from")
            yield Hit(place, _facts(brief, entry) | facts, other=(earlier.tier.ref.at("to"), "same_here"))


@rule("T602", Severity.ERROR, reach=Reach.UNIT, start=Severity.ERROR, end=Severity.ERROR, point=Severity.ERROR)
def tiers_leave_a_gap(brief: Brief) -> Iterator[Hit]:
    """The tiers together cover the whole statutory range; tiers of one fixed amount each need not."""
    for entry in _entries(brief):
        limits, ordered = _limits(entry), spans(entry.tiers)
        if limits is not None and not all(span.is_fixed for span in ordered):
            for gap in gaps(ordered, limits, _is_whole(brief, entry)):
                yield _gap(brief, entry, gap)


def _gap(brief: Brief, entry: Discretion, gap: Gap) -> Hit:
    """Reported where the tier after the gap begins; there being none, where the last one ends."""
    facts = _facts(brief, entry) | {"low": _number(gap.start.value), "high": _number(gap.end.value)}
    edge = entry.ref.at("range", "min" if gap.before is None else "max")
    before = after = edge
    if gap.before is not None:
        before, facts["before"] = gap.before.tier.ref.at("to"), gap.before.tier.name
    if gap.after is not None:
        after, facts["after"] = gap.after.tier.ref.at("from"), gap.after.tier.name
    case = "start" if before is edge else "end" if after is edge else ""
    place, other = (before, after) if case == "end" else (after, before)
    note = "defined_here" if case else "same_here"
    return Hit(place, facts, "point" if gap.start.value == gap.end.value else case, other=(other, note))


@rule("T603", Severity.ERROR, reach=Reach.UNIT, below=Severity.ERROR)
def tier_leaves_the_statutory_range(brief: Brief) -> Iterator[Hit]:
    """No tier goes below the least or above the most that the law allows."""
    for entry in _entries(brief):
        limits = _limits(entry)
        if limits is not None:
            for tier in filter(is_numbered, entry.tiers):
                yield from _outside(brief, entry, tier, limits)


def _outside(brief: Brief, entry: Discretion, tier: Tier, limits: Range) -> Iterator[Hit]:
    """Once for each end of the range, however much of the tier lies beyond it."""
    least, most = _ends(limits)
    values = [(key, value) for key, value in (("from", tier.from_), ("to", tier.to)) if value is not None]
    below = [(key, value, "below", "min", least) for key, value in values if value < least]
    above = [(key, value, "", "max", most) for key, value in values if value > most]
    for key, value, case, end, limit in (*below[:1], *above[-1:]):
        facts: Facts = {"tier": tier.name, "value": _number(value), "limit": _number(limit)}
        other = (entry.ref.at("range", end), "defined_here")
        yield Hit(tier.ref.at(key), _facts(brief, entry) | facts, case, other=other)


@rule("T604", Severity.WARNING, reach=Reach.UNIT)
def too_few_tiers(brief: Brief) -> Iterator[Hit]:
    """A benchmark in numbers has as many tiers as the rulebook asks, not counting those without a number."""
    least = brief.rulebook.discretion.least_tiers
    for entry in _entries(brief):
        have = sum(map(is_numbered, entry.tiers))
        if have < least and _leaves_room(entry):
            facts: Facts = {"have": have, "least": least}
            yield Hit(entry.ref.at("tiers"), _facts(brief, entry) | facts, on_key=True)


def _leaves_room(entry: Discretion) -> bool:
    """Whether there is an amount to be tiered: not for a list of 不予处罚, not where the law fixes one amount."""
    limits = entry.range or Range()
    if limits.min is not None and limits.min == limits.max:
        return False
    return bool(entry.unit or entry.range or not entry.tiers or any(map(is_numbered, entry.tiers)))


@rule(
    "T605",
    Severity.ERROR,
    reach=Reach.UNIT,
    reversed=Severity.ERROR,
    reversed_range=Severity.ERROR,
    descending=Severity.ERROR,
)
def tiers_do_not_rise(brief: Brief) -> Iterator[Hit]:
    """Tiers stand from light to grave: neither end falls from one to the next, and each ends after it begins."""
    for entry in _entries(brief):
        yield from _reversed(brief, entry)
        tiers = [tier for tier in entry.tiers if is_numbered(tier) and not is_empty(tier)]
        falls = [hit for one, other in pairwise(tiers) for hit in _falls(brief, entry, one, other)]
        if len(falls) > 1 and len(falls) == len(tiers) - 1:
            yield Hit(entry.ref.at("tiers"), _facts(brief, entry), "descending", on_key=True)
        else:
            yield from falls


def _reversed(brief: Brief, entry: Discretion) -> Iterator[Hit]:
    least, most = _ends(entry.range or Range())
    if least > most:
        facts: Facts = {"low": _number(least), "high": _number(most)}
        yield Hit(entry.ref.at("range", "min"), _facts(brief, entry) | facts, "reversed_range")
    for tier in filter(is_empty, entry.tiers):
        facts = {"tier": tier.name, "low": _number(tier.from_ or 0), "high": _number(tier.to or 0)}
        yield Hit(tier.ref.at("from"), _facts(brief, entry) | facts, "reversed")


def _falls(brief: Brief, entry: Discretion, one: Tier, other: Tier) -> Iterator[Hit]:
    """The first end of the later tier that lies below that of the tier before it."""
    for key, before, after in (("from", one.from_, other.from_), ("to", one.to, other.to)):
        if before is not None and after is not None and after < before:
            facts: Facts = {"tier": other.name, "other": one.name, "key": key}
            facts |= {"value": _number(after), "before": _number(before)}
            place = other.ref.at(key)
            yield Hit(place, _facts(brief, entry) | facts, other=(one.ref.at(key), "same_here"))
            return


@rule("T606", Severity.WARNING, reach=Reach.UNIT, no_condition=Severity.WARNING)
def tiers_not_told_apart(brief: Brief) -> Iterator[Hit]:
    """Every tier, also one without a number, has a condition of its own."""
    for entry in _entries(brief):
        first: dict[str, Tier] = {}
        for tier in entry.tiers:
            condition = _bare(tier.when)
            known = first.setdefault(condition, tier)
            if not condition:
                yield Hit(tier.ref.at("when"), _facts(brief, entry) | {"tier": tier.name}, "no_condition")
            elif known is not tier:
                facts: Facts = {"tier": tier.name, "other": known.name, "when": short(tier.when)}
                other = (known.ref.at("when"), "first_here")
                yield Hit(tier.ref.at("when"), _facts(brief, entry) | facts, other=other)


def _bare(when: str) -> str:
    """The condition without blanks, capitals, full-width forms and the stop at its end."""
    return "".join(unicodedata.normalize("NFKC", when).casefold().split()).rstrip("。.;,、")


def _entries(brief: Brief) -> Iterator[Discretion]:
    """The benchmarks of powers in force; of one with a part refused (S002) nothing more can be said."""
    for power in powers_in_force(brief):
        taken = brief.catalogue.left_out.get(power.ref.file, ()) if power.discretion else ()
        for entry in power.discretion:
            path = entry.ref.path
            if not any(part[: len(path)] == path for part in taken):
                yield entry


def _limits(entry: Discretion) -> Range | None:
    """The statutory range, where an end of it is written and it can be kept to."""
    limits = entry.range or Range()
    least, most = _ends(limits)
    return None if limits == Range() or least > most else limits


def _ends(limits: Range) -> tuple[float, float]:
    return limits.min or 0, inf if limits.max is None else limits.max


def _is_whole(brief: Brief, entry: Discretion) -> bool:
    unit = brief.rulebook.discretion.units.get(entry.unit)
    return unit is not None and unit.whole


def _facts(brief: Brief, entry: Discretion) -> Facts:
    unit = brief.rulebook.discretion.units.get(entry.unit)
    return {"violation": short(entry.violation), "unit": entry.unit if unit is None else unit.label}


def _number(value: float) -> Fact:
    """As people write it: 5 and not 5.0; nothing for what has no end."""
    if value == inf:
        return ""
    return int(value) if value == int(value) else value
