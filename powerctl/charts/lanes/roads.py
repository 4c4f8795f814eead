"""The streets between the cells: where lines run already, and what one more would cost there.

Points are counted in halves: column ``c`` has its middle at ``2c + 1`` and streets at ``2c`` and ``2c + 2``, rows
alike. A street takes any number of lines side by side; through the middle of a column or row goes one line, or
several to the same head.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from powerctl.charts.lanes.placement import Grid

Spot = tuple[int, int]

IMPOSSIBLE = 1_000_000
_BEND, _CROSSING, _BESIDE = 55, 70, 14
_ACROSS, _DOWN = 110, 50  # pixels of half a column, half a row, roughly
_NOBODY = -1


class Roads:
    """What runs where. Every list is by line first, so that a stretch of it is one slice."""

    def __init__(self, grid: Grid) -> None:
        self.width, self.height = 2 * len(grid.columns) + 1, 2 * grid.rows + 1
        self.filled = {(2 * column + 1, 2 * row + 1) for column, row in grid.cells}
        # Index 0: lines across, by height; index 1: lines down, by width.
        self._count = (_table(self.height, self.width, 0), _table(self.width, self.height, 0))
        self._owner = (_table(self.height, self.width, _NOBODY), _table(self.width, self.height, _NOBODY))
        # Lines of the other direction that pass a point without turning there.
        self._passing = (_table(self.height, self.width, 0), _table(self.width, self.height, 0))

    def reach(self, spot: Spot) -> dict[str, int]:
        """How far a straight line gets from a cell in each direction: the last street before a filled cell."""
        return {name: self._reach(spot, right, down) for name, (right, down) in DIRECTIONS.items()}

    def _reach(self, spot: Spot, right: int, down: int) -> int:
        x, y = spot[0] + 2 * right, spot[1] + 2 * down
        while 0 < x < self.width and 0 < y < self.height and (x, y) not in self.filled:
            x, y = x + 2 * right, y + 2 * down
        return x - right if right else y - down

    def cost(self, points: tuple[Spot, ...], head: int, limit: float) -> float:
        """What a line through these points would cost; IMPOSSIBLE on another line, or beyond the limit."""
        total = float(plain_cost(points))
        for kind, line, start, end in stretches(points):
            if total >= limit:
                return IMPOSSIBLE
            counts = self._count[kind][line][start:end]
            if line % 2:
                if any(counts) and any(owner not in {_NOBODY, head} for owner in self._owner[kind][line][start:end]):
                    return IMPOSSIBLE
            else:
                total += _BESIDE * max(counts, default=0)
            total += _CROSSING * sum(self._passing[kind][line][start + 1 : end])
        return total

    def enter(self, points: tuple[Spot, ...], head: int, step: int = 1) -> None:
        """Enters a line (``step`` 1) or takes it out (-1)."""
        for kind, line, start, end in stretches(points):
            counts, owners = self._count[kind][line], self._owner[kind][line]
            for place in range(start, end):
                counts[place] += step
                owners[place] = head if counts[place] else _NOBODY
            for place in range(start + 1, end):
                self._passing[1 - kind][place][line] += step


DIRECTIONS = {"N": (0, -1), "S": (0, 1), "W": (-1, 0), "E": (1, 0)}


def _table(lines: int, length: int, value: int) -> list[list[int]]:
    return [[value] * length for _ in range(lines)]


def stretches(points: tuple[Spot, ...]) -> Iterator[tuple[int, int, int, int]]:
    """The straight parts of a line: 0 across or 1 down, on which line, from where, to where (the smaller first)."""
    for (x, y), (u, v) in pairwise(points):
        if y == v:
            yield 0, y, min(x, u), max(x, u)
        else:
            yield 1, x, min(y, v), max(y, v)


def plain_cost(points: tuple[Spot, ...]) -> int:
    """The length of a line and its bends."""
    length = sum(abs(x - u) * _ACROSS + abs(y - v) * _DOWN for (x, y), (u, v) in pairwise(points))
    return length + _BEND * (len(points) - 2)
