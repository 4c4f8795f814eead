"""What surrounds an item while it is built: the desk, its unit, the table it stands in."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from powerctl.intake.cells import bases, lists, terms, time_limits
from powerctl.intake.desk import Data, Desk, Draft, UnitDraft
from powerctl.intake.hand import LONGEST_NAME, LONGEST_TEXT, Hand, Taken
from powerctl.intake.tables import Table
from powerctl.intake.vocabulary import squeezed
from powerctl.model.rulebook import PowerType

_NAMING = ("sub", "name", "power", "violation", "matter", "matter_text")


@dataclass
class Scene:
    """The unit of the item, the type that a section gives, and which table it is."""

    desk: Desk
    unit: UnitDraft
    table: Table
    table_id: str
    type_text: str = ""

    def draft(self, hand: Hand, power: str, data: Data) -> None:
        """Puts what an item says on the desk, with its digest."""
        mark = {"book": hand.ledger.book, "sheet": self.table.sheet.name, "digest": hand.digest()}
        leads = self.table.kind in ("powers", "decisions")
        self.desk.drafts.append(Draft(self.unit.id, power, data, mark, leads))

    def origin(self, hand: Hand) -> str:
        """The title of the table and the number of the item: where it comes from."""
        serial = next((taken.text.strip() for taken in hand.take("serial", "sources")), "")
        title = self.table.title or self.table.sheet.name
        number = squeezed(serial).strip("、.．") if serial else ""
        return f"{title}第{number}项" if number else title

    def type_of(self, hand: Hand, taken: list[Taken], name: str) -> str:
        """The type of a power: what its cells or its section say, else what its name sounds like."""
        known = self.desk.rulebook.power_types
        for one in taken:
            reading = terms.power_type(one.text, known)
            if reading.value:
                if reading.case:
                    hand.guess(reading.case, one, type=reading.value)
                return reading.value
        if self.type_text and (by_section := terms.power_type(self.type_text, known).value):
            return by_section
        guess = terms.type_of_name(name, known) or self._usual(known)
        case = "type_unknown" if taken else "type_by_name"
        place = taken[0] if taken else self._any(hand)
        hand.guess(case, place, type=guess)
        if taken:
            hand.keep(taken[0])
        return guess

    def limit(self, hand: Hand, taken: Taken) -> time_limits.Limit:
        """The limit of a cell, with a word where it was guessed or left."""
        found = time_limits.limit(taken.text, taken.column.heading)
        if found.case:
            (hand.guess if found.value else hand.leave)(found.case, taken, limit=found.value)
        return found

    def bases(self, hand: Hand, taken: list[Taken]) -> list[Data]:
        """The laws of some cells; a cell of which nothing could be understood is told."""
        found: list[Data] = []
        for one in taken:
            rank = one.variant if one.variant in self.desk.rulebook.ranks else ""
            listed, understood = bases.bases(one.text, rank)
            if not understood:
                hand.guess("basis_unread", one)
            found += [_fitting(basis, self.desk.rulebook.ranks) for basis in listed]
        return found[:100]

    def _usual(self, known: Mapping[str, PowerType]) -> str:
        """The type of what no name gives away: other powers in power lists, else the inner business of a unit."""
        usual = "other" if self.table.kind in ("powers", "disclosure") else "internal-management"
        return usual if usual in known else next(iter(known), "other")

    def _any(self, hand: Hand) -> Taken:
        """The cell that names the item, or the first that it has."""
        row = hand.item.rows[0]
        columns = sorted(hand.table.columns.items(), key=lambda entry: entry[1].slot not in _NAMING)
        for number, column in columns:
            place = hand.table.sheet.anchor((row, number))
            if place in hand.table.sheet.cells:
                return Taken(hand.table.sheet.cells[place].text, column, place)
        return Taken("", columns[0][1], (row, columns[0][0]))


def _fitting(basis: Data, ranks: Container[str]) -> Data:
    """A basis that its schema takes: a rank that the rulebook knows, a note of the length that is allowed."""
    kept = {key: value for key, value in basis.items() if key != "rank" or value in ranks}
    if "note" in kept:
        kept["note"] = str(kept["note"])[:LONGEST_TEXT]
    if kept and "title" not in kept and "number" not in kept:
        note = str(kept.pop("note", ""))
        return (
            {"title": lists.name(note)[:LONGEST_NAME], **kept} if len(note) <= LONGEST_NAME else {"note": note, **kept}
        )
    return kept


def noted(*parts: str) -> str:
    """Notes one below the other, as long as a note may be."""
    return "\n".join(part for part in dict.fromkeys(parts) if part)[:LONGEST_TEXT]


def without_nothing(data: Data) -> Data:
    """The fields that hold something."""
    return {key: value for key, value in data.items() if value not in ("", [], {}, None)}


def named(name: str) -> tuple[str, str]:
    """A name that fits, and the whole of it where it had to be cut for that."""
    if len(name) <= LONGEST_NAME:
        return name, ""
    return name[: LONGEST_NAME - 1] + "…", name[:LONGEST_TEXT]
