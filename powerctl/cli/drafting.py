"""What a comparison tells an adjustment note: the powers it must name, the loosened changes it might approve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from powerctl.comparison import Change, Effect
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.model.rulebook import Rulebook

Facts = dict[str, object]


def drafted(root: Path, base: str, unit: str, rulebook: Rulebook, words: Words) -> Facts:
    """Entries for a unit's powers, ``loosened`` ones apart; PowerctlError where there is nothing to explain."""
    from powerctl.changes.adjusting import needing
    from powerctl.cli.compared import compared, opened
    from powerctl.sides import paired

    with opened(base, None, root) as sides:
        (pair,) = paired(*sides)[:1]
        found = compared(*sides, *pair)
    own = [change for change in found.changes if change.unit == unit]
    needed = needing(own, found.base, found.revision)
    loose = [change for change in own if change.effect is Effect.LOOSENED and change not in needed and _is_of(change)]
    if not needed and not loose:
        raise PowerctlError("diff.nothing_to_explain", base=base, unit=unit)
    gone = {change.subject for change in needed if change.id == "power.removed"}
    kept = [change for change in needed if change.subject not in gone]
    return {
        "entries": list(_entries(kept, rulebook, words)),
        "loosened": list(_entries([*loose, *(change for change in needed if change.subject in gone)], rulebook, words)),
    }


def _is_of(change: Change) -> bool:
    place = change.place or change.base_place
    return place is not None and "/powers/" in place.file


def _entries(changes: Iterable[Change], rulebook: Rulebook, words: Words) -> Iterator[Facts]:
    """An entry for each power of each change: a merger has one for every power that is gone."""
    from powerctl.changes.adjusting import action_of, powers_of
    from powerctl.formats.diff.told import sentence

    known = rulebook.adjustment.actions
    for change in changes:
        own = change.effect is Effect.LOOSENED and change.id != "power.removed"
        action = "changed" if own else action_of(change)
        for subject in sorted(powers_of(change)):
            yield {
                "power": subject.split("/")[1],
                "action": action if action in known or not known else next(iter(known)),
                "to": [change.subject.split("/")[1]] if change.id == "power.merged" else [],
                "covers": [change.fingerprint],
                "note": sentence(change, words),
            }
