"""集体决策: quorum, majority, papers, ballots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.words import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """A share of members: ``2/3`` of those ``due`` or ``present``; ``more`` asks for more than the share."""

    share: str
    base: str = "due"
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAsks:
    """会议: quorum, majority, who must be there, papers, stances, ballots, forbidden substitutes."""

    quorum: Quorum | None = None
    majority: Quorum | None = None
    in_charge_present: bool = False
    observers: tuple[str, ...] = ()
    reasons: bool = False
    stances: Mapping[str, Term] = field(default_factory=dict)
    results: Mapping[str, Term] = field(default_factory=dict)
    ballots: Mapping[str, Term] = field(default_factory=dict)
    default_ballot: str = ""
    papers: Mapping[str, Term] = field(default_factory=dict)
    substitutes: Mapping[str, Term] = field(default_factory=dict)
    materials_before: str = ""
    ratify_within: str = ""
    split_within_months: int = 0
    recall_personnel_papers: bool = False
