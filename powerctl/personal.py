"""Personal numbers in a text: 居民身份证 (GB 11643), mobile phones, bank cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
# Begins with a plain set of characters, so that the search skips from digit to digit; the one before is asked after.
_RUN = re.compile(
    r"[0-9０-９](?<![0-9A-Za-z０-９.].)(?:[ \-－　]?[0-9０-９]){9,}(?:[ \-－　]?[XxＸｘ])?(?![0-9A-Za-z０-９])"
)
# No kind has fewer than eleven digits: most texts are done with after this.
_LONG = re.compile(r"[0-9][0-9 \-]{10}")
_LONG_AND_WIDE = re.compile(r"[0-9０-９][0-9０-９ \-－　]{10}")
_GROUP = re.compile("[0-9０-９XxＸｘ]+")
_MOST_GROUPS = 6
_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_CARD_STARTS = ("62", "4", "51", "52", "53", "54", "55", "60", "9558")


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal number: its kind (``identity`` ``mobile`` ``bank``) and where it stands in the text."""

    kind: str
    start: int
    end: int


def find_personal(text: str) -> Iterator[Personal]:
    """Every personal number, also in full-width digits or with blanks and hyphens between groups."""
    has_wide = any(map(text.__contains__, "０１２３４５６７８９－　"))
    if not (_LONG_AND_WIDE if has_wide else _LONG).search(text):
        return
    for match in _RUN.finditer(text):
        groups = [(found.start(), found.end()) for found in _GROUP.finditer(text, match.start(), match.end())]
        while groups:
            personal, used = _at_the_head(text, groups)
            if personal is not None:
                yield personal
            groups = groups[used:]


def _at_the_head(text: str, groups: list[tuple[int, int]]) -> tuple[Personal | None, int]:
    """The number that the first groups of digits make together, the longest first, and how many groups it used."""
    start = groups[0][0]
    for count in range(min(len(groups), _MOST_GROUPS), 0, -1):
        end = groups[count - 1][1]
        digits = re.sub("[ -]", "", text[start:end].translate(_WIDE)).upper()
        kind = next((name for name, fits in _KINDS.items() if fits(digits)), "")
        if kind:
            return Personal(kind, start, end), count
    return None, 1


def is_identity_number(digits: str) -> bool:
    """An 18-character number with region, birthday and check digit, or a 15-digit one with region and birthday."""
    if re.fullmatch("[1-8][0-9]{14}", digits):
        return _is_birthday("19" + digits[6:12])
    if not re.fullmatch("[1-8][0-9]{16}[0-9X]", digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=False))
    return _CHECK_SIGNS[total % 11] == digits[17] and _is_birthday(digits[6:14])


def is_mobile_number(digits: str) -> bool:
    """A mainland mobile number, with or without the country code."""
    return bool(re.fullmatch("(?:86)?1[3-9][0-9]{9}", digits))


def is_bank_card(digits: str) -> bool:
    """16 to 19 digits of a known issuer whose Luhn check digit is right."""
    if not re.fullmatch("[0-9]{16,19}", digits) or not digits.startswith(_CARD_STARTS):
        return False
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


_KINDS: dict[str, Callable[[str], bool]] = {
    "identity": is_identity_number,
    "mobile": is_mobile_number,
    "bank": is_bank_card,
}
