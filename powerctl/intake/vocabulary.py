"""The words of workbooks, as data: synonyms of headings and what cells say, from ``schemas/intake``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from powerctl.resources import resource

_BLANKS = re.compile(r"\s+")
_BRACKETS = str.maketrans("（）／：", "()/:")


def squeezed(text: str) -> str:
    """Without any blank or line break, brackets in one width: what counts of a heading or a short word."""
    return _BLANKS.sub("", text).translate(_BRACKETS)


@dataclass(frozen=True, slots=True)
class Kind:
    """What tables of one kind look like."""

    id: str
    needs: tuple[tuple[str, ...], ...]
    title: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
    noted: tuple[str, ...]

    @property
    def slot_of(self) -> Mapping[str, str]:
        """Squeezed heading → slot; the headings that are only noted have the slot ``noted``."""
        return _slot_of(self)


@cache
def _by_heading(kind: str) -> Mapping[str, str]:
    own = kinds()[kind]
    words = {squeezed(word): slot for slot, listed in _common().items() for word in listed}
    words |= {squeezed(word): "noted" for word in own.noted}
    return words | {squeezed(word): slot for slot, listed in own.slots.items() for word in listed}


def _slot_of(kind: Kind) -> Mapping[str, str]:
    return _by_heading(kind.id)


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of table by its id."""
    return {
        id_: Kind(
            id_,
            tuple(tuple(row) for row in data["needs"]),
            tuple(data["title"]),
            {slot: tuple(words) for slot, words in data["slots"].items()},
            tuple(data.get("noted", ())),
        )
        for id_, data in _file("headings")["kinds"].items()
    }


def slots(kind: str) -> tuple[str, ...]:
    """Every slot to which a column of a kind can be mapped."""
    return (*_common(), *kinds()[kind].slots, "noted")


def label(kind: str, slot: str) -> str:
    """The heading that an export writes for a slot."""
    return next(iter({**_common(), **kinds()[kind].slots}.get(slot, ())), slot)


@cache
def words(section: str) -> Mapping[str, tuple[str, ...]]:
    """The synonyms of one section: word of the rulebook → what people write."""
    return {key: tuple(squeezed(str(word)) for word in listed) for key, listed in _file("words")[section].items()}


@cache
def listed(section: str) -> frozenset[str]:
    """The words of a section that is a plain list, squeezed."""
    return frozenset(squeezed(str(word)) for word in _file("words")[section])


@cache
def surnames() -> tuple[frozenset[str], tuple[str, ...]]:
    """Surnames of one character, and longer ones."""
    data = _file("words")
    return frozenset(unicodedata.normalize("NFC", data["surnames"])), tuple(data["compound_surnames"])


@cache
def _common() -> Mapping[str, tuple[str, ...]]:
    return {slot: tuple(words) for slot, words in _file("headings")["common"].items()}


@cache
def _file(name: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load((resource("schemas") / "intake" / f"{name}.yaml").read_text("utf-8"))
