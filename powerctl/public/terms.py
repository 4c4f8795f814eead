"""Words and names, resolved: nothing here has to be looked up anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTerm:
    """A word of the rulebook with what people call it."""

    id: str
    label: str
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGrade:
    """A risk grade as this place calls it; ``rank`` rises with gravity."""

    id: str
    label: str
    rank: int
    en: str = ""
    colour: str = ""


class PartyKind(StrEnum):
    """What a party is; ``HIDDEN`` stands for someone whom these readers are not told, in a fixed phrase."""

    POST = "post"
    BODY = "body"
    OFFICE = "office"
    APPLICANT = "applicant"
    PUBLIC = "public"
    EXTERNAL = "external"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicParty:
    """Who acts: a post, body or office of ``unit``, an outsider by name, or a reserved kind without name."""

    kind: PartyKind
    unit: str = ""
    id: str = ""
    name: str = ""


HIDDEN_PARTY = PublicParty(kind=PartyKind.HIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBasis:
    """设定依据: the law or paper itself with the articles cited; ``law`` is its id, where registered."""

    title: str
    law: str = ""
    number: str = ""
    rank: PublicTerm | None = None
    articles: tuple[str, ...] = ()
    url: str = ""
