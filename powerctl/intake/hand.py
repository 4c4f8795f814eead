"""One item of a table in the hand: its cells are taken slot by slot, and what nobody took is kept as the source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from powerctl.intake.cells import lists
from powerctl.intake.cells.persons import Hidden, hide_labelled
from powerctl.intake.grid import Place
from powerctl.intake.ledger import Ledger
from powerctl.intake.tables import Item, Table, is_empty
from powerctl.intake.vocabulary import listed, squeezed
from powerctl.receipt import Column, Concern, Fate, Spot
from powerctl.results import Fact

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
LONGEST_NAME = 200
LONGEST_TEXT = 4000


class Taken(NamedTuple):
    """A cell that was taken: its text as published but for blanks around it, and where it stands."""

    text: str
    column: Column
    place: Place

    @property
    def choice(self) -> str:
        """The lower half of a heading in two rows: what a tick in the column chooses."""
        return lists.name(self.column.heading.rpartition("/")[2])

    @property
    def variant(self) -> str:
        """What follows the colon of the slot (``basis:law``)."""
        return self.column.slot.partition(":")[2]


@dataclass
class Hand:
    """The cells of one item; ``subject`` is told with every cell that is taken."""

    table: Table
    item: Item
    ledger: Ledger
    hides: bool = True
    subject: str = ""
    kept: dict[Place, tuple[str, str]] = field(default_factory=dict)

    def take(self, slot: str, target: str = "", rows: tuple[int, ...] = ()) -> list[Taken]:
        """The cells of a slot that hold something, in order; each is counted as in a field."""
        item = Item(rows, ()) if rows else self.item
        return [
            taken for place, column in self.table.places(item, slot) for taken in self._taken(place, column, target)
        ]

    def one(self, slot: str, target: str = "") -> list[Taken]:
        """The cell of a slot with room for one value; another value in the rows of the item goes to ``x-source``."""
        taken = self.take(slot, target)
        for other in taken[1:]:
            if squeezed(other.text) != squeezed(taken[0].text):
                self.keep(other)
        return taken[:1]

    def text(self, slot: str, target: str = "") -> str:
        """All that a slot holds, lines joined where a narrow column has broken them."""
        taken = self.take(slot, target)
        return self._fitting("\n".join(dict.fromkeys(lists.whole(one.text) for one in taken)), taken, LONGEST_TEXT)

    def name(self, slot: str, target: str = "") -> str:
        """What a slot holds as one name."""
        return "；".join(dict.fromkeys(lists.name(taken.text) for taken in self.take(slot, target)))

    def line(self, slot: str, target: str = "") -> str:
        """What a slot holds as one line of a length that its field takes."""
        taken = self.take(slot, target)
        return self._fitting("；".join(dict.fromkeys(lists.name(one.text) for one in taken)), taken, LONGEST_NAME)

    def entries(self, slot: str, target: str = "") -> list[str]:
        """The entries of the lists that a slot holds, each once."""
        found = (entry for taken in self.take(slot, target) for entry in lists.entries(taken.text))
        return list(dict.fromkeys(entry[:LONGEST_TEXT] for entry in found))

    def _fitting(self, text: str, taken: list[Taken], longest: int) -> str:
        """A text that a field takes; what is too long for it stands whole in ``x-source``."""
        for one in taken if len(text) > longest else ():
            self._keep_cut(one)
        return text[:longest]

    def _keep_cut(self, taken: Taken) -> None:
        if taken.place not in self.kept:
            self.leave("cut", taken)
        self.keep(taken)

    def keep(self, taken: Taken) -> None:
        """A cell goes to ``x-source``, because no field can hold it."""
        self.kept[taken.place] = (taken.column.heading, self._clean(taken.text, taken.place))
        self.ledger.fates[self.spot(taken.place)] = (Fate.SOURCE, f"{self.subject}:x-source")

    def guess(self, case: str, taken: Taken, **facts: str) -> None:
        """What was read is only likely."""
        self.ledger.tell(Concern.GUESSED, case, self.spot(taken.place), text=_short(taken.text), **facts)

    def leave(self, case: str, taken: Taken, **facts: str) -> None:
        """What was left out."""
        self.ledger.tell(Concern.LEFT, case, self.spot(taken.place), text=_short(taken.text), **facts)

    def leave_item(self, case: str) -> None:
        """The whole item is left out: its cells are only in the report."""
        row = self.item.rows[0]
        spots = [self.spot(self.table.sheet.anchor((row, number))) for number in self.table.columns]
        self.ledger.tell(Concern.LEFT, case, next(spot for spot in sorted(spots)), text="")
        for spot in spots:
            self.ledger.fates.pop(spot, None)

    def fault_found(self, case: str, taken: Taken, **facts: Fact) -> None:
        """What the source itself has wrong; it is told and left as it is."""
        self.ledger.tell(Concern.WRONG, case, self.spot(taken.place), text=_short(taken.text), **facts)

    def hide(self, hidden: list[Hidden], place: Place, shown: str) -> None:
        """Names that became posts; reports show the cell without them."""
        if hidden:
            self.ledger.shown[self.spot(place)] = shown
        for one in hidden:
            self.ledger.tell(Concern.REPLACED, "name", self.spot(place), name=one.masked, post=one.post)

    def spot(self, place: Place) -> Spot:
        """Where a cell is."""
        return Spot(self.ledger.book, self.table.sheet.name, *place)

    def source(self) -> list[dict[str, str]]:
        """``x-source``: the cells of the item that no field took."""
        for row in self.item.rows:
            for number, column in self.table.columns.items():
                place = self.table.sheet.anchor((row, number))
                cell = self.table.sheet.cells.get(place)
                if cell is not None and self.spot(place) not in self.ledger.fates:
                    self.keep(Taken(cell.text, column, place))
        return [
            {"cell": f"{self.table.sheet.name}!{self.spot(place).cell}", "heading": lists.name(heading), "text": text}
            for place, (heading, text) in sorted(self.kept.items())
        ]

    def notes(self) -> list[str]:
        """The cells whose column has no field of its own, with their headings."""
        lines: dict[str, list[str]] = {}
        for taken in self.take("noted", "note"):
            heading = squeezed(taken.column.heading).replace("/", "：")
            text = taken.choice if squeezed(taken.text) in listed("ticked") else lists.whole(taken.text)
            lines.setdefault(heading, []).append(text)
        return [f"{heading}：{'；'.join(dict.fromkeys(texts))}" for heading, texts in lines.items()]

    def digest(self) -> str:
        """What the item says, in twelve characters: an import of the same changes nothing."""
        said = [f"{column.slot}\t{column.heading}\t{taken}" for column, taken in self._said()]
        said += [section.text for section in self.item.sections]
        return hashlib.sha256("\n".join([self.table.kind, *said, str(self.hides)]).encode()).hexdigest()[:12]

    def _said(self) -> Iterator[tuple[Column, str]]:
        for row in self.item.rows:
            for number, column in self.table.columns.items():
                cell = self.table.sheet.at((row, number))
                yield column, cell.text if cell else ""

    def _taken(self, place: Place, column: Column, target: str) -> Iterator[Taken]:
        cell = self.table.sheet.cells[place]
        text = self._clean(cell.text, place)
        if squeezed(text) in listed("above"):
            text = self._above(place)
        self.ledger.put(self.spot(place), Fate.FIELD, f"{self.subject}:{target or column.slot}")
        if text and not is_empty(text):
            taken = Taken(text, column, place)
            if len(text) > LONGEST_TEXT:
                self._keep_cut(taken)
            yield taken

    def _clean(self, text: str, place: Place) -> str:
        """Without blanks around it, what cannot be seen, and the names of people behind 责任人 and the like."""
        seen = _UNSEEN.sub("", text).replace("\xa0", " ")
        if seen.strip() != text:
            self.ledger.tell(Concern.GUESSED, "blanks", self.spot(place), text=_short(text))
        if not self.hides:
            return seen.strip()
        shown, hidden = hide_labelled(seen.strip())
        self.hide(hidden, place, shown)
        return shown

    def _above(self, place: Place) -> str:
        """What 同上 refers to: the nearest cell above in the same column that says something itself."""
        for row in range(place[0] - 1, self.table.heading[1], -1):
            cell = self.table.sheet.cells.get((row, place[1]))
            if cell is not None and squeezed(cell.text) not in listed("above"):
                return cell.text.strip()
        self.ledger.tell(Concern.WRONG, "above", self.spot(place))
        return ""


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= 40 else f"{said[:39]}…"


def slug(prefix: str, *texts: str) -> str:
    """A short id that depends on nothing but the words: no pinyin, no numbering."""
    return f"{prefix}-{hashlib.sha256(chr(0).join(map(squeezed, texts)).encode()).hexdigest()[:8]}"
