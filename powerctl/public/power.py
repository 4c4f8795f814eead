"""权力事项 as its readers see it."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.risk import PublicRisk
from powerctl.public.terms import PublicBasis, PublicGrade, PublicParty, PublicTerm
from powerctl.public.workflow import PublicWorkflow


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCode:
    """The item's published code in one scheme."""

    scheme: PublicTerm
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLimits:
    """办结时限, as durations (``20wd``)."""

    statutory: str = ""
    promised: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAssignment:
    """What one post does in this power."""

    post: PublicParty
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComplaints:
    """投诉举报途径."""

    phone: str = ""
    email: str = ""
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicService:
    """Who may apply, with which papers, where, at what cost."""

    applicants: str = ""
    materials: tuple[str, ...] = ()
    fee: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTier:
    """裁量阶次: from how much to how much (``from_`` ≤ x ≤ ``to``, open where said)."""

    name: str
    when: str = ""
    from_: float | None = None
    to: float | None = None
    open_from: bool = False
    open_to: bool = False
    penalty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRange:
    """The statutory range."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDiscretion:
    """自由裁量基准."""

    violation: str
    basis: PublicBasis | None = None
    unit: PublicTerm | None = None
    range: PublicRange | None = None
    tiers: tuple[PublicTier, ...] = ()
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDisclosure:
    """To whom, where and when the power is disclosed."""

    scope: PublicTerm | None = None
    channels: tuple[PublicTerm, ...] = ()
    timing: PublicTerm | None = None
    deadline: str = ""
    form: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSignOff:
    """One stage of a review chain (``catalogue``, ``chart`` or ``risk``)."""

    stage: PublicTerm
    chain: str = "catalogue"
    by: PublicParty | None = None
    on: str = ""
    outcome: PublicTerm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPower:
    """One power; ``in_force`` is what the rulebook says of its status."""

    id: str
    unit: str
    name: str
    type: PublicTerm
    status: PublicTerm
    in_force: bool = True
    main: str = ""
    aliases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    code: PublicCode | None = None
    matter: PublicTerm | None = None
    axis: PublicTerm | None = None
    level: PublicTerm | None = None
    holder: PublicParty | None = None
    in_charge: PublicParty | None = None
    proposal: PublicParty | None = None
    veto: PublicParty | None = None
    offices: tuple[PublicParty, ...] = ()
    source: PublicTerm | None = None
    basis: tuple[PublicBasis, ...] = ()
    content: str = ""
    scope: str = ""
    conditions: tuple[str, ...] = ()
    limits: PublicLimits | None = None
    duties: tuple[str, ...] = ()
    assignments: tuple[PublicAssignment, ...] = ()
    commitments: tuple[str, ...] = ()
    discipline: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    remedies: tuple[PublicTerm, ...] = ()
    complaints: PublicComplaints | None = None
    service: PublicService | None = None
    workflow: PublicWorkflow | None = None
    risk_points: tuple[PublicRisk, ...] = ()
    discretion: tuple[PublicDiscretion, ...] = ()
    disclosure: PublicDisclosure | None = None
    review: tuple[PublicSignOff, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""

    @property
    def subject(self) -> str:
        """``unit/power``: how everything else speaks of it."""
        return f"{self.unit}/{self.id}"

    @property
    def grade(self) -> PublicGrade | None:
        """The highest grade among the risk points that these readers see."""
        graded = (risk.grade for risk in self.risk_points if risk.grade is not None)
        return max(graded, key=lambda grade: grade.rank, default=None)
