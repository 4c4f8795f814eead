"""预警: one early warning from the collection form to its closing."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """《廉政风险预警信息采集表》: who reported what they learnt, from which source."""

    by: str
    on: str
    source: str = ""
    evidence: str = ""
    proposed_level: str = ""
    reviewed_by: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The notice served: its kind in the rulebook's words, number and dates."""

    type: str
    number: str = ""
    issued_by: str = ""
    issued: str = ""
    served: str = ""
    demands: tuple[str, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """回告: the causes found and the measures taken, within the rulebook's days of service."""

    on: str
    causes: str = ""
    measures: tuple[str, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningReview:
    """验收: whether the reply was accepted."""

    by: str
    on: str
    outcome: str
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """``warnings/*.yaml``: one warning; ``post``, ``office``, ``power`` and ``risk`` say what it is about."""

    id: str
    level: str
    description: str
    condition: str = ""
    post: str = ""
    office: str = ""
    power: str = ""
    risk: str = ""
    collected: Collected | None = None
    measures: tuple[str, ...] = ()
    notice: Notice | None = None
    reply: Reply | None = None
    review: WarningReview | None = None
    state: str = "collected"
    closed: str = ""
    escalated_to: str = ""
    note: str = ""
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
