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
# Of the texts that share a rare pair of characters so many are looked at, and those that share the most of them
# are compared: work stays in step with the length of the text, whatever the texts are.
_MOST_SHARING = 16
_MOST_COMPARED = 4
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
    """How like two texts are, 0 to 1: what share of their characters they have in common, in like order.

    One character changed spoils two pairs, so pairs that differ count half. Where figures differ it is 0.
    """
    if _FIGURES.findall(one) != _FIGURES.findall(other):
        return 0.0
    return min((1 + _share(_pairs(one), _pairs(other))) / 2, _share_of_characters(one, other))


def leaders(texts: Sequence[str], least: float) -> list[str]:
    """For each text one before it that it is at least so like; itself where there is none."""
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
        rare = _rarest(own, spread, 2 * least - 1)
        shared = Counter(chain.from_iterable(sharing.get(pair, ())[:_MOST_SHARING] for pair in rare))
        candidates = (other for other, _ in shared.most_common(_MOST_COMPARED))
        near = (other for other in candidates if _share(pairs[other], own) >= 2 * least - 1)
        like = (other for other in near if _share_of_characters(other, text) >= least)
        found[text] = next(like, text)
        if found[text] is text:
            for pair in rare:
                sharing[pair].append(text)
    return found


def _rarest(pairs: frozenset[str], spread: Counter[str], least: float) -> list[str]:
    """As many of the rarest pairs as one text must have so that another so like it has one of them (prefix filter).

    A pair that no other text has takes its place among them, but there is nothing to be found by it.
    """
    needed = len(pairs) - math.ceil(len(pairs) * max(least, 0) / (2 - least) - _ROUNDING) + 1
    rarest = sorted(sorted(pairs), key=spread.__getitem__)[:needed]
    return [pair for pair in rarest if spread[pair] > 1]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(some & others) / (len(some) + len(others) or 1)


def _share_of_characters(one: str, other: str) -> float:
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other) or 1)
