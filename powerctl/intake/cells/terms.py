"""Words of a cell → words of the rulebook: by label, code, letters or synonym; guesses are called so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from powerctl.intake.vocabulary import listed, squeezed, words
from powerctl.model.rulebook import PowerType

_COUNT = re.compile(r"[(（]?共?\d+项[)）]?")
_MIXED = re.compile(r"(\d+)个?([高中低])")
_HEAD = re.compile(r"^[(（]?[一二三四五六七八九十]+[)）]?[、.．]")


class Labelled(Protocol):
    """A word of the rulebook."""

    @property
    def label(self) -> str: ...


class Reading(NamedTuple):
    """The word of the rulebook ("" for none); ``case`` says why it is a guess."""

    value: str
    case: str = ""


NOTHING = Reading("")


def term(text: str, section: str, known: Mapping[str, Labelled]) -> Reading:
    """The word that a cell names exactly: by its id, its label or a synonym."""
    said = squeezed(text)
    for id_, word in known.items():
        if said in (id_, squeezed(word.label)):
            return Reading(id_)
    for id_, synonyms in words(section).items():
        if id_ in known and said in synonyms:
            return Reading(id_)
    return NOTHING


def held_term(text: str, section: str, known: Mapping[str, Labelled]) -> str:
    """The first word of a section that a longer text holds; "" for none."""
    return next((id_ for id_, held in words(section).items() if id_ in known and any(w in text for w in held)), "")


def power_type(text: str, known: Mapping[str, PowerType]) -> Reading:
    """The type that a cell names: a label, a code, letters, a synonym; with a suffix or a count left aside."""
    said = _COUNT.sub("", _HEAD.sub("", squeezed(text)))
    head = re.split("[-—:]", said)[0]
    for candidate in dict.fromkeys((said, said.removesuffix("类"), head)):
        exact = _by_code(candidate, known) or term(candidate, "types", known).value
        if exact:
            return Reading(exact, "" if candidate != head or head == said else "type_part")
    return NOTHING


def _by_code(said: str, known: Mapping[str, PowerType]) -> str:
    padded = said.zfill(2) if said.isdecimal() else said
    return next((id_ for id_, own in known.items() if padded and padded in (own.code, own.letters)), "")


def type_of_name(name: str, known: Iterable[str]) -> str:
    """The type that a name sounds like: the word that ends it, else the first that it holds."""
    wanted = set(known)
    for test in (name.endswith, name.__contains__):
        for id_, held in words("named_types").items():
            if id_ in wanted and any(test(word) for word in held):
                return id_
    return ""


class Grades(NamedTuple):
    """The grades that a cell gives to several risk points: one for all, or a count of each."""

    one: str = ""
    counts: Mapping[str, int] = {}
    case: str = ""


def grades(text: str) -> Grades:
    """``高``, ``一级风险``, ``★★``; ``1中2低`` is one medium and two low, without saying which."""
    said = squeezed(text)
    for grade, known in words("grades").items():
        if said in known:
            return Grades(grade, case="grade_local" if said in listed("local_grades") else "")
    mixed = _MIXED.findall(said)
    if mixed and not _MIXED.sub("", said).strip("、,，;；"):
        by_sign = {"高": "high", "中": "medium", "低": "low"}
        counts = {by_sign[sign]: int(count) for count, sign in mixed}
        return Grades(next(iter(counts)) if len(counts) == 1 else "", counts)
    return Grades()


def levels(text: str, known: Mapping[str, object]) -> list[str]:
    """The levels that a cell lists: words, or digits of GB/T 39046."""
    digits = {str(number): id_ for number, id_ in enumerate(known, 1)}
    found = []
    for part in re.split(r"[、,，/和]", squeezed(text)):
        by_word = next((id_ for id_, synonyms in words("levels").items() if part in synonyms), "")
        found.append(digits.get(part, by_word))
    return [] if "" in found else list(dict.fromkeys(found))
