"""Side by side in a street: which track every line takes, so that none lies on another and few cross."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from powerctl.charts.lanes.roads import stretches
from powerctl.charts.lanes.ways import Way

Part = tuple[int, int]
"""A straight part of a line: the number of its edge, the number of the part."""

STEP_ASIDE = 8
_SLOT, _SLOT_STEP, _SLOT_ROOM, _ENTRY_SLOT = 32, 24, 48, -20
ONE_PAIR = 60
"""How far beside the middle a line leaves, where there are no more than two that do: labels fit between."""
_FINE = 1000  # places on a line are counted in thousandths of half a column or row
_ACROSS, _DOWN = 0, 1


@dataclass(slots=True)
class Layout:
    """What is decided about the parts of all lines: the track in their street, the pixels aside of a middle."""

    track: dict[Part, int] = field(default_factory=dict)
    aside: dict[Part, float] = field(default_factory=dict)
    tracks: tuple[dict[int, int], dict[int, int]] = field(default_factory=lambda: ({}, {}))
    """How many tracks each street has: across by height, down by width."""


@dataclass(slots=True, eq=False)
class _Wire:
    """Parts to one head that touch each other in a street: one line, with branches before it (above or left of the
    street) and after it; a branch has its place and the part that it is."""

    head: int
    low: float
    high: float
    loose_low: float
    loose_high: float
    parts: list[Part]
    before: list[tuple[float, Part]]
    after: list[tuple[float, Part]]

    def overlaps(self, other: _Wire) -> bool:
        return self.loose_low <= other.loose_high and other.loose_low <= self.loose_high


def laid_out(ways: tuple[Way, ...], heads: tuple[int, ...]) -> Layout:
    """The tracks of all parts. Streets across are ordered first roughly, then again when those down are known."""
    sorter = _Sorter(ways, heads)
    sorter.sort(_ACROSS, is_rough=True)
    sorter.sort(_DOWN, is_rough=True)
    sorter.sort(_ACROSS, is_rough=False)
    return sorter.layout


class _Sorter:
    def __init__(self, ways: tuple[Way, ...], heads: tuple[int, ...]) -> None:
        self._ways, self._heads = ways, heads
        self._parts = [tuple(stretches(way.points)) for way in ways]
        self._slots = _slot_offsets(ways)
        self.layout = Layout(aside=dict(self._slots))

    def sort(self, kind: int, is_rough: bool) -> None:
        """Orders the streets of one kind; roughly: whatever the order in the other kind will be."""
        streets: dict[int, list[Part]] = defaultdict(list)
        for edge, parts in enumerate(self._parts):
            for number, (its_kind, line, _, _) in enumerate(parts):
                if its_kind == kind and line % 2 == 0:
                    streets[line].append((edge, number))
                elif its_kind != kind and line % 2:
                    self._back_to_the_middle((edge, number))
        self.layout.tracks[kind].clear()
        for line, members in streets.items():
            self.layout.tracks[kind][line] = self._assign(self._wires(members, is_rough))

    def _back_to_the_middle(self, part: Part) -> None:
        if part not in self._slots:
            self.layout.aside.pop(part, None)

    def _wires(self, members: list[Part], is_rough: bool) -> list[_Wire]:
        """The wires of a street: parts to the same head that meet are one."""
        merged: list[_Wire] = []
        fresh = sorted((self._wire(part, is_rough) for part in members), key=lambda wire: (wire.head, wire.loose_low))
        for wire in fresh:
            last = merged[-1] if merged else None
            if last and last.head == wire.head and wire.loose_low <= last.loose_high:
                last.low, last.high = min(last.low, wire.low), max(last.high, wire.high)
                last.loose_high = max(last.loose_high, wire.loose_high)
                last.parts += wire.parts
                last.before += wire.before
                last.after += wire.after
            else:
                merged.append(wire)
        return merged

    def _wire(self, part: Part, is_rough: bool) -> _Wire:
        edge, number = part
        kind, line, _, _ = self._parts[edge][number]
        branches: tuple[list[tuple[float, Part]], list[tuple[float, Part]]] = ([], [])
        for neighbour, far in ((number - 1, number - 1), (number + 1, number + 2)):
            if 0 <= neighbour < len(self._parts[edge]):
                point = self._ways[edge].points[far]
                is_after = point[1 - kind] > line
                branches[is_after].append((self._place((edge, neighbour)), (edge, neighbour)))
        places = [place for branch in branches for place, _ in branch]
        loose = [place // _FINE * _FINE if place // _FINE % 2 == 0 and is_rough else place for place in places]
        return _Wire(
            self._heads[edge], min(places), max(places), min(loose), max(loose), [part], branches[0], branches[1]
        )

    def _place(self, part: Part) -> float:
        """Where a part lies, in thousandths: its line, and its track or its distance from the middle."""
        line = self._parts[part[0]][part[1]][1]
        if line % 2:
            return line * _FINE + 500 + 2 * self.layout.aside.get(part, 0)
        return line * _FINE + 10 * self.layout.track.get(part, 0)

    def _assign(self, wires: list[_Wire]) -> int:
        """Gives the wires of one street their tracks; how many there are."""
        placed: list[tuple[_Wire, int]] = []
        for wire, above in self._ordered(wires):
            near = (track for other, track in placed if other.overlaps(wire) or other in above)
            track = max(near, default=-1) + 1
            placed.append((wire, track))
            self.layout.track.update(dict.fromkeys(wire.parts, track))
        return max((track for _, track in placed), default=-1) + 1

    def _ordered(self, wires: list[_Wire]) -> Iterable[tuple[_Wire, list[_Wire]]]:
        """The wires from the first track on, each with those that must lie before it; fewest crossings first."""
        first = _must_follow(wires)
        score = [sum(_crossings(one, other) - _crossings(other, one) for other in wires) for one in wires]
        left = set(range(len(wires)))
        while left:
            free = [one for one in left if first[one].isdisjoint(left)]
            if free:
                chosen = min(free, key=lambda one: (score[one], one))
            else:
                chosen = min(left, key=lambda one: (len(first[one] & left), one))
                self._step_aside(wires[chosen], [wires[other] for other in first[chosen] & left])
            left.remove(chosen)
            for one in left:
                score[one] -= _crossings(wires[one], wires[chosen]) - _crossings(wires[chosen], wires[one])
            yield wires[chosen], [wires[other] for other in first[chosen] - left]

    def _step_aside(self, wire: _Wire, others: list[_Wire]) -> None:
        """In a circle of wires that each must precede the next, one enters its cell beside the middle."""
        taken = {place for other in others for place in _middles(other.before)}
        for place, part in wire.after:
            if place in taken:
                self.layout.aside[part] = STEP_ASIDE


def _must_follow(wires: list[_Wire]) -> list[set[int]]:
    """For every wire those to other heads that it would run into, were they not nearer to their cell."""
    before: dict[float, set[int]] = defaultdict(set)
    for number, wire in enumerate(wires):
        for place in _middles(wire.before):
            before[place].add(number)
    return [
        {other for place in _middles(wire.after) for other in before[place] if wires[other].head != wire.head}
        for wire in wires
    ]


def _middles(branches: list[tuple[float, Part]]) -> set[float]:
    """The places of the branches that run through a column or row, not a street."""
    return {place for place, _ in branches if place // _FINE % 2}


def _crossings(one: _Wire, other: _Wire) -> int:
    """How often two wires cross if ``one`` has the earlier track."""
    return sum(one.low < place < one.high for place, _ in other.before) + sum(
        other.low < place < other.high for place, _ in one.after
    )


def _slot_offsets(ways: tuple[Way, ...]) -> dict[Part, float]:
    """How far beside the middle the lines lie that use slots."""
    most: dict[object, int] = defaultdict(int)
    for way in ways:
        most[way.exit.spot] = max(most[way.exit.spot], way.exit.slot)
    offsets: dict[Part, float] = {}
    for edge, way in enumerate(ways):
        if way.exit.slot:
            offsets[edge, 0] = _slot_offset(way.exit.slot, most[way.exit.spot])
        if way.entry.slot:
            offsets[edge, len(way.points) - 2] = _ENTRY_SLOT
    return offsets


def _slot_offset(slot: int, most: int) -> float:
    """Right and left in turn, closer together where there are many."""
    if most <= 2:
        return ONE_PAIR if slot == 1 else -ONE_PAIR
    pairs = (most + 1) // 2
    step = min(_SLOT_STEP, _SLOT_ROOM / max(1, pairs - 1))
    return (_SLOT + (slot - 1) // 2 * step) * (1 if slot % 2 else -1)
