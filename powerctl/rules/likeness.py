"""职能交叉: a power's name without its trimmings, and which of many texts are nearly the same."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise

# A bracket at the end that holds no figure is a remark; 第3项 or 10千伏以下 makes another power of it.
_REMARK = re.compile(r"(?:[(【〔\[][^(【〔\[)】〕\]\d]*[)】〕\]]\s*)+$")
_NO_LETTER = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"\d+")
# Of the texts that share a rare pair of characters only so many are looked at: work stays in step with the text.
_MOST_CANDIDATES = 16
_ROUNDING = 1e-9


def core_name(name: str, unit: str) -> str:
    """A power's name without blanks, punctuation, remarks in brackets at its end, and the name of its unit."""
    return core_text(_REMARK.sub("", plain(name)), unit)


def core_text(text: str, unit: str) -> str:
    """A text without blanks, punctuation and the (plain) name of its unit."""
    return _NO_LETTER.sub("", plain(text).replace(unit, "")).casefold()


def plain(text: str) -> str:
    """The text with each character in the form that its look-alikes share: full-width ones become ordinary."""
    return unicodedata.normalize("NFKC", text)


def likeness(one: str, other: str) -> float:
    """The share of their pairs of characters that two texts have in common, 0 to 1; 0 where their figures differ."""
    if _FIGURES.findall(one) != _FIGURES.findall(other):
        return 0.0
    return _likeness(one, other, _pairs(one), _pairs(other))


def _likeness(one: str, other: str, pairs: frozenset[str], others: frozenset[str]) -> float:
    """Pairs count once however often they stand in a text, so the lengths have their say too."""
    longest = 2 * min(len(one), len(other)) / ((len(one) + len(other)) or 1)
    return min(longest, 2 * len(pairs & others) / ((len(pairs) + len(others)) or 1))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


def leaders(texts: Sequence[str], least: float) -> list[str]:
    """For each text the first one that it is at least so like; itself where there is none before it."""
    alike: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for text in texts:
        alike[tuple(_FIGURES.findall(text))][text] = text
    for group in alike.values():
        if len(group) > 1:
            group.update(_leaders(tuple(group), least))
    found = {text: leader for group in alike.values() for text, leader in group.items()}
    return [found[text] for text in texts]


def _leaders(texts: tuple[str, ...], least: float) -> dict[str, str]:
    """Texts that are so like share one of their rarest pairs: only those that do are compared."""
    pairs = {text: _pairs(text) for text in texts}
    spread = Counter(chain.from_iterable(pairs.values()))
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    found: dict[str, str] = {}
    for text, own in pairs.items():
        rare = _rarest(own, spread, least)
        candidates = dict.fromkeys(other for pair in rare for other in sharing[pair][:_MOST_CANDIDATES])
        like = (other for other in candidates if _likeness(other, text, pairs[other], own) >= least)
        found[text] = next(like, text)
        if found[text] is text:
            for pair in rare:
                sharing[pair].append(text)
    return found


def _rarest(pairs: frozenset[str], spread: Counter[str], least: float) -> list[str]:
    """As many of the rarest pairs as one text must have so that another so like it has one of them (prefix filter).

    A pair that no other text has takes its place among them, but there is nothing to be found by it.
    """
    needed = len(pairs) - math.ceil(len(pairs) * least / (2 - least) - _ROUNDING) + 1
    rarest = sorted(sorted(pairs), key=spread.__getitem__)[:needed]
    return [pair for pair in rarest if spread[pair] > 1]
