"""The word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest(word: str, words: Iterable[str], least: float = 0.6) -> str:
    """The most alike of ``words``, or "" if none is alike enough (ratio of matching characters, 0 to 1)."""
    scored = ((SequenceMatcher(None, word.casefold(), other.casefold()).ratio(), other) for other in sorted(words))
    ratio, best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best if ratio >= least else ""
