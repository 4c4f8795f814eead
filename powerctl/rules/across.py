"""X041-X044: what the units of a catalogue hold beside each other, and at which level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook, UnitType
from powerctl.model.unit import Unit
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.likeness import core_name, core_text, leaders, likeness, plain
from powerctl.rules.registry import Brief, Notes, Reach, comparison, rule
from powerctl.rules.wording import row

Clan = tuple[str, str]


class _Power(NamedTuple):
    """What is noted of a power in force: its bare name, and in ``text`` its bare name and content together."""

    file: str
    id: str
    name: str
    type: str
    code: str
    scheme: str
    has_content: bool
    bare: str
    text: str

    def at(self, *path: str) -> Ref:
        """The place of a value of the power."""
        return Ref(self.file, path)


@dataclass(frozen=True, slots=True)
class _Held:
    """A power in force with its unit: its bare name, the level it is held at, and the units it may be shared with."""

    power: _Power
    unit: Unit
    level: str
    clan: Clan

    @property
    def name(self) -> str:
        """The bare name."""
        return self.power.bare

    @property
    def code(self) -> tuple[str, str] | None:
        """What identifies the power where it has a code."""
        return (self.power.scheme, self.power.code) if self.power.code else None


def _powers(brief: Brief) -> Notes:
    """Whether a part of the unit was refused, the unit's id, and its powers in force (empty if it is not known)."""
    is_torn = any(file.startswith(f"units/{brief.catalogue.share}/") for file in brief.catalogue.left_out)
    unit = brief.catalogue.units_by_id.get(brief.catalogue.share)
    if unit is None:
        return [is_torn, brief.catalogue.share, []]
    name = plain(unit.name)
    return [is_torn, unit.id, [_noted(power, name) for power in powers_in_force(brief)]]


def _noted(power: Power, unit: str) -> _Power:
    code, scheme = (power.code.value, power.code.scheme) if power.code is not None else ("", "")
    bare, text = core_name(power.name, unit), core_text(power.name + power.content, unit)
    return _Power(power.ref.file, power.id, power.name, power.type, code, scheme, bool(power.content), bare, text)


def _held(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[_Held]:
    """The powers in force of units that are known."""
    for _, unit_id, powers in notes.values():
        if powers:
            unit = brief.catalogue.units_by_id[unit_id]
            level, clan = _level(brief.rulebook, unit), _clan(brief.rulebook, unit)
            yield from (_Held(_Power(*power), unit, level, clan) for power in powers)


def _level(rulebook: Rulebook, unit: Unit) -> str:
    kind = rulebook.unit_types.get(unit.type)
    return unit.level or (kind.level if kind is not None else "")


def _clan(rulebook: Rulebook, unit: Unit) -> Clan:
    """Units of a type with one list hold the same powers by intent; every other unit stands for itself."""
    kind = rulebook.unit_types.get(unit.type)
    return ("type", unit.type) if kind is not None and kind.same_list else ("unit", unit.id)


@comparison("X041", Severity.WARNING, gather=_powers, name=Severity.WARNING, text=Severity.WARNING)
def same_power_in_two_units(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """No two units of one level hold the same power, by code, by name or by nearly the same text."""
    held = list(_held(brief, notes))
    told: set[tuple[str, str]] = set()
    for case, pairs in (("", _by_code(held)), ("name", _by_name(held)), ("text", _by_text(brief.rulebook, held))):
        for first, later in pairs:
            pair = (first.power.file, later.power.file)
            if pair not in told:
                told.add(pair)
                yield _overlap(case, first, later)


def _overlap(case: str, first: _Held, later: _Held) -> Hit:
    facts = {"power": later.power.name, "unit": later.unit.name, "first": first.power.name, "owner": first.unit.name}
    facts["code"] = later.power.code
    return Hit(_place(case, later), facts, case, other=(_place(case, first), "same_here"))


def _place(case: str, entry: _Held) -> Ref:
    """The value that is the same."""
    if case == "":
        return entry.power.at("code", "value")
    return entry.power.at("content" if case == "text" and entry.power.has_content else "name")


def _by_code(held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    return _pairs(held, [entry.code for entry in held])


def _by_name(held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    """Of one type: with another type it is X042 that speaks."""
    return _pairs(held, [(entry.power.type, entry.name) if entry.name else None for entry in held])


def _by_text(rulebook: Rulebook, held: Sequence[_Held]) -> Iterator[tuple[_Held, _Held]]:
    asks = rulebook.overlap
    if not asks.likeness:
        return
    long = [entry for entry in held if len(entry.power.text) >= asks.least_text]
    keys = leaders([entry.power.text for entry in long], asks.likeness)
    for first, later in _pairs(long, [(entry.power.type, key) for entry, key in zip(long, keys, strict=True)]):
        if likeness(first.power.text, later.power.text) >= asks.likeness:
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


@comparison("X042", Severity.WARNING, gather=_powers)
def same_power_of_other_type(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """A power of one name is of one type in every unit that holds it."""
    by_name: defaultdict[str, list[_Held]] = defaultdict(list)
    for entry in _held(brief, notes):
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
            yield Hit(entry.power.at("type"), facts, other=(first.power.at("type"), "same_here"))


@comparison("X043", Severity.WARNING, gather=_powers)
def list_differs_from_peers(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """A unit of a type with one list holds what more than half of its peers hold."""
    same = {type_ for type_, kind in brief.rulebook.unit_types.items() if kind.same_list}
    lists: defaultdict[str, dict[str, list[_Held]]] = defaultdict(dict)
    torn = {unit for is_torn, unit, _ in notes.values() if is_torn}
    for entry in _held(brief, notes) if same else ():
        if entry.unit.type in same:
            lists[entry.unit.type].setdefault(entry.unit.id, []).append(entry)
    for peers in lists.values():
        if len(peers) >= brief.rulebook.overlap.peers_least:
            yield from _gaps(brief, peers, torn)


def _gaps(brief: Brief, peers: dict[str, list[_Held]], torn: set[str]) -> Iterator[Hit]:
    for entry, holders in _shared(entry for held in peers.values() for entry in held):
        if 2 * len(holders) <= len(peers) - 1:
            continue
        for unit in (brief.catalogue.units_by_id[unit] for unit in peers if unit not in holders | torn):
            facts: dict[str, Fact] = {"unit": unit.name, "power": entry.power.name, "have": len(holders)}
            facts |= {"peers": len(peers) - 1, "owner": entry.unit.name}
            yield Hit(unit.ref.at("id"), facts, other=(entry.power.at("name"), "same_here"))


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


@rule("X044", Severity.WARNING, reach=Reach.UNIT)
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
