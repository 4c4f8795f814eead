"""Months as deadlines count them: the day so many months after another, and whether it has gone by."""

from __future__ import annotations

import math
from calendar import monthrange
from datetime import date, timedelta

_LONGEST_MONTH = 31  # part of a month in days, generously: what is overdue must be so for certain


def day(text: str) -> date | None:
    """``2026-03-01`` → that day; None for anything that is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def months_after(start: date, months: float) -> date:
    """The same day of a later month, or its last day where it is too short; parts of a month count in days."""
    part, whole = math.modf(months)
    try:
        year, month = divmod(start.year * 12 + start.month - 1 + int(whole), 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(start.day, last)) + timedelta(days=math.ceil(part * _LONGEST_MONTH))
    except (ValueError, OverflowError):
        return date.max


def is_over(start: str, months: float, as_of: date) -> bool:
    """Whether the day so many months after ``start`` lies before ``as_of``; False where ``start`` is no date."""
    first = day(start)
    return first is not None and months_after(first, months) < as_of
