"""设定依据 taken apart: law, number, rank and articles; what is none of these stays as a note, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.intake.cells.lists import whole
from powerctl.intake.cells.numerals import SIGNS
from powerctl.intake.vocabulary import squeezed, words

_RANK = re.compile(r"[【\[［](?P<rank>[^】\]］\d]{2,16})[】\]］][:：]?\s*")
_NUMERAL = rf"(?:\d+|[{SIGNS}]+)"
_NUMBER = (
    r"[\u4e00-\u9fa5]{1,16}?[〔\[(（【［]\s*\d{4}\s*[〕\])）】］]\s*第?\s*\d+\s*号"
    rf"|(?:[\u4e00-\u9fa5]{{2,12}})?令\s*\(?第?\s*{_NUMERAL}\s*号|国务院(?:令)?第?\s*\d+\s*号令|\d+号令"
)
_NUMBER_ONLY = re.compile(_NUMBER)
_ARTICLE = re.compile(
    rf"附件第?{_NUMERAL}项|第?{_NUMERAL}条(?:之{_NUMERAL})?(?:第?{_NUMERAL}款)?(?:第?[(（]?{_NUMERAL}[)）]?项)?|第{_NUMERAL}项"
)
_SEVERAL = re.compile(r"第(\d+(?:、\d+)+)条")
_REMARK = re.compile(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]")
_NUMBERING = re.compile(r"(?:^|(?<=[\s；;。]))(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）])\s*")
_FILLER = re.compile(r"^[\s、，,；;。:：.．和及与—-]+|[\s、，,；;。:：.．和及与—-]+$")
_BLANKS = re.compile(r"\s+")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of text about one law."""

    title: str
    rest: str
    rank: str


def bases(text: str, rank: str = "") -> tuple[list[dict[str, object]], bool]:
    """The laws that a cell cites, and whether all of it was understood; ``rank`` is what its column says."""
    found = [_basis(part, rank) for part in _parts(text)]
    kept = [basis for basis in found if basis]
    return kept, bool(kept) and all("title" in basis or "number" in basis for basis in kept)


def _basis(part: _Part, rank: str) -> dict[str, object]:
    rest = _SEVERAL.sub(lambda match: "、".join(f"第{n}条" for n in match[1].split("、")), part.rest)
    number, rest = _number_of(rest, bare=not part.title)
    articles = list(dict.fromkeys(_BLANKS.sub("", match[0]) for match in _ARTICLE.finditer(rest)))[:100]
    note = _FILLER.sub("", whole(_ARTICLE.sub("", rest)))
    note = re.sub(r"[、,，]{2,}", "、", note)
    fields: dict[str, object] = {
        "title": part.title[:_LONGEST_NAME],
        "number": number[:_LONGEST_NAME],
        "rank": _ranked(part.rank) or rank,
        "articles": articles if part.title or number else [],
        "note": note if part.title or number else whole(part.rest),
    }
    if part.rank and not fields["rank"]:
        fields["note"] = f"【{part.rank}】{fields['note']}"
    has_more = any(value for key, value in fields.items() if key != "rank")
    return {key: value for key, value in fields.items() if value} if has_more else {}


def _number_of(rest: str, *, bare: bool) -> tuple[str, str]:
    """The number of a document: in brackets behind its title, or anywhere where there is no title."""
    remark = _REMARK.match(rest.lstrip())
    if remark and _NUMBER_ONLY.search(remark[0]):
        return whole(remark[0][1:-1]), rest.lstrip()[remark.end() :]
    if bare and (match := _NUMBER_ONLY.search(rest)):
        return _BLANKS.sub("", match[0]), rest[: match.start()] + rest[match.end() :]
    return "", rest


def _ranked(word: str) -> str:
    said = squeezed(word)
    return next((rank for rank, known in words("ranks").items() if said in known), "")


def _parts(text: str) -> Iterator[_Part]:
    """One part for each title, and for each number that stands without a title."""
    text = text.strip()
    starts = sorted(set(_starts(text)))
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield from _pieces(text[begin:end])


def _starts(text: str) -> Iterator[int]:
    yield 0
    for match in _RANK.finditer(text):
        yield match.start()
    depth = 0
    for index, sign in enumerate(text):
        if sign == "《":
            before = _RANK.search(text[:index])
            if depth == 0 and not (before and _ends_before(text, index)) and not _in_brackets(text, index):
                yield index
            depth += 1
        elif sign == "》":
            depth = max(depth - 1, 0)
    for match in re.finditer(rf"(?:^|[\n；;、])\s*(?:\d{{1,2}}[.、．]\s*)?属?(?={_NUMBER})", text):
        if not _in_brackets(text, match.end()) and "《" not in text[match.end() : match.end() + 1]:
            yield match.end()


def _ends_before(text: str, index: int) -> bool:
    return any(match.end() == index for match in _RANK.finditer(text[:index]))


def _in_brackets(text: str, index: int) -> bool:
    before = text[:index]
    line = before[max(before.rfind("\n"), 0) :]
    return line.count("(") + line.count("（") > line.count(")") + line.count("）")


def _pieces(text: str) -> Iterator[_Part]:
    rank = _RANK.match(text)
    body = text[rank.end() :] if rank else text
    body = _NUMBERING.sub("", body)
    body = re.sub(r"\s*\d{1,2}[.、．]\s*$", "", body)
    title, rest = _title(body.lstrip())
    if title or rank or _FILLER.sub("", rest):
        yield _Part(title, rest, rank["rank"] if rank else "")


def _title(body: str) -> tuple[str, str]:
    if not body.startswith("《"):
        return "", body
    depth = 0
    for index, sign in enumerate(body):
        depth += (sign == "《") - (sign == "》")
        if depth == 0:
            return whole(body[1:index]).replace("\n", ""), body[index + 1 :]
    return "", body
