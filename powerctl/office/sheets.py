"""A layout filled: tables of texts, which become grids for workbooks, papers for documents, rows for JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from powerctl.formats.tables.cells import cell_lines
from powerctl.formats.tables.csv import inert
from powerctl.lists.rows import FAMILIES, Stock
from powerctl.messages import LANGUAGES, Words
from powerctl.office.grid import Grid, Row, Section
from powerctl.office.layouts import NUMBER, Column, Layout
from powerctl.office.paper import Block, Heading, Paper, Paragraph, Table, form
from powerctl.office.workbook import head_ranges, runs
from powerctl.public.unit import PublicUnit
from powerctl.table import Cell, Word
from powerctl.visible import json_safe

_MARK = "\ufeff"
_ACROSS = 200.0  # widths of columns from which on a paper is turned
_SMALL = 9.0

Texts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows of a unit, or of all ("" for ``unit``): the lines of each cell, and the section each row is in."""

    unit: str
    title: str
    rows: tuple[Texts, ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A layout with its rows, in the words of a language; ``choices`` are the words of the rulebook by name."""

    layout: Layout
    owner: str
    words: Words
    tables: tuple[Filled, ...]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """What the whole is called."""
        return self.text("title", of=self.owner, name=self._word(self.layout.name))

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(table.rows) for table in self.tables)

    def text(self, key: str, **facts: object) -> str:
        """A sentence of exports."""
        return self.words.text("export", key, **facts)

    def grids(self) -> tuple[Grid, ...]:
        """A sheet a table; one that is empty where there is nothing at all, so that there is a form to fill in."""
        tables = self.tables or (Filled("", self.title, (), ()),)
        return tuple(self._grid(table) for table in tables)

    def _grid(self, table: Filled) -> Grid:
        return Grid(
            name=table.unit or self._word(self.layout.name),
            heads=self._heads(),
            rows=tuple(self._rows(table)),
            widths=tuple(column.width for column in self.layout.columns),
            title=table.title,
            lead=self.text("unit_line", unit=table.unit) if table.unit else self.text("owner_line", unit=self.owner),
            merged=self.layout.merged,
            choices={at: self._choices(table, at, column) for at, column in self._chosen()},
        )

    def _heads(self) -> tuple[tuple[str, ...], ...]:
        columns = self.layout.columns
        lower = tuple(self._word(column.heading) for column in columns)
        if not any(column.group for column in columns):
            return (lower,)
        return tuple(self._word(column.group or column.heading) for column in columns), lower

    def _rows(self, table: Filled) -> Iterator[Row | Section]:
        """The rows with their numbers, a line before each section."""
        last, number, before = "", 0, None
        for texts, section in zip(table.rows, table.sections, strict=True):
            if section != last:
                size = table.sections.count(section)
                yield Section(self.text("section", name=section, count=size))
                last = section
            item = texts[1 : self.layout.merged]
            number += not item or not all(item) or item != before
            before = item
            yield tuple(
                number if column.key == NUMBER else self._cell(lines, column)
                for lines, column in zip(texts, self.layout.columns, strict=True)
            )

    def _chosen(self) -> Iterator[tuple[int, Column]]:
        return ((at, column) for at, column in enumerate(self.layout.columns) if column.choices)

    def _choices(self, table: Filled, at: int, column: Column) -> tuple[str, ...]:
        """The rulebook's words, then what else stands in the column."""
        found = (lines[0] for texts in table.rows if len(lines := texts[at]) == 1)
        return tuple(dict.fromkeys((*self.choices.get(column.choices, ()), *found)))

    def paper(self) -> Paper:
        """A document: forms one after the other, or a table a unit."""
        blocks = [block for table in self.tables for block in self._blocks(table)]
        wide = not self.layout.form and sum(column.width for column in self.layout.columns) > _ACROSS / 2
        empty = (Paragraph(self.text("nothing")),)
        return Paper(self.title, tuple(blocks) or empty, landscape=wide, language=LANGUAGES[self.words.language])

    def _blocks(self, table: Filled) -> Iterator[Block]:
        if table.unit:
            yield Heading(table.unit)
        if self.layout.form:
            yield from self._forms(table)
        elif table.rows:
            yield self._table(self._grid(table))

    def _forms(self, table: Filled) -> Iterator[Block]:
        """A form an entry: what is empty is left out."""
        for texts in table.rows:
            pairs = [
                (self._word(column.heading), self._cell(lines, column))
                for lines, column in zip(texts, self.layout.columns, strict=True)
                if lines and column.key != NUMBER
            ]
            if pairs:
                yield Heading(pairs[0][1], 2)
                yield form(*pairs, columns=1)

    def _table(self, grid: Grid) -> Table:
        depth, width = len(grid.heads), len(grid.widths)
        rows: list[tuple[str, ...]] = [*grid.heads]
        spans = list(head_ranges(grid.heads)) if depth > 1 else []
        block: list[Row] = []
        for row in (*grid.rows, Section("")):
            if isinstance(row, Section) or (block and row[:1] != block[0][:1]):
                spans += [
                    (len(rows) - len(block) + first, column, len(rows) - len(block) + last, column)
                    for column in range(grid.merged)
                    for first, last in runs(block, column, grid.merged)
                    if first != last
                ]
                block = []
            if isinstance(row, Section):
                spans.append((len(rows), 0, len(rows), width - 1))
                rows.append((row.text,) + ("",) * (width - 1))
            else:
                block.append(row)
                rows.append(tuple(map(str, row)))
        total = sum(grid.widths)
        shares = tuple(one / total for one in grid.widths)
        return Table(tuple(rows[:-1]), shares, head=depth, points=_SMALL, spans=tuple(spans[:-1]))

    def as_json(self) -> str:
        """Rows by the keys of the layout, the same in every language; several entries of a cell as a list."""
        tables = [{"unit": table.unit, "rows": list(self._plain(table))} for table in self.tables]
        body = {"version": 1, "layout": self.layout.id, "title": self.title, "tables": tables}
        return json_safe(json.dumps(body, ensure_ascii=False, indent=1)) + "\n"

    def _plain(self, table: Filled) -> Iterator[dict[str, str | list[str]]]:
        for texts, section in zip(table.rows, table.sections, strict=True):
            row: dict[str, str | list[str]] = {self.layout.sections.key: section} if self.layout.sections else {}
            for lines, column in zip(texts, self.layout.columns, strict=True):
                if column.key != NUMBER and lines:
                    row[column.key] = lines[0] if len(lines) == 1 else list(lines)
            yield row

    def as_csv(self) -> str:
        """One table; where there is a sheet a unit, the unit stands in front."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        lead, part = [self.text("unit")] * self.layout.by_unit, self.layout.sections
        grids = self.grids()
        writer.writerow([*lead, *([self._word(part.heading)] if part else []), *grids[0].flat_heads])
        for table, grid in zip(self.tables, grids, strict=False):
            for section, row in zip(table.sections, grid.data, strict=True):
                before = [table.unit] * self.layout.by_unit + ([section] if part else [])
                writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in (*before, *row)])
        return _MARK + out.getvalue()

    def _word(self, word: Word) -> str:
        return word.in_(self.words.language)

    def _cell(self, lines: Sequence[str], column: Column) -> str:
        """The entries of a cell as the layout wants them."""
        if column.inline:
            return self.text("list").join(lines)
        if column.listed and len(lines) > 1:
            return "\n".join(f"{at}. {line}" for at, line in enumerate(lines, 1))
        return "\n".join(lines)


def fill(layout: Layout, stock: Stock, owner: str, words: Words, choices: Mapping[str, tuple[str, ...]]) -> Sheets:
    """The rows of a layout from a stock."""
    name = layout.name.in_(words.language)
    if layout.by_unit:
        tables = [_filled(layout, stock, [unit], unit.name, name, words) for unit in stock.units]
    else:
        tables = [_filled(layout, stock, stock.units, "", name, words, owner)]
    return Sheets(layout, owner, words, tuple(table for table in tables if table.rows), choices)


def _filled(
    layout: Layout, stock: Stock, units: Sequence[PublicUnit], unit: str, name: str, words: Words, owner: str = ""
) -> Filled:
    family, part = FAMILIES[layout.of], layout.sections
    keyed: list[tuple[str, Texts]] = []
    for one in units:
        for entry in family.entries(stock, one):
            texts = tuple(
                () if column.key == NUMBER else _lines(family.fields[column.key](entry), words)
                for column in layout.columns
            )
            keyed.append(("；".join(_lines(family.fields[part.key](entry), words)) if part else "", texts))
    order = {section: at for at, section in enumerate(dict.fromkeys(section for section, _ in keyed))}
    keyed.sort(key=lambda pair: order[pair[0]])
    title = words.text("export", "title", of=unit or owner, name=name)
    return Filled(unit, title, tuple(texts for _, texts in keyed), tuple(section for section, _ in keyed))


def _lines(cell: Cell, words: Words) -> tuple[str, ...]:
    return tuple(cell_lines(cell, "reports", words))
