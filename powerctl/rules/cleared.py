"""What S003 and S004 can tell from the plain data of powers: that neither has anything to say about them.

A quick yes for a run that asks for little else, so that no power need be built; after a no the rules judge as ever,
and only what they find is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from powerctl.model.place import NOWHERE
from powerctl.references import OF_A_POWER, Reference
from powerctl.rules.registry import Brief, Plain

Named = set[tuple[str, str]]  # what kind of thing is named, and how


def named(power: Plain) -> Named | None:
    """What a power refers to; None if a reference inside it, to one of its own steps, leads nowhere."""
    found: Named = set()
    _enter(power, OF_A_POWER, found)
    return found if _leads_to_own_steps(power) else None


def is_there(
    brief: Brief, notes: Iterable[Named | None], exists: Mapping[str, Callable[[Any, Reference], bool]]
) -> bool:
    """Whether everything exists that the powers of a share refer to."""
    found: Named = set()
    for one in notes:
        if one is None:
            return False
        found |= one
    catalogue = brief.catalogue
    return all(exists[kind](catalogue, Reference(kind, catalogue.share, text, NOWHERE, ())) for kind, text in found)


def has_each_id_once(power: Plain) -> bool:
    """Whether the steps, the risk points and the controls of each have ids of their own."""
    return all(len({thing["id"].casefold() for thing in things}) == len(things) for things in _namespaces(power))


def all_do(_brief: Brief, notes: Iterable[bool]) -> bool:
    """Whether it is so of every power."""
    return all(notes)


def _enter(part: Plain, table: Mapping[str, Any], found: Named) -> None:
    for key, kind in table.items():
        value = part.get(key)
        if not value:
            continue
        if kind.__class__ is not str:
            for inner in value if value.__class__ is list else (value,):
                _enter(inner, kind, found)
        elif value.__class__ is list:
            found.update([(kind, text) for text in value])
        else:
            found.add((kind, value))


def _leads_to_own_steps(power: Plain) -> bool:
    if "workflow" not in power:
        return True
    steps = power["workflow"].get("steps", ())
    wanted = {risk["step"] for risk in power.get("risk_points", ()) if "step" in risk}
    for step in steps:
        if "next" in step:
            ways = step["next"]
            wanted.update([ways] if ways.__class__ is str else [way["to"] for way in ways])
    return wanted <= {step["id"] for step in steps}


def _namespaces(power: Plain) -> Iterator[Sequence[Plain]]:
    risks = power.get("risk_points", ())
    yield risks
    yield power.get("workflow", {}).get("steps", ())
    yield from (risk["controls"] for risk in risks if "controls" in risk)
