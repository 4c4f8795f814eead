"""Ways through a workflow in which some steps are not shown: the steps before and after them are joined.

What is joined tells only where one can get to. Neither that a step was passed over nor how many were, neither their
conditions nor their order is told, so that no two workflows with the same visible ways differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from powerctl.model.workflow import Step
from powerctl.public.workflow import PublicExit


@dataclass(frozen=True, slots=True)
class _Ways:
    """The exits of a step as it was written, each with its condition, and whether the course may end in it."""

    exits: tuple[tuple[str, str], ...]
    ends: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """The visible ways on from each visible step, where the course may end, and at which steps it may begin."""

    exits: Mapping[str, tuple[PublicExit, ...]]
    ends: frozenset[str]
    starts: tuple[str, ...]


def joined(steps: Sequence[Step], shown: frozenset[str]) -> Flow:
    """The flow between the steps that are shown."""
    ways = _written(steps)
    order = [step.id for step in steps if step.id in shown]
    passed = {step: _beyond(ways, step, order) for step in ways if step not in shown}
    exits = {step: _exits(ways[step], step, passed) for step in order}
    last = {step for step, (_, ends) in passed.items() if ends}
    ends = (step for step in order if ways[step].ends or any(to in last for to, _ in ways[step].exits))
    first = next(iter(ways), "")
    starts = passed[first][0] if first in passed else (first,) if first else ()
    return Flow(exits, frozenset(ends), starts)


def _written(steps: Sequence[Step]) -> dict[str, _Ways]:
    """The exits as they are meant: a step runs to the one after it unless it has ``next`` or ``end``."""
    ways: dict[str, _Ways] = {}
    known = {step.id for step in steps}
    for index, step in enumerate(steps):
        after = steps[index + 1].id if index + 1 < len(steps) else ""
        exits = tuple((way.to, way.when) for way in step.next if way.to in known)
        runs_on = bool(after) and not step.next and not step.end
        follows = exits or (((after, ""),) if runs_on else ())
        ways.setdefault(step.id, _Ways(follows, step.end or not follows))
    return ways


def _beyond(ways: Mapping[str, _Ways], start: str, order: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The first visible steps that a hidden one leads to, in the order of the list, and whether it may be the last."""
    shown, found, seen, ends = frozenset(order), set(), {start}, False
    waiting = [start]
    while waiting:
        way = ways[waiting.pop()]
        ends = ends or way.ends
        for to, _ in way.exits:
            if to in shown:
                found.add(to)
            elif to not in seen:
                seen.add(to)
                waiting.append(to)
    return tuple(step for step in order if step in found), ends


def _exits(ways: _Ways, step: str, passed: Mapping[str, tuple[tuple[str, ...], bool]]) -> tuple[PublicExit, ...]:
    exits: dict[PublicExit, None] = {}
    for to, when in ways.exits:
        for target in passed[to][0] if to in passed else (to,):
            if target != step or to not in passed:  # a way back to itself through a hidden step says nothing
                exits[PublicExit(to=target, when=when)] = None
    return tuple(exits)
