"""廉政风险点: where a power can go wrong, how grave that is, and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """防控措施: what is done, by which posts, how often; ``in_force: false`` while it is only planned."""

    id: str
    type: str
    measure: str
    regulation: str = ""
    owners: tuple[str, ...] = ()
    every: str = ""
    since: str = ""
    checked: str = ""
    in_force: bool = True
    evidence: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Who settled a declared grade, when, and why it differs from the computed one where it does."""

    by: str = ""
    on: str = ""
    reason: str = ""
    of: str = ""
    parts: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """A risk bound to a step of its power, or to a post, an office or the whole unit."""

    id: str
    behaviour: str
    step: str = ""
    post: str = ""
    office: str = ""
    unit: bool = False
    category: str = ""
    stage: str = ""
    found_by: tuple[str, ...] = ()
    factors: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    grade: str = ""
    residual: str = ""
    graded: Graded | None = None
    controls: tuple[Control, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)

    @property
    def is_bound(self) -> bool:
        """Whether it says where it belongs."""
        return bool(self.step or self.post or self.office or self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """``risks.yaml``: the risk points of a unit that belong to a post, an office or the unit itself."""

    risk_points: tuple[RiskPoint, ...] = ()
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
