"""裁量阶次 as stretches of a scale: where two of them share more than an end, and what none of them covers.

Numbers are compared and never reckoned with: 0.3 stays the number that was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from powerctl.model.power import Range, Tier


class Cut(NamedTuple):
    """A place on the scale between numbers: just before a value, or just ``after`` it."""

    value: float
    after: bool


@dataclass(frozen=True, slots=True)
class Span:
    """What a tier covers; one without ``from`` begins at nothing, one without ``to`` has no end."""

    tier: Tier
    start: Cut
    end: Cut

    @property
    def is_fixed(self) -> bool:
        """Whether it is one amount and no stretch."""
        return self.start.value == self.end.value


@dataclass(frozen=True, slots=True)
class Gap:
    """What no tier covers, and the tiers on its two sides; None where the statutory range begins or ends."""

    start: Cut
    end: Cut
    before: Span | None
    after: Span | None


def is_numbered(tier: Tier) -> bool:
    """Whether the tier is on the scale; 警告 or 不予处罚, which say no number, stand apart from it."""
    return tier.from_ is not None or tier.to is not None


def is_empty(tier: Tier) -> bool:
    """Whether no number lies in the tier: it ends before it begins, or is one value without that value."""
    start, end = _cuts(tier)
    return start >= end


def spans(tiers: Iterable[Tier]) -> list[Span]:
    """The numbered tiers from the smallest up; an empty one is taken for what lies between its two values."""
    found = [_span(tier) for tier in tiers if is_numbered(tier)]
    return sorted(found, key=lambda span: (span.start, span.end))


def overlaps(ordered: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Each span that begins before an earlier one has ended; a shared end alone is how tables are written."""
    for furthest, span in zip(_furthest(ordered), ordered[1:], strict=False):
        if span.start.value < furthest.end.value:
            yield furthest, span


def gaps(ordered: Sequence[Span], limits: Range, whole: bool) -> Iterator[Gap]:
    """What of the range the spans leave out; on a scale of ``whole`` numbers nothing lies between 7 and 8."""
    reach, before = _bottom(limits), None
    top = Cut(inf if limits.max is None else limits.max, True)
    for span in ordered:
        if span.start >= top:
            break
        if _settled(span.start, whole) > _settled(reach, whole):
            yield Gap(reach, span.start, before, span)
        if span.end > reach:
            reach, before = span.end, span
    if before is not None and limits.max is not None and _settled(top, whole) > _settled(reach, whole):
        yield Gap(reach, top, before, None)


def _bottom(limits: Range) -> Cut:
    """Where the range begins; from nothing up, whether nothing itself is in it is all one."""
    return Cut(limits.min, False) if limits.min else Cut(0, True)


def _settled(cut: Cut, whole: bool) -> Cut:
    """The same cut, said by the next whole number where there are no others."""
    return Cut(cut.value + 1, False) if whole and cut.after else cut


def _furthest(ordered: Iterable[Span]) -> Iterator[Span]:
    """For each span the one that reaches furthest, of it and those before it."""
    furthest: Span | None = None
    for span in ordered:
        furthest = span if furthest is None or span.end > furthest.end else furthest
        yield furthest


def _span(tier: Tier) -> Span:
    start, end = _cuts(tier)
    if start < end:
        return Span(tier, start, end)
    return Span(tier, Cut(end.value, False), Cut(start.value, True))


def _cuts(tier: Tier) -> tuple[Cut, Cut]:
    low = 0 if tier.from_ is None else tier.from_
    high = inf if tier.to is None else tier.to
    return Cut(low, tier.open_from), Cut(high, not tier.open_to)
