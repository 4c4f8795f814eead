"""Dates and numbers as papers write them."""

from __future__ import annotations

from datetime import date

_DIGITS = "〇一二三四五六七八九"
_TEN = 10
_MOST = 100


def written(day: str, language: str) -> str:
    """``2026-03-16`` → 2026年3月16日 (GB/T 9704-2012, 7.3.5.4); as it stands in English, or where it is no date."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{when.year}年{when.month}月{when.day}日" if language == "zh" else day


def ordinal(number: int, language: str) -> str:
    """The number of a heading: 一、 二十一、 (7.3.3); 1. in English and from a hundred on."""
    if language != "zh" or not 0 < number < _MOST:
        return f"{number}. "
    tens, ones = divmod(number, _TEN)
    ten = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return f"{ten}{_DIGITS[ones] if ones else ''}、"
