"""Which traces of private texts prove anything: what also stands in texts that may be told proves nothing.

The private texts are few and are kept; those that may be told are many: they pass by in blocks, and none is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from powerctl.needles import Needle
from powerctl.site.guard.traces import (
    HEAD,
    WINDOW,
    Traces,
    Window,
    parts_of,
    rows,
    short_of,
    windows_of,
    word_of,
    words_in,
)

_ENOUGH = 3  # windows: eight characters on end
_BLOCK = 8192  # characters that pass by together
_MOST_SEEN = 20_000  # texts: the same words stand in many places, mostly near each other
_BETWEEN = "\0"  # no trace holds it


def traces(needles: Iterable[Needle], told: Iterable[str]) -> Traces:
    """The traces of the needles, less what also stands in texts that may be told."""
    sieve = _Sieve(needles)
    for block in _blocks(told):
        sieve.pass_by(block)
    return sieve.left()


def _blocks(texts: Iterable[str]) -> Iterator[str]:
    """The texts in rows of a good length, recurring ones left out as far as they are remembered."""
    seen: set[str] = set()
    row: list[str] = []
    length = 0
    for text in texts:
        if text not in seen:
            seen.add(text)
            row.append(text)
            length += len(text)
        if length > _BLOCK:
            yield _BETWEEN.join(row)
            row, length = [], 0
            if len(seen) > _MOST_SEEN:
                seen = set()
    yield _BETWEEN.join(row)


class _Sieve:
    """Windows, short texts and words, each with what it gives away; of two needles with one trace the first counts."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._windows: dict[str, Window] = {}
        self._shorts: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for needle in needles:
            self._take(needle)
        self._heads = _by_head(self._shorts)

    def _take(self, needle: Needle) -> None:
        found = dict.fromkeys(windows_of(needle.text))
        window = Window(needle.field, min(_ENOUGH, len(found)))
        for text in found:
            self._windows.setdefault(text, window)
        for text in short_of(needle):
            self._shorts.setdefault(text, needle.field)
        for text in word_of(needle):
            self._words.setdefault(text, needle.field)

    def pass_by(self, texts: str) -> None:
        """Drops what stands in the texts."""
        if self._words:
            _drop(self._words, words_in(texts))
        if self._windows or self._heads:
            for row in rows(texts):
                _drop(self._windows, parts_of(row, WINDOW))
                self._drop_shorts(row)

    def _drop_shorts(self, text: str) -> None:
        for head in self._heads.keys() & parts_of(text, HEAD) if self._heads else ():
            self._heads[head] = tuple(short for short in self._heads[head] if short not in text)

    def left(self) -> Traces:
        """What proves something."""
        heads = {head: shorts for head, shorts in self._heads.items() if shorts}
        shorts = {short: self._shorts[short] for found in heads.values() for short in found}
        return Traces(self._windows, shorts, heads, self._words)


def _by_head(shorts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    heads: dict[str, tuple[str, ...]] = {}
    for short in sorted(shorts):
        heads[short[:HEAD]] = (*heads.get(short[:HEAD], ()), short)
    return heads


def _drop(traces: dict[str, Any], found: Iterable[str]) -> None:
    for trace in traces.keys() & found:
        del traces[trace]
