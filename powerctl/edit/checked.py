"""An edit holds only if the result, read again, says what was meant and has no new fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from powerctl import document
from powerctl.document import Document
from powerctl.edit.spans import Edit, applied

BOM = b"\xef\xbb\xbf"

Means = Callable[[object], bool]


def text_of(raw: bytes) -> str:
    """The text of a file that the reader has accepted, as it stands, without a byte order mark."""
    return raw.removeprefix(BOM).decode("utf-8")


def edited(before: Document, raw: bytes, edits: Sequence[Edit], means: Means) -> bytes | None:
    """The bytes with the edits made; None if they would not say what is meant."""
    mark = BOM if raw.startswith(BOM) else b""
    result = mark + applied(text_of(raw), edits).encode("utf-8")
    return result if is_sound(before, result, means) else None


def is_sound(before: Document, raw: bytes, means: Means) -> bool:
    """Whether the careful reader takes the bytes for what was meant."""
    after = document.read(before.file, raw, accelerated=False)
    return after.is_read and means(after.data) and not (_faults(after) - _faults(before))


def same(one: object, other: object) -> bool:
    """Whether two pieces of plain data are equal; 1 is not true, and the order of keys means nothing."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def _faults(read: Document) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.case) for finding in read.findings)
