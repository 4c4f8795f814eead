"""Which cell every node stands in: lanes side by side, rows from top to bottom, near the node it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.charts.sketch import Lane, Shape, Sketch

_MOST_BESIDE = 3  # columns of one lane


@dataclass(frozen=True, slots=True)
class Links:
    """The edges of a sketch by the numbers of its nodes; ``before`` and ``after`` know only the ways that lead on."""

    edges: tuple[tuple[int, int], ...]
    before: tuple[tuple[int, ...], ...]
    after: tuple[tuple[int, ...], ...]
    out: tuple[tuple[int, ...], ...]
    main: tuple[int, ...]
    """The successor that the longest way goes through; -1 for a node that ends."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by column and row; ``columns`` has the lane of each column."""

    lanes: tuple[Lane, ...]
    columns: tuple[int, ...]
    rows: int
    cells: tuple[tuple[int, int], ...]


def linked(sketch: Sketch) -> Links:
    """Who follows whom; a way to an earlier node in the order of the workflow leads back and orders nothing."""
    number = {node.id: index for index, node in enumerate(sketch.nodes)}
    edges = tuple((number[edge.tail], number[edge.head]) for edge in sketch.edges)
    forward = {
        pair: None for pair, edge in zip(edges, sketch.edges, strict=True) if pair[0] < pair[1] and not edge.back
    }
    before: list[list[int]] = [[] for _ in sketch.nodes]
    after: list[list[int]] = [[] for _ in sketch.nodes]
    out: list[list[int]] = [[] for _ in sketch.nodes]
    for tail, head in forward:
        before[head].append(tail)
        after[tail].append(head)
    for tail, head in edges:
        out[tail].append(head)
    return Links(edges, _frozen(before), _frozen(after), _frozen(out), _main(after))


def _frozen(lists: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(map(tuple, lists))


def _main(after: list[list[int]]) -> tuple[int, ...]:
    """For every node the successor with the longest way behind it, the earlier of two."""
    depth = [0] * len(after)
    main = [-1] * len(after)
    for node in range(len(after) - 1, -1, -1):
        if after[node]:
            main[node] = max(after[node], key=lambda head: (depth[head], -head))
            depth[node] = depth[main[node]] + 1
    return tuple(main)


def placed(sketch: Sketch, links: Links) -> Grid:
    """The cell of every node."""
    lanes, lane_of = _lanes(sketch)
    placer = _Placer(links, lane_of, tuple(node.shape is Shape.DECISION for node in sketch.nodes))
    for node in range(len(sketch.nodes)):
        placer.place(node)
    beside = [1] * len(lanes)
    for node, lane in enumerate(lane_of):
        beside[lane] = max(beside[lane], placer.beside[node] + 1)
    first = [sum(beside[:lane]) for lane in range(len(lanes))]
    columns = tuple(lane for lane, count in enumerate(beside) for _ in range(count))
    cells = tuple((first[lane_of[node]] + placer.beside[node], placer.row[node]) for node in range(len(lane_of)))
    return Grid(lanes, columns, max(placer.row, default=0) + 1, cells)


def _lanes(sketch: Sketch) -> tuple[tuple[Lane, ...], tuple[int, ...]]:
    """The lanes in their order, one for nodes of no listed lane behind them; the number of each node's lane."""
    known = {lane.id: index for index, lane in enumerate(sketch.lanes)}
    rest = len(known)
    lane_of = tuple(known.get(node.lane, rest) for node in sketch.nodes)
    needs_rest = rest in lane_of or not sketch.lanes
    return sketch.lanes + ((Lane(id="", title=""),) if needs_rest else ()), lane_of


class _Placer:
    """Places one node after the other, in the order of the workflow."""

    def __init__(self, links: Links, lane_of: tuple[int, ...], is_decision: tuple[bool, ...]) -> None:
        self._links = links
        self._lane = lane_of
        self._is_decision = is_decision
        self.row: list[int] = []
        self.beside: list[int] = []
        self._taken: set[tuple[int, int, int]] = set()  # row, lane, beside
        self._crossed: set[tuple[int, int]] = set()  # row, lane that a straight line goes through
        self._left: set[tuple[int, int]] = set()  # node, direction in which a straight line leaves it

    def place(self, node: int) -> None:
        before = self._links.before[node]
        if not before:
            row, beside = self._start(node)
        else:
            source = max(before, key=lambda other: (self.row[other], other))
            if self._fits_across(node, source):
                row, beside = self._across(node, source)
            elif self._fits_beside(node, source):
                row, beside = self.row[source], self.beside[source] + 1
                self._left.add((source, 1))
            else:
                row, beside = self._below(node, source)
        self.row.append(row)
        self.beside.append(beside)
        self._taken.add((row, self._lane[node], beside))

    def _start(self, node: int) -> tuple[int, int]:
        """The top, or below the node before it if nothing leads to this one."""
        return self._free(self.row[node - 1] + 1 if node else 0, node, 0)

    def _fits_across(self, node: int, source: int) -> bool:
        """Whether the node can stand in its source's row, in another lane, with a straight line between them."""
        here, there, row = self._lane[source], self._lane[node], self.row[source]
        if here == there:
            return False
        step = 1 if there > here else -1
        turns_back = self._is_decision[node] and any(
            (self._lane[head] - there) * step < 0 for head in self._links.out[node]
        )
        own_side = range(self.beside[source]) if step < 0 else range(self.beside[source] + 1, _MOST_BESIDE)
        in_the_way = any((row, here, other) in self._taken for other in own_side)
        return (
            not turns_back
            and not in_the_way
            and (source, step) not in self._left
            and all(self._is_free(row, lane) for lane in range(here + step, there + step, step))
        )

    def _is_free(self, row: int, lane: int) -> bool:
        return (row, lane) not in self._crossed and not any(
            (row, lane, beside) in self._taken for beside in range(_MOST_BESIDE)
        )

    def _across(self, node: int, source: int) -> tuple[int, int]:
        here, there, row = self._lane[source], self._lane[node], self.row[source]
        step = 1 if there > here else -1
        self._left.add((source, step))
        self._crossed.update((row, lane) for lane in range(here + step, there, step))
        return row, 0

    def _fits_beside(self, node: int, source: int) -> bool:
        """Whether the node, a side way of a decision, can stand right of it in the same lane."""
        place = (self.row[source], self._lane[node], self.beside[source] + 1)
        return (
            self._lane[node] == self._lane[source]
            and self._is_decision[source]
            and self._links.main[source] != node
            and place[2] < _MOST_BESIDE
            and place not in self._taken
            and place[:2] not in self._crossed
            and (source, 1) not in self._left
        )

    def _below(self, node: int, source: int) -> tuple[int, int]:
        """Under the source where it goes on, else in the lane's first column, in the next free row."""
        goes_on = self._links.main[source] == node or len(self._links.after[source]) == 1
        stays = self._lane[node] == self._lane[source] and goes_on and len(self._links.before[node]) == 1
        return self._free(self.row[source] + 1, node, self.beside[source] if stays else 0)

    def _free(self, row: int, node: int, beside: int) -> tuple[int, int]:
        lane = self._lane[node]
        while (row, lane, beside) in self._taken or (row, lane) in self._crossed:
            other = (row, lane, 1)
            near = any(self.row[source] == row - 1 for source in self._links.before[node])
            if near and beside == 0 and other not in self._taken and other[:2] not in self._crossed:
                return row, 1
            row, beside = row + 1, 0
        return row, beside
