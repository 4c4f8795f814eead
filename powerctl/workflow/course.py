"""The longest way through a workflow: which steps, and how long it takes in the units of their limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from powerctl.model.duration import Duration, parse_duration
from powerctl.model.workflow import Step
from powerctl.naming import RESERVED_ACTORS
from powerctl.workflow.graph import Graph, Positions, positions

Weights = Mapping[str, float]  # what one of each unit counts

EQUAL: Weights = {"wd": 1.0, "d": 1.0, "h": 1 / 24, "mo": 30.0}


@dataclass(frozen=True, slots=True)
class Course:
    """A way from the start to an end with all loops on it gone round once: each step counts once.

    ``looped`` are those of its steps that lie on loops, ``runs`` the limits one after another, equal units added up.
    """

    steps: Positions = ()
    looped: Positions = ()
    runs: tuple[Duration, ...] = ()

    @property
    def total(self) -> str:
        """``22wd``, ``5wd + 10d``: all of it, unit by unit."""
        amounts = {run.unit: 0.0 for run in self.runs}
        for run in self.runs:
            amounts[run.unit] += run.amount
        return " + ".join(f"{amount:g}{unit}" for unit, amount in amounts.items()) or "0d"


def time_of(step: Step) -> Duration | None:
    """How long a step may take; None without a limit; the time of the applicant and the public is theirs."""
    return None if step.actor in RESERVED_ACTORS else _duration(step.limit)


@dataclass(frozen=True)
class Timed:
    """A graph with the times of its steps."""

    graph: Graph

    @cached_property
    def times(self) -> tuple[Duration | None, ...]:
        """How long each step may take; None where it takes no time of the office, or nobody says how much."""
        times = (time_of(step) for step in self.graph.steps)
        return tuple(time if time is not None and time.amount else None for time in times)

    @cached_property
    def units(self) -> frozenset[str]:
        """The units in which the steps of the ways through have limits; "at once" has none."""
        live = (self.times[position] for position in positions(self.graph.live))
        return frozenset(time.unit for time in live if time is not None)

    @cached_property
    def longest(self) -> Course:
        """The longest way through, units weighed by days."""
        return self.longest_by(EQUAL)

    def longest_by(self, weights: Weights) -> Course:
        """The way through whose limits weigh most, the first written of equal ones.

        A tangle of loops counts with all its steps: a case can go round in it until it has been at each of them, so
        there is a real way that takes at least so long. Between tangles no way leads back: each exit is looked at once.
        """
        graph = self.graph
        if not graph.live & 1:
            return Course()
        tangles = {position: tangle for tangle in graph.loops for position in tangle}
        weight = [time.amount * weights[time.unit] if time is not None else 0.0 for time in self.times]
        best: dict[int, float] = {}
        then: dict[int, int] = {}  # after a tangle, as after a step alone, one head
        for position in _last_first(graph):
            if position not in best:
                together = tangles.get(position, (position,))
                heads = [head for one in together for head in graph.after[one] if head in best]
                most = sum(weight[one] for one in together)
                if heads:
                    head = max(heads, key=best.__getitem__)
                    most += best[head]
                    then.update(dict.fromkeys(together, head))
                best.update(dict.fromkeys(together, most))
        return self._course(tangles, then)

    def _course(self, tangles: Mapping[int, Positions], then: Mapping[int, int]) -> Course:
        here: int | None = 0
        steps: list[int] = []
        while here is not None:
            steps += tangles.get(here, (here,))
            here = then.get(here)
        looped = tuple(one for one in steps if one in tangles) if tangles else ()
        return Course(tuple(steps), looped, tuple(self._runs(steps)))

    def _runs(self, steps: Iterable[int]) -> Iterator[Duration]:
        times = [time for one in steps if (time := self.times[one]) is not None]
        for unit, run in groupby(times, key=attrgetter("unit")):
            yield Duration(sum(time.amount for time in run), unit)


def _last_first(graph: Graph) -> Iterable[int]:
    """The live steps, each after all that it leads to (but for those on loops with it): it has more ahead of it."""
    if not graph.returns:
        return reversed(list(positions(graph.live)))
    return sorted(positions(graph.live), key=lambda position: (graph.beyond[position] | 1 << position).bit_count())


@lru_cache(4096)
def _duration(text: str) -> Duration | None:
    return parse_duration(text)
