"""Text from a file made harmless before a terminal, a log or an annotation shows it."""

from __future__ import annotations

import re

# Controls, line separators, bidirectional marks, invisible characters, lone surrogates, tags and non-characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)

# What a runner of GitHub Actions obeys anywhere in a line of its log.
_LOG_COMMAND = "##["


def visible(text: str) -> str:
    """The text with every character that a screen would obey or hide written out as an escape."""
    return _UNSAFE.sub(_escape, text).replace(_LOG_COMMAND, "## [")


def json_safe(text: str) -> str:
    """JSON text with the same characters as JSON escapes: the data stays what it is."""
    return _UNSAFE.sub(_json_escape, text).replace(_LOG_COMMAND, "#\\u0023[")


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return {10: "\\n", 13: "\\r", 9: "\\t"}.get(number) or _number(number)


def _number(number: int) -> str:
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _json_escape(match: re.Match[str]) -> str:
    if match[0] == "\n":
        return "\n"
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
