"""Everything of a catalogue as sheets, a table of ``powerctl.entire`` each; an import reads them back without loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from powerctl.entire import KIND, UNIT, FlatTable
from powerctl.office.grid import Grid, Value
from powerctl.office.workbook import lines_of

_NARROWEST, _WIDEST = 10.0, 48.0

# What a kind of file, or what stands at a path in it, is called.
Name = Callable[[str, str], str]


def grids(tables: Iterable[FlatTable], name: Name) -> tuple[Grid, ...]:
    """A sheet a table; its title ends in what it is, and its upper headings are the keys, for the way back."""
    return tuple(_grid(table, name) for table in tables)


def _grid(table: FlatTable, name: Name) -> Grid:
    columns = table.columns
    rows = tuple(tuple(row.get(column, "") for column in columns) for row in table.rows)
    title = name(table.kind, table.path)
    mark = f"{table.kind}:{table.path}" if table.path else table.kind
    return Grid(
        name=title,
        heads=(columns, tuple(_heading(table, column, name) for column in columns)),
        rows=rows,
        widths=tuple(_width(list(values)) for values in _by_column(columns, rows)),
        title=f"{title}〔{mark}〕",
    )


def _heading(table: FlatTable, column: str, name: Name) -> str:
    if column == KIND:
        return name(table.kind, "")
    if column.startswith("@"):
        return name("unit", "id") if column == UNIT else name(table.kind, "id")
    if column.startswith("#"):
        return name(table.kind, column[1:])
    path = column.rstrip("?[]{}")
    return name(table.kind, f"{table.path}.{path}" if table.path else path)


def _by_column(columns: tuple[str, ...], rows: tuple[tuple[Value, ...], ...]) -> Iterator[list[Value]]:
    for at, column in enumerate(columns):
        yield [column, *(row[at] for row in rows)]


def _width(values: list[Value]) -> float:
    """Wide enough for a short text in one line; long ones take several."""
    return next(
        (width for width in (_NARROWEST, 14.0, 20.0, 28.0) if sum(_lines(one, width) for one in values) <= len(values)),
        _WIDEST,
    )


def _lines(value: Value, width: float) -> int:
    return lines_of(str(value), width)
