"""The ways a line can take between two cells, the simplest first: straight, one bend, two, three, four.

Every way leaves through one side of a cell and enters through one; in between it runs through streets, so that there
is always one: nothing has to be searched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from powerctl.charts.lanes.roads import DIRECTIONS, Spot


class Gate(NamedTuple):
    """A way out of a cell or into it: the side, the farthest street straight ahead, a slot beside the middle."""

    spot: Spot
    side: str
    farthest: int
    slot: int = 0

    @property
    def upright(self) -> bool:
        """Whether lines run through it upwards or downwards."""
        return self.side in "NS"

    @property
    def nearest(self) -> int:
        """The street that the gate opens to."""
        return self.spot[1 if self.upright else 0] + sum(DIRECTIONS[self.side])

    def span(self) -> tuple[int, int]:
        """The streets straight ahead, the lower number first."""
        last = self.nearest if self.slot else self.farthest
        return min(self.nearest, last), max(self.nearest, last)

    def holds(self, place: int) -> bool:
        """Whether a line can turn at this place straight ahead, street or middle of an empty cell."""
        low, high = self.span()
        return low <= place <= high

    def towards(self, aim: int) -> set[int]:
        """The nearest street, and the one next to the aim."""
        low, high = self.span()
        beyond = min(max(aim, low), high)
        return {self.nearest, beyond - beyond % 2}


class Way(NamedTuple):
    """A line by its corners, with the gates it uses."""

    points: tuple[Spot, ...]
    exit: Gate
    entry: Gate


def ways(exits: list[Gate], entries: list[Gate]) -> Iterator[list[Way]]:
    """All ways between some gates, by the number of their bends; at last those that no other way replaces."""
    pairs = [(out, into) for out, into in product(exits, entries) if out != into]
    for corners in (_none_or_one, _two, _three, _four):
        yield [
            Way(points, out, into)
            for out, into in pairs
            for inner in corners(out, into)
            if (points := _joined((out.spot, *inner, into.spot), out, into))
        ]
    yield [Way(points, out, into) for out, into in pairs if (points := _jog(out, into))]


def _none_or_one(out: Gate, into: Gate) -> Iterator[tuple[Spot, ...]]:
    (x, y), (u, v) = out.spot, into.spot
    if out.slot or into.slot:
        return
    if out.upright == into.upright:
        if (x == u if out.upright else y == v) and out.holds(into.nearest):
            yield ()
    elif out.upright and out.holds(v) and into.holds(x):
        yield ((x, v),)
    elif not out.upright and out.holds(u) and into.holds(y):
        yield ((u, y),)


def _two(out: Gate, into: Gate) -> Iterator[tuple[Spot, ...]]:
    if out.upright != into.upright:
        return
    (x, y), (u, v) = out.spot, into.spot
    (low, high), (other_low, other_high) = out.span(), into.span()
    first, last = max(low, other_low), min(high, other_high)
    for street in sorted({first, last}) if first <= last else ():
        yield ((x, street), (u, street)) if out.upright else ((street, y), (street, v))


def _three(out: Gate, into: Gate) -> Iterator[tuple[Spot, ...]]:
    (x, y), (u, v) = out.spot, into.spot
    if out.upright and not into.upright:
        for down, right in product(sorted(out.towards(v)), sorted(into.towards(x))):
            yield (x, down), (right, down), (right, v)
    elif into.upright and not out.upright:
        for right, down in product(sorted(out.towards(u)), sorted(into.towards(y))):
            yield (right, y), (right, down), (u, down)


def _four(out: Gate, into: Gate) -> Iterator[tuple[Spot, ...]]:
    if out.upright != into.upright:
        return
    (x, y), (u, v) = out.spot, into.spot
    first, last = out.nearest, into.nearest
    if out.upright:
        for street in sorted({x - 1, x + 1, u - 1, u + 1}):
            yield (x, first), (street, first), (street, last), (u, last)
    else:
        for street in sorted({y - 1, y + 1, v - 1, v + 1}):
            yield (first, y), (first, street), (last, street), (last, v)


def _jog(out: Gate, into: Gate) -> tuple[Spot, ...]:
    """From a slot to the middle, or the other way round, within one street: a part across of no length in halves."""
    (x, y), (u, v) = out.spot, into.spot
    if x != u or not out.upright or not into.upright or out.nearest != into.nearest or out.slot == into.slot:
        return ()
    return (x, y), (x, out.nearest), (x, out.nearest), (u, v)


def _joined(points: tuple[Spot, ...], out: Gate, into: Gate) -> tuple[Spot, ...]:
    """The corners alone; nothing for a line that would turn back on itself or pass the slot it starts from."""
    kept = [points[0]]
    for point in points[1:]:
        if point == kept[-1]:
            continue
        if len(kept) > 1 and _same_line(kept[-2], kept[-1], point):
            if _between(kept[-2], kept[-1], point):
                kept[-1] = point
                continue
            return ()
        kept.append(point)
    short = (out.slot and not _is_step(kept[0], kept[1])) or (into.slot and not _is_step(kept[-1], kept[-2]))
    return () if short or len(kept) < 2 else tuple(kept)


def _same_line(first: Spot, second: Spot, third: Spot) -> bool:
    return first[0] == second[0] == third[0] or first[1] == second[1] == third[1]


def _between(first: Spot, second: Spot, third: Spot) -> bool:
    return min(first, third) < second < max(first, third)


def _is_step(first: Spot, second: Spot) -> bool:
    return abs(first[0] - second[0]) + abs(first[1] - second[1]) == 1
