"""改动对照表: the comparison as the workbook that offices file."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.comparison import Change, Comparison
from powerctl.formats.diff.told import covered, title, values, verdict
from powerctl.messages import Words
from powerctl.office.grid import Grid, Row
from powerctl.office.workbook import write
from powerctl.visible import visible

_LONGEST = 8_000  # characters of one value in a cell, which holds 32,767
_COLUMNS = ("number", "unit", "subject", "change", "before", "after", "effect", "approval", "place")
_WIDTHS = (6, 14, 30, 26, 38, 38, 8, 22, 34)


def render(comparison: Comparison, words: Words) -> bytes:
    """One sheet, a change a row; the same bytes on every run."""
    heads = tuple(words.text("diff", f"sheet.{name}") for name in _COLUMNS)
    rows = tuple(_row(number, change, comparison, words) for number, change in enumerate(comparison.changes, 1))
    name = words.text("diff", "page")
    lead = f"{covered(comparison, words)} {verdict(comparison, words)}"
    return write(name, [Grid(name, (heads,), rows, _WIDTHS, title=name, lead=lead, has_filter=True)])


def _row(number: int, change: Change, comparison: Comparison, words: Words) -> Row:
    return (number, *map(visible, _cells(change, comparison, words)))


def _cells(change: Change, comparison: Comparison, words: Words) -> Iterator[str]:
    place = change.location or change.base_location
    yield change.unit
    yield " · ".join(change.names) or change.subject
    yield title(change.id, words) + (f" ({change.field})" if change.field else "")
    yield from values(change, words, _LONGEST)
    yield words.text("diff", f"effect.{change.effect}")
    yield comparison.approved.get(change.fingerprint, "")
    yield f"{place.file}:{place.line}" if place else ""
