"""What an unquoted scalar says: text, a number, true, false or nothing, and where other readers disagree."""

from __future__ import annotations

import re
from datetime import date

Scalar = str | int | float | bool | None

# YAML 1.1 (PyYAML, Ansible, many editors) reads these as true and false.
_OLD_TRUTHS = frozenset(
    ["y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"]
)
DISPUTED = _OLD_TRUTHS | frozenset(
    ["True", "TRUE", "False", "FALSE", "Null", "NULL", "=", "<<", ".nan", ".NaN", ".NAN"]
)
_WORDS: dict[str, tuple[Scalar, str]] = {word: (word, "ambiguous") for word in DISPUTED} | {
    "": (None, ""),
    "null": (None, ""),
    "~": (None, "null"),
    "true": (True, ""),
    "false": (False, ""),
}

_NUMERIC = frozenset("+-.0123456789")

# Twenty digits are more than most readers can hold.
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERLIKE = re.compile(
    r"""[-+]?(?:
        0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | 0[bB][01_]+             # 0x1F, 0o17, 0b101
      | [0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?              # 0571, +1, 1_000, 5., 1e5
      | \.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?                          # .5
      | [0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?                 # 12:30 is 750 to the base of sixty
      | \.(?:inf|Inf|INF)
    )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}                                # a day with its time
      (?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
      (?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?""",
    re.VERBOSE,
)


def is_text(text: str) -> bool:
    """Whether no reader takes an unquoted scalar for anything but text, as is plain from how it begins."""
    return text > "\x7f" or (text not in _WORDS and text[0] not in _NUMERIC)


def resolve(text: str) -> tuple[Scalar, str]:
    """What an unquoted scalar says, and the case of S008 if it is disputed."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        return _numeric(text)
    return text, ""


def key_case(text: str) -> str:
    """Why an unquoted scalar is no key: ``key`` if it is no text, or its case of S008.

    ``on`` and ``no`` are fit for keys: nobody means a truth by them there.
    """
    value, case = resolve(text)
    if not isinstance(value, str):
        return "key"
    return "" if text in _OLD_TRUTHS else case


def _numeric(text: str) -> tuple[Scalar, str]:
    if number := _NUMBER.fullmatch(text):
        return float(text) if number[1] else int(text), ""
    if _DATE.fullmatch(text):
        return text, "" if _is_date(text) else "date"
    return text, "ambiguous" if _NUMBERLIKE.fullmatch(text) else ""


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
