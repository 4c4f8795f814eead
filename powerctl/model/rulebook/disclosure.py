"""公开: who may see what, on which ground something may be kept back, what is never for the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.words import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """公开范围; ``rank`` rises with how few may see it (1 is everyone)."""

    label: str
    rank: int
    en: str = ""
    withheld: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingBasis:
    """不予公开的依据: the clause, and whether withholding is a duty (``must``) or a choice."""

    label: str
    clause: str
    en: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAsks:
    """公开: scopes, channels, timings, deadline, bases for withholding; ``fields``: kind → field → who sees it."""

    scopes: Mapping[str, Scope] = field(default_factory=dict)
    channels: Mapping[str, Term] = field(default_factory=dict)
    timings: Mapping[str, Term] = field(default_factory=dict)
    bases: Mapping[str, WithholdingBasis] = field(default_factory=dict)
    deadline: str = ""
    least_scope: str = ""
    filing: bool = False
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names_public: bool = False
    names_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyAsks:
    """Words that classify a paper, the signs after and labels before them, softer phrases, harmless ones."""

    words: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
