"""空话: words that sound like a measure and say nothing to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# What only joins or numbers phrases: 一是……；二是……以及……
_JOINING = "以及|并且|和|与|及|并|等|的|是|一|二|三|四|五|六|七|八|九|十"
_NO_LETTER = re.compile(r"[\W\d_]+")


def is_hollow(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether nothing remains of a text without its hollow phrases, joining words, numbers and punctuation."""
    return _hollow(phrases).fullmatch(text) is not None


def bare(text: str) -> str:
    """The text without punctuation, spaces and numbering, to see that two say the same."""
    return _NO_LETTER.sub("", text).casefold()


@cache
def _hollow(phrases: Iterable[str]) -> re.Pattern[str]:
    """The longest phrase that fits is taken and kept (``?>``): a long text is read once, not over and over."""
    words = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True) if phrase)
    parts = "|".join(part for part in (words, _JOINING, _NO_LETTER.pattern) if part)
    return re.compile(rf"(?>{parts})*+")
