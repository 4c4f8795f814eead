"""Places in a text: as an index, as the protocol counts (lines and code units), as powerctl counts."""

from __future__ import annotations

import re
from bisect import bisect_right

from powerctl.results import Location

Position = tuple[int, int]

_LINE_END = re.compile(r"\r\n|\n|\r")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Text:
    """A text with the starts of its lines."""

    def __init__(self, text: str, encoding: str = "utf-16") -> None:
        self.text = text
        self._codec, self._width = _UNITS[encoding]
        self._starts = (0, *(found.end() for found in _LINE_END.finditer(text)))
        self._lines = (0, *(found.end() for found in re.finditer("\n", text)))

    def index(self, position: Position) -> int:
        """The character at a position of the protocol; what lies beyond the end of its line is that end."""
        line, units = position
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        found = _LINE_END.search(self.text, start)
        end = found.start() if found else len(self.text)
        for index in range(start, end):
            if units <= 0:
                return index
            units -= self._size(self.text[index])
        return end

    def position(self, index: int) -> Position:
        """Line and code units, from zero."""
        line = bisect_right(self._starts, index) - 1
        return line, self._size(self.text[self._starts[line] : index])

    def index_of(self, place: Location) -> int:
        """The character that a finding points at; powerctl does not count a byte order mark."""
        if place.line > len(self._lines):
            return len(self.text)
        mark = 1 if place.line == 1 and self.text.startswith("\ufeff") else 0
        return min(self._lines[place.line - 1] + place.column - 1 + mark, len(self.text))

    def end_of_word(self, index: int) -> int:
        """Where the word ends that begins at an index: one character at least, unless the line ends there."""
        found = _WORD.match(self.text, index)
        if found:
            return found.end()
        at_end = index >= len(self.text) or self.text[index] in "\r\n"
        return index if at_end else index + 1

    def _size(self, text: str) -> int:
        return len(text.encode(self._codec, "surrogatepass")) // self._width
