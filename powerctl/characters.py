"""Characters: bytes → text, where in it a character stands, and which characters deceive a reader."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.results import Fact, Finding, Location, Severity

MAX_MARKS = 30  # as in the Stream-Safe Text Format of Unicode

_BOM = "\ufeff"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

# The last two code points of a plane are never characters.
_NONCHARACTERS = "".join(f"{chr(last - 1)}{chr(last)}" for last in range(0xFFFF, 0x110000, 0x10000))
# What YAML itself forbids.
_UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

_CONTROL = (
    f"[{_UNPRINTABLE}{_NONCHARACTERS}\x85\u2028\u2029\ufdd0-\ufdef\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    r"|\r(?!\n)"
)
_BIDIRECTIONAL = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
    f"|(?<![{_IDEOGRAPH}])[{_SELECTORS}]"
)
_COMPATIBILITY = "[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]"
_PRIVATE = "[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"

_SUSPECTS = re.compile(
    f"(?P<control>{_CONTROL})|(?P<bidirectional>{_BIDIRECTIONAL})|(?P<invisible>{_INVISIBLE})"
    f"|(?P<compatibility>{_COMPATIBILITY})|(?P<private>{_PRIVATE})"
)
_SEVERITIES = {
    "control": Severity.ERROR,
    "bidirectional": Severity.ERROR,
    "invisible": Severity.ERROR,
    "compatibility": Severity.WARNING,
    "private": Severity.WARNING,
}

# Characters that give no cause for a finding, whatever stands beside them: most texts are made of these.
_SIGNS = "\n\r -~°±·×—‘’“”…℃￥\u2160-\u217f\u2190-\u2193\u2460-\u24ff\u25a0-\u2606"
EVERYDAY = f"{_SIGNS}\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e"
_RARE = re.compile(f"[^{EVERYDAY}]")
_RARE_RUN = re.compile(f"[^{EVERYDAY}]{{{MAX_MARKS + 1},}}")
_BARE_RETURN = re.compile(r"\r(?!\n)")
_TWO_BYTES = re.compile("[\u0080-\u07ff]{2,}")
_UNPRINTABLES = re.compile(f"[{_UNPRINTABLE}]")


class Lines:
    """Where the lines of a text start; they end at a line feed, as diffs and most tools count them."""

    __slots__ = ("_starts", "_text", "file")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._text = text
        self._starts: tuple[int, ...] = ()

    @property
    def starts(self) -> tuple[int, ...]:
        """The index of each line's first character, looked for when needed: most files have no fault."""
        if not self._starts:
            self._starts = (0, *(found.end() for found in re.finditer("\n", self._text)))
        return self._starts

    def at(self, index: int) -> Location:
        """The place of the character with this index."""
        line = bisect_right(self.starts, index)
        return Location(self.file, line, index - self.starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or ``None`` where its bytes are no UTF-8, and what was wrong with the bytes."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def decode(file: str, raw: bytes) -> Decoded:
    """Strict UTF-8, and nothing else; a byte order mark is taken off."""
    if _is_wide(raw):
        return Decoded(None, (_fault(Location(file), "utf16"),))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Decoded(None, (_undecodable(file, raw, error.start),))
    if not text.startswith(_BOM):
        return Decoded(text)
    return Decoded(text[1:], (_fault(Location(file), "bom", Severity.WARNING),))


def _fault(location: Location, case: str, severity: Severity = Severity.ERROR, **facts: Fact) -> Finding:
    return Finding("S001", severity, location, facts, case, location.file)


def _undecodable(file: str, raw: bytes, start: int) -> Finding:
    before = raw[:start].decode("utf-8").removeprefix(_BOM)
    place = Lines(file, before).at(len(before))
    return _fault(place, "encoding", byte=f"0x{raw[start]:02X}", hint="GB18030" if _is_gb18030(raw) else "")


def _is_gb18030(raw: bytes) -> bool:
    """Whether the bytes, read as GB18030, are mostly common ideographs; damaged UTF-8 gives rare ones."""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    beyond = [char for char in text if char > "\x7f"]
    common = sum(b"\xa1" <= char.encode("gb2312", "ignore") < b"\xd8" for char in beyond)
    return common > 1 and common * 2 > len(beyond)


def _is_wide(raw: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32: by a byte order mark, or by what their NULs are part of."""
    if raw.startswith(_WIDE_BOMS):
        return True
    nuls = raw.count(0)
    return nuls > 1 and nuls * 16 >= len(raw) and any(_reads_as(raw, encoding) for encoding in _WIDE)


def _reads_as(raw: bytes, encoding: str) -> bool:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\0" not in text and any(char in text for char in ":\n")


def readable(text: str) -> str:
    """The text with U+FFFD for each character that YAML forbids: a parser goes on, and no place moves."""
    return _UNPRINTABLES.sub("\ufffd", text)


def joined(text: str) -> str:
    """The text with its pairs of surrogates joined: the escapes of JSON write them so."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def codepoint(char: str) -> str:
    """A character as Unicode writes about it."""
    return f"U+{ord(char):04X}"


def suspects(text: str) -> Iterator[str]:
    """Each character that may never stand in a text."""
    for found in _SUSPECTS.finditer(text):
        if found.lastgroup and _SEVERITIES[found.lastgroup] is Severity.ERROR:
            yield found.group()


def compatibility_doubles(text: str) -> Iterator[int]:
    """Where each character stands that only looks like the ideograph it is a double of."""
    return (index for (case, _), index in _each_suspect(text) if case == "compatibility")


def piled_marks(text: str) -> int:
    """Where a character carries more marks than any script piles up; -1 if none does."""
    # To normalise takes the square of a pile's height: half a megabyte of marks would take minutes.
    for run in _RARE_RUN.finditer(text):
        marks = "".join("m" if unicodedata.combining(char) else " " for char in run.group())
        if (start := marks.find("m" * (MAX_MARKS + 1))) >= 0:
            return run.start() + start
    return -1


def findings(text: str, lines: Lines) -> Iterator[Finding]:
    """Nothing deceives: no invisible character, no double of an ideograph, no text in the wrong encoding."""
    if not _RARE.search(text) and not ("\r" in text and _BARE_RETURN.search(text)):
        return
    yield from _suspects(text, lines)
    yield from _mojibake(text, lines)
    if (index := piled_marks(text)) >= 0:
        yield Finding("S006", Severity.ERROR, lines.at(index), {"limit": MAX_MARKS}, "marks", lines.file)
    else:
        yield from _not_normal(text, lines)


def _suspects(text: str, lines: Lines) -> Iterator[Finding]:
    """One finding for each kind and character, so that many of one never hide another."""
    firsts: dict[tuple[str, str], int] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for kind, index in _each_suspect(text):
        firsts.setdefault(kind, index)
        counts[kind] += 1
    for kind, index in firsts.items():
        facts = _facts(kind[0], text[index], counts[kind])
        yield Finding("S007", _SEVERITIES[kind[0]], lines.at(index), facts, kind[0], lines.file)


def _each_suspect(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    for found in _SUSPECTS.finditer(text):
        case, char = found.lastgroup or "", found.group()
        if case == "compatibility" and unicodedata.normalize("NFKC", char) == char:
            continue
        # A thousand private characters are one font's, and one finding.
        yield (case, "" if case == "private" else char), found.start()


def _facts(case: str, char: str, count: int) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"codepoint": codepoint(char), "count": count}
    if case == "compatibility":
        facts |= {"character": char, "replacement": unicodedata.normalize("NFKC", char)}
    return facts


def _mojibake(text: str, lines: Lines) -> Iterator[Finding]:
    """Chinese saved as GBK may happen to be valid UTF-8: then it looks like a row of strange letters."""
    guesses = [(found, guess) for found in _TWO_BYTES.finditer(text) if (guess := _guess(found.group()))]
    for found, guess in guesses[:1]:
        facts: dict[str, Fact] = {"text": found.group()[:40], "guess": guess[:40], "count": len(guesses)}
        yield Finding("S007", Severity.WARNING, lines.at(found.start()), facts, "mojibake", lines.file)


def _guess(run: str) -> str:
    """The ideographs that a run of letters is in GBK; nothing if Chinese texts use these very letters."""
    if _is_gbk(run):
        return ""
    guess = run.encode().decode("gb2312", "replace")
    return guess if all("\u4e00" <= char <= "\u9fff" for char in guess) else ""


def _is_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _not_normal(text: str, lines: Lines) -> Iterator[Finding]:
    """Characters are composed (NFC), so that what looks alike is alike; not so doubles of ideographs."""
    bare = re.sub(_COMPATIBILITY, "\ufffd", text)
    odd = [start for start in lines.starts if not unicodedata.is_normalized("NFC", _line(bare, start))]
    for start in odd[:1]:
        place, written = _difference(_line(bare, start))
        facts: dict[str, Fact] = {"text": written, "composed": _composed(written), "count": len(odd)}
        yield Finding("S007", Severity.WARNING, lines.at(start + place), facts, "not_nfc", lines.file)


def _line(text: str, start: int) -> str:
    return text[start : text.find("\n", start) + 1 or None]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _difference(line: str) -> tuple[int, str]:
    """Where a line first differs from its composed form, and the character with its marks there."""
    pairs = enumerate(zip(line, _composed(line), strict=False))
    start = next((index for index, (one, other) in pairs if one != other), len(line) - 1)
    while start and unicodedata.combining(line[start]):
        start -= 1
    end = start + 2
    while end < len(line) and unicodedata.combining(line[end]):
        end += 1
    return start, line[start:end]
