"""The longest way through, and whether it keeps a limit: by plain search, and by the calendar as it really fell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.model.calendar import Holiday, YearCalendar
from powerctl.model.duration import parse_duration
from powerctl.model.workflow import Exit, Step, Workflow
from powerctl.workdays import WorkCalendar
from powerctl.workflow.course import Timed
from powerctl.workflow.graph import Graph, graph_of, positions
from powerctl.workflow.overrun import Clock, Overrun, needs_calendar
from tests.flows import graphs

CLOCK = Clock(WorkCalendar())


def row(*limits: str) -> Graph:
    """Steps with these limits one after another."""
    last = len(limits) - 1
    steps = (Step(id=f"s{at}", name=f"{at}", limit=limit, end=at == last) for at, limit in enumerate(limits))
    return graph_of(Workflow(steps=tuple(steps)))


def timed(graph: Graph, days: list[int]) -> Graph:
    steps = tuple(
        Step(id=step.id, name=step.name, end=step.end, limit=f"{days[at]}wd") for at, step in enumerate(graph.steps)
    )
    return Graph(steps, graph.after)


def most_by_search(graph: Graph, days: list[int]) -> int:
    """The most that a walk from the start to an end can add up, each step counted once: every set of steps tried."""
    seen, pending, most = set(), [(0, 1)], -1
    while pending:
        here, visited = pending.pop()
        if (here, visited) not in seen:
            seen.add((here, visited))
            if graph.ends >> here & 1:
                most = max(most, sum(days[position] for position in positions(visited)))
            pending += [(head, visited | 1 << head) for head in graph.after[here]]
    return most


@settings(deadline=None)
@given(graphs(6), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_the_longest_way_is_what_a_search_finds(graph: Graph, days: list[int]) -> None:
    course = Timed(timed(graph, days)).longest
    most = most_by_search(graph, days)
    assert sum(run.amount for run in course.runs) == max(most, 0)
    assert bool(course.steps) == (most >= 0)


@pytest.mark.parametrize(
    "limits, total",
    [
        (["1wd", "2wd", "0.5wd"], "3.5wd"),
        (["1wd", "0d", "2wd"], "3wd"),  # at once is no time
        (["1wd", "", "2wd"], "3wd"),
        (["2h", "2wd", "10d", "1wd"], "2h + 3wd + 10d"),
        (["0d"], "0d"),
    ],
)
def test_what_a_way_takes_is_told_unit_by_unit(limits: list[str], total: str) -> None:
    assert Timed(row(*limits)).longest.total == total


def test_a_loop_counts_once_and_is_told() -> None:
    steps = (
        Step(id="accept", name="受理", limit="1wd", next=(Exit(to="mend"), Exit(to="review"))),
        Step(id="mend", name="核对", limit="3wd", next=(Exit(to="accept"),)),
        Step(id="review", name="审查", limit="5wd", end=True),
    )
    course = Timed(graph_of(Workflow(steps=steps))).longest
    assert (course.steps, course.looped, course.total) == ((0, 1, 2), (0, 1), "9wd")


def test_the_time_of_the_applicant_is_not_the_offices() -> None:
    steps = (
        Step(id="mend", name="补正", actor="applicant", limit="30d"),
        Step(id="review", name="审查", actor="clerk", limit="5wd", end=True),
    )
    graph = graph_of(Workflow(steps=steps))
    assert Timed(graph).longest.total == "5wd"
    assert Timed(graph).units == {"wd"}


def over(limit: str, *limits: str, clock: Clock = CLOCK) -> Overrun | None:
    duration = parse_duration(limit)
    assert duration is not None
    return clock.overrun(Timed(row(*limits)), duration)


@pytest.mark.parametrize(
    "limit, limits, verdict",
    [
        ("10wd", ["5wd", "5wd"], ""),
        ("10wd", ["5wd", "5.5wd"], "usually"),
        ("24h", ["20h", "5h"], "usually"),
        ("2wd", ["2h", "2wd"], ""),  # some hours of the same day
        ("2wd", ["30h", "2wd"], "usually"),  # only begun on a Friday the day passes on the weekend
        ("60d", ["22wd"], ""),
        ("15d", ["10wd"], "sometimes"),  # not over the Spring Festival
        ("10d", ["10wd"], "usually"),
        ("7d", ["5wd"], "sometimes"),
        ("7d", ["4wd"], "sometimes"),
        ("6mo", ["100wd"], ""),
        ("1mo", ["20wd"], "sometimes"),
        ("1mo", ["28wd"], "usually"),
        ("2mo", ["59d"], ""),
        ("2mo", ["60d"], "sometimes"),  # January and February
        ("2mo", ["63d"], "usually"),
        ("10wd", ["10d"], ""),  # ten days never hold more than ten working days
        ("5wd", ["10d"], "usually"),
        ("5wd", ["30d"], "usually"),
        ("30d", ["10wd", "20d"], "usually"),
        ("0d", ["1wd"], "usually"),
    ],
)
def test_ways_beside_limits(limit: str, limits: list[str], verdict: str) -> None:
    found = over(limit, *limits)
    assert (found and ("usually" if found.is_usual else "sometimes")) == (verdict or None)


def test_the_worst_case_is_a_real_one() -> None:
    found = over("15d", "10wd")
    assert found is not None and found.start is not None and found.finish is not None and found.due is not None
    calendar = WorkCalendar()
    assert calendar.add_working_days(found.start, 10) == found.finish
    assert calendar.on_or_after(date.fromordinal(found.start.toordinal() + 15)) == found.due
    assert found.finish > found.due


def test_of_two_branches_the_one_that_a_holiday_makes_longer_is_found() -> None:
    steps = (
        Step(id="a", name="a", next=(Exit(to="b", when="1"), Exit(to="c", when="2"))),
        Step(id="b", name="b", limit="8d", end=True),
        Step(id="c", name="c", limit="5wd", end=True),
    )
    limit = parse_duration("9d")
    assert limit is not None
    found = CLOCK.overrun(Timed(graph_of(Workflow(steps=steps))), limit)
    assert found is not None and found.course.total == "5wd"


def test_a_year_of_the_catalogue_counts_too() -> None:
    year = max(WorkCalendar().known) + 1
    weeks_off = YearCalendar(id=str(year), holidays=(Holiday(from_=f"{year}-03-01", to=f"{year}-05-31"),))
    found = over("60d", "22wd", clock=Clock(WorkCalendar((weeks_off,))))
    assert found is not None and found.start is not None and not found.is_usual
    assert found.start.year == year


def test_when_a_calendar_is_needed() -> None:
    working, calendar = parse_duration("5wd"), parse_duration("5d")
    assert working is not None and calendar is not None
    assert not needs_calendar(Timed(row("2wd", "3h", "0d")), working)
    assert needs_calendar(Timed(row("2wd")), calendar)
