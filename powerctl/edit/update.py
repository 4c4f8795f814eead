"""A file made to say other data: only the spans that say something else are written anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from powerctl import document
from powerctl.edit.canonical import canonical
from powerctl.edit.checked import BOM, is_sound, same, text_of
from powerctl.edit.compose import entry_lines, flow, item_lines
from powerctl.edit.spans import Edit, Entry, Node, applied, tree


def updated(file: str, raw: bytes, data: Mapping[str, Any]) -> bytes | None:
    """The bytes that say the data; None for a file that cannot be read or safely changed."""
    before = document.read(file, raw)
    if not before.is_read or not isinstance(before.data, dict):
        return None
    if same(before.data, data):
        return raw
    text = text_of(raw)
    mark = BOM if raw.startswith(BOM) else b""
    result = mark + _rewritten(text, tree(text), before.data, data).encode("utf-8")
    result = canonical(file, result).raw
    return result if is_sound(before, result, lambda found: same(found, data)) else None


def _rewritten(text: str, root: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    if not root.is_block:
        return applied(text, [Edit(root.start, root.end, flow(new))])
    edits = list(_entries(text, root, old, new))
    added = [line for key in new if key not in old for line in entry_lines(key, new[key], 0)]
    result = applied(text, edits)
    lead = "" if result.endswith("\n") or not added else newline
    changed = result + lead + "".join(f"{line}{newline}" for line in added)
    return changed if newline == "\n" else changed.replace("\r\n", "\n").replace("\n", "\r\n")


def _entries(text: str, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Edit]:
    for entry in node.entries or ():
        key = entry.key.value
        if key not in new:
            yield _without(text, entry)
        elif not same(old[key], new[key]):
            yield from _value(text, entry, old[key], new[key])


def _value(text: str, entry: Entry, old: Any, new: Any) -> Iterator[Edit]:
    deeper = list(_inside(text, entry.value, old, new))
    if deeper:
        yield from deeper
        return
    indent = _column(text, entry.key.start)
    lines = list(entry_lines(entry.key.value, new, indent))
    end = max(entry.value.end, entry.key.end)
    if _is_inline(text, entry):
        yield Edit(entry.value.start, end, flow(new))
    else:
        yield Edit(entry.key.start, end, "\n".join(lines)[indent:])


def _inside(text: str, node: Node, old: Any, new: Any) -> Iterator[Edit]:
    """Edits further down, where old and new have the same shape; none where the whole is to be written anew."""
    if isinstance(old, dict) and isinstance(new, Mapping) and old.keys() == new.keys():
        yield from _entries(text, node, old, new)
    elif isinstance(old, list) and isinstance(new, Sequence) and not isinstance(new, str) and node.items:
        yield from _items(text, node, old, list(new))


def _items(text: str, node: Node, old: list[Any], new: list[Any]) -> Iterator[Edit]:
    if len(new) < len(old) or (len(new) > len(old) and not node.is_block):
        return
    edits: list[Edit] = []
    for item, before, after in zip(node.items or (), old, new, strict=False):
        if same(before, after):
            continue
        deeper = list(_inside(text, item, before, after))
        if not deeper and item.is_block and not item.is_scalar:
            return
        edits += deeper or [Edit(item.start, item.end, flow(after))]
    yield from edits
    if len(new) > len(old):
        yield _appended(text, node, new[len(old) :])


def _appended(text: str, node: Node, items: Sequence[Any]) -> Edit:
    indent = _column(text, node.start)
    end = text.find("\n", node.last.end)
    at = len(text) if end < 0 else end + 1
    lead = "" if text[:at].endswith("\n") else "\n"
    return Edit(at, at, lead + "".join(f"{line}\n" for item in items for line in item_lines(item, indent)))


def _without(text: str, entry: Entry) -> Edit:
    """An entry taken out, with its whole lines where it has lines of its own."""
    start, end = entry.key.start, max(entry.value.last.end, entry.key.end)
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        return Edit(start, end, "")
    stop = text.find("\n", end)
    return Edit(line, len(text) if stop < 0 else stop + 1, "")


def _column(text: str, index: int) -> int:
    return index - (text.rfind("\n", 0, index) + 1)


def _is_inline(text: str, entry: Entry) -> bool:
    """Whether an entry stands in braces, where no line may be added."""
    line = text.rfind("\n", 0, entry.key.start) + 1
    return bool(text[line : entry.key.start].strip(" -"))
