"""Entries put at the end of a list in somebody's file: what is there stays byte for byte."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from powerctl.edit.spans import Edit, Node, tree
from powerctl.scalars import resolve

Entry = Mapping[str, str]

_BREAK = re.compile(r"\r?\n")
_PLAIN = re.compile(r"\w(?:[\w./()，。；、：（）“”《》 -]*[\w./)，。；、）”》])?")


def appending(text: str, key: str, entries: Sequence[Entry], after: Collection[str] = ()) -> list[Edit]:
    """The edits that put entries at the end of the list ``key``; a missing one is made after the last of some keys."""
    root = tree(text)
    found = next((entry.value for entry in root.entries or () if entry.key.value == key), None)
    if not entries:
        return []
    if found is not None:
        return [_block(text, found, entries) if found.is_block else _flow(text, found, entries)]
    if root.is_block:
        above = [entry for entry in root.entries or () if entry.key.value in after]
        return [lines_after(text, above[-1].value if above else root, 0, [f"{key}:", *listed(entries)])]
    end = (root.entries or [])[-1].value.end
    return [Edit(end, end, f", {json.dumps(key)}: [{_joined(text, entries)}]")]


def listed(entries: Sequence[Entry], indent: str = "  ") -> Iterator[str]:
    """The lines of a block list."""
    for entry in entries:
        for number, (key, value) in enumerate(entry.items()):
            yield f"{indent}{'  ' if number else '- '}{key}: {written(value)}"


def written(value: str) -> str:
    """A text as a scalar that every reader takes for text; in quotes where there might be a doubt."""
    if _PLAIN.fullmatch(value) and resolve(value) == (value, ""):
        return value
    return json.dumps(value, ensure_ascii=False)


def _block(text: str, node: Node, entries: Sequence[Entry]) -> Edit:
    indent = text[text.rfind("\n", 0, node.start) + 1 : node.start]
    return lines_after(text, node, len(indent), listed(entries, " " * len(indent)))


def lines_after(text: str, node: Node, indent: int, lines: Sequence[str] | Iterator[str]) -> Edit:
    """Whole lines below the last one of a block and the comments that belong to it."""
    newline = _newline(text)
    end = _line_end(text, node.last.end)
    remark = re.compile(rf" {{{indent + 1},}}#")
    while end < len(text) and remark.match(text, end):
        end = _line_end(text, end)
    lead = "" if text[:end].endswith("\n") else newline
    return Edit(end, end, lead + "".join(line + newline for line in lines))


def _line_end(text: str, index: int) -> int:
    """Behind the break that ends the line."""
    found = _BREAK.search(text, index)
    return found.end() if found else len(text)


def _flow(text: str, node: Node, entries: Sequence[Entry]) -> Edit:
    items = node.items or []
    end = items[-1].end if items else node.start + 1
    return Edit(end, end, ("," if items else "") + _joined(text, entries))


def _joined(text: str, entries: Sequence[Entry]) -> str:
    """The entries in braces, a line each."""
    start = _newline(text) + "  "
    return ",".join(start + json.dumps(entry, ensure_ascii=False) for entry in entries)


def _newline(text: str) -> str:
    found = _BREAK.search(text)
    return found.group() if found else "\n"
