"""Until when a limit runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from powerctl.model.duration import parse_duration
from powerctl.periods import months_after
from powerctl.workdays import UnknownYear, WorkCalendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a limit, and whether it is only estimated."""

    day: date
    estimated: bool = False


def deadline(start: date, limit: str, calendar: WorkCalendar) -> Deadline | None:
    """The last day of a limit (``30d``, ``20wd``, ``3mo``) that runs from a day on; None for what is no limit."""
    duration = parse_duration(limit)
    if duration is None:
        return None
    if duration.unit == "mo":
        return Deadline(months_after(start, duration.amount))
    if duration.unit == "wd":
        last = calendar.add_working_days(start, int(duration.amount))
        if not isinstance(last, UnknownYear):
            return Deadline(last)
    return Deadline(start + timedelta(days=int(duration.longest)), duration.unit == "wd")
