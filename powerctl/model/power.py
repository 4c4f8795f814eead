"""权力事项: one item of the power list."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.basis import Basis
from powerctl.model.disclosure import Disclosure
from powerctl.model.place import NOWHERE, Ref
from powerctl.model.risk import RiskPoint
from powerctl.model.workflow import Workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The item's published code and the scheme that explains it."""

    scheme: str
    value: str
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """办结时限: statutory and promised, as durations (``20wd``)."""

    statutory: str = ""
    promised: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """人员职责分工: what one post does in this power."""

    post: str
    duties: tuple[str, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    """投诉举报途径."""

    phone: str = ""
    email: str = ""
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a citizen needs to know to use the power: who may apply, with which papers, where, at what cost."""

    applicants: str = ""
    materials: tuple[str, ...] = ()
    fee: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """审核: one stage of the rulebook's review chain, passed or not."""

    stage: str
    by: str = ""
    on: str = ""
    outcome: str = ""
    chain: str = "catalogue"
    of: str = ""
    parts: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """裁量阶次: under which condition, from how much to how much (``from_`` ≤ x ≤ ``to``, open where said)."""

    name: str
    when: str = ""
    from_: float | None = None
    to: float | None = None
    open_from: bool = False
    open_to: bool = False
    penalty: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The statutory range of one measure."""

    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretion:
    """自由裁量基准 for one violation or matter, in yuan, times, days or percent."""

    violation: str
    basis: Basis | None = None
    unit: str = ""
    range: Range | None = None
    tiers: tuple[Tier, ...] = ()
    source: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """One power of a unit; ``holder`` is a body, office or post, ``unit`` the id of the unit it belongs to."""

    id: str
    name: str
    type: str
    main: str = ""
    aliases: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    code: Code | None = None
    matter: str = ""
    axis: str = ""
    status: str = "retained"
    level: str = ""
    holder: str = ""
    in_charge: str = ""
    proposal: str = ""
    veto: str = ""
    offices: tuple[str, ...] = ()
    source: str = ""
    basis: tuple[Basis, ...] = ()
    content: str = ""
    scope: str = ""
    conditions: tuple[str, ...] = ()
    limits: Limits | None = None
    duties: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    commitments: tuple[str, ...] = ()
    discipline: tuple[str, ...] = ()
    accountability: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    complaints: Complaints | None = None
    service: Service | None = None
    workflow: Workflow | None = None
    risk_points: tuple[RiskPoint, ...] = ()
    discretion: tuple[Discretion, ...] = ()
    disclosure: Disclosure | None = None
    review: tuple[SignOff, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)

    @property
    def subject(self) -> str:
        """``unit/power``: how findings and other units speak of it."""
        return f"{self.unit}/{self.id}"
