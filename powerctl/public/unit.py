"""单位 as its readers see it."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.risk import PublicRisk
from powerctl.public.terms import PublicParty, PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicContact:
    """Where and how a citizen reaches the unit."""

    phone: str = ""
    address: str = ""
    hours: str = ""
    postcode: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBody:
    """集体."""

    id: str
    name: str
    members: tuple[PublicParty, ...] = ()
    chair: PublicParty | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOffice:
    """科室、站所."""

    id: str
    name: str
    head: PublicParty | None = None
    duties: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicApprovalLimit:
    """What a post may approve alone, in yuan."""

    area: PublicTerm
    amount: float
    filed_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPost:
    """岗位; ``holder`` is a name only where the rulebook publishes names and says why."""

    id: str
    name: str
    chief: bool = False
    office: str = ""
    since: str = ""
    portfolio: tuple[PublicTerm, ...] = ()
    approval_limits: tuple[PublicApprovalLimit, ...] = ()
    duties: tuple[str, ...] = ()
    roles: tuple[PublicTerm, ...] = ()
    holder: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRegulation:
    """制度: one entry of a unit's register."""

    id: str
    title: str
    number: str = ""
    issued: str = ""
    effective: str = ""
    repealed: str = ""
    meets: tuple[PublicTerm, ...] = ()
    summary: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicUnit:
    """单位 with its organisation, its own risk points and its register of regulations."""

    id: str
    name: str
    type: PublicTerm
    tier: PublicTerm | None = None
    level: PublicTerm | None = None
    region: str = ""
    credit_code: str = ""
    parent: str = ""
    functions: tuple[str, ...] = ()
    contact: PublicContact | None = None
    bodies: tuple[PublicBody, ...] = ()
    offices: tuple[PublicOffice, ...] = ()
    posts: tuple[PublicPost, ...] = ()
    risk_points: tuple[PublicRisk, ...] = ()
    regulations: tuple[PublicRegulation, ...] = ()
    note: str = ""

    @property
    def leading_posts(self) -> tuple[PublicPost, ...]:
        """领导岗位: the chief, every post with a portfolio, every member of a body."""
        members = {member.id for body in self.bodies for member in body.members if member.unit == self.id}
        return tuple(post for post in self.posts if post.chief or post.portfolio or post.id in members)
