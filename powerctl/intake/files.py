"""Drafts → the files of a catalogue: new ones composed, others changed where they say something else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from powerctl import document
from powerctl.edit.canonical import canonical
from powerctl.edit.compose import composed
from powerctl.edit.update import updated
from powerctl.errors import PowerctlError
from powerctl.intake.decided import has_scope, scoped
from powerctl.intake.desk import Data, Desk, Draft, UnitDraft
from powerctl.intake.hand import LONGEST_TEXT
from powerctl.intake.ledger import Ledger
from powerctl.layout import Standing, path_of
from powerctl.receipt import Concern, Spot
from powerctl.results import Finding
from powerctl.schema import schema_of
from powerctl.source import Source

_MARK = "x-import"
_JOINED = ("sources", "offices", "basis")
_SAID_ONCE = ("name", "type", "content")  # a power list says them; another table only where nothing does
_REPLACED = ("sources", "offices", "basis", "note", "discretion")
_KEYED = {"risk_points": "id", "discretion": "violation", "x-source": "cell"}


@dataclass(slots=True)
class Harvest:
    """What the files shall be, against what is there."""

    new: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    same: int = 0
    unscoped: int = 0  # powers that do not say to whom they are disclosed

    @property
    def contents(self) -> Mapping[str, bytes]:
        """Every file that would be written."""
        return {**self.new, **{file: after for file, (_, after) in self.changed.items()}}


def harvest(desk: Desk, source: Source, schema: Mapping[str, str], scope: str = "") -> Harvest:
    """All files of an import; ``schema`` is the first line of a new file by its kind, "" for none.

    ``scope`` is to whom a power is disclosed that does not say so, "" for not decided.
    """
    found = Harvest()
    existing = frozenset(source.listing().files)
    for unit in desk.units.values():
        _put(found, source, existing, "unit", unit.id, unit.id, _unit(desk, unit), schema)
    for (unit_id, power), drafts in _grouped(desk.drafts).items():
        kind = "power" if power else "risks"
        _put(found, source, existing, kind, unit_id, power, _Merge(kind, power, drafts, scope), schema)
    for place, data in sorted(desk.documents.items(), key=lambda pair: path_of(*_where(pair[0]))):
        decided = scope if place.kind == "power" else ""
        _put(found, source, existing, *_where(place), _Entire(data, decided), schema)
    return found


def _where(place: Standing) -> tuple[str, str, str]:
    return place.kind, place.unit, place.id


def _grouped(drafts: Iterable[Draft]) -> dict[tuple[str, str], list[Draft]]:
    """The drafts of each file; those from one sheet are one."""
    grouped: dict[tuple[str, str], dict[str, list[Draft]]] = {}
    for draft in drafts:
        grouped.setdefault((draft.unit, draft.power), {}).setdefault(draft.mark["sheet"], []).append(draft)
    return {key: [_joined(listed) for listed in sheets.values()] for key, sheets in sorted(grouped.items())}


def _joined(drafts: list[Draft]) -> Draft:
    """Several rows about one power, or about the risks of one unit, as one item."""
    data: Data = {}
    for draft in drafts:
        _lay(data, draft)
    digests = "".join(draft.mark["digest"] for draft in drafts)
    digest = digests if len(drafts) == 1 else hashlib.sha256(digests.encode()).hexdigest()[:12]
    mark = {
        **drafts[0].mark,
        "digest": digest,
        "fields": [key for key in data if key != "x-source"],
        "entries": _entries(data),
    }
    return replace(drafts[0], data=data, mark={key: value for key, value in mark.items() if value})


def _put(
    found: Harvest,
    source: Source,
    existing: frozenset[str],
    kind: str,
    unit: str,
    id_: str,
    wanted: _Wanted,
    schema: Mapping[str, str],
) -> None:
    file = path_of(kind, unit, id_)
    if file not in existing:
        data = wanted.over({})
        found.unscoped += kind == "power" and not has_scope(data)
        fresh = (schema.get(kind, "") + composed(_ordered(kind, data))).encode("utf-8")
        # The columns of a whole export stand in the order in which they came up first.
        found.new[file] = canonical(file, fresh).raw if isinstance(wanted, _Entire) else fresh
        return
    raw = source.read(file)
    before = document.read(file, raw) if isinstance(raw, bytes) else None
    if isinstance(raw, Finding) or before is None or not isinstance(before.data, dict):
        raise PowerctlError("import.unreadable", path=file)
    data = wanted.over(before.data)
    found.unscoped += kind == "power" and not has_scope(data)
    after = updated(file, raw, data)
    if after is None:
        raise PowerctlError("import.unsafe", path=file)
    if after == raw:
        found.same += 1
    else:
        found.changed[file] = (raw, after)


class _Wanted(Protocol):
    """What a file shall say, over what it says."""

    def over(self, data: Data) -> Data:
        """The data of the file."""


@dataclass(frozen=True, slots=True)
class _Merge:
    """The drafts of one power or of a unit's risks."""

    kind: str
    id: str
    drafts: list[Draft]
    scope: str = ""

    def over(self, data: Data) -> Data:
        """Items that the file has taken before change nothing; others replace what their last version said."""
        head = {"kind": self.kind, **({"id": self.id} if self.id else {})}
        merged: Data = {**head, **data}
        for draft in self._unseen(data):
            _drop(merged, draft)
            _lay(merged, draft)
            merged[_MARK] = [*merged.get(_MARK, ()), draft.mark]
        return scoped(merged, self.scope) if self.kind == "power" else merged

    def _unseen(self, data: Data) -> list[Draft]:
        seen = {mark.get("digest") for mark in data.get(_MARK, ()) if isinstance(mark, dict)}
        return [draft for draft in self.drafts if draft.mark["digest"] not in seen]


def _drop(merged: Data, draft: Draft) -> None:
    """Takes back what the last version of a changed item said and this one does not."""
    marks = list(merged.get(_MARK, ()))
    old = next((mark for mark in marks if mark.get("sheet") == draft.mark["sheet"]), None)
    if old is None:
        return
    marks.remove(old)
    merged[_MARK] = marks
    for key in old.get("fields", ()):
        is_gone = key not in draft.data and key not in _SAID_ONCE
        if is_gone or (not marks and key in _REPLACED):
            merged.pop(key, None)
    gone = set(old.get("entries", ())) - set(draft.mark.get("entries", ()))
    if "risk_points" in merged:
        merged["risk_points"] = [point for point in merged["risk_points"] if point.get("id") not in gone]
    if steps := merged.get("workflow", {}).get("steps"):
        merged["workflow"] = {**merged["workflow"], "steps": [step for step in steps if step.get("id") not in gone]}
    kept = [entry for entry in merged.pop("x-source", ()) if not _is_of(entry, draft.mark["sheet"])]
    if kept:
        merged["x-source"] = kept


def _is_of(entry: object, sheet: str) -> bool:
    return isinstance(entry, dict) and str(entry.get("cell", "")).startswith(f"{sheet}!")


def _lay(merged: Data, draft: Draft) -> None:
    """Lays an item over the data: lists of things by their key, notes below each other, the rest replaced."""
    for key, value in draft.data.items():
        if key not in merged:
            merged[key] = value
        elif key in _KEYED:
            merged[key] = _by_key(list(merged[key]), value, _KEYED[key])
        elif key in _JOINED:
            merged[key] = [*merged[key], *(entry for entry in value if entry not in merged[key])]
        elif key == "note":
            merged[key] = "\n".join(dict.fromkeys([*merged[key].split("\n"), *value.split("\n")]))[:LONGEST_TEXT]
        elif key == "workflow":
            merged[key] = {**merged[key], "steps": _by_key(list(merged[key].get("steps", ())), value["steps"], "id")}
        elif key not in _SAID_ONCE or draft.leads:
            merged[key] = value


def _by_key(there: list[Data], new: list[Data], key: str) -> list[Data]:
    """New entries in the place of those with the same key, which keep what else they hold; the others behind."""
    fresh = {entry[key]: entry for entry in new}
    kept = [{**entry, **fresh.pop(entry.get(key), {})} for entry in there]
    return [*kept, *fresh.values()]


def _entries(data: Data) -> list[str]:
    """The ids of the risk points and steps of an item."""
    steps = data.get("workflow", {}).get("steps", ())
    return [entry["id"] for entry in (*data.get("risk_points", ()), *steps)]


@dataclass(frozen=True, slots=True)
class _Entire:
    """A file that says exactly what a whole export says."""

    data: Data
    scope: str = ""

    def over(self, data: Data) -> Data:
        """All of it, whatever the file said before."""
        del data
        return scoped(self.data, self.scope)


@dataclass(frozen=True, slots=True)
class _UnitFile:
    """A unit with the offices, posts and bodies that its items name."""

    unit: UnitDraft
    type: str

    def over(self, data: Data) -> Data:
        """The unit as it is, with what is missing."""
        unit = self.unit
        merged = (
            {"kind": "unit", "id": unit.id, "name": unit.name, "type": self.type, **unit.data}
            if unit.is_new
            else dict(data)
        )
        shelves: Mapping[str, dict[str, Data]] = {"bodies": unit.bodies, "offices": unit.offices, "posts": unit.posts}
        for key, things in shelves.items():
            if things:
                merged[key] = _completed(list(merged.get(key, ())), list(things.values()))
        return merged


def _completed(there: list[Data], new: list[Data]) -> list[Data]:
    """Things with the fields they lacked; what is written stays."""
    fresh = {entry["id"]: entry for entry in new}
    kept = [{**fresh.pop(entry.get("id"), {}), **entry} for entry in there]
    return [*kept, *fresh.values()]


def _unit(desk: Desk, unit: UnitDraft) -> _UnitFile:
    return _UnitFile(unit, desk.unit_type(unit.name))


def _ordered(kind: str, data: Data) -> Data:
    """The keys in the order of the schema."""
    places = {key: place for place, key in enumerate(schema_of(kind)["properties"])}
    return {key: data[key] for key in sorted(data, key=lambda key: places.get(key, len(places)))}


def tell_missing(desk: Desk, ledger: Ledger, source: Source) -> None:
    """Powers that an earlier version of the same sheet had and this one has not: told, never removed."""
    sheets = {draft.mark["sheet"] for draft in desk.drafts}
    have = {(draft.unit, draft.power) for draft in desk.drafts}
    for power in desk.catalogue.powers:
        if (power.unit, power.id) in have or power.unit not in desk.units:
            continue
        raw = source.read(power.ref.file)
        data = document.read(power.ref.file, raw).data if isinstance(raw, bytes) else None
        marks = data.get(_MARK, []) if isinstance(data, dict) else []
        from_here = [mark for mark in marks if isinstance(mark, dict) and mark.get("sheet") in sheets]
        if from_here:
            spot = Spot(ledger.book, str(from_here[0]["sheet"]))
            ledger.tell(Concern.LEFT, "gone", spot, text=power.name, power=power.subject)
