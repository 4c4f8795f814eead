"""设定依据: the law a power rests on, and the register of laws."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A law with its articles: by the id of the register (``law``) or written out (``title`` and ``number``)."""

    law: str = ""
    title: str = ""
    number: str = ""
    rank: str = ""
    articles: tuple[str, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One entry of ``laws.yaml``; dates are ISO 8601 text, ``repealed`` the first day on which it no longer holds."""

    id: str
    title: str
    rank: str
    number: str = ""
    issuer: str = ""
    issued: str = ""
    effective: str = ""
    amended: tuple[str, ...] = ()
    repealed: str = ""
    superseded_by: str = ""
    url: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The register of legal bases of a catalogue."""

    laws: tuple[Law, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
