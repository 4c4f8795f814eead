"""One look at one thing that is about to be published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powerctl.needles import Needle
from powerctl.personal import find_personal
from powerctl.site.guard.blocks import blocks
from powerctl.site.guard.decoded import readings, texts
from powerctl.site.guard.glance import UNSEEN, Glance, Marks
from powerctl.site.guard.markup import Fragments
from powerctl.site.guard.sift import traces
from powerctl.site.guard.unpack import TooMuchError, parts

Way = tuple[str, ...]

_SHORT = 500  # longer pieces do not recur
_MOST_CLEARED = 50_000


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
        self._glance = Glance(self._traces, marks)
        self._cleared: set[str] = set()

    @property
    def fingerprint(self) -> str:
        """The digest of the traces that it looks for."""
        return self._traces.fingerprint()

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
            for block in blocks(part):
                yield from self._in_block(file, block, packed)

    def _in_block(self, file: str, block: bytes, packed: Way) -> Iterator[Leak]:
        found = tuple(texts(block))
        is_text = not packed and len(found) == 1  # what was packed, or can be read in many ways, does not recur
        if not self._are_clean((text for _, text in found), recurs=is_text):
            for encoding, text in found:
                yield from self._in_text(file, text, (*packed, *encoding))

    def _in_text(self, file: str, text: str, how: Way) -> Iterator[Leak]:
        """A closer look, piece by piece, only where a glance at all of them found something."""
        if not self._are_clean((text,)):
            for is_joined, piece in Fragments.of((text,)).pieces():
                yield from self._in_piece(file, is_joined, piece, how)

    def _are_clean(self, readings: Iterable[str], *, recurs: bool = True) -> bool:
        found = Fragments.of(readings).without(self._cleared)
        is_clean = self._glance.is_clean(piece for _, piece in found.pieces())
        if is_clean and recurs:
            self._clear(found)
        return is_clean

    def _clear(self, found: Fragments) -> None:
        """What was clean on one page is clean on the next."""
        if len(self._cleared) > _MOST_CLEARED:
            self._cleared.clear()
        self._cleared.update(piece for piece in (*found.tags, *found.rows) if len(piece) < _SHORT)

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
        plain = UNSEEN.sub("", text)
        yield from (Leak(file, "personal", found.kind, told) for found in find_personal(plain))
        yield from (Leak(file, "secrecy", "", told) for _ in self._marks(plain))
