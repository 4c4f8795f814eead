"""How wide a text is on any reader's machine, where its lines break, and how large its symbol becomes.

Han glyphs are one em wide in every CJK font; the few widths below stand for the rest. No font is asked, so that the
same text has the same size everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from powerctl.charts.sketch import Node, Shape
from powerctl.visible import visible

FONT, LEADING = 15, 21
SMALL, SMALL_LEADING = 12.5, 18
LABEL, LABEL_LEADING = 13, 16
COLUMN = 176
"""The widest a symbol is."""

_BOX, _BOX_EM, _DATA_EM, _BOX_LINES = 172, 9.2, 8.6, 6
_DECISION_EM, _DECISION_LINE_EM, _DECISION_LINES = 6.0, 7.2, 4
_DECISION_LIMIT_EM = 9.0
_TERMINATOR_EM = 8.6
_MOST = 240  # characters of a text that can be seen in any symbol
_NARROW = {**dict.fromkeys("iljI.,:;'|!", 28), **dict.fromkeys("frt()[]{}-/ ", 36), **dict.fromkeys("mwMW@%", 86)}
_NO_START = frozenset("，。、；：？！）》」』】〉”’%…,.;:?!)]}")
_NO_END = frozenset("（《「『【〈“‘([{")
_PART = re.compile(r"[^-/_]*[-/_]+|[^-/_]+")
_WORD = re.compile(r"[!-~\u00a1-\u02af\u0370-\u058f]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A node's lines and the size of its symbol."""

    lines: tuple[str, ...]
    limit: str
    width: float
    height: float


def shown(text: str) -> str:
    """A text on one line, with nothing in it that a reader's machine would obey."""
    return visible(" ".join(text.split()))


def em(text: str) -> float:
    """The width of a text in em."""
    return sum(map(_hundredths, text)) / 100


@cache
def _hundredths(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WFA":
        return 100
    return _NARROW.get(char, 64 if char.isupper() else 56)


def cut(text: str, width: float) -> str:
    """As much of a text as fits into some em, with an ellipsis where something is left out."""
    if len(text) <= _MOST and em(text) <= width:
        return text
    kept = text[:_MOST]
    while kept and em(kept) + 1 > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(text: str, width: float, most: int) -> tuple[str, ...]:
    """A text in lines of some em: at most so many, of like length, broken where Chinese text may be broken."""
    pieces = _pieces(text[: _MOST + 1], width)
    lines = _filled(pieces, width)
    if len(lines) > most or len(text) > _MOST:
        return (*lines[: most - 1], cut("".join(lines[most - 1 :]) + "…" * (len(text) > _MOST), width))
    if len(lines) == 2 and (split := _before_bracket("".join(lines), width)):
        return split
    if len(lines) > 1 and em(lines[-1]) < em(lines[0]) * 0.6:
        return _evened(pieces, width, len(lines))
    return lines


def _pieces(text: str, width: float) -> list[str]:
    """The parts between which a line may end: words, Han characters; a word too long for a line in halves."""
    pieces: list[str] = []
    for piece in _parts(_WORD.findall(text), width):
        if pieces and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END) and em(pieces[-1] + piece) <= width:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _parts(words: Iterable[str], width: float) -> Iterable[str]:
    """Words too long for a line in parts, after a hyphen or stroke if they have any."""
    for word in words:
        for part in [word] if em(word) <= width else _PART.findall(word):
            yield from [part] if em(part) <= width else part


def _filled(pieces: Iterable[str], width: float) -> tuple[str, ...]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and em(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return tuple(line.rstrip() for line in lines)


def _evened(pieces: list[str], width: float, count: int) -> tuple[str, ...]:
    """The same number of lines, none of them short: the narrowest width that still gives it."""
    narrow = em("".join(pieces)) / count
    while narrow < width:
        lines = _filled(pieces, narrow)
        if len(lines) <= count:
            return lines
        narrow += 0.5
    return _filled(pieces, width)


def _before_bracket(text: str, width: float) -> tuple[str, ...]:
    """Two lines broken before a bracket, where both parts fit; nothing where they do not."""
    at = text.find("（")
    fits = at > 1 and em(text[:at]) <= width and em(text[at:]) <= width
    return (text[:at], text[at:]) if fits else ()


def fitted(node: Node) -> Fitted:
    """The size of a node's symbol and the lines in it."""
    text = shown(node.text)
    if node.shape is Shape.DECISION:
        width = _DECISION_LINE_EM if em(text[:_MOST]) <= _DECISION_LINE_EM else _DECISION_EM
        return _decision(wrapped(text, width, _DECISION_LINES), cut(shown(node.limit), _DECISION_LIMIT_EM))
    if node.shape is Shape.TERMINATOR:
        lines = wrapped(text, _TERMINATOR_EM, 3)
        has_tags = node.number or node.grade_text or node.mark_text
        width = _BOX if has_tags else _even(max(map(em, lines)) * FONT + 44)
        return Fitted(lines, "", width, 38 + LEADING * (len(lines) - 1))
    inner = _DATA_EM if node.shape is Shape.DATA else _BOX_EM
    lines = wrapped(text, inner, _BOX_LINES)
    limit = cut(shown(node.limit), inner * FONT / SMALL)
    height = len(lines) * LEADING + 24 + (SMALL_LEADING if limit else 0) + (6 if node.shape is Shape.DOCUMENT else 0)
    return Fitted(lines, limit, _BOX, max(50, height))


def _decision(lines: tuple[str, ...], limit: str) -> Fitted:
    """A diamond high enough for the corners of every line."""
    rows = [(em(line) * FONT, LEADING) for line in lines] + ([(em(limit) * SMALL, SMALL_LEADING)] if limit else [])
    total = sum(leading for _, leading in rows)
    height, top = float(total + 44), -total / 2
    for width, leading in rows:
        farthest = max(abs(top + 3), abs(top + leading - 3))
        height = max(height, 2 * farthest / (1 - (width + 6) / COLUMN))
        top += leading
    return Fitted(lines, limit, COLUMN, max(76, _even(height)))


def _even(value: float) -> int:
    """The next even number, so that centres are whole."""
    return -int(-value // 2) * 2
