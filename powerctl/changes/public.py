"""What of a comparison the public may learn: only what the gate shows on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from powerctl.changes.state import State
from powerctl.comparison import Change
from powerctl.gate.fields import ESSENTIAL
from powerctl.gate.sight import Sight, is_within, shown_to
from powerctl.model.power import Power
from powerctl.public.audience import Audience

_LIFE = frozenset({"power.added", "power.removed"})
# Kind and key → the kind of what stands there, and whether it is one of a list.
_PARTS: Mapping[tuple[str, str], tuple[str, bool]] = {
    ("power", "workflow"): ("workflow", False),
    ("workflow", "steps"): ("step", True),
    ("power", "risk_points"): ("risk_point", True),
    ("risk_point", "controls"): ("control", True),
    ("power", "disclosure"): ("disclosure", False),
    ("power", "limits"): ("limits", False),
    ("power", "complaints"): ("complaints", False),
    ("power", "service"): ("service", False),
    ("power", "code"): ("code", False),
}


def public(changes: Iterable[Change], base: State, revision: State) -> tuple[Change, ...]:
    """Changes of public powers in public fields; of a power that came or went, that it did."""
    return tuple(replace(change, seal="") for change in changes if _is_public(change, base, revision))


def _is_public(change: Change, base: State, revision: State) -> bool:
    views = [_view(change, base, is_base=True), _view(change, revision, is_base=False)]
    there = [view for view in views if view is not None]
    if not there or (len(there) < len(views) and change.id not in _LIFE):
        return False
    return all(view.shows(change) for view in there)


def _view(change: Change, state: State, *, is_base: bool) -> _View | None:
    """The power whose file a change stands in on one side."""
    place = change.base_place if is_base else change.place
    if place is None or "/powers/" not in place.file:
        return None
    power = next((power for power in state.catalogue.powers if power.ref.file == place.file), None)
    return None if power is None else _View(power, state)


@dataclass(frozen=True, slots=True)
class _View:
    """A power as one side lets the public see it."""

    power: Power
    state: State

    def shows(self, change: Change) -> bool:
        """Whether the power, everything on the way to the key, and the key itself are for everyone."""
        asks, disclosure = self.state.rulebook.disclosure, self.power.disclosure
        everyone = asks.scopes.get(Audience.PUBLIC)
        if disclosure is None or everyone is None or not is_within(asks.scopes.get(disclosure.scope), everyone.rank):
            return False
        shown = shown_to(asks, everyone.rank)
        kept_back = tuple(tuple(part.field.split(".")) for part in disclosure.withheld)
        sight = Sight(shown, "power", kept_back)
        if not (Sight(shown, "unit").shows_it() and sight.shows_it()):
            return False
        if change.path[:1] == ("workflow",) and not self._tells_steps(change.path, kept_back):
            return False
        return _leads(sight, change.path)

    def _tells_steps(self, path: tuple[str, ...], kept_back: Iterable[tuple[str, ...]]) -> bool:
        """A hidden step is not told, and where a step leads only if none is hidden."""
        steps = self.power.workflow.steps if self.power.workflow else ()
        internal = {step.id for step in steps if step.internal}
        if path[-1] == "next":
            return not internal and not any(way[0] == "workflow" for way in kept_back)
        return len(path) < 3 or path[2] not in internal


def _leads(sight: Sight, path: tuple[str, ...]) -> bool:
    """Whether readers see everything on a way."""
    if not path:
        return True
    key, *rest = path
    if not rest and key in ESSENTIAL.get(sight.kind, ()):
        return True
    if not sight.shows(key) or (key, *rest[:1]) in sight.kept_back:
        return False
    if (sight.kind, key) not in _PARTS or not rest:
        return True
    kind, is_listed = _PARTS[sight.kind, key]
    inner = sight.part(kind, key, *rest[:1]) if is_listed else sight.part(kind, key)
    if not is_listed:
        return _leads(inner, tuple(rest))
    return inner.shows_it() and _leads(inner, tuple(rest[1:]))
