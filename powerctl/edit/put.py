"""One value put into a mapping of somebody's file: in place of what is there, or where its schema has the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from powerctl import document
from powerctl.edit.append import lines_after, written
from powerctl.edit.checked import edited, same, text_of
from powerctl.edit.spans import Edit, Entry, Node, tree
from powerctl.model.place import Path


@dataclass(frozen=True, slots=True)
class Put:
    """A text for the key ``at[-1]`` of the mapping above; a new one comes after the last of the keys ``after``.

    A mapping of texts is only put where nothing is yet.
    """

    at: Path
    value: str | Mapping[str, str]
    after: tuple[str, ...] = ()


def put(file: str, raw: bytes, puts: Sequence[Put]) -> bytes | None:
    """The bytes with all of it put in; None where that cannot be done without touching anything else."""
    before = document.read(file, raw)
    if not before.is_read:
        return None
    text = text_of(raw)
    root = tree(text)
    edits = [edit for entry in puts if (edit := _edit(text, root, entry)) is not None]
    if len(edits) < len(puts):
        return None
    meant = before.data
    for entry in puts:
        meant = _with(meant, entry.at, entry.value)
    return edited(before, raw, edits, lambda data: same(data, meant))


def _edit(text: str, root: Node, entry: Put) -> Edit | None:
    *above, key = entry.at
    node = _below(root, above)
    entries = node.entries if node is not None else None
    if node is None or not entries:
        return None
    found = next((one.value for one in entries if one.key.value == key), None)
    if found is not None:
        return _replaced(text, found, entry.value) if isinstance(entry.value, str) else None
    last = max((one for one in entries if one.key.value in entry.after), key=lambda one: one.key.start, default=None)
    return _added(text, node, last or entries[0], f"{key}: {_flow(entry.value)}")


def _flow(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return written(value)
    return "{" + ", ".join(f"{key}: {written(text)}" for key, text in value.items()) + "}"


def _replaced(text: str, node: Node, value: str) -> Edit | None:
    """The scalar in its own quotes, if it has any; an empty one gets a space before it."""
    if not node.is_scalar or node.style in ("|", ">"):
        return None
    new = f"{node.style}{value}{node.style}" if node.style else written(value)
    lead = " " if node.is_empty and text[node.start - 1 : node.start] == ":" else ""
    return Edit(node.start, node.end, lead + new)


def _added(text: str, node: Node, last: Entry, line: str) -> Edit:
    if not node.is_block:
        return Edit(last.value.end, last.value.end, f", {line}")
    column = last.key.start - (text.rfind("\n", 0, last.key.start) + 1)
    return lines_after(text, last.value, column, [" " * column + line])


def _below(node: Node, path: Sequence[object]) -> Node | None:
    """The value at a path."""
    for step in path:
        if isinstance(step, int):
            items = node.items or []
            found = items[step] if step < len(items) else None
        else:
            found = next((entry.value for entry in node.entries or () if entry.key.value == step), None)
        if found is None:
            return None
        node = found
    return node


def _with(data: object, path: Path, value: str | Mapping[str, str]) -> object:
    """The data with another value at a path."""
    if not path:
        return value if isinstance(value, str) else dict(value)
    step, *rest = path
    if isinstance(data, Mapping):
        return {**data, step: _with(data.get(step), tuple(rest), value)}
    if isinstance(data, list):
        return [_with(item, tuple(rest), value) if index == step else item for index, item in enumerate(data)]
    return data
