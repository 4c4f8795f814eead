"""What of a comparison the public may learn: only what is public on both sides, by an allow-list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from powerctl.changes.state import State
from powerctl.comparison import Change
from powerctl.model.power import Power

_LIFE = frozenset({"power.added", "power.removed"})


def public(changes: Iterable[Change], base: State, revision: State) -> tuple[Change, ...]:
    """Changes of public powers in public fields; of what came or went, that it did. A missing level is never public."""
    return tuple(replace(change, seal="") for change in changes if _is_public(change, base, revision))


def _is_public(change: Change, base: State, revision: State) -> bool:
    powers = _power(change, base, is_base=True), _power(change, revision, is_base=False)
    there = [_View(power, state) for power, state in zip(powers, (base, revision), strict=True) if power is not None]
    if not there or (len(there) < 2 and change.id not in _LIFE):
        return False
    return all(view.shows(change) for view in there)


def _power(change: Change, state: State, *, is_base: bool) -> Power | None:
    """The power whose file a change stands in on one side."""
    place = change.base_place if is_base else change.place
    if place is None or "/powers/" not in place.file:
        return None
    return next((power for power in state.catalogue.powers if power.ref.file == place.file), None)


@dataclass(frozen=True, slots=True)
class _View:
    """A power as one side lets the public see it."""

    power: Power
    state: State

    def shows(self, change: Change) -> bool:
        asks = self.state.rulebook.disclosure
        disclosure = self.power.disclosure
        scope = asks.scopes.get(disclosure.scope) if disclosure else None
        if disclosure is None or scope is None or scope.withheld or not self._is_for_everyone(disclosure.scope):
            return False
        allowed = {"id", "name", *change.path[:1]} <= set(asks.public_fields)
        hidden = [tuple(part.field.split(".")) for part in disclosure.withheld]
        if change.path[:1] == ("workflow",) and change.path[-1] == "next" and self._hides_steps(hidden):
            return False  # where a step leads names others
        return allowed and not self._is_internal(change) and not any(_touches(way, change.path) for way in hidden)

    def _hides_steps(self, hidden: Iterable[tuple[str, ...]]) -> bool:
        return bool(self._internal) or any(way[0] == "workflow" for way in hidden)

    def _is_for_everyone(self, name: str) -> bool:
        scopes = self.state.rulebook.disclosure.scopes
        return scopes[name].rank == min(scope.rank for scope in scopes.values())

    def _is_internal(self, change: Change) -> bool:
        is_in = change.path[:2] == ("workflow", "steps")
        return is_in and (len(change.path) < 3 or change.path[2] in self._internal)

    @property
    def _internal(self) -> frozenset[str]:
        steps = self.power.workflow.steps if self.power.workflow else ()
        return frozenset(step.id for step in steps if step.internal)


def _touches(hidden: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Whether a withheld part lies on the way to a change, below it, or gives a name to what lies on the way."""
    if hidden[-1] in ("name", "behaviour", "measure"):
        hidden = hidden[:-1]
    shorter = min(len(hidden), len(path))
    return hidden[:shorter] == path[:shorter]
