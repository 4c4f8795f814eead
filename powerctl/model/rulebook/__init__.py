"""制度规则: what differs from place to place, as data; every default is "nothing asked". A module a subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.control import (
    ChiefAsks,
    ControlAsks,
    ControlType,
    GradeControls,
    Interval,
    MinPersons,
    Separation,
)
from powerctl.model.rulebook.disclosure import DisclosureAsks, Scope, SecrecyAsks, WithholdingBasis
from powerctl.model.rulebook.meeting import MeetingAsks, Quorum
from powerctl.model.rulebook.risk import (
    Approver,
    Band,
    Category,
    ConcentrationAsks,
    Factor,
    Flag,
    Floor,
    Focus,
    Method,
    Override,
    Plausibility,
    ResidualAsks,
    RiskAsks,
)
from powerctl.model.rulebook.supervision import (
    AssessmentAsks,
    AssessmentItem,
    Bonus,
    Checklist,
    Question,
    ReportCycle,
    RequiredRegulation,
    SupervisionAsks,
    SupervisionDuty,
    Supervisor,
    WarningAsks,
    WarningLevel,
)
from powerctl.model.rulebook.words import (
    CatalogueAsks,
    CodeScheme,
    DutyTerm,
    GradeTerm,
    LevelTerm,
    Matter,
    PowerType,
    ProcedureStep,
    Rank,
    Role,
    StatusTerm,
    Term,
    Threshold,
    UnitType,
)
from powerctl.model.rulebook.work import (
    AdjustmentAsks,
    ChartAsks,
    DiscretionAsks,
    DiscretionUnit,
    NamedChart,
    OverlapAsks,
    ReviewAsks,
    ReviewStage,
    Rung,
)
from powerctl.results import Severity

__all__ = [
    "AdjustmentAsks",
    "Approver",
    "AssessmentAsks",
    "AssessmentItem",
    "Band",
    "Bonus",
    "CatalogueAsks",
    "Category",
    "ChartAsks",
    "Checklist",
    "ChiefAsks",
    "CodeScheme",
    "ConcentrationAsks",
    "ControlAsks",
    "ControlType",
    "DisclosureAsks",
    "DiscretionAsks",
    "DiscretionUnit",
    "DutyTerm",
    "Factor",
    "Flag",
    "Floor",
    "Focus",
    "GradeControls",
    "GradeTerm",
    "Interval",
    "LevelTerm",
    "Matter",
    "MeetingAsks",
    "Method",
    "MinPersons",
    "NamedChart",
    "OverlapAsks",
    "Override",
    "Plausibility",
    "PowerType",
    "ProcedureStep",
    "Question",
    "Quorum",
    "Rank",
    "ReportCycle",
    "RequiredRegulation",
    "ResidualAsks",
    "ReviewAsks",
    "ReviewStage",
    "RiskAsks",
    "Role",
    "Rulebook",
    "Rung",
    "Scope",
    "SecrecyAsks",
    "Separation",
    "StatusTerm",
    "SupervisionAsks",
    "SupervisionDuty",
    "Supervisor",
    "Term",
    "Threshold",
    "UnitType",
    "WarningAsks",
    "WarningLevel",
    "WithholdingBasis",
]


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The effective rulebook of one catalogue: its own file merged over what it extends."""

    id: str
    name: str
    grades: Mapping[str, GradeTerm] = field(default_factory=dict)
    levels: Mapping[str, LevelTerm] = field(default_factory=dict)
    duties: Mapping[str, DutyTerm] = field(default_factory=dict)
    statuses: Mapping[str, StatusTerm] = field(default_factory=dict)
    power_types: Mapping[str, PowerType] = field(default_factory=dict)
    power_sources: Mapping[str, Term] = field(default_factory=dict)
    unit_types: Mapping[str, UnitType] = field(default_factory=dict)
    unit_tiers: Mapping[str, Term] = field(default_factory=dict)
    matters: Mapping[str, Matter] = field(default_factory=dict)
    axes: Mapping[str, Term] = field(default_factory=dict)
    areas: Mapping[str, Term] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    ranks: Mapping[str, Rank] = field(default_factory=dict)
    remedies: Mapping[str, Term] = field(default_factory=dict)
    codes: Mapping[str, CodeScheme] = field(default_factory=dict)
    catalogue: CatalogueAsks = field(default_factory=CatalogueAsks)
    risk: RiskAsks = field(default_factory=RiskAsks)
    controls: ControlAsks = field(default_factory=ControlAsks)
    separation: tuple[Separation, ...] = ()
    min_persons: tuple[MinPersons, ...] = ()
    chief: ChiefAsks = field(default_factory=ChiefAsks)
    meeting: MeetingAsks = field(default_factory=MeetingAsks)
    disclosure: DisclosureAsks = field(default_factory=DisclosureAsks)
    warnings: WarningAsks = field(default_factory=WarningAsks)
    regulations: Mapping[str, RequiredRegulation] = field(default_factory=dict)
    supervision: SupervisionAsks = field(default_factory=SupervisionAsks)
    assessment: AssessmentAsks = field(default_factory=AssessmentAsks)
    review: ReviewAsks = field(default_factory=ReviewAsks)
    discretion: DiscretionAsks = field(default_factory=DiscretionAsks)
    charts: ChartAsks = field(default_factory=ChartAsks)
    adjustment: AdjustmentAsks = field(default_factory=AdjustmentAsks)
    overlap: OverlapAsks = field(default_factory=OverlapAsks)
    secrecy: SecrecyAsks = field(default_factory=SecrecyAsks)
    measures: Mapping[str, Term] = field(default_factory=dict)
    severity: Mapping[str, Severity] = field(default_factory=dict)
    unwaivable: tuple[str, ...] = ()
    ladder: Mapping[str, Rung] = field(default_factory=dict)
