"""Long contents in blocks, so that not all of a list of ten thousand entries is decoded and taken apart at once.

A cut lies where nothing goes on, neither a run of writing nor anything encoded, and in no tag: between two entries, two
lines or two rows of a table; in bytes that are no text, after two controls, which make a sign that is no writing in
whatever encoding the bytes are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONG = 2**18
_BETWEEN = re.compile(rb'\},\n(?=\{)|"\r\n(?=")|</(tr|row|si|url)>\n?(?=<\1[ >])|[\x01-\x08]{2}')


def blocks(content: bytes) -> Iterator[bytes]:
    """The content from its beginning to its end; whole where it is short, or has no place for a cut."""
    start = 0
    while len(content) - start > _LONG:
        cut = _cut(content, start)
        yield content[start:cut]
        start = cut
    if start < len(content) or not content:
        yield content[start:]


def _cut(content: bytes, start: int) -> int:
    """Where the block that begins at ``start`` ends."""
    for match in _BETWEEN.finditer(content, start + _LONG):
        if content.rfind(b"<", start, match.end()) <= content.rfind(b">", start, match.end()):  # in no tag
            return match.end()
    return len(content)
