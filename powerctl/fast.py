"""The fast reader: plain data from a text that is plainly well formed, by yaml-rs; any other text is not for it.

yaml-rs resolves scalars by itself and hides how they were written. So one search goes before it, for whatever it reads
otherwise than the careful reader or merely might; and its data are looked through for keys that are no texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from powerctl.scalars import DISPUTED

# A character gives at most two events, so neither the number of events nor a long scalar needs counting.
MAX_CHARS = 24_000
MAX_KEY = 200  # a parser gives up on a key of more than 1,024 characters

_NUMBER = r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]+)?"
# Days that every year and month has, and those that only some months have; 29 February is for others to judge.
_DATE = (
    r"(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)"
)
_END = r"(?=[ ]*(?:[\r\n,\]}]|\Z)|[ ]+\#)"
# What any form of a number may hold; a word that goes on with something else is text to everyone.
_NUMERAL = r"0-9a-fA-FxXoO_+\-.TtZzinINF"
_IN_WORD = r"(?<=[^\s,\[\]{}\"':\-].)"
_STARTS_TOKEN = r"(?<![^\s\[{,:\-].)"

# yaml-rs follows lists in lists as deep as the stack goes and beyond, so few may stand in one line.
# One set of characters stands first, so that the search skips from one of these to the next; the most frequent of
# them, colons right after keys and digits, are let go at once; a colon with a blank before it may have its key in
# another line, which the careful reader does not allow.
_UNPLAIN = re.compile(
    rf"""[:+\-._0-9?&*!%@`|>=<~\t\\](?!(?<=\S:)\s)(?:
        (?<=[+\-._0-9]) (?<![^\s\[{{,].) (?!
            (?<=-)(?=[ \r\n])(?!(?:[ ]+-){{3}}[ ])
          | (?<=(?=(?:{_NUMBER}|{_DATE}){_END}).)
          | [0-9]{{1,5}}[dhmwy]{_END}
          | (?:[{_NUMERAL}\ ]|:(?=[0-9]))*[^{_NUMERAL}\s,\[\]{{}}:\#"']
        )
      | (?<![+_0-9]) (?:
            (?<=-) (?<=^.) --
          | (?<=\.) (?<=^.) \.\.
          | (?<=:) (?=\s)
          | (?<=:) (?=\S) (?!{_IN_WORD}[^\s,\[\]{{}}"'])
          | (?<=\?) (?!{_IN_WORD})
          | (?<=[&*!%@`|>=<]) {_STARTS_TOKEN}
          | (?<=[~\t\\])
        )
    )""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
# Words that yaml-rs takes for true, false or nothing, and the careful reader disputes.
_CAPITALS = ("True", "TRUE", "False", "FALSE", "Null", "NULL")
_LONGEST = max(map(len, DISPUTED))
_WORDLIKE = frozenset([bool, type(None)])

Loads = Callable[..., Any]


def parser() -> Loads | None:
    """What reads YAML fast here, if anything does."""
    try:
        loads: Loads = import_module("yaml_rs").loads
    except (ImportError, AttributeError):
        return None
    return loads


_loads = parser()


def read(text: str, depth: int) -> dict[str, Any] | None:
    """The mapping that a plain text without findings is; None where another reader must say what it is."""
    if _loads is None or not is_plain(text):
        return None
    try:
        data = _loads(text, parse_datetime=False)
    except Exception:
        return None
    return data if data.__class__ is dict and _is_agreed(data, text, depth) else None


def is_plain(text: str) -> bool:
    """Whether nothing stands in a text about which readers could think differently, but for words."""
    return len(text) <= MAX_CHARS and not _UNPLAIN.search(text)


def _is_agreed(data: dict[str, Any], text: str, depth: int) -> bool:
    """Whether all keys are texts, no value is a disputed word, and nothing lies deeper than allowed."""
    keys: set[Any] = set()
    texts: set[str] = set()
    kinds: set[type] = set()
    if not _is_within(depth, data, keys, texts, kinds) or not _are_texts(keys) or not texts.isdisjoint(DISPUTED):
        return False
    return kinds.isdisjoint(_WORDLIKE) or not any(_is_in(text, word) for word in _CAPITALS)


def _is_within(depth: int, part: Any, keys: set[Any], texts: set[str], kinds: set[type]) -> bool:
    """Whether nothing lies deeper; what is met is entered in the sets, of texts those that may be disputed."""
    if not depth:
        return False
    values = part
    if part.__class__ is dict:
        keys.update(part)
        values = part.values()
    for value in values:
        kind = value.__class__
        if kind is str:
            if len(value) <= _LONGEST:
                texts.add(value)
        elif kind is not dict and kind is not list:
            kinds.add(kind)
        elif not _is_within(depth - 1, value, keys, texts, kinds):
            return False
    return True


def _is_in(text: str, word: str) -> bool:
    # One character is found, or missed, thirty times as fast as a word.
    return word[0] in text and word[1] in text and word in text


def _are_texts(keys: set[Any]) -> bool:
    try:
        written = "".join(keys)
    except TypeError:
        return False
    # With a blank in it, it may stand in two lines, which the careful reader does not allow.
    if "" in keys or " " in written or "\n" in written:
        return False
    return len(written) <= MAX_KEY or max(map(len, keys)) <= MAX_KEY
