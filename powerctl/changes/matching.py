"""Which power was which: by id, and where an id is gone, by the ``replaces`` of another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from powerctl.changes.things import key_of
from powerctl.model.power import Power
from powerctl.naming import split_reference


@dataclass(frozen=True, slots=True)
class Match:
    """A power as it is and the powers that it was: none (added), one, or several (merged)."""

    after: Power
    before: tuple[Power, ...] = ()

    @property
    def is_renamed(self) -> bool:
        """Whether one power goes on under another id."""
        return len(self.before) == 1 and self.before[0].subject != self.after.subject


@dataclass(frozen=True, slots=True)
class Matched:
    """All powers matched, those that are gone, and those that were split, each with what it became."""

    matches: tuple[Match, ...]
    removed: tuple[Power, ...]
    split: tuple[tuple[Power, tuple[Power, ...]], ...]


def matched(before: Mapping[str, Power], after: Mapping[str, Power]) -> Matched:
    """The powers of two sides, by subject."""
    matches = tuple(Match(after[subject], tuple(_was(after[subject], before, after))) for subject in sorted(after))
    became: dict[str, list[Power]] = {}
    for match in matches:
        for old in match.before:
            if old.subject not in after:
                became.setdefault(old.subject, []).append(match.after)
    removed = tuple(before[subject] for subject in sorted(before.keys() - after.keys() - became.keys()))
    split = ((before[subject], tuple(parts)) for subject, parts in sorted(became.items()) if len(parts) > 1)
    return Matched(matches, removed, tuple(split))


def _was(power: Power, before: Mapping[str, Power], after: Mapping[str, Power]) -> Iterator[Power]:
    if power.subject in before:
        yield before[power.subject]
    for reference in power.replaces:
        subject = "/".join(split_reference(reference, power.unit))
        if subject in before and subject not in after:
            yield before[subject]


def united(powers: tuple[Power, ...]) -> Power:
    """Several powers as one: the first, with everything in lists that only the others have."""
    first = powers[0]
    for other in powers[1:]:
        lists: dict[str, Any] = {
            field.name: _joined(getattr(first, field.name), getattr(other, field.name))
            for field in dataclasses.fields(Power)
            if isinstance(getattr(first, field.name), tuple) and field.name not in ("aliases", "replaces", "ref")
        }
        first = dataclasses.replace(first, **lists)
    return first


def _joined(own: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {_key(part) for part in own}
    return (*own, *(part for part in other if _key(part) not in known))


def _key(part: Any) -> str:
    return key_of(part) if dataclasses.is_dataclass(part) else str(part)
