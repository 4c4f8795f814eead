"""Cursor → path: a forgiving look at a text that is mid-edit, by indentation and brackets. It never refuses.

``document`` says what a text means; this only says where in it one stands, even if it means nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from powerctl.limits import MAX_BYTES, MAX_DEPTH
from powerctl.model.place import Key, Path

_KEY = re.compile(
    r"""("[^"\n]*"|'[^'\n]*'|[^\s\[\]{},#&*!|>'"%@`\-][^:#\n]*|-[^\s:][^:#\n]*)(?:(?<=["'])[ ]*)?:(?=[ \r]|$)"""
)
_ITEM = re.compile(r"-(?=[ \r]|$)[ ]*")
_PLAIN = re.compile(r"(?:(?![ ]#).)*")
_FLOW_WORD = re.compile(r"(?:(?!:[ ,\]}\r\n]|:$|[ ]#)[^,\[\]{}\r\n])+")
_QUOTED = re.compile(r""""(?:\\.|[^"\\\n])*"?|'(?:''|[^'\n])*'?""")
_BLOCK = re.compile(r"[|>][-+0-9]*[ ]*(?:#.*)?\r?$")
_BLANK = re.compile(r"[ ]*\r?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A key or a value as written, the path to it (a key's path ends in itself), and where it stands."""

    start: int
    end: int
    path: Path
    text: str
    is_key: bool = False


def tokens(text: str, cursor: int = -1) -> tuple[Token, ...]:
    """Every key and scalar of a text, and the empty places where one could stand."""
    return tuple(_Scan(text, cursor).run()) if len(text) <= MAX_BYTES else ()


def at(text: str, cursor: int) -> Token | None:
    """What the cursor stands on or behind, or what could be written there."""
    found = tokens(text, cursor)
    touching = [token for token in found if token.start <= cursor <= token.end]
    return max(touching, key=lambda token: (bool(token.text), token.start), default=_before(found, text, cursor))


def _before(found: tuple[Token, ...], text: str, cursor: int) -> Token | None:
    """The empty place in front of a key or value from which only spaces part the cursor."""
    after = next((token for token in found if token.start > cursor), None)
    if after is None or text[cursor : after.start].strip(" "):
        return None
    path = (*after.path[:-1], "") if after.is_key else after.path
    return Token(cursor, cursor, path, "", after.is_key)


@dataclass(slots=True)
class _Frame:
    """A block collection: its column, its path, and for a list the number of the item at hand."""

    column: int
    path: Path
    is_list: bool
    count: int = -1


@dataclass(slots=True)
class _Flow:
    """A collection in brackets; ``since`` is where the present entry begins."""

    path: Path
    is_list: bool
    since: int
    count: int = 0
    key: Key = ""
    filled: bool = False

    @property
    def here(self) -> Path:
        """The path of the value at hand."""
        return (*self.path, self.count if self.is_list else self.key)


@dataclass(slots=True)
class _Scan:
    text: str
    cursor: int
    frames: list[_Frame] = field(default_factory=list)
    owner: Path | None = ()  # whose value may come next
    column: int = -1  # the column of that owner
    block: int = -1  # the column that a block scalar must be deeper than

    def run(self) -> Iterator[Token]:
        start = 1 if self.text.startswith("\ufeff") else 0
        while start <= len(self.text):
            end = self.text.find("\n", start)
            end = len(self.text) if end < 0 else end
            resume = yield from self._line(start, end)
            start = max(end + 1, resume)

    def _line(self, start: int, end: int) -> Generator[Token, None, int]:
        line = self.text[start:end]
        if _BLANK.match(line):
            if start <= self.cursor <= end:
                yield self._blank(self.cursor - start)
            return 0
        index = start + len(line) - len(line.lstrip(" "))
        if self.block >= 0 and index - start >= self.block:
            return 0
        self.block = -1
        if self.text[index] == "#" or line.startswith(("---", "...")):
            return 0
        bare = False
        while item := _ITEM.match(self.text, index, end):
            self._item(index - start)
            index, bare = item.end(), True
        if index >= end or self.text[index] == "\r":
            yield Token(index, index, self.owner or (), "")
            return 0
        key = _KEY.match(self.text, index, end)
        if key is None:
            return (yield from self._scalar(index, end, index - start, bare))
        word = key[1].rstrip()
        path = (*self._mapping(index - start).path, _plain(word))
        yield Token(index, index + len(word), path, _plain(word), True)
        self.owner, self.column = path, index - start
        return (yield from self._value(key.end(), end, index - start))

    def _blank(self, column: int) -> Token:
        """The place for a key on an empty line: below a key without a value, or beside others."""
        if self.owner is not None and column > self.column:
            return Token(self.cursor, self.cursor, (*self.owner, ""), "", True)
        maps = [frame for frame in self.frames if not frame.is_list and frame.column <= column]
        return Token(self.cursor, self.cursor, (*(maps[-1].path if maps else ()), ""), "", True)

    def _item(self, column: int) -> None:
        while self.frames and (
            self.frames[-1].column > column or (self.frames[-1].column == column and not self.frames[-1].is_list)
        ):
            self._pop(column)
        if not self.frames or (self.frames[-1].column < column and len(self.frames) < MAX_DEPTH):
            self.frames.append(_Frame(column, self._parent(), True))
        frame = self.frames[-1]
        frame.count += 1
        self.owner, self.column = (*frame.path, frame.count), column

    def _mapping(self, column: int) -> _Frame:
        while self.frames and (
            self.frames[-1].column > column or (self.frames[-1].column == column and self.frames[-1].is_list)
        ):
            self._pop(column)
        if not self.frames or (self.frames[-1].column < column and len(self.frames) < MAX_DEPTH):
            self.frames.append(_Frame(column, self._parent(), False))
        return self.frames[-1]

    def _pop(self, column: int) -> None:
        self.frames.pop()
        if self.column > column:
            self.owner = None

    def _parent(self) -> Path:
        if self.owner is not None:
            return self.owner
        frame = self.frames[-1] if self.frames else None
        if frame is None:
            return ()
        return (*frame.path, frame.count) if frame.is_list else frame.path

    def _scalar(self, index: int, end: int, column: int, bare: bool) -> Generator[Token, None, int]:
        """A line without a key: an item's value, the rest of a text, or a key that is being written."""
        if self.text[index] in "[{":
            return (yield from self._flow(index, self._parent(), column))
        found = _PLAIN.match(self.text, index, end)
        word = found[0].rstrip() if found else ""
        if bare:
            yield Token(index, index + len(word), self.owner or (), _plain(word))
        elif self.owner is not None and column > self.column:
            yield Token(index, index + len(word), (*self.owner, word), word, True)
        else:
            maps = [frame for frame in self.frames if not frame.is_list and frame.column <= column]
            yield Token(index, index + len(word), (*(maps[-1].path if maps else ()), word), word, True)
        return 0

    def _value(self, index: int, end: int, column: int) -> Generator[Token, None, int]:
        path = self.owner or ()
        gap = index
        while index < end and self.text[index] == " ":
            index += 1
        rest = self.text[index:end]
        if not rest.strip() or rest.startswith("#"):
            yield Token(min(gap + 1, end), index, path, "")
            return 0
        if rest[0] in "[{":
            resume = yield from self._flow(index, path, column)
            self.owner = None
            return resume
        self.owner = None
        if _BLOCK.match(rest):
            self.block = column + 1
            yield Token(index, index + 1, path, rest[0])
            return 0
        found = _QUOTED.match(self.text, index, end) or _PLAIN.match(self.text, index, end)
        word = found[0].rstrip() if found else ""
        yield Token(index, index + len(word), path, _plain(word))
        return 0

    def _flow(self, index: int, path: Path, column: int) -> Generator[Token, None, int]:
        """What stands in brackets, to the last of them, or to the line that cannot be inside any more."""
        stack: list[_Flow] = []
        while index < len(self.text):
            char = self.text[index]
            if char == "\n" and self._is_outside(index + 1, column):
                break
            if char in " \r\t\n":
                index += 1
            elif char == "#" and self.text[index - 1] in " \n":
                index = _end_of_line(self.text, index)
            elif char in "[{" and len(stack) < MAX_DEPTH:
                index = self._open(stack, path, index)
            elif not stack:
                break
            else:
                token, index = self._entry(stack, index)
                if token is not None:
                    yield token
        if stack and not stack[-1].filled:
            yield self._gap(stack[-1], min(index, len(self.text)))
        return _end_of_line(self.text, index) + 1

    def _open(self, stack: list[_Flow], path: Path, index: int) -> int:
        here = stack[-1].here if stack else path
        if stack:
            stack[-1].filled = True
        stack.append(_Flow(here, self.text[index] == "[", index + 1))
        return index + 1

    def _entry(self, stack: list[_Flow], index: int) -> tuple[Token | None, int]:
        """The next thing inside brackets, which may be that there is nothing, and where to go on."""
        top, char = stack[-1], self.text[index]
        if char in "]},":
            token = None if top.filled else self._gap(top, index)
            if char == ",":
                top.count, top.key, top.filled, top.since = top.count + 1, "", False, index + 1
            else:
                stack.pop()
            return token, index + 1
        if char == ":" and not top.is_list and top.key:
            top.since, top.filled = index + 1, False
            return None, index + 1
        word = self._word(top, index)
        return word, max(word.end, index + 1)

    def _gap(self, top: _Flow, index: int) -> Token:
        start = top.since
        if start < index and self.text[start] == " ":
            start += 1
        if top.is_list or top.key:
            return Token(min(start, index), index, top.here, "")
        return Token(min(start, index), index, (*top.path, ""), "", True)

    def _word(self, top: _Flow, index: int) -> Token:
        found = _QUOTED.match(self.text, index) or _FLOW_WORD.match(self.text, index)
        word = found[0].rstrip() if found else self.text[index]
        end = index + len(word)
        is_key = not top.is_list and not top.key
        if is_key:
            top.key = _plain(word)
        top.filled = True
        return Token(index, end, top.here, _plain(word), is_key)

    def _is_outside(self, start: int, column: int) -> bool:
        """Whether a line is no part of brackets that an entry in this column opened."""
        end = _end_of_line(self.text, start)
        line = self.text[start:end]
        if _BLANK.match(line):
            return False
        indent = len(line) - len(line.lstrip(" "))
        index = start + indent
        return indent <= column and bool(_ITEM.match(self.text, index, end) or _KEY.match(self.text, index, end))


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _plain(text: str) -> str:
    """The text without its quotes."""
    if text[:1] in ("'", '"'):
        return text[1:-1] if len(text) > 1 and text.endswith(text[0]) else text[1:]
    return text
