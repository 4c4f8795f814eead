"""A workflow as a graph: what follows what, what can be reached, what every way must pass. Loops are no trouble.

Sets of steps are whole numbers with a bit for each step (``1 << position``): 200 steps are one word to the machine,
and no question walks the ways one by one, of which there may be more than anybody can count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from powerctl.model.workflow import Step, Workflow

Positions = tuple[int, ...]


@dataclass(frozen=True)
class Graph:
    """The steps by position, and the positions that each leads to; it starts at 0.

    ``is_whole`` is False where an exit leads to no step: then what is not reached may only look so.
    """

    steps: tuple[Step, ...]
    after: tuple[Positions, ...]
    is_whole: bool = True

    @cached_property
    def before(self) -> tuple[Positions, ...]:
        """The positions that lead to each step."""
        found: list[list[int]] = [[] for _ in self.steps]
        for tail, heads in enumerate(self.after):
            for head in heads:
                found[head].append(tail)
        return tuple(tuple(tails) for tails in found)

    @cached_property
    def returns(self) -> bool:
        """Whether any exit leads back to its own step or to one written before."""
        return any(head <= tail for tail, heads in enumerate(self.after) for head in heads)

    @cached_property
    def beyond(self) -> Positions:
        """For each step, as bits, what can come after it; its own bit is set where it lies on a loop."""
        found, earlier = [0] * len(self.steps), [-1]
        while found != earlier and (self.returns or earlier == [-1]):  # one round will do where no exit leads back
            earlier = list(found)
            for position in range(len(found) - 1, -1, -1):
                for head in self.after[position]:
                    found[position] |= 1 << head | found[head]
        return tuple(found)

    @cached_property
    def ends(self) -> int:
        """As bits, the steps where a case ends: ``end: true``."""
        return sum(1 << position for position, step in enumerate(self.steps) if step.end)

    @cached_property
    def reached(self) -> int:
        """As bits, the steps that a case can come to."""
        return (1 | self.beyond[0]) if self.steps else 0

    @cached_property
    def ending(self) -> int:
        """As bits, the steps from which an end can be reached, ends themselves included."""
        return sum(1 << position for position in range(len(self.steps)) if self._ends_from(position))

    @cached_property
    def live(self) -> int:
        """As bits, the steps on some way through: reached, and with an end ahead."""
        return self.reached & self.ending

    @cached_property
    def loops(self) -> tuple[Positions, ...]:
        """The steps that come back to themselves, those of one tangle of loops together, in order."""
        if not self.returns:
            return ()
        left, found = [position for position, reach in enumerate(self.beyond) if reach >> position & 1], []
        while left:
            tangle = tuple(one for one in left if self.follows(left[0], one) and self.follows(one, left[0]))
            left = [one for one in left if one not in tangle]
            found.append(tangle)
        return tuple(found)

    @cached_property
    def dominators(self) -> Positions:
        """For each step, as bits, what every way from the start to it passes, itself included; 0 if unreached."""
        everything = (1 << len(self.steps)) - 1
        found = [everything if self.reached >> position & 1 else 0 for position in range(len(self.steps))]
        if found:
            found[0] = 1
        is_settled = False
        while not is_settled:
            is_settled = True
            for position in positions(self.reached & ~1):
                passed = everything
                for tail in self.before[position]:
                    if self.reached >> tail & 1:
                        passed &= found[tail]
                if (passed := passed | 1 << position) != found[position]:
                    found[position], is_settled = passed, False
        return tuple(found)

    @cached_property
    def passed_always(self) -> int:
        """As bits, the steps that every way from the start to an end passes."""
        passed = self.live
        for position in positions(self.live & self.ends):
            passed &= self.dominators[position]
        return passed

    def follows(self, first: int, later: int) -> bool:
        """Whether a case can come from one step to another, in one step or more."""
        return bool(self.beyond[first] >> later & 1)

    def share_a_way(self, one: int, other: int) -> bool:
        """Whether two steps lie on one way through."""
        live = self.live >> one & self.live >> other & 1
        return bool(live) and (self.follows(one, other) or self.follows(other, one))

    def path(self, start: int, goals: int, within: int = -1) -> Positions:
        """The shortest way from a step to the nearest of some (bits), both included; () where there is none."""
        came: dict[int, int] = {start: start}
        queue = [start]
        for here in queue:
            if goals >> here & 1:
                return _unwound(came, start, here)
            for head in self.after[here]:
                if head not in came and within >> head & 1:
                    came[head] = here
                    queue.append(head)
        return ()

    def way_over(self, *stations: int) -> Positions:
        """A short way from the start over some steps, in this order, to an end; () where there is none."""
        way: Positions = (0,) if self.steps else ()
        for station in stations:
            way = self._extended(way, 1 << station)
        return self._extended(way, self.ends)

    def _extended(self, way: Positions, goals: int) -> Positions:
        further = self.path(way[-1], goals) if way else ()
        return (*way, *further[1:]) if further else ()

    def _ends_from(self, position: int) -> bool:
        return bool((1 << position | self.beyond[position]) & self.ends)


def graph_of(workflow: Workflow) -> Graph:
    """Of two steps with one id the first counts; a step that ends leads nowhere; exits to no step are left out."""
    steps = workflow.steps
    at = {step.id: position for position, step in reversed(list(enumerate(steps)))}
    last = len(steps) - 1
    after: list[Positions] = []
    is_whole = True
    for position, step in enumerate(steps):
        if step.end:
            after.append(())
        elif step.next:
            heads = dict.fromkeys(at[leaving.to] for leaving in step.next if leaving.to in at)
            is_whole = is_whole and all(leaving.to in at for leaving in step.next)
            after.append(tuple(heads))
        else:
            after.append((position + 1,) if position < last else ())
    return Graph(steps, tuple(after), is_whole)


def positions(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _unwound(came: dict[int, int], start: int, here: int) -> Positions:
    way = [here]
    while here != start:
        here = came[here]
        way.append(here)
    return tuple(reversed(way))
