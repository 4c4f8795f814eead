"""办结时限: 5个工作日, 7日, 20, 当场 → ``5wd``, ``7d``, ``20wd``, ``0d``."""

from __future__ import annotations

import re
from typing import NamedTuple

from powerctl.intake.cells.numerals import SIGNS, number
from powerctl.intake.vocabulary import squeezed

_UNITS = {"工作日": "wd", "日": "d", "天": "d", "月": "mo", "小时": "h", "年": "mo"}
_SPAN = re.compile(rf"(\d+(?:\.\d+)?|[{SIGNS}半]+)个?(工作日|日|天|月|小时|年)(?!\d)")
_AT_ONCE = re.compile("当场|即时|即办|当天|当日|立即")
_EXTRA = re.compile(r"^(?:自|从|在|于)?[^，。；,;]{0,24}?(?:之日起|后|起)?$")
_TAIL = re.compile(r"^(?:内|以内|之内)?(?:予以公开|公开|办结|完成)?[。；]?$")
_CUMULATIVE = ("累计", "合计", "受理之日起第", "从受理起")


class Limit(NamedTuple):
    """A limit as the YAML writes it ("" if none could be read); ``case`` says what had to be guessed or was left."""

    value: str
    case: str = ""
    is_whole: bool = True


def limit(text: str, heading: str = "") -> Limit:
    """The one limit that a cell says."""
    said = squeezed(text)
    if any(word in said for word in _CUMULATIVE):
        return Limit("", "limit_cumulative", False)
    spans = list(_SPAN.finditer(said))
    if not spans:
        return _unitless(said, squeezed(heading))
    if len({match[0] for match in spans}) > 1 or _AT_ONCE.search(said):
        return Limit("", "limit_several", False)
    match = spans[0]
    value = _value(match[1], match[2])
    rest = bool(_EXTRA.match(said[: match.start()])) and bool(_TAIL.match(said[match.end() :]))
    return Limit(value, "", rest and not said[: match.start()])


def _unitless(said: str, heading: str) -> Limit:
    if _AT_ONCE.search(said):
        return Limit("0d", "", bool(_AT_ONCE.fullmatch(said)))
    amount = re.fullmatch(r"\d+(?:\.\d+)?", said)
    if amount is None:
        return Limit("", "limit_unread", False)
    unit = next((_UNITS[word] for word in _UNITS if f"({word}" in heading or f"个{word}" in heading), "")
    return Limit(f"{amount[0]}{unit or 'wd'}", "" if unit else "limit_unit")


def _value(amount: str, unit: str) -> str:
    count = amount if amount[0].isdigit() else "0.5" if amount == "半" else str(number(amount) or 0)
    if unit == "年":
        return f"{float(count) * 12:g}mo"
    return f"{count}{_UNITS[unit]}"
