"""One look at one thing that is about to be published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from powerctl.needles import Needle
from powerctl.personal import find_personal
from powerctl.site.guard.decoded import readings, texts
from powerctl.site.guard.markup import pieces
from powerctl.site.guard.sift import traces
from powerctl.site.guard.unpack import TooMuchError, parts

Marks = Callable[[str], Iterable[object]]
Way = tuple[str, ...]

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SHORT = 500  # longer pieces do not recur
_MOST_CLEARED = 100_000


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Something that may not be published: in which file, of which kind, which field it gives away, written how.

    ``kind`` is ``private``, ``personal``, ``secrecy`` or ``unread``. The value itself is not repeated.
    """

    file: str
    kind: str
    field: str = ""
    how: str = ""


class Guard:
    """Looks for private values, personal numbers and secrecy marks in every form that bytes can take."""

    def __init__(self, needles: Iterable[Needle], told: Iterable[str], marks: Marks) -> None:
        """``told`` are texts that may be published: public ones and those of the templates; ``marks`` finds marks."""
        self._traces = traces(needles, told)
        self._marks = marks
        self._cleared: set[tuple[bool, str]] = set()

    def leaks(self, file: str, content: bytes) -> tuple[Leak, ...]:
        """What a file gives away by its name or by anything in it, each kind and field once."""
        try:
            found = [*self._in_text(file, file, ("name",)), *self._in_bytes(file, content)]
        except TooMuchError:
            return (Leak(file, "unread"),)
        first: dict[tuple[str, str], Leak] = {}
        for leak in found:
            first.setdefault((leak.kind, leak.field), leak)
        return tuple(sorted(first.values()))

    def _in_bytes(self, file: str, content: bytes) -> Iterator[Leak]:
        for packed, part in parts(content):
            for encoding, text in texts(part):
                yield from self._in_text(file, text, (*packed, *encoding))

    def _in_text(self, file: str, text: str, how: Way) -> Iterator[Leak]:
        """Pieces that were clean on one page are clean on the next."""
        known = frozenset() if how else self._cleared
        for piece in pieces(text, known) if "<" in text else ((False, text),):
            found = list(self._in_piece(file, *piece, how))
            yield from found
            if not found and not how:
                self._clear(piece)

    def _clear(self, piece: tuple[bool, str]) -> None:
        if len(piece[1]) < _SHORT:
            if len(self._cleared) > _MOST_CLEARED:
                self._cleared.clear()
            self._cleared.add(piece)

    def _in_piece(self, file: str, is_joined: bool, text: str, how: Way) -> Iterator[Leak]:
        for way, reading in readings(text, how):
            told = " ".join((*way, "markup") if is_joined else way)
            found = self._traces.found_in_joined(reading) if is_joined else self._traces.found(reading)
            yield from (Leak(file, "private", field, told) for field in found)
            yield from self._by_themselves(file, reading, told)
            if way != how and "<" in reading:
                yield from self._in_text(file, reading, way)

    def _by_themselves(self, file: str, text: str, told: str) -> Iterator[Leak]:
        """What is no private value of this catalogue, and may not be published all the same."""
        plain = _UNSEEN.sub("", text)
        yield from (Leak(file, "personal", found.kind, told) for found in find_personal(plain))
        yield from (Leak(file, "secrecy", "", told) for _ in self._marks(plain))
