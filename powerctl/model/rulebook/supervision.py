"""监督: warnings, regulations a unit must have, duties with their periods, checklists, assessment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.words import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLevel:
    """预警级别: its colour, the condition, which measures and which notice belong to it."""

    label: str
    colour: str
    en: str = ""
    condition: str = ""
    measures: tuple[str, ...] = ()
    notice: str = ""
    deduction: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCycle:
    """A report that recurs: to whom, every how many months."""

    label: str
    months: float
    en: str = ""
    to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningAsks:
    """预警: levels, sources, measures, notices, days to reply, reports."""

    levels: Mapping[str, WarningLevel] = field(default_factory=dict)
    sources: Mapping[str, Term] = field(default_factory=dict)
    measures: Mapping[str, Term] = field(default_factory=dict)
    notices: Mapping[str, Term] = field(default_factory=dict)
    reply_within: str = ""
    reports: Mapping[str, ReportCycle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredRegulation:
    """A regulation that units of these types (all if none named) must have."""

    title: str
    en: str = ""
    unit_types: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """One row of the supervision matrix: who supervises whom in what."""

    id: str
    by: str
    whom: str
    what: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionDuty:
    """A duty that recurs (``months``), falls due ``within`` a time after an event, or after years in one post
    (``tenure``: once in each term that reaches the rulebook's ``audit_after_years``)."""

    label: str
    by: str
    en: str = ""
    to: str = ""
    about: str = ""
    months: float = 0
    within: str = ""
    after: str = ""
    times: int = 1
    tenure: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a checklist (“是否……”); ``good`` is the answer that is in order."""

    id: str
    text: str
    en: str = ""
    good: str = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The questions about one supervised power."""

    label: str
    en: str = ""
    questions: tuple[Question, ...] = ()
    matters: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionAsks:
    """监督: the matrix, the duties, the checklists, the audit after years in one post."""

    matrix: tuple[Supervisor, ...] = ()
    duties: Mapping[str, SupervisionDuty] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    audit_after_years: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentItem:
    """An item of the hundred-point table; ``measure`` names what computes it, if anything does."""

    label: str
    points: float
    en: str = ""
    measure: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Points added from a total on."""

    from_: float
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAsks:
    """考核: items, total, weight in the outer score (percent), bonus, how deductions count."""

    total: float = 0
    items: Mapping[str, AssessmentItem] = field(default_factory=dict)
    weight: float = 0
    bonus: Bonus | None = None
    deduct_per: str = "warning"
    bonus_on: str = "outer"
    index: Mapping[str, AssessmentItem] = field(default_factory=dict)
