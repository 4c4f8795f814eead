"""Headings → slots: which column holds what, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from powerctl.intake.vocabulary import Kind, kinds, squeezed

_REMARK = re.compile(r"\([^()]*\)")
_SHORTEST_PART = 2
_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """The slot of a heading ("" for none) with its confidence, 0 to 1."""

    slot: str
    confidence: float


NONE = Match("", 0.0)


def matched(heading: str, kind: Kind) -> Match:
    """The slot of a heading as published; the halves of one in two rows are joined by a slash."""
    slot_of = kind.slot_of
    whole = squeezed(heading)
    lower = whole.rpartition("/")[2]
    upper = whole.partition("/")[0]
    bare = _REMARK.sub("", whole)
    for text, confidence in ((whole, 1.0), (lower, 0.95), (bare, 0.9), (upper, 0.8)):
        if text in slot_of:
            return Match(slot_of[text], confidence)
    return _alike(bare, slot_of)


def _alike(text: str, slot_of: Mapping[str, str]) -> Match:
    """The slot of a heading that holds a known one or is nearly one: a guess."""
    held = [word for word in slot_of if len(word) > _SHORTEST_PART and (word in text)]
    if held:
        return Match(slot_of[max(held, key=lambda word: (len(word), word))], 0.7)
    ratios = [(SequenceMatcher(None, text, word).ratio(), word) for word in slot_of if text and len(text) > 2]
    best = max(ratios, default=(0.0, ""))
    return Match(slot_of[best[1]], round(best[0] * 0.75, 2)) if best[0] >= _LIKE else NONE


def is_known(heading: str) -> bool:
    """Whether some kind of table has exactly this heading."""
    text = squeezed(heading)
    bare = _REMARK.sub("", text)
    return bool(text) and any(text in kind.slot_of or bare in kind.slot_of for kind in kinds().values())


def kind_of(headings: Sequence[str], title: str) -> str:
    """The kind that the headings and the title speak for most; "" if none has what it needs."""
    scores = {id_: _score(kind, headings, title) for id_, kind in kinds().items()}
    best = max(scores, key=lambda id_: scores[id_])
    return best if scores[best] > 0 else ""


def _score(kind: Kind, headings: Sequence[str], title: str) -> float:
    matches = [matched(heading, kind) for heading in headings if heading]
    found = {match.slot for match in matches if match.confidence >= 0.7}
    if not any(set(row) & found for row in kind.needs):
        return 0.0
    own = sum(match.confidence for match in matches if match.slot in kind.slots)
    noted = sum(match.confidence for match in matches if match.slot == "noted") * 0.75
    needed = sum(0.5 for row in kind.needs if set(row) & found)
    return own + noted + needed + (1.5 if any(word in squeezed(title) for word in kind.title) else 0.0)
