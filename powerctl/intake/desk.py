"""What an import knows while it works: the catalogue that is there, its rulebook, and the drafts so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from powerctl.intake.cells import lists
from powerctl.intake.cells.persons import posts
from powerctl.intake.hand import LONGEST_NAME, Hand, Taken, slug
from powerctl.intake.vocabulary import listed, squeezed, words
from powerctl.layout import Standing, is_id, is_reserved
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook

Data = dict[str, Any]

_OFFICE_ENDS = (
    "科",
    "股",
    "室",
    "处",
    "队",
    "窗口",
    "站",
    "所",
    "中心",
    "组",
    "办",
    "厅",
    "局",
    "部门",
    "科室",
    "会",
    "院",
    "班",
)
_NOT_IN_CODE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(slots=True)
class UnitDraft:
    """A unit as the import needs it: made anew, or with offices, posts and bodies added."""

    id: str
    name: str
    is_new: bool
    data: Data = field(default_factory=dict)
    offices: dict[str, Data] = field(default_factory=dict)
    posts: dict[str, Data] = field(default_factory=dict)
    bodies: dict[str, Data] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """What one item says about a power, or about the risks of a unit that belong to none."""

    unit: str
    power: str
    data: Data
    mark: Data
    leads: bool  # whether its table is one of powers, which says what they are called and of which type they are


@dataclass
class Desk:
    """Units and drafts, found or made."""

    catalogue: Catalogue
    rulebook: Rulebook
    units: dict[str, UnitDraft] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    documents: dict[Standing, Data] = field(default_factory=dict)  # whole files, as an export gave them
    _taken: dict[tuple[str, str], int] = field(default_factory=dict)

    def unit(self, name: str, code: str = "") -> UnitDraft:
        """The unit with a name or an id: one of the catalogue, one made before, or a new one."""
        found = next((unit for unit in self.catalogue.units if squeezed(name) in (unit.id, squeezed(unit.name))), None)
        id_ = found.id if found else slug("unit", name)
        if id_ not in self.units:
            draft = UnitDraft(id_, found.name if found else name, found is None)
            for thing in found.named.values() if found else ():
                draft.known.setdefault(squeezed(thing.name), thing.id)
            self.units[id_] = draft
        if self.units[id_].is_new and re.fullmatch("[0-9A-HJ-NPQRTUWXY]{18}", code):
            self.units[id_].data.setdefault("credit_code", code)
        return self.units[id_]

    def reference(self, unit: UnitDraft, name: str, shelf: str) -> str:
        """The id of an office, post or body by its name; it is added to the unit where nothing has that name."""
        said = squeezed(name)[:LONGEST_NAME]
        if said not in unit.known:
            id_ = slug(shelf, said)
            unit.known[said] = id_
            {"office": unit.offices, "post": unit.posts, "body": unit.bodies}[shelf][id_] = {"id": id_, "name": said}
        return unit.known[said]

    def actor(self, unit: UnitDraft, name: str) -> str:
        """Who acts: the applicant, a post or an office of the unit, or somebody outside."""
        said = squeezed(name)
        if said in ("申请人", "相对人", "当事人", "申请单位"):
            return "applicant"
        if said in unit.known:
            return unit.known[said]
        if said.endswith(tuple(listed("posts"))):
            return self.reference(unit, said, "post")
        if said.endswith(_OFFICE_ENDS) and "政府" not in said and "(" not in said:
            return self.reference(unit, said, "office")
        return f"external:{said[:190]}"

    def power_id(self, unit: UnitDraft, code: str, names: tuple[str, ...], scope: str) -> str:
        """The id of a power: of the one that is there, from its code, else from its words.

        Within one ``scope`` (a table) two items never share one; "" lets them.
        """
        for candidate in self._candidates(unit, code, names):
            key = (scope, f"{unit.id}/{candidate}")
            if not scope or key not in self._taken:
                self._taken[key] = 1
                return candidate
        raise AssertionError

    def _candidates(self, unit: UnitDraft, code: str, names: tuple[str, ...]) -> Iterator[str]:
        powers = self.catalogue.powers_by_unit.get(unit.id, ())
        for power in powers:
            if code and power.code and power.code.value == code:
                yield power.id
        by_code = _NOT_IN_CODE.sub("-", code).strip("-").lower()
        if by_code and is_id(by_code) and not is_reserved(by_code) and len(by_code) > 2:
            yield by_code
        if not by_code:
            for power in powers:
                if squeezed(power.name) == squeezed(names[-1]):
                    yield power.id
        base = slug("power", *names)
        yield base
        yield from (f"{base}-{number}" for number in range(2, 10_000))

    def unit_type(self, name: str) -> str:
        """The type that a unit's name sounds like, among those of the rulebook."""
        known = self.rulebook.unit_types
        for id_, ends in words("unit_types").items():
            if id_ in known and name.endswith(ends):
                return id_
        return "department" if "department" in known else next(iter(known), "department")


def unit_name(text: str) -> str:
    """The name of a unit in a cell or a section, without its number, a count and the sign of a stamp."""
    said = squeezed(text)
    said = re.sub(r"^(?:[(（]?[一二三四五六七八九十百]+[)）]?[、.．]|\d+[、.．])", "", said)
    return re.sub(r"\((?:共)?\d+项\)$", "", said)


def owners(hand: Hand, desk: Desk, unit: UnitDraft, taken: list[Taken]) -> list[str]:
    """The posts that cells name, as ids; names of people become posts."""
    found: list[str] = []
    for one in taken:
        named, hidden = posts(one.text, one.column.heading, hides=hand.hides)
        hand.hide(hidden, one.place, "、".join(named))
        found += [
            desk.actor(unit, name) if name.endswith(_OFFICE_ENDS) else desk.reference(unit, name, "post")
            for name in named
        ]
    return list(dict.fromkeys(found))[:50]


def offices(desk: Desk, unit: UnitDraft, taken: list[Taken]) -> list[str]:
    """The offices that cells list, as ids."""
    names = [part for one in taken for part in re.split("[、,，;；]", lists.name(one.text)) if part]
    return list(dict.fromkeys(desk.reference(unit, name, "office") for name in names))[:50]
