"""工作日: which days are worked, and arithmetic with them; of a year that nobody has announced nothing is guessed.

Built in are the years of the package ``chinesecalendar``; ``calendar/<year>.yaml`` of a catalogue adds a year or
changes one. What touches a year that neither knows is answered with that year, as ``UnknownYear``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import accumulate

from powerctl.model.calendar import Holiday, YearCalendar
from powerctl.periods import day

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnknownYear:
    """The answer where the calendar of a year would be needed that is not known."""

    year: int


@dataclass(frozen=True)
class Span:
    """Known years without a gap, for many questions about days as ordinals: the working days, and how many there were.

    ``worked[day - first]`` is the number of working days up to and including that day.
    """

    first: int
    working: tuple[int, ...]
    worked: tuple[int, ...]

    def add(self, start: int, days: int) -> int | None:
        """The last of so many working days after ``start``; None beyond the span."""
        at = start - self.first
        if not 0 <= at < len(self.worked):
            return None
        position = self.worked[at] + days - 1
        if position >= len(self.working):
            return None
        return self.working[position] if days else start

    def on_or_after(self, day: int) -> int | None:
        """This day or the next working day; None beyond the span."""
        return self.add(day - 1, 1)


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of the years that are known."""

    years: tuple[YearCalendar, ...] = ()

    @cached_property
    def known(self) -> frozenset[int]:
        """The years whose holidays are known."""
        return frozenset(built_in_years()) | {int(year.id) for year in self.years if _is_year(year.id)}

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """All working days of the years that are known, in order."""
        return tuple(one for year in sorted(self.known) for one in self._of_year(year))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The known years as runs without a gap."""
        starts = [year for year in sorted(self.known) if year - 1 not in self.known]
        ends = [year for year in sorted(self.known) if year + 1 not in self.known]
        return tuple(self._span(*years) for years in zip(starts, ends, strict=True))

    def is_working_day(self, when: date) -> bool | UnknownYear:
        """Whether this day is worked."""
        if when.year not in self.known:
            return UnknownYear(when.year)
        position = bisect_left(self.working_days, when)
        return position < len(self.working_days) and self.working_days[position] == when

    def add_working_days(self, start: date, days: int) -> date | UnknownYear:
        """The last day of a limit of so many working days; the day it starts on does not count (民法典第二百零一条).

        With 0 days the start itself. ValueError for fewer.
        """
        if days < 0:
            raise ValueError(days)
        if not days:
            return start
        position = bisect_right(self.working_days, start) + days - 1
        if position < len(self.working_days):
            last = self.working_days[position]
            return self._unknown_between(start, last) or last
        return self._unknown_between(start, date.max) or UnknownYear(date.max.year)

    def working_days_between(self, start: date, end: date) -> int | UnknownYear:
        """How many working days lie after ``start`` up to and including ``end``; below 0 where it is earlier."""
        if end < start:
            backwards = self.working_days_between(end, start)
            return backwards if isinstance(backwards, UnknownYear) else -backwards
        count = bisect_right(self.working_days, end) - bisect_right(self.working_days, start)
        return self._unknown_between(start, end) or count

    def on_or_after(self, when: date) -> date | UnknownYear:
        """This day, or the next one that is worked: where a limit in days ends (民法典第二百零三条)."""
        position = bisect_left(self.working_days, when)
        last = self.working_days[position] if position < len(self.working_days) else date.max
        return self._unknown_between(when, last, with_start=True) or last

    def _span(self, start: int, end: int) -> Span:
        first, last = date(start, 1, 1), date(end, 12, 31)
        days = self.working_days[bisect_left(self.working_days, first) : bisect_right(self.working_days, last)]
        working = tuple(one.toordinal() for one in days)
        worked = set(working)
        every = range(first.toordinal(), last.toordinal() + 1)
        return Span(every[0], working, tuple(accumulate(one in worked for one in every)))

    def _unknown_between(self, start: date, end: date, *, with_start: bool = False) -> UnknownYear | None:
        """The first unknown year among the days after ``start`` up to ``end`` (and of ``start`` itself)."""
        first = start if with_start or start == date.max else start + _DAY
        unknown = (year for year in range(first.year, end.year + 1) if year not in self.known)
        return next((UnknownYear(year) for year in unknown), None) if first <= end else None

    def _of_year(self, year: int) -> Iterator[date]:
        holidays, extra = _built_in()
        own = [calendar for calendar in self.years if calendar.id == str(year)]
        off = {one for calendar in own for holiday in calendar.holidays for one in days_off(holiday, year)}
        on = {one for calendar in own for text in calendar.workdays if (one := day(text)) is not None}
        for one in _days(date(year, 1, 1), date(year, 12, 31)):
            is_usual = one in extra or (one.weekday() < _SATURDAY and one not in holidays)
            if one in on or (is_usual and one not in off):
                yield one


def days_off(holiday: Holiday, year: int) -> Iterable[date]:
    """The days of this year that a holiday takes; none where it has no dates."""
    first, last = day(holiday.from_), day(holiday.to or holiday.from_)
    if first is None or last is None:
        return ()
    return _days(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))


@cache
def built_in_years() -> range:
    """The years that the package knows whole."""
    holidays, _ = _built_in()
    return range(min(holidays).year, max(holidays).year + 1)


@cache
def _built_in() -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays and the make-up working days that the package knows."""
    from chinese_calendar import constants

    return frozenset(constants.holidays), frozenset(constants.workdays)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == len("2026")
