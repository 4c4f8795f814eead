"""A paper as a list of blocks, before it becomes a Word document, a page, a PDF or Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from powerctl.visible import visible


class Align(StrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a paper: 1 is set in 黑体, 2 in 楷体 (GB/T 9704-2012, 7.3.3)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a left one starts two characters in, unless it is flush (主送机关)."""

    text: str
    align: Align = Align.LEFT
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with ruled lines: ``widths`` are shares of the page, ``head`` rows are repeated on every page.

    Rows are as long as ``widths``; ``labels`` says which columns hold the labels of a form; ``points`` is the size of
    the letters. Word shows ``spans`` (top, left, bottom, right) as one cell each, the other formats cell by cell.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    head: int = 1
    labels: tuple[int, ...] = ()
    points: float = 12.0
    spans: tuple[tuple[int, int, int, int], ...] = ()


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: title, number (发文字号), blocks; ``language`` as screen readers want it."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    landscape: bool = False
    language: str = "zh-CN"


def form(*fields: tuple[str, str], columns: int = 2) -> Table:
    """A form: labels with their values, so many pairs a row; a lone last one is filled up with empty cells."""
    cells = [cell for pair in fields for cell in pair]
    cells += [""] * (-len(cells) % (2 * columns))
    rows = tuple(tuple(cells[at : at + 2 * columns]) for at in range(0, len(cells), 2 * columns))
    share = 1 / columns
    return Table(rows, (share * 0.3, share * 0.7) * columns, head=0, labels=tuple(range(0, 2 * columns, 2)))


def lines(text: str) -> list[str]:
    """The lines of a text, each made harmless for whatever shows it."""
    return [visible(line) for line in text.replace("\r\n", "\n").split("\n")]
