"""Discretion as a table: a row a tier, with its place on the bar of the whole range."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.power import PublicDiscretion, PublicTier
from powerctl.site.frame import Frame, number
from powerctl.site.pages.grounds import Ground, ground

_OPEN = 1.25  # how much longer than its last bound a tier without an end is drawn


@dataclass(frozen=True, slots=True)
class TierRow:
    """A tier in words; ``left`` and ``width`` are percent of the bar, which is ``drawn`` where the tier has a bound."""

    name: str
    when: str
    penalty: str
    text: str
    left: str
    width: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is punished, on which ground, and the tiers."""

    violation: str
    basis: Ground | None
    rows: tuple[TierRow, ...]


def violation(frame: Frame, entry: PublicDiscretion) -> Violation:
    """The table of one entry."""
    unit = frame.term(entry.unit)
    ends = [bound for tier in entry.tiers for bound in (tier.from_, tier.to) if bound is not None]
    if entry.range is not None:
        ends += [bound for bound in (entry.range.min, entry.range.max) if bound is not None]
    low, high = (min(ends), max(ends)) if ends else (0.0, 0.0)
    return Violation(
        violation=entry.violation,
        basis=ground(frame, entry.basis) if entry.basis is not None else None,
        rows=tuple(_tier(frame, tier, unit, low, high) for tier in entry.tiers),
    )


def _tier(frame: Frame, tier: PublicTier, unit: str, low: float, high: float) -> TierRow:
    whole = (high - low) or 1
    start = tier.from_ if tier.from_ is not None else low
    end = tier.to if tier.to is not None else start + (high - start) * _OPEN
    left = max(0.0, min(100.0, (start - low) / whole * 100))
    width = max(2.0, min(100.0 - left, (end - start) / whole * 100))
    return TierRow(
        name=tier.name,
        when=tier.when,
        penalty=tier.penalty,
        text=_range_text(frame, tier, unit),
        left=f"{left:.1f}",
        width=f"{width:.1f}",
        drawn=tier.from_ is not None or tier.to is not None,
    )


def _range_text(frame: Frame, tier: PublicTier, unit: str) -> str:
    low = "" if tier.from_ is None else number(tier.from_)
    high = "" if tier.to is None else number(tier.to)
    if not low and not high:
        return ""
    key = "between" if low and high else ("from" if low else "up_to")
    return frame.text(f"tier_{key}", low=low, high=high, unit=unit)
