"""How the list itself is worked on: review, discretion, charts, adjustments, overlaps, the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.words import Term
from powerctl.results import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStage:
    """A stage of a review chain, and who signs it off."""

    stage: str
    label: str
    by: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAsks:
    """审核链: the stages, in order, for catalogue entries, charts and risk points."""

    catalogue: tuple[ReviewStage, ...] = ()
    chart: tuple[ReviewStage, ...] = ()
    risk: tuple[ReviewStage, ...] = ()
    outcomes: Mapping[str, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscretionUnit:
    """计量单位; ``whole`` where it is counted in whole numbers only: after 7 days come 8."""

    label: str
    en: str = ""
    note: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscretionAsks:
    """自由裁量基准: the least number of tiers, the units of measure."""

    least_tiers: int = 0
    units: Mapping[str, DiscretionUnit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChart:
    """A chart that must exist, by its title."""

    title: str
    en: str = ""
    matter: str = ""
    unit_types: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAsks:
    """流程图: the charts that must exist."""

    named: Mapping[str, NamedChart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentAsks:
    """调整: what can happen to a power, what causes it, how long the note may take after the cause."""

    actions: Mapping[str, Term] = field(default_factory=dict)
    causes: Mapping[str, Term] = field(default_factory=dict)
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapAsks:
    """职能交叉: from which share of like text two powers of two units count as the same."""

    likeness: float = 0
    least_text: int = 0
    peers_least: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A level of strictness: the rules and families that it adds to the rungs below it, and what makes a run fail."""

    label: str
    rank: int
    en: str = ""
    rules: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    note: str = ""
