"""A text with markup in pieces: tags, what stands between them, and what reads on across tags that do not break it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache

Piece = tuple[bool, str]

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "code", "em", "font", "i", "ins", "mark", "q", "rp", "rt", "ruby", "s", "small",
    "span", "strong", "sub", "sup", "tspan", "u", "wbr",
})  # fmt: skip


def pieces(text: str, known: Container[Piece]) -> Iterator[Piece]:
    """Each piece that is not known, and whether it was put together from several across tags that do not break it."""
    first, *others = text.split("<")
    row = [first] if first else []
    for other in others:
        tag, _, following = other.partition(">")
        if (False, tag) not in known:
            yield False, tag
        if not _is_inline(tag) and row:
            yield from _row(row, known)
            row = []
        if following and not following.isspace():
            row.append(following)
    yield from _row(row, known)


def _row(row: list[str], known: Container[Piece]) -> Iterator[Piece]:
    for part in row:
        if (False, part) not in known:
            yield False, part
    if len(row) > 1 and (True, joined := "".join(row)) not in known:
        yield True, joined


@lru_cache(maxsize=4096)
def _is_inline(tag: str) -> bool:
    name = tag.removeprefix("/").split(maxsplit=1)
    return tag.startswith("!--") or bool(name and name[0].rstrip("/").lower() in _INLINE)
