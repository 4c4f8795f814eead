"""Working days as they really fell: weekends, holidays, make-up days, and years that nobody has announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.model.calendar import Holiday, YearCalendar
from powerctl.workdays import UnknownYear, WorkCalendar, built_in_years

CALENDAR = WorkCalendar()
KNOWN = st.dates(date(2005, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    "day, is_worked",
    [
        ("2025-09-28", True),  # a Sunday worked for the National Day holiday
        ("2025-10-11", True),  # and the Saturday after it
        ("2025-10-12", False),
        ("2025-10-01", False),
        ("2025-10-08", False),  # the last of eight days
        ("2025-10-09", True),
        ("2024-02-04", True),  # a Sunday worked for the Spring Festival
        ("2024-02-09", True),  # New Year's Eve was no holiday that year
        ("2024-02-18", True),
        ("2026-02-14", True),
        ("2026-02-16", False),
        ("2020-01-31", False),  # the holiday that was made longer
        ("2024-03-09", False),  # a plain Saturday
        ("2024-03-11", True),
    ],
)
def test_real_days(day: str, is_worked: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is is_worked


@pytest.mark.parametrize(
    "start, days, end",
    [
        ("2025-09-26", 1, "2025-09-28"),  # Friday, then a worked Sunday
        ("2025-09-30", 1, "2025-10-09"),
        ("2025-09-30", 3, "2025-10-11"),  # a worked Saturday counts
        ("2025-10-01", 1, "2025-10-09"),  # asked for on a holiday
        ("2024-03-11", 5, "2024-03-18"),
        ("2024-03-11", 0, "2024-03-11"),
        ("2025-12-31", 1, "2026-01-04"),  # New Year's Day, then a worked Sunday
    ],
)
def test_adding_and_counting(start: str, days: int, end: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    assert CALENDAR.add_working_days(first, days) == last
    assert CALENDAR.working_days_between(first, last) == days
    assert CALENDAR.working_days_between(last, first) == -days


def test_a_year_that_nobody_announced_is_said() -> None:
    last = built_in_years()[-1]
    next_year = UnknownYear(last + 1)
    december = date(last, 12, 30)
    assert CALENDAR.add_working_days(december, 10) == next_year
    assert CALENDAR.working_days_between(december, date(last + 1, 1, 10)) == next_year
    assert CALENDAR.working_days_between(date(last + 1, 1, 10), december) == next_year
    assert CALENDAR.is_working_day(date(last + 1, 1, 4)) == next_year
    assert CALENDAR.on_or_after(date(last + 1, 1, 1)) == next_year
    assert CALENDAR.working_days_between(date(1999, 1, 1), date(2000, 1, 1)) == UnknownYear(1999)
    assert CALENDAR.add_working_days(date.max, 1) == UnknownYear(date.max.year)


def test_limits_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    assert CALENDAR.on_or_after(date(2025, 10, 1)) == date(2025, 10, 9)
    assert CALENDAR.on_or_after(date(2025, 9, 28)) == date(2025, 9, 28)


def test_a_catalogue_adds_a_year() -> None:
    year = built_in_years()[-1] + 1
    own = YearCalendar(
        id=str(year),
        holidays=(Holiday(from_=f"{year}-01-01", to=f"{year}-01-03"),),
        workdays=(f"{year}-01-09", f"{year}-01-10"),
    )
    calendar = WorkCalendar((own,))
    assert calendar.add_working_days(date(year - 1, 12, 31), 1) == date(year, 1, 4)
    january = [date(year, 1, 1) + timedelta(days=number) for number in range(31)]
    worked = [day for day in january if calendar.is_working_day(day) is True]
    assert date(year, 1, 9) in worked and date(year, 1, 10) in worked
    assert calendar.is_working_day(date(year + 1, 1, 4)) == UnknownYear(year + 1)


def test_a_catalogue_changes_a_year() -> None:
    own = YearCalendar(id="2025", holidays=(Holiday(from_="2025-03-31"),), workdays=("2025-10-12",))
    calendar = WorkCalendar((own,))
    assert calendar.is_working_day(date(2025, 3, 31)) is False
    assert calendar.is_working_day(date(2025, 10, 12)) is True
    assert calendar.is_working_day(date(2025, 10, 11)) is True  # the rest of the year stays


def test_a_gap_between_known_years_is_not_stepped_over() -> None:
    year = built_in_years()[-1] + 2
    calendar = WorkCalendar((YearCalendar(id=str(year)),))
    assert calendar.add_working_days(date(year - 2, 12, 31), 2) == UnknownYear(year - 1)


def test_a_holiday_of_ten_thousand_years_takes_one() -> None:
    calendar = WorkCalendar((YearCalendar(id="2025", holidays=(Holiday(from_="0001-01-01", to="9999-12-31"),)),))
    assert not [one for one in calendar.working_days if one.year == 2025]
    assert calendar.is_working_day(date(2024, 1, 2)) is True


@settings(deadline=None)
@given(KNOWN, st.integers(0, 400))
def test_adding_and_counting_undo_each_other(start: date, days: int) -> None:
    end = CALENDAR.add_working_days(start, days)
    assert isinstance(end, date)
    assert CALENDAR.working_days_between(start, end) == days


@settings(deadline=None)
@given(KNOWN, KNOWN)
def test_counting_is_counting(one: date, other: date) -> None:
    start, end = min(one, other), min(max(one, other), min(one, other) + timedelta(days=400))
    every = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    assert CALENDAR.working_days_between(start, end) == sum(CALENDAR.is_working_day(day) is True for day in every)
