"""What may be mended without asking: where only one thing can have been meant, and no person need decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from powerctl import document, schema
from powerctl.characters import compatibility_doubles
from powerctl.document import Document
from powerctl.edit.canonical import kind_of
from powerctl.edit.checked import BOM, Means, edited, is_sound, same, text_of
from powerctl.edit.quote import quoting
from powerctl.edit.spans import Edit, Node, tree
from powerctl.layout import RESERVED_IDS, standing
from powerctl.model.place import Path
from powerctl.scalars import resolve

# Full-width digits and letters → the usual ones.
_WIDE = {code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}
_ASCII = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The bytes of a file with all that is safe mended, and the kinds of what was."""

    raw: bytes
    applied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mending:
    """Edits, and what the data must be after them."""

    edits: list[Edit]
    means: Means


def fix(file: str, raw: bytes) -> Fixed:
    """The file with this path in a catalogue, mended; one that cannot be read stays as it is."""
    applied = []
    for kind, mend in _MENDERS.items():
        before = document.read(file, raw)
        if not before.is_read:
            break
        result = mend(before, raw)
        if result is not None and result != raw:
            raw = result
            applied.append(kind)
    return Fixed(raw, tuple(applied))


def _unmarked(before: Document, raw: bytes) -> bytes | None:
    """Without its byte order mark."""
    bare = raw.removeprefix(BOM)
    return bare if is_sound(before, bare, lambda data: same(data, before.data)) else None


def _by_edits(find: Callable[[Document, str], _Mending]) -> Callable[[Document, bytes], bytes | None]:
    def mend(before: Document, raw: bytes) -> bytes | None:
        mending = find(before, text_of(raw))
        return edited(before, raw, mending.edits, mending.means) if mending.edits else None

    return mend


def _doubles(before: Document, text: str) -> _Mending:
    """Doubles of ideographs, each by the character it doubles, in comments too."""
    edits = [
        Edit(start, start + 1, unicodedata.normalize("NFKC", text[start])) for start in compatibility_doubles(text)
    ]
    # An escape in quotes may still make one: nobody has copied it from a document.
    return _Mending(edits, lambda data: same(_without_doubles(data), _without_doubles(before.data)))


def _without_doubles(data: object) -> object:
    if isinstance(data, dict):
        return {_without_doubles(key): _without_doubles(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_doubles(item) for item in data]
    if not isinstance(data, str):
        return data
    doubles = set(compatibility_doubles(data))
    return "".join(unicodedata.normalize("NFKC", char) if at in doubles else char for at, char in enumerate(data))


def _quoted(before: Document, text: str) -> _Mending:
    """Quotes around what other programs read as a number, a time or a truth."""
    disputed = any((found.rule, found.case) == ("S008", "ambiguous") for found in before.findings)
    return _Mending(quoting(text) if disputed else [], lambda data: same(data, before.data))


def _narrowed(before: Document, text: str) -> _Mending:
    """Full-width digits and letters where the schema asks for the usual ones, and in codes."""
    changes = _narrowings(before) if text.translate(_WIDE) != text else {}
    nodes = dict(_nodes(tree(text))) if changes else {}
    edits = [_replaced(nodes[path], text[nodes[path].start : nodes[path].end].translate(_WIDE)) for path in changes]
    return _Mending(edits, lambda data: same(data, _changed(before.data, changes)))


def _narrowings(before: Document) -> dict[Path, str]:
    """The texts that are to be narrowed: those that do not fit as they are and then do."""
    kind = kind_of(before)
    if kind not in schema.KINDS:
        return {}
    wide = {path: text.translate(_WIDE) for path, text in _texts(before.data) if text.translate(_WIDE) != text}
    codes = {path for path, text in wide.items() if path[-2:] == ("code", "value") and _ASCII.fullmatch(text)}
    unfit = _unfit(kind, before.data)
    tried = {path: text for path, text in wide.items() if path in codes | unfit}
    still = _unfit(kind, _changed(before.data, tried))
    return {path: text for path, text in tried.items() if path not in still}


def _unfit(kind: str, data: object) -> set[Path]:
    return {fault.path for fault in schema.faults(kind, data) if fault.case in ("form", "value")}


def _named(before: Document, text: str) -> _Mending:
    """The id that the file's name says, where the two differ."""
    place = standing(before.file)
    data = before.data if isinstance(before.data, dict) else {}
    own = data.get("id")
    if place is None or not place.id or not isinstance(own, str) or own == place.id or data.get("kind") != place.kind:
        return _unchanged(before)
    meant = {**data, "id": place.id}
    node = dict(_nodes(tree(text))).get(("id",))
    if node is None or node.style in ("|", ">") or not _is_id(place.kind, meant):
        return _unchanged(before)
    mark = node.style
    return _Mending([_replaced(node, f"{mark}{place.id}{mark}")], lambda found: same(found, meant))


def _unchanged(before: Document) -> _Mending:
    return _Mending([], lambda data: same(data, before.data))


def _is_id(kind: str, meant: Mapping[str, Any]) -> bool:
    return meant["id"].casefold() not in RESERVED_IDS and all(
        fault.path != ("id",) for fault in schema.faults(kind, meant)
    )


def _replaced(node: Node, written: str) -> Edit:
    """A scalar written anew, in quotes if it would else be no text to everyone."""
    is_text = bool(node.style) or resolve(written) == (written, "")
    return Edit(node.start, node.end, written if is_text else f'"{written}"')


def _nodes(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every scalar that is no key, by its path."""
    if node.is_scalar:
        yield path, node
    for entry in node.entries or ():
        yield from _nodes(entry.value, (*path, entry.key.value))
    for index, item in enumerate(node.items or ()):
        yield from _nodes(item, (*path, index))


def _texts(data: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _texts(item, (*path, index))


def _changed(data: object, changes: Mapping[Path, str], path: Path = ()) -> object:
    """The data with other texts at some paths."""
    if isinstance(data, dict):
        return {key: _changed(value, changes, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_changed(item, changes, (*path, index)) for index, item in enumerate(data)]
    return changes.get(path, data)


# Characters first: the name of a key, or the form of a value, may hang on them.
_MENDERS: dict[str, Callable[[Document, bytes], bytes | None]] = {
    "bom": _unmarked,
    "compatibility": _by_edits(_doubles),
    "quotes": _by_edits(_quoted),
    "width": _by_edits(_narrowed),
    "id": _by_edits(_named),
}
