"""A text with markup in pieces: tags, what stands between them, and what reads on across tags that do not break it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
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
    def of(cls, text: str) -> Fragments:
        """The fragments of a text."""
        row, *others = _TAG.split(text)
        tags = frozenset(others[::2])
        inline = {tag for tag in tags if _is_inline(tag)}
        rows = set()
        for tag, following in zip(others[::2], others[1::2], strict=True):
            if tag in inline:
                row = f"{row}<{tag}>{following}"
            else:
                rows.add(row)
                row = following
        return cls(tags, frozenset({*rows, row}))

    def without(self, known: Set[str]) -> Fragments:
        """Those that are not known."""
        return Fragments(self.tags - known, self.rows - known)

    def pieces(self) -> Iterator[Piece]:
        """Each piece, and whether it was put together from several."""
        for tag in sorted(self.tags):
            yield False, tag
        for row in sorted(self.rows):
            yield from _row(row)


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
