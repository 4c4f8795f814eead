"""Time limits as the YAML writes them: ``20wd`` working days, ``15d`` days, ``2h`` hours, ``3mo`` months."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TEXT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(wd|d|h|mo)")

# The fewest and the most calendar days that one unit can last: a working day may have a weekend or
# a week of national holidays behind it, a month has 28 to 31 days.
_DAYS = {"h": (1 / 24, 1 / 24), "d": (1.0, 1.0), "wd": (1.0, 1.0), "mo": (28.0, 31.0)}
_WEEKEND = 2
_HOLIDAY = 8


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of one of the units ``h d wd mo``; zero is "at once"."""

    amount: float
    unit: str

    @property
    def shortest(self) -> float:
        """The fewest calendar days that this can last."""
        weeks = self.amount // 5 if self.unit == "wd" else 0
        return self.amount * _DAYS[self.unit][0] + max(weeks - 1, 0) * _WEEKEND

    @property
    def longest(self) -> float:
        """The most calendar days that this can last, one long public holiday included."""
        weeks = self.amount // 5 + 1 if self.unit == "wd" else 0
        holiday = _HOLIDAY if self.unit == "wd" and self.amount else 0
        return self.amount * _DAYS[self.unit][1] + weeks * _WEEKEND + holiday

    def is_longer_than(self, other: Duration) -> bool:
        """True only where it is certain: compared as numbers in one unit, else shortest against longest."""
        if self.unit == other.unit:
            return self.amount > other.amount
        return self.shortest > other.longest


def parse_duration(text: str) -> Duration | None:
    """``20wd`` → 20 working days; None for anything that is no limit."""
    match = _TEXT.fullmatch(text)
    return Duration(float(match[1]), match[2]) if match else None
