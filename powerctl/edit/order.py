"""Keys in the order of their schema: entries are moved with their comments, blank lines stay between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from powerctl.edit.spans import Edit, Entry, Node, applied, tree
from powerctl.schema import KINDS, schema_of

_OWN_LINE = re.compile(r" *(?:- +)*\Z")
_BREAK = re.compile(r"\r?\n")
_ITEM = re.compile(r"-(?:\s|\Z)")


class UnsafeError(Exception):
    """The text is written in a way in which its entries cannot be moved; ``index`` says where."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def is_ordered(kind: str, data: object) -> bool:
    """Whether every key of plain data stands where its schema has it; nothing is asked of an unknown kind."""
    return kind not in KINDS or _is_ordered(data, schema_of(kind), schema_of(kind))


def ordering(kind: str, text: str) -> list[Edit]:
    """The edits that put every key where its schema has it; UnsafeError where that cannot be done."""
    if kind not in KINDS:
        return []
    root = schema_of(kind)
    return list(_Orderer(text, root).edits(tree(text), root, is_root=True))


def _is_ordered(data: object, schema: Any, root: Any) -> bool:
    schema = _resolved(schema, root)
    if isinstance(data, dict):
        own = _wanted(list(data), schema) == list(range(len(data)))
        return own and all(_is_ordered(value, _below(schema, key), root) for key, value in data.items())
    if isinstance(data, list):
        return all(_is_ordered(item, schema.get("items", {}), root) for item in data)
    return True


def _resolved(schema: Any, root: Any) -> Mapping[str, Any]:
    while isinstance(schema, dict) and "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema if isinstance(schema, dict) else {}


def _below(schema: Mapping[str, Any], key: str) -> Any:
    properties = schema.get("properties", {})
    return properties[key] if key in properties else schema.get("additionalProperties", {})


def _wanted(keys: Sequence[str], schema: Mapping[str, Any]) -> list[int]:
    """The positions of the keys, in the order of the schema; what it does not know follows as it stands."""
    places = {key: place for place, key in enumerate(schema.get("properties", ()))}
    return sorted(range(len(keys)), key=lambda index: places.get(keys[index], len(places)))


@dataclass(frozen=True, slots=True)
class _Chunk:
    """An entry of a block as it moves: the lines above it, and where its own text starts and ends."""

    lead: int
    line: int
    start: int
    end: int
    last: Node


@dataclass(frozen=True, slots=True)
class _Orderer:
    """Puts the entries of one text in order, from the inside out."""

    text: str
    root: Any

    def edits(self, node: Node, schema: Any, *, is_root: bool = False) -> Iterator[Edit]:
        """The edits in a value and all that it holds; those inside a moved entry are already done in its text."""
        schema = _resolved(schema, self.root)
        for item in node.items or ():
            yield from self.edits(item, schema.get("items", {}))
        if not node.entries:
            return
        inner = [list(self.edits(entry.value, _below(schema, entry.key.value))) for entry in node.entries]
        order = _wanted([entry.key.value for entry in node.entries], schema)
        if order == sorted(order):
            yield from (edit for edits in inner for edit in edits)
        elif node.is_block:
            yield self._block(node.entries, order, inner, is_root)
        elif self._is_safe(node):
            yield from self._flow(node.entries, order, inner)
        else:
            yield from (edit for edits in inner for edit in edits)

    def _is_safe(self, node: Node) -> bool:
        """Whether between the entries in braces there is nothing that belongs to one of them."""
        entries = node.entries or []
        between = [node.start + 1, *(index for entry in entries for index in _span(entry)), node.end - 1]
        gaps = [self.text[start:end] for start, end in zip(between[::2], between[1::2], strict=True)]
        return not any(entry.value.is_empty for entry in entries) and not any("#" in gap or "?" in gap for gap in gaps)

    def _flow(self, entries: list[Entry], order: list[int], inner: list[list[Edit]]) -> Iterator[Edit]:
        for place, index in enumerate(order):
            start, end = _span(entries[index])
            yield Edit(*_span(entries[place]), applied(self.text, inner[index], start, end))

    def _block(self, entries: list[Entry], order: list[int], inner: list[list[Edit]], is_root: bool) -> Edit:
        chunks = self._chunks(entries, is_root)
        bodies = [applied(self.text, edits, chunk.start, chunk.end) for chunk, edits in zip(chunks, inner, strict=True)]
        heads = [self._head(chunks, index, place) for place, index in enumerate(order)]
        gaps = self._gaps(chunks, order)
        text = "".join(head + bodies[index] + gap for head, index, gap in zip(heads, order, gaps, strict=True))
        first = chunks[0]
        return Edit(min(first.lead, first.line), chunks[-1].end, text)

    def _head(self, chunks: list[_Chunk], index: int, place: int) -> str:
        """The comments above an entry and what stands before its key, in its new place."""
        lead = self.text[chunks[index].lead : chunks[index].line]
        first = chunks[0]
        before = self.text[first.line : first.start]
        if place or "-" not in before:
            return lead + " " * len(before)
        # What was said above a key that now follows a hyphen stands above the hyphen.
        return "".join(_indented(line, before.index("-")) for line in lead.splitlines(keepends=True)) + before

    def _gaps(self, chunks: list[_Chunk], order: list[int]) -> Iterator[str]:
        """What follows each place: the break and the blank lines that stood above the entry which is next now.

        What was first had none: it is given those of the new first.
        """
        own = [self.text[before.end : after.lead] for before, after in pairwise(chunks)]
        yield from (own[(index or order[0]) - 1] for index in order[1:])
        yield _first_break(self.text) if self._wants_break(chunks[-1], chunks[order[-1]].last) else ""

    def _wants_break(self, end: _Chunk, last: Node) -> bool:
        """Whether a block of text has come to the end of a file that ends without a break."""
        return end.end == len(self.text) and last is not end.last and last.style in ("|", ">")

    def _chunks(self, entries: list[Entry], is_root: bool) -> list[_Chunk]:
        found: list[_Chunk] = []
        for number, entry in enumerate(entries):
            line = self._line_start(entry.key.start)
            self._check(entry, line, is_first=not number)
            limit = self._line_start(entries[number + 1].key.start) if number + 1 < len(entries) else None
            end = self._end(entry.value, entry.key.start - line, limit)
            lead = self._lead(found[-1].end, line) if found else self._first_lead(entry, line, is_root)
            found.append(_Chunk(lead, line, entry.key.start, end, entry.value.last))
        return found

    def _check(self, entry: Entry, line: int, *, is_first: bool) -> None:
        before = self.text[line : entry.key.start]
        if not _OWN_LINE.match(before) or (not is_first and before.strip()):
            raise UnsafeError(entry.key.start)

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """Before the break that ends the line."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def _lines(self, start: int, limit: int | None) -> Iterator[tuple[int, str]]:
        """The lines after the one that ends at an index, with where each starts."""
        stop = len(self.text) if limit is None else limit
        while (found := _BREAK.match(self.text, start)) and found.end() < stop:
            start = self._line_end(found.end())
            yield found.end(), self.text[found.end() : start]

    def _end(self, value: Node, column: int, limit: int | None) -> int:
        """The end of an entry's last line; comments deeper than its key belong to it."""
        end = self._line_end(value.end)
        follows = True
        for start, line in self._lines(end, limit):
            content = line.lstrip(" \t")
            depth = len(line) - len(content)
            if content.startswith("#"):
                follows = follows and depth > column
            elif content and (depth > column or (depth == column and _ITEM.match(content))):
                follows = True  # a hyphen, or a key, of which nothing else is written
            elif content:
                break
            if content and follows:
                end = start + len(line)
        return end

    def _lead(self, end: int, line: int) -> int:
        """Where the comments above an entry start, after the end of the entry before."""
        return next((start for start, text in self._lines(end, line) if text.strip()), line)

    def _first_lead(self, entry: Entry, line: int, is_root: bool) -> int:
        """The same for the first entry; the head of a file stays there, and what is above a hyphen is the item's."""
        if self.text[line : entry.key.start].strip():
            return line
        above: list[tuple[int, str]] = []
        while line and _is_remark(self.text[self._line_start(line - 1) : line]):
            line = self._line_start(line - 1)
            above.insert(0, (line, self.text[line : self._line_end(line)]))
        return _lead_of(above, is_root, self._line_start(entry.key.start))


def _lead_of(above: list[tuple[int, str]], is_root: bool, line: int) -> int:
    blanks = [number for number, (_, text) in enumerate(above) if not text.strip()]
    if is_root:
        above = above[blanks[-1] + 1 :] if blanks else []
    return next((start for start, text in above if text.strip()), line)


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _indented(line: str, depth: int) -> str:
    return " " * depth + line.lstrip(" ") if line.strip() else line


def _span(entry: Entry) -> tuple[int, int]:
    return entry.key.start, max(entry.value.end, entry.key.end)


def _first_break(text: str) -> str:
    found = _BREAK.search(text)
    return found.group() if found else "\n"
