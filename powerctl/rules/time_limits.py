"""F304: the longest way through a workflow keeps the promised and the statutory limit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from powerctl.model.calendar import YearCalendar
from powerctl.model.duration import Duration, parse_duration
from powerctl.model.place import Ref
from powerctl.periods import day
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.charted import Charted, workflows
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.wording import row
from powerctl.workdays import WorkCalendar
from powerctl.workflow.course import Timed
from powerctl.workflow.overrun import Clock, Overrun, needs_calendar
from powerctl.workflow.ways import names

_LIMITS = ("promised", "statutory")


@rule(
    "F304",
    Severity.ERROR,
    reach=Reach.UNIT,
    days=Severity.ERROR,
    holidays=Severity.WARNING,
    unknown_year=Severity.INFO,
    other_year=Severity.ERROR,
)
def way_longer_than_its_limit(brief: Brief) -> Iterator[Hit]:
    """The longest way through takes no longer than the promised and the statutory limit; loops count once."""
    yield from _days_of_other_years(brief)
    clock = _clock(brief.catalogue.calendars)
    is_known, is_said = brief.as_of.year in clock.calendar.known, False
    for charted in workflows(brief):
        timed = Timed(charted.graph)
        for key, limit in _limits(charted):
            overrun = clock.overrun(timed, limit)
            if overrun is not None:
                yield _late(charted, key, overrun)
                break
            if not is_known and not is_said and needs_calendar(timed, limit):
                is_said = True
                facts: dict[str, Fact] = {
                    "power": charted.power.name,
                    "year": brief.as_of.year,
                    "years": _years(clock.calendar),
                }
                yield Hit(_place(charted, key), facts, "unknown_year")


@lru_cache(4)
def _clock(calendars: tuple[YearCalendar, ...]) -> Clock:
    """One for all units of a catalogue: twenty years of working days are not to be worked out for each."""
    return Clock(WorkCalendar(calendars))


def _limits(charted: Charted) -> Iterator[tuple[str, Duration]]:
    limits = charted.power.limits
    for key in _LIMITS:
        limit = parse_duration(getattr(limits, key)) if limits is not None else None
        if limit is not None:
            yield key, limit


def _place(charted: Charted, key: str) -> Ref:
    return charted.power.ref.at("limits", key)


def _late(charted: Charted, key: str, overrun: Overrun) -> Hit:
    """Where only a calendar could tell, the worst case of the known years is given as an example."""
    graph, course = charted.graph, overrun.course
    facts: dict[str, Fact] = {
        "power": charted.power.name,
        "field": f"limits.{key}",
        "limit": getattr(charted.power.limits, key),
        "total": course.total,
        "way": names(graph, course.steps),
        "loops": row(graph.steps[position].name for position in course.looped),
    }
    if overrun.start is None or overrun.finish is None or overrun.due is None:
        return Hit(_place(charted, key), facts)
    example: dict[str, Fact] = {name: getattr(overrun, name).isoformat() for name in ("start", "finish", "due")}
    return Hit(_place(charted, key), facts | example, "days" if overrun.is_usual else "holidays")


def _years(calendar: WorkCalendar) -> str:
    """The known years, runs of them by first and last."""
    firsts = [year for year in sorted(calendar.known) if year - 1 not in calendar.known]
    lasts = [year for year in sorted(calendar.known) if year + 1 not in calendar.known]
    runs = zip(firsts, lasts, strict=True)
    return row(f"{first}–{last}" if first != last else f"{first}" for first, last in runs)


def _days_of_other_years(brief: Brief) -> Iterator[Hit]:
    """A calendar file speaks of its own year alone, and its holidays do not end before they begin."""
    for calendar in brief.catalogue.calendars:
        for ref, text in _days_in(calendar):
            if not text.startswith(f"{calendar.id}-"):
                yield Hit(ref, {"day": text, "year": calendar.id}, "other_year")


def _days_in(calendar: YearCalendar) -> Iterator[tuple[Ref, str]]:
    for holiday in calendar.holidays:
        yield from ((holiday.ref.at(key), text) for key, text in (("from", holiday.from_), ("to", holiday.to)) if text)
    for index, text in enumerate(calendar.workdays):
        if day(text) is not None:
            yield calendar.ref.at("workdays", index), text
