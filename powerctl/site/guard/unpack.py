"""Bytes taken apart: what is compressed is unpacked, as deep as it goes and within limits."""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

MOST_BYTES = 256 * 2**20
DEEPEST = 5

_DAMAGED = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, lzma.LZMAError)

Part = tuple[tuple[str, ...], bytes]


class TooMuchError(Exception):
    """More than can be looked through: it is not published either."""


def parts(content: bytes, how: tuple[str, ...] = ()) -> Iterator[Part]:
    """The content itself and everything packed into it, each with the way there (``gzip``, ``zip:name`` …)."""
    yield how, content
    for step, inner in _inside(content):
        if len(how) >= DEEPEST or len(inner) > MOST_BYTES:
            raise TooMuchError
        yield from parts(inner, (*how, step))


def _inside(content: bytes) -> Iterator[tuple[str, bytes]]:
    for start, name, unpack in _PACKED:
        if content.startswith(start):
            with suppress(EOFError, *_DAMAGED):
                yield name, unpack(content)
    if b"PK\x03\x04" in content:
        yield from _zipped(content)
    if content.startswith(b"\x89PNG") or content.startswith(b"%PDF"):
        yield from _streams(content)


def _zipped(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(*_DAMAGED), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.file_size > MOST_BYTES:
                raise TooMuchError
            yield "zip", entry.filename.encode("utf-8", "surrogateescape") + b"\n" + entry.comment + b"\n" + entry.extra
            yield f"zip:{entry.filename}", archive.read(entry)


def _streams(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Deflated parts of a picture or a PDF, wherever one begins."""
    for mark in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        start = content.find(mark)
        while start >= 0:
            with suppress(zlib.error):
                yield "deflate", zlib.decompressobj().decompress(content[start:], MOST_BYTES)
            start = content.find(mark, start + 1)


def _limited(content: bytes, window: int) -> bytes:
    return zlib.decompressobj(window).decompress(content, MOST_BYTES + 1)


_PACKED: tuple[tuple[bytes, str, Callable[[bytes], bytes]], ...] = (
    (b"\x1f\x8b", "gzip", lambda content: _limited(content, 31)),
    (b"\x78", "zlib", lambda content: _limited(content, 15)),
    (b"BZh", "bzip2", lambda content: bz2.BZ2Decompressor().decompress(content, MOST_BYTES + 1)),
    (b"\xfd7zXZ", "xz", lambda content: lzma.LZMADecompressor().decompress(content, MOST_BYTES + 1)),
)
