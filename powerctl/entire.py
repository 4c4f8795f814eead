"""Everything of a catalogue as flat tables, and back: what a workbook holds so that nothing is lost on the way.

A file is a row of the table of its kind, and so is each item of a list of things below it. Columns are paths
(``limits.statutory``); a mark behind one says what its cells are: ``duties[]`` entries below each other, ``end?`` yes
or no, ``x-note{}`` JSON, for whatever has no plainer form. ``@unit`` and ``@id`` say which file a row is of, and
``#workflow.steps`` which item: its id, or its number where the items have none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from powerctl.layout import Standing
from powerctl.visible import visible

Cell = str | int | float
Record = Mapping[str, Cell]
Documents = Mapping[Standing, Mapping[str, Any]]

UNIT, ID, KIND = "@unit", "@id", "@kind"
YES, NO = "是", "否"
_PLAIN_KEY = re.compile(r"[a-z_][a-z0-9_-]*")
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")  # what a workbook takes for an escaped character
_LONGEST = 32_000
_EXACT = 2**53
_NAMED_BY_FILE = frozenset({"unit", "power", "decision", "warning", "assessment", "adjustment", "calendar"})


@dataclass(slots=True)
class FlatTable:
    """All rows of one kind at one path ("" for the files themselves)."""

    kind: str
    path: str
    rows: list[Record] = field(default_factory=list)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that some row fills, those that say what a row is of in front."""
        found = dict.fromkeys(column for row in self.rows for column in row)
        return tuple(sorted(found, key=lambda column: column[0] not in "@#"))


class MisfitError(ValueError):
    """A row that belongs to nothing, or a cell that is not what its column says; ``row`` counts from 0."""

    def __init__(self, case: str, table: FlatTable, row: int, column: str) -> None:
        super().__init__(case)
        self.case = case
        self.table = table
        self.row = row
        self.column = column


def flattened(documents: Documents) -> tuple[FlatTable, ...]:
    """The tables, by kind and path in the order in which they come first."""
    tables: dict[tuple[str, str], FlatTable] = {}
    for place, data in documents.items():
        lead: dict[str, Cell] = {key: text for key, text in ((UNIT, place.unit), (ID, place.id)) if text}
        lead = lead or {KIND: place.kind}  # a row has to hold something
        known = {"kind"} | ({"id"} if place.kind in _NAMED_BY_FILE and data.get("id") == place.id else set())
        own = {key: value for key, value in data.items() if key not in known}
        _row(tables, place.kind, "", lead, own)
    return tuple(tables.values())


def _row(
    tables: dict[tuple[str, str], FlatTable], kind: str, path: str, lead: Mapping[str, Cell], data: Mapping[str, Any]
) -> None:
    row = dict(lead)
    table = tables.setdefault((kind, path), FlatTable(kind, path))
    table.rows.append(row)
    for column, value in _leaves("", data):
        if not is_items(column, value):
            row.update([_encoded(column, value)])
            continue
        below = f"{path}.{column}" if path else column
        for label, item in _labelled(value):
            rest = {key: part for key, part in item.items() if isinstance(label, int) or key != "id"}
            _row(tables, kind, below, {**lead, f"#{below}": label}, rest)


def _leaves(path: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that is no mapping of plain keys, with its path."""
    for key, value in data.items():
        step = _step(str(key))
        inner = f"{path}.{step}" if path else step
        if isinstance(value, dict) and value and is_plain(value) and not str(key).startswith("x-"):
            yield from _leaves(inner, value)
        else:
            yield inner, value


def _step(key: str) -> str:
    """A key as a step of a path: what would be taken for a mark or another step is written as ``%2E``."""
    return key if _PLAIN_KEY.fullmatch(key) else quote(key, safe="").replace(".", "%2E")


def is_plain(data: Mapping[str, Any]) -> bool:
    """Whether no key would be taken for a path or a mark."""
    return all(isinstance(key, str) and _PLAIN_KEY.fullmatch(key) for key in data)


def is_items(column: str, value: Any) -> bool:
    """Whether a value is a list of things, which have rows of their own."""
    if not isinstance(value, list) or not value or "%" in column or column.rpartition(".")[2].startswith("x-"):
        return False
    return all(isinstance(item, dict) and item and is_plain(item) for item in value)


def _labelled(items: list[dict[str, Any]]) -> Iterator[tuple[Cell, dict[str, Any]]]:
    ids = [item.get("id") for item in items]
    has_ids = all(isinstance(id_, str) and _is_plain_text(id_) for id_ in ids) and len(set(ids)) == len(ids)
    for number, item in enumerate(items, 1):
        yield (str(item["id"]) if has_ids else number), item


def _encoded(column: str, value: Any) -> tuple[str, Cell]:
    if isinstance(value, bool):
        return f"{column}?", YES if value else NO
    if isinstance(value, str) and _is_plain_text(value):
        return column, value
    if isinstance(value, int | float) and _is_exact(value):
        return column, value
    if isinstance(value, list) and value and all(_is_entry(entry) for entry in value):
        text = "\n".join(value)
        if len(text) <= _LONGEST:
            return f"{column}[]", text
    # Nothing in it is special to a workbook or a screen any more.
    return f"{column}{{}}", json.dumps(value).replace("#", "\\u0023").replace("_x", "\\u005fx")


def _is_entry(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value and _is_plain_text(value)


def _is_plain_text(text: str) -> bool:
    """Whether a cell gives back exactly this text."""
    is_bare = text.strip() == text != "" and len(text) <= _LONGEST and not _ESCAPE.search(text)
    return is_bare and all(visible(line) == line for line in text.split("\n"))


def _is_exact(value: float) -> bool:
    return abs(value) < _EXACT and float(f"{value:.15G}") == value


def restored(tables: Iterable[FlatTable]) -> dict[Standing, dict[str, Any]]:
    """The documents again; MisfitError for a row that cannot be placed or read."""
    made: dict[Standing, dict[str, Any]] = {}
    items: dict[tuple[Standing, str, tuple[Cell, ...]], dict[str, Any]] = {}
    for table in sorted(tables, key=lambda table: (table.kind, table.path.count("."), table.path)):
        levels = sorted((column for column in table.columns if column.startswith("#")), key=len)
        for number, row in enumerate(table.rows):
            place = Standing(table.kind, str(row.get(UNIT, "")), str(row.get(ID, "")))
            data = _data(table, number, row)
            if not table.path:
                head = {"kind": table.kind, **({"id": place.id} if table.kind in _NAMED_BY_FILE else {})}
                made[place] = {**head, **data}
                continue
            labels = tuple(row[level] for level in levels if level in row)
            above, parent = _above(made, items, place, levels, labels)
            if above is None or len(labels) != len(levels):
                raise MisfitError("orphan", table, number, levels[-1] if levels else ID)
            own = data if not isinstance(labels[-1], str) else {"id": labels[-1], **data}
            items[place, table.path, labels] = own
            _list(above, table.path.removeprefix(parent).lstrip(".")).append(own)
    return made


def _above(
    made: Mapping[Standing, dict[str, Any]],
    items: Mapping[tuple[Standing, str, tuple[Cell, ...]], dict[str, Any]],
    place: Standing,
    levels: list[str],
    labels: tuple[Cell, ...],
) -> tuple[dict[str, Any] | None, str]:
    """The thing that a row is part of, and its path."""
    if len(levels) < 2:
        return made.get(place), ""
    parent = levels[-2][1:]
    return items.get((place, parent, labels[:-1])), parent


def _list(data: dict[str, Any], path: str) -> list[Any]:
    *ways, last = path.split(".")
    for way in ways:
        data = data.setdefault(way, {})
    found: list[Any] = data.setdefault(last, [])
    return found


def _data(table: FlatTable, number: int, row: Record) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for column, cell in row.items():
        if column[0] in "@#":
            continue
        path, value = _decoded(table, number, column, cell)
        *ways, last = map(unquote, path.split("."))
        inner = data
        for way in ways:
            inner = inner.setdefault(way, {})
            if not isinstance(inner, dict):
                raise MisfitError("cell", table, number, column)
        inner[last] = value
    return data


def _decoded(table: FlatTable, number: int, column: str, cell: Cell) -> tuple[str, Any]:
    if column.endswith("?"):
        if cell not in (YES, NO):
            raise MisfitError("cell", table, number, column)
        return column[:-1], cell == YES
    if column.endswith("[]"):
        return column[:-2], [line for line in str(cell).split("\n") if line.strip()]
    if column.endswith("{}"):
        try:
            return column[:-2], json.loads(str(cell))
        except ValueError:
            raise MisfitError("cell", table, number, column) from None
    return column, cell
