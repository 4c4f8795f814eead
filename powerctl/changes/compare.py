"""Two states of a catalogue → what changed between them, by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from powerctl.changes.derived import Derived, of_power, of_risks
from powerctl.changes.differences import Difference, came_or_went, differences
from powerctl.changes.kinds import KINDS
from powerctl.changes.matching import Match, Matched, matched, united
from powerctl.changes.measures import Sides, rows_for
from powerctl.changes.plain import seal, shown
from powerctl.changes.state import State
from powerctl.changes.things import THINGS, label_of
from powerctl.comparison import Change, Plain
from powerctl.model.basis import Laws
from powerctl.model.catalogue import About
from powerctl.model.place import NOWHERE, Ref
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulations
from powerctl.model.risk import Risks
from powerctl.model.supervision import Supervision
from powerctl.model.waiver import Waivers

RULEBOOK = Ref("rulebook")
_RECORDS = frozenset({"decision", "warning", "supervision", "assessment", "adjustment"})
_FIXED: Mapping[tuple[str, tuple[str, ...]], str] = {
    ("power", ("status",)): "power.status",
    ("power", ("type",)): "power.retyped",
}


def compare(base: State, revision: State) -> tuple[Change, ...]:
    """Every change, sorted by place in the catalogue, then by subject, field and kind."""
    return tuple(sorted(_changes(Sides(base, revision)), key=_order))


def _order(change: Change) -> tuple[str, str, str, str, str]:
    place = change.place or change.base_place or NOWHERE
    return place.file, change.subject, change.field, change.id, change.fingerprint


def _changes(sides: Sides) -> Iterator[Change]:
    old, new = sides.base.catalogue, sides.revision.catalogue
    yield from _pair(_there(old.about), _there(new.about), "", sides)
    for difference in differences(sides.base.rulebook, sides.revision.rulebook, RULEBOOK, RULEBOOK):
        yield _told(difference, "", sides)
    yield from _of_one(_laws(old.laws), _laws(new.laws), "", sides)
    yield from _of_one(_waivers(old.waivers), _waivers(new.waivers), "", sides)
    yield from _of_one(old.programme or _PROGRAMME, new.programme or _PROGRAMME, "", sides)
    yield from _units(sides)
    yield from _powers(sides)
    yield from _registers(sides)
    for kind in ("decisions", "warnings", "assessments", "adjustments"):
        yield from _records(getattr(old, kind), getattr(new, kind), sides)


def _there(about: About) -> About | None:
    """``catalogue.yaml``, if this side has one."""
    return about if about.ref.file else None


# Where such a file would stand, so that what comes and goes has a place on both sides.
_PROGRAMME = Programme(ref=Ref("programme.yaml"))


def _laws(laws: Laws) -> Laws:
    return laws if laws.ref.file else Laws(ref=Ref("laws.yaml"))


def _waivers(waivers: Waivers) -> Waivers:
    return waivers if waivers.ref.file else Waivers(ref=Ref("waivers.yaml"))


def _of_one(before: Any, after: Any, root: str, sides: Sides) -> Iterator[Change]:
    for difference in differences(before, after, before.ref, after.ref):
        yield _told(difference, root, sides)


def _units(sides: Sides) -> Iterator[Change]:
    old, new = sides.base.catalogue.units_by_id, sides.revision.catalogue.units_by_id
    for unit in sorted({*old, *new}):
        yield from _pair(old.get(unit), new.get(unit), "", sides)


def _records(before: Iterable[Any], after: Iterable[Any], sides: Sides) -> Iterator[Change]:
    """Files of a unit, known by their ids."""
    old = {(record.unit, record.id): record for record in before}
    new = {(record.unit, record.id): record for record in after}
    for key in sorted({*old, *new}):
        yield from _pair(old.get(key), new.get(key), key[0], sides)


def _pair(before: Any, after: Any, root: str, sides: Sides) -> Iterator[Change]:
    if before is None and after is None:
        return
    if before is None or after is None:
        yield _told(came_or_went(before, after), root, sides)
    else:
        yield from _of_one(before, after, root, sides)


def _registers(sides: Sides) -> Iterator[Change]:
    """The files that a unit has once: of a missing one, all entries are missing."""
    old, new = sides.base.catalogue, sides.revision.catalogue
    blanks = (("risks", Risks), ("regulations", Regulations), ("supervision", Supervision))
    for name, cls in blanks:
        before = {part.unit: part for part in getattr(old, name)}
        after = {part.unit: part for part in getattr(new, name)}
        for unit in sorted({*before, *after}):
            blank = cls(unit=unit, ref=Ref(f"units/{unit}/{name}.yaml"))
            was, is_ = before.get(unit, blank), after.get(unit, blank)
            yield from _of_one(was, is_, unit, sides)
            if isinstance(was, Risks):
                yield from (_derived(found, unit) for found in of_risks(was, is_, sides))


def _powers(sides: Sides) -> Iterator[Change]:
    found = matched(sides.base.catalogue.powers_by_subject, sides.revision.catalogue.powers_by_subject)
    for power in found.removed:
        yield _told(came_or_went(power, None), power.unit, sides)
    yield from _splits(found)
    split = {power.subject for power, _ in found.split}
    for match in found.matches:
        yield from _power(match, split, sides)


def _splits(found: Matched) -> Iterator[Change]:
    for power, parts in found.split:
        became = tuple(part.subject for part in parts)
        yield _moved("power.split", power.subject, power.name, power.subject, became, power.ref, parts[0].ref)


def _power(match: Match, split: set[str], sides: Sides) -> Iterator[Change]:
    after = match.after
    if not match.before:
        yield _told(came_or_went(None, after), after.unit, sides)
        return
    before = united(match.before)
    if len(match.before) > 1:
        were = tuple(power.subject for power in match.before)
        yield _moved("power.merged", after.subject, after.name, were, after.subject, before.ref, after.ref)
    elif match.is_renamed and before.subject not in split:
        yield _moved("power.renamed", after.subject, after.name, before.subject, after.subject, before.ref, after.ref)
    yield from _of_one(before, after, after.unit, sides)
    yield from (_derived(found, after.unit) for found in of_power(before, after, sides))


def _moved(kind: str, subject: str, name: str, before: Plain, after: Plain, base: Ref, revision: Ref) -> Change:
    effect = KINDS[kind].effect
    return Change(kind, effect, subject, "id", before, after, ("id",), (name,), place=revision, base_place=base)


def _derived(found: Derived, unit: str) -> Change:
    return Change(
        found.kind,
        KINDS[found.kind].effect,
        "/".join([unit, *(thing.id for thing in found.things)]),
        found.field,
        found.before,
        found.after,
        found.path,
        tuple(label_of(thing) for thing in found.things),
        place=found.place,
        base_place=found.base_place,
    )


def _told(difference: Difference, root: str, sides: Sides) -> Change:
    kind = _kind(difference, sides)
    stands = [pair for pair in difference.things if THINGS[type(_side(pair))].in_subject]
    subject = "/".join(part for part in (root, *(_side(pair).id for pair in stands)) if part)
    came = not difference.field
    return Change(
        kind,
        KINDS[kind].effect,
        subject,
        ".".join([*difference.context, *difference.field]),
        shown(difference.before),
        shown(difference.after),
        difference.path,
        tuple(label_of(_side(pair)) for pair in stands),
        came,
        seal(_side((difference.before, difference.after))) if came else "",
        difference.place,
        difference.base_place,
    )


def _side(pair: tuple[Any, Any]) -> Any:
    return pair[0] if pair[1] is None else pair[1]


def _kind(difference: Difference, sides: Sides) -> str:
    """The kind in the tables; else a mere coming, going or change of the thing."""
    thing = THINGS[type(difference.thing)].name
    if not difference.field:
        return _coming(thing, difference, sides)
    if thing == "supervision" and len(difference.field) == 2 and None in (difference.before, difference.after):
        return f"record.{'added' if difference.before is None else 'removed'}"
    for row in rows_for(thing, difference.field):
        trend = row.measure(difference, sides)
        if trend:
            return row.up if trend > 0 else row.down
    if thing == "rulebook" and None in (difference.before, difference.after):
        return f"rulebook.{'added' if difference.before is None else 'removed'}"
    return _FIXED.get((thing, difference.field), f"{thing}.changed")


def _coming(thing: str, difference: Difference, sides: Sides) -> str:
    how = "added" if difference.before is None else "removed"
    if thing in _RECORDS:
        return f"record.{how}"
    if thing == "step":
        state = sides.base if how == "removed" else sides.revision
        if state.checks(difference.thing.duty):
            return f"step.check-{how}"
    return f"{thing}.{how}"
