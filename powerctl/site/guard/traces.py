"""What of a private text can be recognised again: windows of six characters, short texts whole, words in ASCII.

What also stands in texts that may be told proves nothing, so it is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.needles import Needle

WINDOW = 6  # "truncated title (first 6 chars)" is still a leak
_ENOUGH = 3  # eight characters on end
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
            for short in heads.get(run[start : start + 2], ()):
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


def words_in(text: str) -> set[str]:
    """Ids, numbers, addresses, with their parts: a page is called after an id."""
    words = {word.rstrip(".") for word in WORD.findall(text)}
    return words | {part for word in words if "." in word for part in word.split(".")}


def traces(needles: Iterable[Needle], told: Iterable[str]) -> Traces:
    """The traces of the needles, less what also stands in texts that may be told."""
    kept = tuple(needles)
    texts = tuple(dict.fromkeys(told))  # the same words stand in many places
    windows = {window: told_by for needle in reversed(kept) for window, told_by in _told_by(needle)}
    shorts = {short: needle.field for needle in reversed(kept) for short in _short(needle)}
    words = {word: needle.field for needle in reversed(kept) for word in _words(needle.text)}
    innocent_runs = dict.fromkeys(run for text in texts for run in runs(text))
    for run in innocent_runs if windows else ():
        for start in range(len(run) - WINDOW + 1):
            windows.pop(run[start : start + WINDOW], None)
    for text in texts if words else ():
        for word in words_in(text):
            words.pop(word, None)
    innocent = "\n".join(innocent_runs)
    shorts = {short: field for short, field in shorts.items() if short not in innocent}
    heads: dict[str, tuple[str, ...]] = {}
    for short in sorted(shorts):
        heads[short[:2]] = (*heads.get(short[:2], ()), short)
    return Traces(windows, shorts, heads, words)


def _told_by(needle: Needle) -> Iterator[tuple[str, Window]]:
    found = dict.fromkeys(_windows(needle.text))
    window = Window(needle.field, min(_ENOUGH, len(found)))
    yield from ((text, window) for text in found)


def _windows(text: str) -> Iterator[str]:
    for run in runs(text):
        for start in range(len(run) - WINDOW + 1):
            window = run[start : start + WINDOW]
            if len(_MANY.findall(window)) >= WINDOW - _MOST_LATIN:
                yield window


def _short(needle: Needle) -> Iterator[str]:
    text = _DROPPED.sub("", needle.text)
    is_writing = len(_MANY.findall(text)) == len(text)
    if is_writing and (_LEAST_NAME if needle.exact else _LEAST_SHORT) <= len(text) < WINDOW:
        yield text


def _words(text: str) -> Iterator[str]:
    """Ids, numbers, addresses: whole texts in ASCII that say something by themselves; a date does not."""
    is_word = WORD.fullmatch(text) is not None and len(text) >= _LEAST_WORD
    if is_word and not _DATE.fullmatch(text) and (not text.isalpha() or len(text) > _LEAST_WORD + 4):
        yield text
