"""X041-X044: what the units of a catalogue hold beside each other, and at which level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook, UnitType
from powerctl.model.unit import Unit
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.likeness import core_name, core_text, leaders, likeness, plain
from powerctl.rules.registry import Brief, rule
from powerctl.rules.wording import row

Clan = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Held:
    """A power in force with its unit: its bare name, the level it is held at, and the units it may be shared with."""

    power: Power
    unit: Unit
    name: str
    level: str
    clan: Clan

    @property
    def code(self) -> tuple[str, str] | None:
        """What identifies the power where it has a code."""
        code = self.power.code
        return (code.scheme, code.value) if code is not None else None


def _held(brief: Brief) -> Iterator[_Held]:
    """The powers in force of units that are known."""
    for unit_id, powers in groupby(powers_in_force(brief), key=lambda power: power.unit):
        unit = brief.catalogue.units_by_id.get(unit_id)
        if unit is not None:
            name, level, clan = plain(unit.name), _level(brief.rulebook, unit), _clan(brief.rulebook, unit)
            yield from (_Held(power, unit, core_name(power.name, name), level, clan) for power in powers)


def _level(rulebook: Rulebook, unit: Unit) -> str:
    kind = rulebook.unit_types.get(unit.type)
    return unit.level or (kind.level if kind is not None else "")


def _clan(rulebook: Rulebook, unit: Unit) -> Clan:
    """Units of a type with one list hold the same powers by intent; every other unit stands for itself."""
    kind = rulebook.unit_types.get(unit.type)
    return ("type", unit.type) if kind is not None and kind.same_list else ("unit", unit.id)


@rule("X041", Severity.WARNING, name=Severity.WARNING, text=Severity.WARNING)
def same_power_in_two_units(brief: Brief) -> Iterator[Hit]:
    """No two units of one level hold the same power, by code, by name or by nearly the same text."""
    held = list(_held(brief))
    told: set[tuple[str, str]] = set()
    for case, pairs in (("", _by_code(held)), ("name", _by_name(held)), ("text", _by_text(brief.rulebook, held))):
        for first, later in pairs:
            pair = (first.power.subject, later.power.subject)
            if pair not in told:
                told.add(pair)
                yield _overlap(case, first, later)


def _overlap(case: str, first: _Held, later: _Held) -> Hit:
    facts = {"power": later.power.name, "unit": later.unit.name, "first": first.power.name, "owner": first.unit.name}
    code = later.power.code.value if later.power.code is not None else ""
    return Hit(_place(case, later), {**facts, "code": code}, case, other=(_place(case, first), "same_here"))


def _place(case: str, entry: _Held) -> Ref:
    """The value that is the same."""
    if case == "":
        return entry.power.ref.at("code", "value")
    return entry.power.ref.at("content" if case == "text" and entry.power.content else "name")


def _by_code(held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    return _pairs(held, [entry.code for entry in held])


def _by_name(held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Of one type: with another type it is X042 that speaks."""
    return _pairs(held, [(entry.power.type, entry.name) if entry.name else None for entry in held])


def _by_text(rulebook: Rulebook, held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    asks = rulebook.overlap
    if not asks.likeness:
        return
    texts = {id(entry): core_text(entry.power.name + entry.power.content, plain(entry.unit.name)) for entry in held}
    long = [entry for entry in held if len(texts[id(entry)]) >= asks.least_text]
    keys = leaders([texts[id(entry)] for entry in long], asks.likeness)
    for first, later in _pairs(long, [(entry.power.type, key) for entry, key in zip(long, keys, strict=True)]):
        if likeness(texts[id(first)], texts[id(later)]) >= asks.likeness:
            yield first, later


def _pairs(held: Sequence[_Held], keys: Sequence[Hashable]) -> Iterator[tuple[_Held, _Held]]:
    """Each power with the first before it of the same key and level that it may not be shared with.

    Two firsts of different clans are enough to remember: one of them is a stranger to whatever comes.
    """
    firsts: defaultdict[tuple[str, Hashable], list[_Held]] = defaultdict(list)
    for entry, key in zip(held, keys, strict=True):
        if key is None:
            continue
        known = firsts[(entry.level, key)]
        strangers = [first for first in known if first.clan != entry.clan]
        if strangers:
            yield strangers[0], entry
        if len(known) == len(strangers) < 2:
            known.append(entry)


@rule("X042", Severity.WARNING)
def same_power_of_other_type(brief: Brief) -> Iterator[Hit]:
    """A power of one name is of one type in every unit that holds it."""
    by_name: defaultdict[str, list[_Held]] = defaultdict(list)
    for entry in _held(brief):
        if entry.name and entry.power.type in brief.rulebook.power_types:
            by_name[entry.name].append(entry)
    for namesakes in by_name.values():
        if len({entry.power.type for entry in namesakes}) > 1:
            yield from _of_other_type(brief.rulebook, namesakes)


def _of_other_type(rulebook: Rulebook, namesakes: list[_Held]) -> Iterator[Hit]:
    """The type that most have is the usual one; a unit may hold a power of another type beside it."""
    usual = Counter(entry.power.type for entry in namesakes).most_common(1)[0][0]
    first = next(entry for entry in namesakes if entry.power.type == usual)
    in_order = {entry.unit.id for entry in namesakes if entry.power.type == usual}
    for entry in namesakes:
        if entry.unit.id not in in_order:
            facts = {"power": entry.power.name, "type": rulebook.power_types[entry.power.type].label}
            facts |= {"owner": first.unit.name, "usual": rulebook.power_types[usual].label}
            yield Hit(entry.power.ref.at("type"), facts, other=(first.power.ref.at("type"), "same_here"))


@rule("X043", Severity.WARNING)
def list_differs_from_peers(brief: Brief) -> Iterator[Hit]:
    """A unit of a type with one list holds what more than half of its peers hold."""
    same = {type_ for type_, kind in brief.rulebook.unit_types.items() if kind.same_list}
    lists: defaultdict[str, dict[str, list[_Held]]] = defaultdict(dict)
    for entry in _held(brief) if same else ():
        if entry.unit.type in same:
            lists[entry.unit.type].setdefault(entry.unit.id, []).append(entry)
    for peers in lists.values():
        if len(peers) >= brief.rulebook.overlap.peers_least:
            yield from _gaps(brief, peers)


def _gaps(brief: Brief, peers: dict[str, list[_Held]]) -> Iterator[Hit]:
    unread = {file.split("/")[1] for file in brief.catalogue.left_out if file.startswith("units/")}
    for entry, holders in _shared(entry for held in peers.values() for entry in held):
        if 2 * len(holders) <= len(peers) - 1:
            continue
        for unit in (brief.catalogue.units_by_id[unit] for unit in peers if unit not in holders | unread):
            facts: dict[str, Fact] = {"unit": unit.name, "power": entry.power.name, "have": len(holders)}
            facts |= {"peers": len(peers) - 1, "owner": entry.unit.name}
            yield Hit(unit.ref.at("id"), facts, other=(entry.power.ref.at("name"), "same_here"))


def _shared(held: Iterable[_Held]) -> Iterator[tuple[_Held, set[str]]]:
    """Each power once, with the units that hold it: by its code, or else by its name."""
    everything = list(held)
    holders: defaultdict[Hashable, set[str]] = defaultdict(set)
    for entry in everything:
        for key in (entry.code, entry.name):
            holders[key].add(entry.unit.id)
    seen: set[Hashable] = {None, ""}
    for entry in everything:
        keys = {entry.code, entry.name} - {None, ""}
        if not keys & seen:
            yield entry, set().union(*(holders[key] for key in keys))
        seen |= keys


@rule("X044", Severity.WARNING)
def level_not_of_the_unit(brief: Brief) -> Iterator[Hit]:
    """A power in force is of a level at which its unit acts."""
    levels = brief.rulebook.levels
    for power in powers_in_force(brief):
        unit = brief.catalogue.units_by_id.get(power.unit)
        kind = brief.rulebook.unit_types.get(unit.type) if unit is not None else None
        if unit is None or kind is None or not power.level:
            continue
        own = _levels(unit, kind)
        if own and power.level not in own:
            facts = {"power": power.name, "level": levels[power.level].label if power.level in levels else power.level}
            facts |= {"unit": unit.name, "levels": row(levels[level].label for level in own if level in levels)}
            yield Hit(power.ref.at("level"), facts, other=(unit.ref.at("type"), "required_here"))


def _levels(unit: Unit, kind: UnitType) -> tuple[str, ...]:
    """Those that the rulebook gives such units, and the one that the unit says it has itself."""
    given = kind.levels or ((kind.level,) if kind.level else ())
    return (*given, unit.level) if given and unit.level and unit.level not in given else given
