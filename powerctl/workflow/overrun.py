"""Does the longest way keep a limit? In one unit by numbers; in several by the calendar of all years that are known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from powerctl.model.duration import Duration
from powerctl.periods import months_after
from powerctl.workdays import Span, WorkCalendar
from powerctl.workflow.course import EQUAL, Course, Timed, Weights

_HOURS_A_DAY = 24
# What a working day may count in days: from one in the middle of a week to one before a long holiday.
_WORKING_DAYS = (1.0, 1.4, 3.0, 9.0)


@dataclass(frozen=True, slots=True)
class Overrun:
    """A way that takes longer than a limit: on most days that it can start, or (not ``is_usual``) round holidays only.

    ``start``, ``finish`` and ``due`` are the worst known case; None where numbers alone decide.
    """

    course: Course
    is_usual: bool
    start: date | None = None
    finish: date | None = None
    due: date | None = None


Verdict = tuple[bool, date | None, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """Compares ways with limits by one calendar; what was once compared is remembered."""

    calendar: WorkCalendar
    _known: dict[tuple[tuple[Duration, ...], Duration], Verdict | None] = field(default_factory=dict, repr=False)

    def overrun(self, timed: Timed, limit: Duration) -> Overrun | None:
        """The worst overrun of the limit by a way through; None where every way keeps it, as far as is known."""
        found = [overrun for course in _courses(timed, limit) if (overrun := self._compared(course, limit)) is not None]
        return max(found, key=_gravity, default=None)

    def _compared(self, course: Course, limit: Duration) -> Overrun | None:
        is_plain = all(run.unit == limit.unit for run in course.runs)
        runs = course.runs if is_plain else tuple(_whole_days(course.runs))
        key = (runs, limit)
        if key not in self._known:
            self._known[key] = self._verdict(runs, limit)
        verdict = self._known[key]
        return None if verdict is None else Overrun(course, *verdict)

    def _verdict(self, runs: tuple[Duration, ...], limit: Duration) -> Verdict | None:
        if all(run.unit == limit.unit for run in runs):
            return (True, None, None, None) if sum(run.amount for run in runs) > limit.amount else None
        cases = list(_cases(self.calendar, runs, limit))
        late = [case for case in cases if case[1] > case[2]]
        if not late:
            return None
        worst = max(reversed(late), key=lambda case: case[1] - case[2])
        start, finish, due = map(date.fromordinal, worst)
        return len(late) * 2 > len(cases), start, finish, due


def needs_calendar(timed: Timed, limit: Duration) -> bool:
    """Whether units differ, so that only a calendar can compare them."""
    return any(unit not in (limit.unit, "h") for unit in timed.units)


def _gravity(overrun: Overrun) -> tuple[bool, int]:
    if overrun.finish is None or overrun.due is None:
        return overrun.is_usual, 0
    return overrun.is_usual, (overrun.finish - overrun.due).days


def _courses(timed: Timed, limit: Duration) -> Iterable[Course]:
    """The ways that may be the longest: with mixed units that depends on what a working day counts."""
    if timed.units <= {limit.unit}:
        return (timed.longest,)
    weights: Iterator[Weights] = ({**EQUAL, "wd": days} for days in _WORKING_DAYS)
    return dict.fromkeys(timed.longest_by(each) for each in weights)


def _whole_days(runs: Iterable[Duration]) -> Iterator[Duration]:
    """Hours as days, parts of a day left off: what takes some hours of a day takes no day more."""
    in_days = (Duration(run.amount / _HOURS_A_DAY, "d") if run.unit == "h" else run for run in runs)
    for unit, run in groupby(in_days, key=lambda each: each.unit):
        amount = math.floor(sum(each.amount for each in run))
        if amount:
            yield Duration(amount, unit)


def _begun_days(limit: Duration) -> Duration:
    """A limit of hours or of parts of a day lasts until the day is over."""
    amount, unit = (limit.amount / _HOURS_A_DAY, "d") if limit.unit == "h" else (limit.amount, limit.unit)
    return Duration(math.ceil(amount), unit)


def _cases(calendar: WorkCalendar, runs: tuple[Duration, ...], limit: Duration) -> Iterator[tuple[int, int, int]]:
    """For each working day of the known years on which a case can start: start, finish and last day of the limit.

    Days are ordinals. A case that leaves the known years is not told. A limit in days or months that ends on a day off
    ends on the next working day (民法典第二百零三条).
    """
    lasting = (_begun_days(limit),)
    for span in calendar.spans:
        for start in span.working:
            finish, due = _after(span, start, runs), _after(span, start, lasting)
            if finish is not None and due is not None and (due := span.on_or_after(due)) is not None:
                yield start, finish, due


def _after(span: Span, start: int, runs: tuple[Duration, ...]) -> int | None:
    """The day on which some limits one after another end; None where the known years do not reach so far."""
    day: int | None = start
    for run in runs:
        if day is None:
            return None
        if run.unit == "wd":
            day = span.add(day, int(run.amount))
        elif run.unit == "mo":
            day = months_after(date.fromordinal(day), run.amount).toordinal()
        else:
            day += int(run.amount)
    return day
