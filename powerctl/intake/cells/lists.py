"""Several things in one cell: split where numbers run 1, 2, 3 in one of the usual styles, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from powerctl.intake.cells.numerals import SIGNS, number

_CIRCLED = {chr(0x2460 + index): index + 1 for index in range(20)}
_ENDS_SENTENCE = "。；;！!？?：:…）)】]"
_IDEOGRAPH = "\u3400-\u9fff"
_HARD_BREAK = re.compile(r"[ \t\u3000\xa0]*\r?\n[ \t\u3000\xa0]*")
_BETWEEN_IDEOGRAPHS = re.compile(rf"(?<=[{_IDEOGRAPH}])[ \u3000\xa0]+(?=[{_IDEOGRAPH}])")


def _last_part(text: str) -> int | None:
    return number(text.rpartition(".")[2])


# Marker with its number in the first group, and how that is read.
_STYLES: tuple[tuple[re.Pattern[str], Callable[[str], int | None]], ...] = (
    (re.compile(r"(?<![\d.第A-Za-z])(\d{1,2}\.\d{1,2})(?![\d.])[、.．]?\s*(?=[^\d\s%元万])"), _last_part),
    (re.compile(r"(?<![\d.第A-Za-z])(\d{1,2})(?:[、．.]|\s?[)）])(?!\d)\s*"), number),
    (re.compile(r"[(（](\d{1,2})[)）]\s*"), number),
    (re.compile(f"([{''.join(_CIRCLED)}])\\s*"), _CIRCLED.get),
    (re.compile(rf"[(（]([{SIGNS}]{{1,3}})[)）]\s*"), number),
    (re.compile(rf"(?<![{SIGNS}第])([{SIGNS}]{{1,3}})、\s*"), number),
    (re.compile(rf"(?<![{SIGNS}第])([{SIGNS}]{{1,2}})是(?=[{_IDEOGRAPH}])"), number),
)


def entries(text: str) -> list[str]:
    """The entries of a numbered text without their numbers, a lead before them first; one entry if none is numbered."""
    text = text.strip()
    for markers in sorted(_runs(text), key=lambda run: run[0].start()):
        parts = [text[: markers[0].start()], *(_between(text, one, two) for one, two in pairwise(markers))]
        parts.append(text[markers[-1].end() :])
        return [kept for part in parts if (kept := whole(part).rstrip(";；、"))]
    return [kept] if (kept := whole(text)) else []


def _between(text: str, one: re.Match[str], two: re.Match[str]) -> str:
    return text[one.end() : two.start()]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """The markers of each style in which the numbers run from one upwards without a gap."""
    for pattern, read in _STYLES:
        run: list[re.Match[str]] = []
        for match in pattern.finditer(text):
            if read(match[1]) == len(run) + 1:
                run.append(match)
        if len(run) > 1 or (run and run[0].start() == 0):
            yield run


def whole(text: str) -> str:
    """A text without blanks around it and without the breaks that only a narrow column has put into its lines."""
    lines = [line for line in _HARD_BREAK.split(text.strip()) if line]
    joined = ""
    for line in lines:
        joined += ("\n" if joined and joined[-1] in _ENDS_SENTENCE else "") + line
    return joined.strip("\u3000\xa0 \t")


def name(text: str) -> str:
    """A text that is one name: no breaks, no blanks between ideographs."""
    return _BETWEEN_IDEOGRAPHS.sub("", "".join(_HARD_BREAK.split(text.strip()))).strip()


def lines(text: str) -> list[str]:
    """Each line by itself."""
    return [line.strip() for line in text.splitlines() if line.strip()]
