"""What of a private text can be recognised again: windows of six characters, short texts whole, words in ASCII.

What also stands in texts that may be told proves nothing; ``sift`` leaves it out.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from powerctl.needles import Needle

WINDOW = 6  # "truncated title (first 6 chars)" is still a leak
HEAD = 2  # characters by which short texts are found
_ROW = 8192  # characters
_SLICES = {size: tuple(slice(at, at + size) for at in range(_ROW + WINDOW)) for size in (HEAD, WINDOW)}
_LEAST_SHORT = 3
_LEAST_NAME = 2
_LEAST_WORD = 6
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# A run of writing: ideographs, letters, digits, and the marks and blanks that may stand between them.
_BETWEEN = "\u3000-\u303f\uff00-\uffef·—…“”‘’ \t\r\n\u00ad\u00a0\u200b-\u200f\u2060\ufeff%.,:()/\\\\-"
_RUN = re.compile(rf"[{_IDEOGRAPH}][{_IDEOGRAPH}0-9A-Za-z{_BETWEEN}]*")
_DROPPED = re.compile(rf"[^{_IDEOGRAPH}0-9A-Za-z]+")
_MANY = re.compile(rf"[{_IDEOGRAPH}]")
WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_@+.-]{5,}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_LATIN = 2  # characters of a window that may be letters or digits


@dataclass(frozen=True, slots=True)
class Window:
    """The field that a window gives away, and how many windows prove it in a text that was put together from several,
    which may by chance read like it."""

    field: str
    enough: int


@dataclass(frozen=True, slots=True)
class Traces:
    """Each trace with what it gives away; ``heads`` are the first two characters of the short texts."""

    windows: Mapping[str, Window]
    shorts: Mapping[str, str]
    heads: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]

    def fingerprint(self) -> str:
        """One digest of all of them."""
        result = hashlib.sha256()
        for found in (self.windows, self.shorts, self.words):
            for trace in sorted(found):
                result.update(f"{trace}\n{found[trace]}\n".encode("utf-8", "surrogatepass"))
            result.update(b"\0")
        return result.hexdigest()

    def may_be_in(self, text: str) -> bool:
        """Whether a text holds any trace. Asked of many texts at once, without a step of ours for each character."""
        if self.words and not self.words.keys().isdisjoint(words_in(text)):
            return True
        return bool(self.windows or self.heads) and any(map(self._may_be_in_row, rows(text)))

    def _may_be_in_row(self, row: str) -> bool:
        if self.windows and not self.windows.keys().isdisjoint(parts_of(row, WINDOW)):
            return True
        heads = self.heads.keys() & parts_of(row, HEAD) if self.heads else ()
        return any(short in row for head in heads for short in self.heads[head])

    def found(self, text: str) -> Iterator[str]:
        """The fields that a text gives away."""
        for run in runs(text):
            yield from (window.field for window in self._windows(run))
            yield from self._shorts(run)
        if self.words:
            yield from (self.words[word] for word in words_in(text) if word in self.words)

    def found_in_joined(self, text: str) -> Iterator[str]:
        """The fields that a text gives away which was put together from several, so that chance will not do."""
        for run in runs(text):
            counts = Counter(list(self._windows(run)))
            yield from (window.field for window, count in counts.items() if count >= window.enough)
            yield from self._shorts(run)

    def _windows(self, run: str) -> Iterator[Window]:
        known = self.windows
        for start in range(len(run) - WINDOW + 1):
            window = known.get(run[start : start + WINDOW])
            if window is not None:
                yield window

    def _shorts(self, run: str) -> Iterator[str]:
        heads = self.heads
        for start in range(len(run) - 1) if heads else ():
            for short in heads.get(run[start : start + HEAD], ()):
                if run.startswith(short, start):
                    yield self.shorts[short]


def runs(text: str) -> Iterator[str]:
    """Runs of writing that begin with an ideograph, without what may be put between characters."""
    for match in _RUN.finditer(text):
        run = match.group()
        if not run.isalnum():
            run = _DROPPED.sub("", run)
        if len(run) > 1:
            yield run


def rows(text: str) -> Iterator[str]:
    """The runs of a text one after the other, in rows that are not too long and overlap where a run is cut."""
    row = "\n".join(runs(text))
    for at in range(0, len(row), _ROW):
        yield row[at : at + _ROW + WINDOW - 1]


def parts_of(row: str, size: int) -> Iterator[str]:
    """Every part of a row that has this size: ``HEAD`` or ``WINDOW``."""
    return map(row.__getitem__, islice(_SLICES[size], max(len(row) - size + 1, 0)))


def words_in(text: str) -> set[str]:
    """Ids, numbers, addresses, with their parts: a page is called after an id."""
    words = {word.rstrip(".") for word in WORD.findall(text)}
    return words | {part for word in words if "." in word for part in word.split(".")}


def windows_of(text: str) -> Iterator[str]:
    """The windows of a private text."""
    for run in runs(text):
        for start in range(len(run) - WINDOW + 1):
            window = run[start : start + WINDOW]
            if len(_MANY.findall(window)) >= WINDOW - _MOST_LATIN:
                yield window


def short_of(needle: Needle) -> Iterator[str]:
    """A private text that has no window, but says enough."""
    text = _DROPPED.sub("", needle.text)
    is_writing = len(_MANY.findall(text)) == len(text)
    if is_writing and (_LEAST_NAME if needle.exact else _LEAST_SHORT) <= len(text) < WINDOW:
        yield text


def word_of(needle: Needle) -> Iterator[str]:
    """Ids, numbers, addresses: whole texts in ASCII that say something by themselves; a date does not."""
    text = needle.text
    is_word = WORD.fullmatch(text) is not None and len(text) >= _LEAST_WORD
    if is_word and not _DATE.fullmatch(text) and (not text.isalpha() or len(text) > _LEAST_WORD + 4):
        yield text
