"""廉政风险点 and 防控措施 as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicGrade, PublicParty, PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicControl:
    """防控措施; ``regulation`` is the id of one in the unit's register that these readers see too."""

    id: str
    measure: str
    type: PublicTerm | None = None
    regulation: str = ""
    owners: tuple[PublicParty, ...] = ()
    every: PublicTerm | None = None
    since: str = ""
    checked: str = ""
    in_force: bool = True
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFactor:
    """One factor of a grade with its value and what the value means."""

    factor: PublicTerm
    value: int
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGraded:
    """Who settled the grade, when, and why it differs from the computed one."""

    by: PublicParty | None = None
    on: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRisk:
    """A risk point bound to a ``step`` (its id), to a ``post`` or ``office``, or to the whole ``unit``."""

    id: str
    behaviour: str
    step: str = ""
    post: PublicParty | None = None
    office: PublicParty | None = None
    unit: bool = False
    category: PublicTerm | None = None
    stage: PublicTerm | None = None
    found_by: tuple[PublicTerm, ...] = ()
    factors: tuple[PublicFactor, ...] = ()
    flags: tuple[PublicTerm, ...] = ()
    grade: PublicGrade | None = None
    residual: PublicGrade | None = None
    graded: PublicGraded | None = None
    controls: tuple[PublicControl, ...] = ()
    note: str = ""
