"""The canonical form of a file: keys in the order of the schema, quotes where they are needed; nothing else moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from powerctl import document
from powerctl.characters import Lines
from powerctl.document import Document
from powerctl.edit.checked import edited, same, text_of
from powerctl.edit.order import UnsafeError, is_ordered, ordering
from powerctl.edit.quote import quoting
from powerctl.edit.spans import Edit
from powerctl.layout import standing
from powerctl.results import Finding, Location
from powerctl.schema import KINDS


@dataclass(frozen=True, slots=True)
class Canonical:
    """The bytes a file should have; they are its own where it was refused or could not be edited safely."""

    raw: bytes
    refused: Finding | None = None
    unsafe: Location | None = None


def canonical(file: str, raw: bytes) -> Canonical:
    """The canonical form of the file with this path in a catalogue."""
    before = document.read(file, raw)
    if not before.is_read:
        return Canonical(raw, refused=before.findings[-1])
    kind = kind_of(before)
    try:
        quoted = _edited(before, raw, quoting) if _is_disputed(before) else raw
        ordered = (
            quoted if is_ordered(kind, before.data) else _edited(before, quoted, lambda text: ordering(kind, text))
        )
    except UnsafeError as error:
        return Canonical(raw, unsafe=Lines(file, text_of(raw)).at(error.index))
    return Canonical(ordered)


def kind_of(read: Document) -> str:
    """The kind that a file says it is; else the one that its place asks for; "" where neither says any."""
    kind = read.data.get("kind") if isinstance(read.data, dict) else None
    place = standing(read.file)
    return kind if isinstance(kind, str) and kind in KINDS else place.kind if place else ""


def _is_disputed(read: Document) -> bool:
    return any((finding.rule, finding.case) == ("S008", "ambiguous") for finding in read.findings)


def _edited(before: Document, raw: bytes, find: Callable[[str], list[Edit]]) -> bytes:
    edits = find(text_of(raw))
    result = edited(before, raw, edits, lambda data: same(data, before.data))
    if result is None:
        raise UnsafeError(min((edit.start for edit in edits), default=0))
    return result
