"""A text with markup in pieces: tags, what stands between them, and what reads on across tags that do not break it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import lru_cache

Piece = tuple[bool, str]

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "code", "em", "font", "i", "ins", "mark", "q", "rp", "rt", "ruby", "s", "small",
    "span", "strong", "sub", "sup", "tspan", "u", "wbr",
})  # fmt: skip
_TAG = re.compile(r"<([^<>]*)>?")


@dataclass(frozen=True, slots=True)
class Fragments:
    """The tags of a text without their brackets, and its rows: what stands between tags that break it, other tags
    still in them. Each once."""

    tags: frozenset[str]
    rows: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Fragments:
        """The fragments of some texts."""
        tags: set[str] = set()
        rows: set[str] = set()
        for text in texts:
            if "<" in text:
                _take_apart(text, tags, rows)
            else:
                rows.add(text)
        return cls(frozenset(tags), frozenset(rows))

    def without(self, known: Set[str]) -> Fragments:
        """Those that are not known."""
        return Fragments(self.tags - known, self.rows - known)

    def pieces(self) -> Iterator[Piece]:
        """Each piece, and whether it was put together from several."""
        for tag in sorted(self.tags):
            yield False, tag
        for row in sorted(self.rows):
            yield from _row(row)


def _take_apart(text: str, tags: set[str], rows: set[str]) -> None:
    row, *others = text.split("<")
    for other in others:
        tag, _, following = other.partition(">")
        tags.add(tag)
        if _is_inline(tag):
            row = f"{row}<{tag}>{following}"
        else:
            rows.add(row)
            row = following
    rows.add(row)


def _row(row: str) -> Iterator[Piece]:
    parts = [part for part in _TAG.split(row)[::2] if part and not part.isspace()]
    for part in parts:
        yield False, part
    if len(parts) > 1:
        yield True, "".join(parts)


@lru_cache(maxsize=4096)
def _is_inline(tag: str) -> bool:
    name = tag.removeprefix("/").split(maxsplit=1)
    return tag.startswith("!--") or bool(name and name[0].rstrip("/").lower() in _INLINE)
