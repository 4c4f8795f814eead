"""A book taken apart: tables found, items built, everything around them read or told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from powerctl.intake.build import BUILDERS
from powerctl.intake.build.scene import Scene
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Desk, UnitDraft, unit_name
from powerctl.intake.grid import Book, Place, Sheet
from powerctl.intake.hand import Hand
from powerctl.intake.ledger import Ledger
from powerctl.intake.mapping import Settled
from powerctl.intake.tables import Section, Table, counted, is_empty, tables
from powerctl.intake.titles import unit_in_title
from powerctl.intake.vocabulary import squeezed
from powerctl.receipt import Concern, Fate, Outline, Spot

_UNIT_LINE = re.compile(r"^(?:填报单位|单位|编制单位|填报部门|责任单位|部门)(?:\(?[^():]{0,6}\)?)?:\s*(.+)$")
_DATE_LINE = re.compile(r"(?:填报|填表|制表)?(?:时间|日期):.*$")
_BLANK_LINE = re.compile(r"(?:[^:]{2,10}:)*")
_TYPE_LINE = re.compile(r"^(?:职权类别|权力类型|职权类型|类别|事项类型):\s*(.+)$")
_UNIT_IN_BRACKETS = re.compile(r"\((?:填报)?单位(?:\([^)]*\))?:([^()]+)\)")
_TYPE_IN_BRACKETS = re.compile(r"\((?:职权)?(?:类别|类型|权力类型):([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for: the unit of everything, the kind of the tables, headings as settled by sheet.

    ``scope`` is to whom powers are disclosed that do not say it.
    """

    unit: str = ""
    kind: str = "auto"
    mapping: Settled = field(default_factory=dict)
    hides: bool = True
    scope: str = ""


def outline(book: Book, wish: Wish) -> list[tuple[Sheet, Table]]:
    """The tables of a book, before anything is built from them."""
    found = []
    for sheet in book.sheets:
        kind, columns = wish.mapping.get(sheet.name, (wish.kind, {}))
        found += [(sheet, table) for table in tables(sheet, kind, columns)]
    return found


def work(book: Book, desk: Desk, ledger: Ledger, wish: Wish) -> list[Outline]:
    """Builds all items of a book; what was found is told table by table."""
    outlines = []
    found = outline(book, wish)
    for number, (_, table) in enumerate(found, 1):
        _Job(book, table, f"{book.name} {number}", desk, ledger, wish).run()
        spot = Spot(book.name, table.sheet.name, table.heading[0], min(table.columns))
        outlines.append(Outline(spot, table.kind, table.title, tuple(table.columns.values()), len(table.items)))
    with_table = {id(sheet) for sheet, _ in found}
    for sheet in book.sheets:
        if id(sheet) not in with_table:
            _without_table(book, sheet, ledger)
        if sheet.hidden:
            ledger.tell(Concern.GUESSED, "hidden_sheet", Spot(book.name, sheet.name), text="")
    return outlines


def _without_table(book: Book, sheet: Sheet, ledger: Ledger) -> None:
    """A sheet of remarks: all of it is in the report. A number there may have been a code once."""
    for place, cell in sorted(sheet.cells.items()):
        spot = book.spot(sheet, place)
        if cell.kind == "number":
            ledger.refuse("number_alone", spot, text=cell.text)
        if cell.text.strip() != cell.text:
            ledger.tell(Concern.GUESSED, "blanks", spot, text=cell.text.strip())
        ledger.tell(Concern.LEFT, "no_table", spot, text=" ".join(cell.text.split())[:60])


class _Job:
    """One table."""

    def __init__(self, book: Book, table: Table, id_: str, desk: Desk, ledger: Ledger, wish: Wish) -> None:
        self._book = book
        self._table = table
        self._id = id_
        self._desk = desk
        self._ledger = ledger
        self._wish = wish
        self._unit_text = ""
        self._type_text = ""
        self._homeless: list[int] = []

    def run(self) -> None:
        """Frame first, then every item, then what stands below."""
        self._read_lead()
        self._read_frame()
        default = self._default_unit()
        units: list[UnitDraft] = []
        for item in self._table.items:
            hand = Hand(self._table, item, self._ledger, self._wish.hides)
            unit = self._unit_of(hand, default)
            if unit is None:
                continue
            units.append(unit)
            type_text = next((s.text for s in reversed(item.sections) if self._is_type(s.text)), self._type_text)
            BUILDERS[self._table.kind](Scene(self._desk, unit, self._table, self._id, type_text), hand)
        if self._homeless:
            spot = Spot(self._book.name, self._table.sheet.name, self._homeless[0], min(self._table.columns))
            self._ledger.refuse("unit_unknown", spot, count=len(self._homeless))
        self._read_rest(units)
        self._count()

    def _put(self, place: Place, fate: Fate, target: str) -> None:
        self._ledger.put(self._book.spot(self._table.sheet, place), fate, target)

    def _read_lead(self) -> None:
        """Title, 填报单位 and 职权类别 above the heading."""
        for place in self._table.lead:
            said = squeezed(self._table.sheet.cells[place].text)
            if match := _UNIT_LINE.match(_DATE_LINE.sub("", said)):
                self._unit_text = unit_name(match[1])
                self._put(place, Fate.FIELD, "unit")
            elif match := _TYPE_LINE.match(said):
                self._type_text = match[1]
                self._put(place, Fate.FIELD, "type")
            elif said == self._table.title:
                self._put(place, Fate.FIELD, "sources")
                self._read_title(said)
            elif _BLANK_LINE.fullmatch(_DATE_LINE.sub("", said)):
                self._put(place, Fate.FRAME, "blank form line")
            else:
                self._left(place, "above_table")

    def _read_title(self, said: str) -> None:
        """A title may hold the unit or the type in brackets."""
        if match := _UNIT_IN_BRACKETS.search(said):
            self._unit_text = self._unit_text or unit_name(match[1])
        if match := _TYPE_IN_BRACKETS.search(said):
            self._type_text = self._type_text or match[1]

    def _left(self, place: Place, case: str) -> None:
        text = " ".join(self._table.sheet.cells[place].text.split())
        self._ledger.tell(Concern.LEFT, case, self._book.spot(self._table.sheet, place), text=text[:60])

    def _read_frame(self) -> None:
        top, bottom = self._table.heading
        for place in self._table.sheet.cells:
            if top <= place[0] <= bottom:
                self._put(place, Fate.FRAME, "heading")
            elif place[0] in self._table.subtotals:
                self._put(place, Fate.FRAME, "subtotal")
        for section in self._table.sections:
            self._put(section.place, Fate.FRAME, "section")

    def _is_type(self, text: str) -> bool:
        return bool(terms.power_type(text, self._desk.rulebook.power_types).value)

    def _default_unit(self) -> UnitDraft | None:
        """The unit named on the command line, above the table, in its title; else the only one there is."""
        if self._wish.unit:
            return self._desk.unit(self._wish.unit)
        if self._unit_text:
            return self._desk.unit(self._unit_text)
        if self._has_units():
            return None
        units = self._desk.catalogue.units
        for text, case in ((self._table.title, "unit_by_title"), (self._table.sheet.name, "unit_by_sheet")):
            known = next((unit for unit in units if squeezed(unit.name) in text), None)
            name = known.name if known else unit_in_title(text)
            if len(name) > 2:
                spot = Spot(self._book.name, self._table.sheet.name)
                self._ledger.tell(Concern.GUESSED, case, spot, text=name)
                return self._desk.unit(name)
        return self._desk.unit(units[0].id) if len(units) == 1 else None

    def _has_units(self) -> bool:
        by_column = any(column.slot == "unit" for column in self._table.columns.values())
        return by_column or any(not self._is_type(s.text) and counted(s.text) is None for s in self._table.sections)

    def _unit_of(self, hand: Hand, default: UnitDraft | None) -> UnitDraft | None:
        named = hand.take("unit", "unit")
        codes = [taken.text.strip() for taken in hand.take("unit_code", "unit")]
        if self._wish.unit and default is not None:
            return default
        name = unit_name(lists.name(named[0].text)) if named else self._section_unit(hand)
        if not name and default is None:
            self._homeless.append(hand.item.rows[0])
            return None
        if not name and default is not None:
            return default
        if name.isdigit():
            name = f"{lists.name(named[0].column.heading)}{name}"
        unit = self._desk.unit(name, codes[0] if codes else "")
        self._note_codes(hand, unit, codes)
        return unit

    def _note_codes(self, hand: Hand, unit: UnitDraft, codes: list[str]) -> None:
        """A code of a department that is none of the official ones stays in the unit's note."""
        for code in codes:
            if unit.is_new and unit.data.get("credit_code") != code:
                line = f"部门代码：{code}"
                lines = unit.data.setdefault("note", "").split("\n")
                if line not in lines:
                    unit.data["note"] = "\n".join(part for part in [*lines, line] if part)
                    taken = hand.take("unit_code", "unit")[0]
                    self._ledger.tell(Concern.WRONG, "unit_code", hand.spot(taken.place), text=code)

    def _section_unit(self, hand: Hand) -> str:
        for section in reversed(hand.item.sections):
            if not self._is_type(section.text):
                return unit_name(section.text)
        return ""

    def _read_rest(self, units: list[UnitDraft]) -> None:
        """Remarks below the items go to the note of the unit, if the import makes it."""
        only = {unit.id: unit for unit in units}
        for place in self._table.rest:
            text = lists.whole(self._table.sheet.cells[place].text)
            if place[0] == self._table.heading[0] or self._is_repeated(place):
                self._put(place, Fate.FRAME, "heading")
            elif len(only) == 1 and (unit := next(iter(only.values()))).is_new and len(text) < 2000:
                lines = unit.data.get("note", "")
                unit.data["note"] = f"{lines}\n{text}".strip() if text not in lines else lines
                self._put(place, Fate.FIELD, f"{unit.id}:note")
            else:
                self._left(place, "below_table")

    def _is_repeated(self, place: Place) -> bool:
        row = self._table.sheet.row(place[0])
        head = self._table.sheet.row(self._table.heading[0])
        return [squeezed(text) for text in row.values()] == [squeezed(text) for text in head.values()]

    def _count(self) -> None:
        """Counts that the source gives are compared with what is there."""
        for place, claimed, own in [*self._by_section(), *self._by_subtotal(), *self._by_cell()]:
            if claimed != own:
                spot = self._book.spot(self._table.sheet, place)
                self._ledger.tell(Concern.WRONG, "count", spot, claimed=claimed, own=own)

    def _by_section(self) -> Iterator[tuple[Place, int, int]]:
        for index, section in enumerate(self._table.sections):
            claimed = counted(section.text)
            if claimed is not None:
                later = self._table.sections[index + 1 :]
                own = sum(1 for item in self._table.items if self._is_latest(section, item.sections, later))
                yield section.place, claimed, own

    def _is_latest(self, section: Section, context: tuple[Section, ...], later: tuple[Section, ...]) -> bool:
        same = [other for other in later if self._is_type(other.text) == self._is_type(section.text)]
        return section in context and not any(other in context for other in same)

    def _by_subtotal(self) -> Iterator[tuple[Place, int, int]]:
        rows = self._table.subtotals
        for index, row in enumerate(rows):
            end = rows[index + 1] if index + 1 < len(rows) else self._table.sheet.rows + 1
            own = sum(1 for item in self._table.items if row < item.rows[0] < end)
            for column, text in self._table.sheet.row(row).items():
                claimed = counted(text)
                if claimed is not None and re.fullmatch(r"共\d+项", squeezed(text)):
                    yield (row, column), claimed, own

    def _by_cell(self) -> Iterator[tuple[Place, int, int]]:
        """A department or type with a count behind it, written or merged beside each of its items."""
        for number, column in self._table.columns.items():
            if column.slot not in ("unit", "type"):
                continue
            groups: dict[str, list[Place]] = {}
            for item in self._table.items:
                cell = self._table.sheet.at((item.rows[0], number))
                if cell is not None and not is_empty(cell.text):
                    groups.setdefault(squeezed(cell.text), []).append((item.rows[0], number))
            for text, places in groups.items():
                claimed = counted(text)
                if claimed is not None:
                    yield self._table.sheet.anchor(places[0]), claimed, len(places)
