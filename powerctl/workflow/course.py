"""The longest way through a workflow: which steps, and how long it takes in the units of their limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

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


def units_of(graph: Graph) -> frozenset[str]:
    """The units in which the steps of the ways through have limits; "at once" has none."""
    times = (time_of(graph.steps[position]) for position in positions(graph.live))
    return frozenset(time.unit for time in times if time is not None and time.amount)


def longest_course(graph: Graph, weights: Weights = EQUAL) -> Course:
    """The way through whose limits weigh most, the first written of equal ones.

    A tangle of loops counts with all its steps: a case can go round in it until it has been at each of them, so there
    is a real way that takes at least so long. Between tangles no way leads back, so one look at each exit is enough.
    """
    if not graph.live & 1:
        return Course()
    tangles = {position: tangle for tangle in graph.loops for position in tangle}
    best: dict[int, tuple[float, Positions]] = {}
    for position in _last_first(graph):
        if position not in best:
            together = tangles.get(position, (position,))
            further = _best_after(graph, together, best)
            weight = sum(_weight(graph.steps[one], weights) for one in together)
            best.update(dict.fromkeys(together, (weight + further[0], (*together, *further[1]))))
    steps = best[0][1]
    return Course(steps, tuple(one for one in steps if one in tangles), tuple(_runs(graph, steps)))


def _last_first(graph: Graph) -> list[int]:
    """The live steps, each after all that it leads to (but for those on loops with it): it has more ahead of it."""
    return sorted(positions(graph.live), key=lambda position: (graph.beyond[position] | 1 << position).bit_count())


def _best_after(
    graph: Graph, together: Positions, best: Mapping[int, tuple[float, Positions]]
) -> tuple[float, Positions]:
    heads = (head for position in together for head in graph.after[position] if head in best)
    return max((best[head] for head in heads), key=lambda found: found[0], default=(0.0, ()))


def _weight(step: Step, weights: Weights) -> float:
    time = time_of(step)
    return time.amount * weights[time.unit] if time is not None else 0.0


def _runs(graph: Graph, steps: Positions) -> Iterator[Duration]:
    times = [time for position in steps if (time := time_of(graph.steps[position])) is not None and time.amount]
    for unit, run in groupby(times, key=lambda time: time.unit):
        yield Duration(sum(time.amount for time in run), unit)


@lru_cache(4096)
def _duration(text: str) -> Duration | None:
    return parse_duration(text)
