"""What assessments, the index and the programme come to, as commands and pages tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from powerctl.table import Word


@dataclass(frozen=True, slots=True)
class Measured:
    """How many of what a measure looks at are as they should be, and which are not (``unit/power``, ``unit/…``)."""

    met: int = 0
    of: int = 0
    misses: tuple[str, ...] = ()

    def __add__(self, other: Measured) -> Measured:
        return Measured(self.met + other.met, self.of + other.of, (*self.misses, *other.misses))

    @property
    def percent(self) -> float | None:
        """The share in percent; None where there is nothing to look at."""
        return 100 * self.met / self.of if self.of else None


class How(StrEnum):
    """Where the points of an item come from."""

    ENTERED = "entered"
    COMPUTED = "computed"
    OPEN = "open"  # neither entered nor to be computed: nobody has said anything yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One item of the hundred-point table: its points, and the facts that they rest on."""

    item: str
    label: Word
    most: float
    points: float
    how: How
    measure: str = ""
    measured: Measured | None = None
    reason: str = ""
    evidence: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """What the warnings of one level take off: ``times`` × ``each``."""

    level: str
    label: Word
    each: float
    times: int
    warnings: tuple[str, ...]

    @property
    def points(self) -> float:
        """How many points in all."""
        return self.each * self.times


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """The hundred-point score of a unit in one year; ``rank`` is 0 where an item is still open.

    ``outer`` is what it brings in the outer assessment: the score at its weight, with the bonus where that counts.
    """

    unit: str
    name: str
    points: tuple[Point, ...]
    deductions: tuple[Deduction, ...]
    bonus: float
    score: float
    outer: float
    rank: int = 0

    @property
    def given(self) -> float:
        """The points of all items, before anything is taken off."""
        return sum(point.points for point in self.points)

    @property
    def taken(self) -> float:
        """What warnings took off."""
        return sum(deduction.points for deduction in self.deductions)

    @property
    def open(self) -> tuple[Point, ...]:
        """The items that nobody has given points for."""
        return tuple(point for point in self.points if point.how is How.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the index: its weight and its value from 0 to 100 (None: nothing to measure)."""

    id: str
    label: Word
    weight: float
    measure: str
    measured: Measured

    @property
    def value(self) -> float | None:
        """From 0 to 100."""
        return self.measured.percent


@dataclass(frozen=True, slots=True)
class Index:
    """权力运行规范指数: the mean of its parts by weight; parts with nothing to measure do not count."""

    parts: tuple[Part, ...]

    @property
    def counted(self) -> tuple[Part, ...]:
        """The parts that there is something to measure in."""
        return tuple(part for part in self.parts if part.value is not None and part.weight)

    @property
    def weight(self) -> float:
        """The weights of these, summed."""
        return sum(part.weight for part in self.counted)

    @property
    def value(self) -> float | None:
        """From 0 to 100; None where nothing can be measured."""
        weighed = sum(part.weight * (part.value or 0) for part in self.counted)
        return weighed / self.weight if self.weight else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """The index as it was in a revision; None where the catalogue was not there, or held nothing to measure."""

    revision: str
    commit: str
    index: Index | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the rulebook reads what its document leaves open, and what it sets."""

    total: float
    weight: float
    bonus_from: float | None
    bonus: float
    deduct_per: str
    bonus_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """One catalogue in one year: the scores of its units, its index and theirs, and how the index went."""

    catalogue: str
    name: str
    year: int
    as_of: str
    reading: Reading | None
    scores: tuple[UnitScore, ...]
    index: Index
    by_unit: tuple[tuple[str, str, Index], ...]
    trend: tuple[Tagged, ...] = ()


class Stage(StrEnum):
    """Where a phase stands on a day."""

    OVER = "over"
    RUNNING = "running"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target of a phase: what was asked, in percent, and where the catalogue and its units stand."""

    measure: str
    label: Word
    wanted: int
    measured: Measured
    by_unit: tuple[tuple[str, Measured], ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether so much is reached; where there is nothing to look at, nothing is missing."""
        return is_reached(self.measured, self.wanted)

    def done(self, measured: Measured) -> float:
        """How much of the way is gone, from 0 to 100."""
        if is_reached(measured, self.wanted):
            return 100.0
        return 100 * (measured.percent or 0) / self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStatus:
    """A phase on a day, with its targets; one without targets cannot be measured."""

    id: str
    name: str
    from_: str
    to: str
    stage: Stage
    days: int
    tasks: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def is_late(self) -> bool:
        """Whether its end has gone by and a target is unmet."""
        return self.stage is Stage.OVER and any(not target.is_met for target in self.targets)

    @property
    def progress(self) -> float | None:
        """The mean of how far its targets are reached."""
        return mean(target.done(target.measured) for target in self.targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeStatus:
    """A catalogue's programme on a day, and how far each unit has come in all targets together."""

    catalogue: str
    name: str
    programme: str
    as_of: str
    phases: tuple[PhaseStatus, ...] = ()
    units: tuple[tuple[str, str, float | None], ...] = ()
    unknown: tuple[str, ...] = field(default_factory=tuple)


def is_reached(measured: Measured, wanted: int) -> bool:
    """Whether a share reaches a percentage, reckoned in whole numbers."""
    return 100 * measured.met >= wanted * measured.of


def mean(values: Iterable[float]) -> float | None:
    """The mean; None of nothing."""
    found = tuple(values)
    return sum(found) / len(found) if found else None
