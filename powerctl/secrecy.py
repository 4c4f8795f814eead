"""密级标志: marks in a text that say a paper is classified. The words themselves are the rulebook's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from powerctl.model.rulebook import SecrecyAsks


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a text; ``case`` is ``mark`` for a classification, ``caution`` for a softer phrase."""

    case: str
    start: int
    end: int


def find_marks(text: str, asks: SecrecyAsks) -> Iterator[Mark]:
    """A secrecy word with a sign after it, after a label, or alone in its value; and the softer phrases."""
    if not any(_is_in(text, word) for word in (*asks.words, *asks.cautions)):
        return
    for match in _pattern(asks).finditer(text):
        if match.lastgroup != "harmless":
            yield Mark(str(match.lastgroup), match.start(), match.end())


def _is_in(text: str, word: str) -> bool:
    # One character is found, or missed, thirty times as fast as a word.
    return all(map(text.__contains__, word)) and word in text


@lru_cache(maxsize=16)
def _pattern(asks: SecrecyAsks) -> re.Pattern[str]:
    words, signs, labels = (_any(part) for part in (asks.words, asks.signs, asks.labels))
    signed = rf"{words}[ \t]*{signs}"
    labelled = rf"{labels}[ \t]*[:：]?[ \t]*[\"']?{words}"
    alone = rf"(?<=: )[\"'（(【\[]?{words}[\"'）)】\]]?(?=[ \t]*$)"
    groups = {"harmless": _any(asks.harmless), "mark": f"{signed}|{labelled}|{alone}", "caution": _any(asks.cautions)}
    return re.compile("|".join(f"(?P<{name}>{part})" for name, part in groups.items()), re.MULTILINE)


def _any(words: tuple[str, ...]) -> str:
    """One of the words; with none, a pattern that nothing fits."""
    return f"(?:{'|'.join(re.escape(word) for word in words) or '(?!)'})"
