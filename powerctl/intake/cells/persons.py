"""Names of people in cells that should name posts: found, and replaced by the post that the heading or text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from powerctl.intake.cells.lists import lines, name
from powerctl.intake.vocabulary import listed, surnames

_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LABELLED = re.compile(
    r"(责任人|负责人|联系人|承办人|经办人|填表人|制表人|审核人|责任领导)[:：]\s*([\u4e00-\u9fff]{2,4})(?=[\s,，。；;、)）\d]|$)"
)
_SEPARATORS = re.compile(r"[、,，;；/]|\s{2,}")
_BRACKETED = re.compile(r"^(?P<one>[^()（）]+)[(（](?P<two>[^()（）]+)[)）]$")


class Hidden(NamedTuple):
    """What stands instead of a name, and the name with all but its surname masked."""

    post: str
    masked: str


def is_name(text: str) -> bool:
    """Whether a text is a surname with one or two characters more, and no post."""
    bare = re.sub(r"\s", "", text)
    if not _IDEOGRAPHS.fullmatch(bare) or any(bare.endswith(post) for post in listed("posts")):
        return False
    single, compound = surnames()
    if bare.startswith(compound):
        return len(bare) in (3, 4)
    return bare[0] in single and len(bare) in (2, 3) and not _sounds_like_an_office(bare)


def _sounds_like_an_office(text: str) -> bool:
    return text.endswith(
        ("科", "股", "室", "局", "办", "处", "部", "所", "站", "组", "会", "队", "岗", "中心", "窗口", "班子")
    )


def posts(text: str, heading: str, *, hides: bool) -> tuple[list[str], list[Hidden]]:
    """The posts that a cell lists, and what was hidden in them; names stay where ``hides`` is false."""
    found: list[str] = []
    hidden: list[Hidden] = []
    for part in _parts(text):
        post, masked = _post(part, name(heading).partition("/")[0] or "责任人") if hides else (part, "")
        if masked:
            hidden.append(Hidden(post, masked))
        found.append(post)
    return list(dict.fromkeys(found)), hidden


def _parts(text: str) -> Iterator[str]:
    """Each person or post of a cell; lines are one where a narrow column has broken a word."""
    rows = [line for line in lines(text) if line]
    apart = len(rows) > 1 and all(is_name(row) or row.endswith(tuple(listed("posts"))) for row in rows)
    for chunk in rows if apart else [name(text)]:
        yield from (part.strip() for part in _SEPARATORS.split(chunk) if part.strip())


def _post(part: str, heading: str) -> tuple[str, str]:
    """The post that a part names, and the masked name if there was one."""
    if is_name(part):
        return heading, mask(part)
    if match := _BRACKETED.match(part):
        one, two = match["one"].strip(), match["two"].strip()
        if is_name(one):
            return two, mask(one)
        if is_name(two):
            return one, mask(two)
    for post in sorted(listed("posts"), key=len, reverse=True):
        before, found, after = part.rpartition(post)
        if found and len(post) > 1 and is_name(after):
            return before + post, mask(after)
    return part, ""


def hide_labelled(text: str) -> tuple[str, list[Hidden]]:
    """A longer text with the names that stand behind 责任人 and the like taken out."""
    hidden = [Hidden(match[1], mask(match[2])) for match in _LABELLED.finditer(text) if is_name(match[2])]
    return _LABELLED.sub(lambda match: match[1] if is_name(match[2]) else match[0], text), hidden


def mask(person: str) -> str:
    """The surname and a sign: enough to find it in the workbook, too little to publish it."""
    bare = re.sub(r"\s", "", person)
    return bare[0] + "×" * (len(bare) - 1)
