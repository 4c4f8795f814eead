"""Which way every line takes: the cheapest of the simple ones, in rounds, until no line finds a better one."""

from __future__ import annotations

from powerctl.charts.lanes.placement import Grid, Links
from powerctl.charts.lanes.roads import IMPOSSIBLE, Roads, Spot, plain_cost
from powerctl.charts.lanes.ways import Gate, Way, ways
from powerctl.charts.measure import em
from powerctl.charts.sketch import Shape, Sketch

_ROUNDS = 3
_BENDS = (0, 110, 165, 220, 220)  # the least that ways with so many bends cost
_NEAR_LABEL = 3.0  # em of a label that fits beside a side exit


def routed(sketch: Sketch, links: Links, grid: Grid) -> tuple[Way, ...]:
    """A way for every edge, in the order of the edges."""
    router = _Router(sketch, links, grid)
    order = sorted(range(len(links.edges)), key=router.difficulty)
    for edge in order:
        router.choose(edge)
    for _ in range(_ROUNDS - 1):
        if not sum(router.reconsider(edge) for edge in order):
            break
    return tuple(router.chosen[edge] for edge in range(len(links.edges)))


class _Router:
    def __init__(self, sketch: Sketch, links: Links, grid: Grid) -> None:
        self._edges = links.edges
        self._main = links.main
        self._exits_of = [len(heads) for heads in links.out]
        self._shape = [node.shape for node in sketch.nodes]
        self._spots = [(2 * column + 1, 2 * row + 1) for column, row in grid.cells]
        self._back = [edge.back or tail >= head for edge, (tail, head) in zip(sketch.edges, links.edges, strict=True)]
        self._wide = [max(0.0, em(edge.label[:40]) - _NEAR_LABEL) * 10 for edge in sketch.edges]
        self._roads = Roads(grid)
        self._reach = [self._roads.reach(spot) for spot in self._spots]
        self._outward: set[tuple[int, str, int]] = set()  # node, side, slot that a line leaves through
        self._inward: dict[tuple[int, str, int], int] = {}  # how many lines enter there
        self.chosen: dict[int, Way] = {}

    def difficulty(self, edge: int) -> tuple[bool, bool, int, int]:
        """Straight lines forward first, the long ones and those back last."""
        (x, y), (u, v) = (self._spots[node] for node in self._edges[edge])
        return self._back[edge], x != u and y != v, abs(x - u) + abs(y - v), edge

    def choose(self, edge: int) -> None:
        """Enters the cheapest way."""
        tail, head = self._edges[edge]
        best, least = None, float(IMPOSSIBLE)
        exits, entries = self._exits(tail), self._entries(head)
        if exits == entries:  # a loop at a node with one side left
            entries = [self._gate(head, "N", 1)]
        apart = plain_cost((self._spots[tail], self._spots[head]))
        for bends, options in zip(_BENDS, ways(exits, entries), strict=True):
            if least <= apart - 55 + bends:
                break
            for way in options:
                extra = self._gate_cost(edge, way)
                total = extra + self._roads.cost(_middle(way), head, least - extra)
                if total < least:
                    best, least = way, total
        assert best is not None  # a slot and the streets are always there
        self._enter(edge, best, 1)

    def reconsider(self, edge: int) -> bool:
        """Takes the line out and chooses again; whether that changed anything."""
        way = self.chosen[edge]
        self._enter(edge, way, -1)
        self.choose(edge)
        return self.chosen[edge] != way

    def _enter(self, edge: int, way: Way, step: int) -> None:
        tail, head = self._edges[edge]
        out, into = (tail, way.exit.side, way.exit.slot), (head, way.entry.side, way.entry.slot)
        if step > 0:
            self._outward.add(out)
            self.chosen[edge] = way
        else:
            self._outward.discard(out)
        self._inward[into] = self._inward.get(into, 0) + step
        self._roads.enter(_middle(way), head, step)

    def _exits(self, tail: int) -> list[Gate]:
        """The free sides of a node; where there is none, a slot right or left of the middle of its lower side."""
        sides = [side for side in "SEWN" if self._is_open(tail, side)]
        if sides:
            return [self._gate(tail, side) for side in sides]
        return [self._gate(tail, "S", self._free_slot(tail, first)) for first in (1, 2)]

    def _free_slot(self, node: int, first: int) -> int:
        """The next slot on the right (from 1) or left (from 2)."""
        slot = first
        while (node, "S", slot) in self._outward:
            slot += 2
        return slot

    def _is_open(self, node: int, side: str) -> bool:
        return (node, side, 0) not in self._outward and not self._inward.get((node, side, 0))

    def _entries(self, head: int) -> list[Gate]:
        """The sides that no line leaves through; else a slot of the upper side, which all lines share."""
        sides = [side for side in "NWES" if (head, side, 0) not in self._outward]
        return [self._gate(head, side) for side in sides] or [self._gate(head, "N", 1)]

    def _gate(self, node: int, side: str, slot: int = 0) -> Gate:
        return Gate(self._spots[node], side, self._reach[node][side], slot)

    def _gate_cost(self, edge: int, way: Way) -> float:
        """What speaks against these sides: custom (down from the top), a label that needs room, lines that join."""
        tail, head = self._edges[edge]
        is_back = self._back[edge]
        decides = self._shape[tail] is Shape.DECISION
        out, into = way.exit.side, way.entry.side
        cost = 0.0
        if out == "N":
            cost += 60 if is_back else 220
        elif out != "S":
            cost += self._wide[edge] + (0 if decides else 12)
        if out != "S" and (self._shape[tail] is Shape.TERMINATOR or (decides and self._main[tail] == head)):
            cost += 25
        if into == "S":
            cost += 30 if is_back else 260
        elif into != "N":
            cost += 45 if self._shape[head] is Shape.DECISION else 15
        entered = {side for side in "NSWE" if self._inward.get((head, side, 0))}
        crowds = into not in entered and len(entered) + self._exits_of[head] >= 4
        if way.exit.slot:
            leads_right = self._spots[head][0] > self._spots[tail][0]
            cost += 60 * (leads_right != bool(way.exit.slot % 2)) + 200 * ((way.exit.slot - 1) // 2)
        return cost + 25 * (into in entered) + 300 * (crowds and bool(entered))


def _middle(way: Way) -> tuple[Spot, ...]:
    """The line without the stretches that run beside the middle of a cell."""
    points = way.points
    return points[1 if way.exit.slot else 0 : len(points) - 1 if way.entry.slot else len(points)]
