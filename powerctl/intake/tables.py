"""Tables in a sheet: titles above, headings of one or two rows, sections, subtotals, items of one or several rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from powerctl.intake.grid import Place, Sheet
from powerctl.intake.headings import is_known, kind_of, matched
from powerctl.intake.vocabulary import kinds, listed, squeezed
from powerctl.receipt import Column

_SEARCHED = 40
_LONGEST_HEADING = 30
_COUNT = re.compile(r"共?\(?(?:共|合计)?(\d{1,5})项\)?")
_CHINESE_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）]?[、.．]?")
_FORM_LINE = re.compile(r"[^:(]{2,10}?(?:\([^)]{0,6}\))?:")
_PAGE = re.compile(r"[-—－ ]*第?\s*\d+\s*页?[-—－ /共\d页]*")


@dataclass(frozen=True, slots=True)
class Section:
    """A row in the table that speaks for those below it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a table: its rows, and the sections above it."""

    rows: tuple[int, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Table:
    """A table of a sheet. ``lead`` are the rows above the heading, ``rest`` what belongs to no item."""

    sheet: Sheet
    kind: str
    title: str
    heading: tuple[int, int]
    columns: Mapping[int, Column]
    lead: tuple[Place, ...]
    items: tuple[Item, ...]
    subtotals: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()
    rest: tuple[Place, ...] = field(default=())

    def places(self, item: Item, slot: str) -> list[tuple[Place, Column]]:
        """The cells of an item in a slot or its variants (``basis``, ``basis:law``), each merged range once."""
        found: dict[Place, Column] = {}
        for row in item.rows:
            for number, column in self.columns.items():
                if column.slot.partition(":")[0] == slot:
                    place = self.sheet.anchor((row, number))
                    if place in self.sheet.cells and place not in found:
                        found[place] = column
        return list(found.items())


def tables(sheet: Sheet, kind: str, mapping: Mapping[str, str] | None = None) -> list[Table]:
    """The tables of a sheet; ``kind`` is ``auto`` or that of all of them, ``mapping`` headings → slots as settled."""
    starts = list(_starts(sheet))
    ends = [start for start, _ in starts[1:]] + [sheet.rows + 1]
    found = []
    above = 0
    for (top, bottom), end in zip(starts, ends[: len(starts)], strict=True):
        table = _table(sheet, kind, (top, bottom), (above, end), mapping or {})
        if table is not None:
            found.append(table)
            above = end - 1
    return found


def _starts(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The first and last row of every heading; one that is repeated on a page further down is none."""
    seen: list[tuple[str, ...]] = []
    last = 0
    for row in sorted({row for row, _ in sheet.cells}):
        if seen and row <= last:
            continue
        if seen or row <= _SEARCHED:
            texts = sheet.row(row)
            if not _is_heading(texts):
                continue
            last = _last_heading_row(sheet, row)
            signature = tuple(squeezed(text) for text in texts.values())
            if signature not in seen:
                seen.append(signature)
                yield row, last


def _is_heading(texts: Mapping[int, str]) -> bool:
    """At least two known headings, or two thirds of all; never numbers or long texts."""
    known = [text for text in texts.values() if is_known(text)]
    short = all(len(squeezed(text)) <= _LONGEST_HEADING for text in texts.values())
    least = 2 if len(texts) > 1 else 1
    return short and len(set(map(squeezed, known))) >= least and len(known) * 2 >= len(texts)


def _last_heading_row(sheet: Sheet, row: int) -> int:
    """Two rows where a heading is merged downwards, or one above others is merged across."""
    merges = [merge for merge in sheet.merges if merge.top == row]
    deep = max((merge.bottom for merge in merges if merge.bottom > row), default=0)
    if deep:
        return deep
    wide = [merge for merge in merges if merge.right > merge.left and (row, merge.left) in sheet.cells]
    below = sheet.row(row + 1)
    split = wide and below and all(any(m.left <= column <= m.right for m in wide) for column in below)
    return row + 1 if split else row


def _table(
    sheet: Sheet, kind: str, heading: tuple[int, int], around: tuple[int, int], mapping: Mapping[str, str]
) -> Table | None:
    above, end = around
    headings = _headings(sheet, heading)
    lead = tuple(place for place in sorted(sheet.cells) if above < place[0] < heading[0])
    title = _title(sheet, lead)
    chosen = kind if kind != "auto" else kind_of(list(headings.values()), title + sheet.name)
    if not chosen:
        return None
    columns = _columns(sheet, chosen, headings, heading, mapping)
    return _Body(sheet, columns, heading, end).table(chosen, title, lead)


def _headings(sheet: Sheet, heading: tuple[int, int]) -> dict[int, str]:
    """Column → its heading; the rows of a heading are joined by a slash."""
    found: dict[int, str] = {}
    for column in range(1, sheet.columns + 1):
        places = dict.fromkeys(sheet.anchor((row, column)) for row in range(heading[0], heading[1] + 1))
        texts = [sheet.cells[place].text for place in places if place in sheet.cells]
        found[column] = "/".join(texts)
    return found


def _title(sheet: Sheet, lead: Sequence[Place]) -> str:
    """The first text above the heading that is no line of a form (填报单位:…)."""
    texts = [squeezed(sheet.cells[place].text) for place in lead]
    return next((text for text in texts if not _FORM_LINE.match(text) and len(text) > 3), "")


def _columns(
    sheet: Sheet, kind: str, headings: Mapping[int, str], heading: tuple[int, int], mapping: Mapping[str, str]
) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for number, text in headings.items():
        sample = next((sheet.cells[row, number].text for row in _below(sheet, heading, number)), "")
        if not text and not sample:
            continue
        name = squeezed(text)
        match = matched(text, kinds()[kind])
        if not text and sample.strip().rstrip(".、").isdigit():
            found[number] = Column(str(number), text, "serial", 0.6, sample)
        elif name in mapping:
            found[number] = Column(str(number), text, mapping[name], 1.0, sample)
        else:
            found[number] = Column(str(number), text, match.slot, match.confidence, sample)
    return _settled(kind, found)


def _below(sheet: Sheet, heading: tuple[int, int], column: int) -> Iterator[int]:
    return (row for row in range(heading[1] + 1, sheet.rows + 1) if (row, column) in sheet.cells)


def _settled(kind: str, columns: dict[int, Column]) -> dict[int, Column]:
    """Of several columns for the item's name the surest one names it; the others are noted with their headings."""
    for slot in _SINGLE.get(kind, ()):
        rivals = [number for number, column in columns.items() if column.slot == slot]
        order = list(kinds()[kind].slots[slot])
        best = min(rivals, key=lambda n: (_rank(order, columns[n].heading), n), default=0)
        for number in rivals:
            if number != best:
                own = columns[number]
                columns[number] = Column(own.name, own.heading, "noted", own.confidence, own.sample)
    return columns


_SINGLE = {
    "powers": ("name", "main", "sub", "type", "code", "step"),
    "risks": ("power", "office", "code"),
    "workflow": ("power", "step"),
    "discretion": ("violation", "tier"),
    "disclosure": ("matter", "group"),
    "decisions": ("matter_text", "class"),
    "portfolio": ("post",),
}


def _rank(order: Sequence[str], heading: str) -> int:
    names = [squeezed(word) for word in order]
    return names.index(squeezed(heading)) if squeezed(heading) in names else len(names)


# What makes a row the next item of its kind, first that a table has: a cell that is not merged with the one above.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "powers": (("sub", "name", "main"),),
    "risks": (),
    "workflow": (("power",),),
    "discretion": (("violation",),),
    "disclosure": (("matter", "group"),),
    "decisions": (),
    "portfolio": (("post",),),
}


class _Body:
    """The rows below a heading."""

    def __init__(self, sheet: Sheet, columns: Mapping[int, Column], heading: tuple[int, int], end: int) -> None:
        self._sheet = sheet
        self._columns = columns
        self._heading = heading
        self._end = end
        self._head = tuple(squeezed(text) for text in sheet.row(heading[0]).values())

    def table(self, kind: str, title: str, lead: tuple[Place, ...]) -> Table:
        """The rows sorted into items, sections, subtotals and the rest."""
        items: list[list[int]] = []
        contexts: list[tuple[Section, ...]] = []
        sections: list[Section] = []
        subtotals: list[int] = []
        rest: list[Place] = []
        for row in range(self._heading[1] + 1, self._end):
            texts = self._sheet.row(row)
            if not texts and not self._is_merged_down(row):
                continue
            section = self._section(row, texts)
            if tuple(squeezed(text) for text in texts.values()) == self._head or _is_page(texts):
                rest += [(row, column) for column in texts]
            elif self._is_subtotal(texts):
                subtotals.append(row)
            elif section is not None and (self._has_items_below(row) or _COUNT.search(section.text)):
                sections.append(section)
            elif section is not None:
                rest += [(row, column) for column in texts]
            elif items and self._continues(kind, row):
                items[-1].append(row)
            else:
                items.append([row])
                contexts.append(tuple(sections))
        found = tuple(Item(tuple(rows), context) for rows, context in zip(items, contexts, strict=True))
        return Table(
            self._sheet,
            kind,
            title,
            self._heading,
            self._columns,
            lead,
            found,
            tuple(subtotals),
            tuple(sections),
            tuple(rest),
        )

    def _is_merged_down(self, row: int) -> bool:
        return any(merge.top < row <= merge.bottom for merge in self._sheet.merges)

    def _section(self, row: int, texts: Mapping[int, str]) -> Section | None:
        """A row with one text that is merged across, or stands alone at its beginning."""
        if len(texts) != 1 or len(self._columns) < 2:
            return None
        ((column, text),) = texts.items()
        merge = self._sheet.merge_at((row, column))
        across = merge is not None and merge.right - merge.left + 1 >= max(2, len(self._columns) - 1)
        reached = any(self._sheet.anchor((row, other))[0] < row for other in self._columns if other != column)
        alone = column == min(self._columns) and not reached and not squeezed(text).isdigit()
        return Section((row, column), text) if across or alone else None

    def _has_items_below(self, row: int) -> bool:
        return any(len(self._sheet.row(below)) > 1 for below in range(row + 1, self._end))

    def _is_subtotal(self, texts: Mapping[int, str]) -> bool:
        """A count in the column of the name, beside a Chinese numeral or the word for a total."""
        first = squeezed(next(iter(texts.values()), ""))
        counts = [text for text in texts.values() if _COUNT.fullmatch(squeezed(text))]
        return bool(counts) and (bool(_CHINESE_NUMBER.fullmatch(first)) or first in ("合计", "小计", "总计"))

    def _continues(self, kind: str, row: int) -> bool:
        """Whether a row goes on with the item of the row before it."""
        for slots in _KEYS[kind]:
            columns = {slot: [n for n, column in self._columns.items() if column.slot == slot] for slot in slots}
            keyed = [number for slot in slots for number in columns[slot]]
            if not keyed:
                return kind == "workflow"
            filled = [number for number in keyed if self._sheet.at((row, number)) is not None]
            own = [number for number in filled if self._sheet.anchor((row, number)) == (row, number)]
            deepest = filled[:1]
            if not filled:
                return kind != "powers" or not self._is_numbered_anew(row)
            return not any(number in own for number in deepest)
        return False

    def _is_numbered_anew(self, row: int) -> bool:
        """Whether a row has a number of its own, and so is no part of the item above."""
        numbers = [number for number, column in self._columns.items() if column.slot == "serial"]
        return any(self._sheet.anchor((row, one)) == (row, one) and self._sheet.at((row, one)) for one in numbers)


def _is_page(texts: Mapping[int, str]) -> bool:
    first = next(iter(texts.values()), "").strip()
    return len(texts) == 1 and bool(_PAGE.fullmatch(first)) and not first.isdigit()


def counted(text: str) -> int | None:
    """How many items a section or subtotal claims to have."""
    match = _COUNT.search(squeezed(text))
    return int(match[1]) if match else None


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return squeezed(text) in listed("empty")
