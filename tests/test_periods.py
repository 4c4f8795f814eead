"""Months as deadlines count them."""

from __future__ import annotations

from datetime import date

import pytest

from powerctl.periods import day, is_over, months_after


@pytest.mark.parametrize(
    "start, months, expected",
    [
        ("2026-03-30", 3, "2026-06-30"),
        ("2026-03-31", 3, "2026-06-30"),  # June is too short
        ("2025-06-30", 12, "2026-06-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-11-15", 3, "2026-02-15"),
        ("2026-06-01", 0.25, "2026-06-09"),  # a week, at the most
        ("2026-06-01", 1.5, "2026-07-17"),
        ("2026-06-01", 0, "2026-06-01"),
        ("9999-12-01", 2, "9999-12-31"),  # no day after the last one
        ("9999-12-31", 0.5, "9999-12-31"),
        ("2026-06-01", float("inf"), "9999-12-31"),
    ],
)
def test_months_after(start: str, months: float, expected: str) -> None:
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "start, months, expected",
    [
        ("2025-06-29", 12, True),
        ("2025-06-30", 12, False),  # to the day
        ("2026-07-01", 12, False),
        ("", 12, False),
        ("2025-02-30", 12, False),
    ],
)
def test_is_over(start: str, months: float, expected: bool) -> None:
    assert is_over(start, months, date(2026, 6, 30)) is expected


def test_no_date_is_no_day() -> None:
    assert day("2026-02-30") is None
    assert day("soon") is None
    assert day("2026-02-28") == date(2026, 2, 28)
