"""Chinese numerals up to some hundreds: 三十五 → 35."""

from __future__ import annotations

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
SIGNS = "".join([*_DIGITS, *_UNITS])


def number(text: str) -> int | None:
    """The value of digits or of a Chinese numeral; None for anything else."""
    if text.isdecimal():
        return int(text)
    if not text or any(sign not in SIGNS for sign in text):
        return None
    total, current = 0, 0
    for sign in text:
        if sign in _UNITS:
            total, current = total + (current or 1) * _UNITS[sign], 0
        else:
            current = _DIGITS[sign]
    return total + current
