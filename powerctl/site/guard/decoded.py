"""Texts that bytes may be read as, and what is written inside them in another way: entities, escapes, base64 …"""

from __future__ import annotations

import base64
import binascii
import html
import re
import urllib.parse
from collections.abc import Callable, Iterator
from functools import lru_cache

DEEPEST = 4

Reading = tuple[tuple[str, ...], str]

_HIGH = re.compile(rb"(?:[\x81-\xfe][\x30-\xfe])+(?:[\x30-\x39][\x81-\xfe][\x30-\x39])*")
_ENTITY = re.compile("&(?:amp;)*(?:#|shy|zwn?j|nbsp|[lr]rm|NoBreak|ZeroWidth)")  # the others stand for no ideograph
_ESCAPE = re.compile(r"\\u\{?([0-9A-Fa-f]{4,6})\}?|\\x([0-9A-Fa-f]{2})|\\([0-9A-Fa-f]{4,6})[ ]?")
_PERCENT = re.compile(r"[%=][0-9A-Fa-f]{2}[%=][0-9A-Fa-f]{2}(?:[%=][0-9A-Fa-f]{2})+")
_HEX = re.compile(r"[0-9A-Fa-f]{16,}")
_BLOB = re.compile(r"[A-Za-z0-9+/_-]{16,}")


def texts(content: bytes) -> Iterator[Reading]:
    """Every text that the bytes can be read as, each with the way there."""
    try:
        yield (), content.decode()
    except UnicodeDecodeError:
        yield (), content.decode("utf-8", "replace")
        yield from _other_encodings(content)
    else:
        if b"\0" in content:
            yield from _wide(content)


def _other_encodings(content: bytes) -> Iterator[Reading]:
    yield from _wide(content)
    for match in _HIGH.finditer(content):
        for start in (0, 1):  # the byte before may have been the end of something else
            yield ("GB18030",), match.group()[start:].decode("gb18030", "replace")


def _wide(content: bytes) -> Iterator[Reading]:
    for start in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            yield (encoding.upper(),), content[start:].decode(encoding, "replace")


def readings(text: str, how: tuple[str, ...] = ()) -> Iterator[Reading]:
    """A text, and what is written inside it in another way, as deep as it goes."""
    yield how, text
    if len(how) >= DEEPEST:
        return
    for name, inner in _inside(text):
        if inner != text:
            yield from readings(inner, (*how, name))


def _inside(text: str) -> Iterator[tuple[str, str]]:
    yield from rewritten(text)
    for match in _BLOB.finditer(text):
        yield from from_blob(match.group())


def rewritten(text: str) -> Iterator[tuple[str, str]]:
    """A text with its escapes undone, and what its percent signs stand for, each with the name of the writing."""
    for name, change in _CHANGES:
        changed = change(text)
        if changed != text:
            yield name, changed
    for match in _PERCENT.finditer(text):
        yield from (("percent", inner) for inner in _percent(match.group()))


def blobs(text: str) -> set[str]:
    """Every run in a text that may stand for something else."""
    return set(_BLOB.findall(text))


@lru_cache(maxsize=4096)  # the same addresses stand on every page
def from_blob(run: str) -> tuple[tuple[str, str], ...]:
    """What a run may stand for. Without a capital or without a small letter it is no base64 of anything."""
    found = [("hex", inner) for match in _HEX.finditer(run) for inner in _hex(match.group())]
    if not (run.islower() or run.isupper() or run.isdigit()):
        found += [("base64", inner) for inner in _base64(run)]
    return tuple(found)


def _entities(text: str) -> str:
    return html.unescape(text) if _ENTITY.search(text) else text


def _escapes(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2) or match.group(3), 16)
    return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else match.group()


def _percent(run: str) -> Iterator[str]:
    yield from _as_texts(urllib.parse.unquote_to_bytes(run.replace("=", "%")))


def _hex(digits: str) -> Iterator[str]:
    for start in (0, 1):
        even = digits[start:]
        yield from _as_texts(bytes.fromhex(even[: len(even) // 2 * 2]))


def _base64(run: str) -> Iterator[str]:
    for start in range(4):
        piece = run[start:].replace("-", "+").replace("_", "/")
        piece = piece[: len(piece) // 4 * 4] if len(piece) % 4 == 1 else piece + "=" * (-len(piece) % 4)
        try:
            yield from _as_texts(base64.b64decode(piece))
        except binascii.Error:
            continue


def _as_texts(content: bytes) -> Iterator[str]:
    """The texts of some decoded bytes, where they look like any; what is packed in them is unpacked first."""
    from powerctl.site.guard.unpack import parts

    for _, part in parts(content):
        yield from (text for _, text in texts(part) if _is_writing(text))


def _is_writing(text: str) -> bool:
    return text.count("\ufffd") * 4 <= len(text)


_CHANGES: tuple[tuple[str, Callable[[str], str]], ...] = (("entities", _entities), ("escapes", _escapes))
