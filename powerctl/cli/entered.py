"""What a person typed, checked before it is written into a file: PowerctlError says how to type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from powerctl.errors import PowerctlError
from powerctl.layout import is_id, is_reserved
from powerctl.nearest import nearest
from powerctl.visible import visible

_REGION = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_LONGEST_NAME = 100


def name(text: str, option: str = "--name") -> str:
    """A name on one line, in composed characters, without blanks at its ends."""
    if visible(text) != text:
        raise PowerctlError("bad_name", option=option, value=text[:_LONGEST_NAME])
    composed = unicodedata.normalize("NFC", text).strip()
    if not 0 < len(composed) <= _LONGEST_NAME:
        raise PowerctlError("bad_length", option=option, limit=_LONGEST_NAME)
    return composed


def region(text: str) -> str:
    """A region code of the length that GB/T 2260 or the statistics bureau gives it; "" where there is none yet."""
    if text and not _REGION.fullmatch(text):
        raise PowerctlError("bad_region", value=text)
    return text


def one_of(text: str, known: Iterable[str], option: str) -> str:
    """One of the words that the rulebook knows."""
    words = tuple(known)
    if text not in words:
        raise PowerctlError(
            "unknown_value", option=option, value=text, nearest=nearest(text, words), known=" ".join(words)
        )
    return text


def identifier(text: str) -> str:
    """An id that can be the name of a file on every system."""
    if not is_id(text):
        raise PowerctlError("bad_id", value=text)
    if is_reserved(text):
        raise PowerctlError("reserved_id", value=text)
    return text
