"""编码: item codes and unified social credit codes taken apart, and a rulebook's own pattern, if it is harmless."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

# GB 32100-2015: 31 characters, without I O S V Z; a character's value is its position here.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, position, len(_ALPHABET)) for position in range(17))

_CREDIT_CODE = f"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}"
_ITEM_CODE = re.compile(
    rf"(?:(?P<credit_code>{_CREDIT_CODE})(?P<level>[1-9]))?"
    rf"(?P<region>[0-9]{{2}})(?P<type>[0-9]{{2}})(?P<main>[{_ALPHABET}]{{5}})(?P<sub>[0-9]{{3}})"
    r"(?(credit_code)(?P<handling>(?!00)[0-9]{2})?)"
)

# What a rulebook's pattern may be made of. All of it has one length, so that no code can make it run away.
_LITERAL = r"[^\\\[\](){}.*+?|^$]|\\[^0-9A-Za-z]|\\d"
_IN_CLASS = r"(?!--|&&|~~|\|\|)[^\\\[\]]|\\[^0-9A-Za-z]|\\d"
_HARMLESS = re.compile(rf"\^?(?:(?:{_LITERAL}|\[\^?(?:{_IN_CLASS})+\])(?:\{{[0-9]{{1,2}}\}})?)*\$?")
_LONGEST_PATTERN = 200
_LONGEST_CODE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCode:
    """基本编码 (12 characters), 实施编码 (31) or 业务办理项编码 (33), by GB/T 39554.1-2020."""

    region: str
    type: str
    main: str
    sub: str
    credit_code: str = ""
    level: str = ""
    handling: str = ""


def item_code(text: str) -> ItemCode | None:
    """The parts of a national item code; None for what is none."""
    match = _ITEM_CODE.fullmatch(text)
    return ItemCode(**match.groupdict(default="")) if match else None


def check_character(credit_code: str) -> str:
    """The last character that the 17 before it ask for (GB 32100-2015); "" where they are none of such a code."""
    if len(credit_code) < len(_WEIGHTS) or not set(credit_code[:17]) <= _VALUES.keys():
        return ""
    total = sum(_VALUES[character] * weight for character, weight in zip(credit_code, _WEIGHTS, strict=False))
    return _ALPHABET[-total % len(_ALPHABET)]


def is_harmless(pattern: str) -> bool:
    """Whether a pattern holds nothing but characters, classes of them and fixed numbers of times."""
    return _compiled(pattern) is not None


def fits(pattern: str, code: str) -> bool:
    """Whether the whole code is as a harmless pattern says; everything fits an empty one, nothing a harmful one."""
    compiled = _compiled(pattern)
    return not pattern or (compiled is not None and len(code) <= _LONGEST_CODE and bool(compiled.fullmatch(code)))


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    if len(pattern) > _LONGEST_PATTERN or not _HARMLESS.fullmatch(pattern):
        return None
    try:
        return re.compile(pattern, re.ASCII)
    except re.error:  # a range that runs backwards
        return None
