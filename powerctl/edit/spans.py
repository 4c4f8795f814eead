"""Where in a text each value is written, from its first character to its last, and how spans are replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from powerctl.characters import readable

_COLON = re.compile(r"[ \t]*:")
_LAST_BREAKS = re.compile(r"(?:\r?\n)+\Z")
_LAST_BREAK = re.compile(r"\r?\n\Z")


@dataclass(frozen=True, slots=True)
class Edit:
    """What shall stand in place of a span."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Node:
    """A value as it is written. ``style`` is that of a scalar: "" for plain; a block has no brackets.

    The end of a block is that of its last scalar or bracket: items of which nothing is written come after it.
    """

    start: int
    end: int
    style: str = ""
    value: str = ""
    is_block: bool = False
    entries: list[Entry] | None = None
    items: list[Node] | None = None

    @property
    def is_scalar(self) -> bool:
        """Whether it holds no other values."""
        return self.entries is None and self.items is None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written at all."""
        return self.is_scalar and not self.style and not self.value

    @property
    def last(self) -> Node:
        """The scalar or bracket that is written last in it; the value itself if it holds nothing."""
        node = self
        while node.is_block and not node.is_scalar:
            inner = [entry.value for entry in node.entries or ()] or node.items
            if not inner:
                break
            node = inner[-1]
        return node


@dataclass(slots=True)
class Entry:
    """A key and its value."""

    key: Node
    value: Node


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    node: Node
    key: Node | None = field(default=None)

    def put(self, value: Node, text: str) -> None:
        if self.node.items is not None:
            self.node.items.append(value)
        elif self.key is None:
            self.key = value
        else:
            if value.is_empty:
                value.start = value.end = _after_colon(text, self.key.end)
            _entries(self.node).append(Entry(self.key, value))
            self.key = None


def tree(text: str) -> Node:
    """The spans of a text that the careful reader has accepted."""
    root = _Open(Node(0, 0, items=[]))
    stack: list[_Open] = [root]
    for event in YAML(typ="safe", pure=True, plug_ins=[]).parse(readable(text)):
        kind = event.__class__
        if kind is ScalarEvent:
            stack[-1].put(_scalar(event, text), text)
        elif kind in (MappingStartEvent, SequenceStartEvent):
            stack.append(_Open(_collection(event)))
        elif kind in (MappingEndEvent, SequenceEndEvent):
            node = stack.pop().node
            node.end = event.end_mark.index if not node.is_block else _block_end(node)
            stack[-1].put(node, text)
    return _items(root.node)[0]


def applied(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """The text from ``start`` to ``end`` with some of its spans replaced."""
    parts = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[start : edit.start], edit.text]
        start = edit.end
    return "".join([*parts, text[start:end]])


def scalars(node: Node) -> Iterator[tuple[Node, bool]]:
    """Every scalar in a value, and whether it is a key."""
    if node.is_scalar:
        yield node, False
    for entry in node.entries or ():
        yield entry.key, True
        yield from scalars(entry.value)
    for item in node.items or ():
        yield from scalars(item)


def _entries(node: Node) -> list[Entry]:
    return node.entries if node.entries is not None else []


def _items(node: Node) -> list[Node]:
    return node.items if node.items is not None else []


def _collection(event: Any) -> Node:
    node = Node(event.start_mark.index, event.start_mark.index, is_block=not event.flow_style)
    if event.__class__ is MappingStartEvent:
        node.entries = []
    else:
        node.items = []
    return node


def _scalar(event: Any, text: str) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    style = event.style or ""
    if style not in ("|", ">"):
        return Node(start, end, style, event.value)
    written = text[start:end]
    keeps = "+" in written.split("\n", 1)[0].split("#", 1)[0]
    # The breaks after a block belong to it only if it says so; the last one ends its line in any case.
    bare = (_LAST_BREAK if keeps else _LAST_BREAKS).sub("", written)
    return Node(start, start + len(bare), style, event.value, is_block=True)


def _block_end(node: Node) -> int:
    """The end of what is written last; an item of which nothing is written has no place of its own."""
    inner = [entry.value for entry in node.entries or ()] or [item for item in node.items or () if not item.is_empty]
    return max((node.start, *(part.end for part in inner)))


def _after_colon(text: str, index: int) -> int:
    found = _COLON.match(text, index)
    return found.end() if found else index
