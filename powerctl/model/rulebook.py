"""制度规则: what differs from place to place, as data. One class a section; every default is "nothing asked"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.results import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the rulebook: what people call it in Chinese and in English."""

    label: str
    en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTerm:
    """高 中 低 as this place calls them; ``rank`` rises with gravity."""

    label: str
    rank: int
    en: str = ""
    colour: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTerm:
    """行使层级, with the digit that stands for it in item codes."""

    label: str
    en: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTerm:
    """A duty of a step; a ``weighty`` one moves a case, so it is where risk sits; one that ``decides`` settles it."""

    label: str
    en: str = ""
    weighty: bool = False
    decides: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTerm:
    """A status of a power: is it ``in_force``, does coming to it need an ``adjustment`` note?"""

    label: str
    en: str = ""
    in_force: bool = True
    adjustment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """A step of the general course of a power type (类别流程图)."""

    name: str
    duty: str = ""
    limit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerType:
    """权力类型; ``least_rank`` is the lowest rank of law that may found it, ``abolished`` the day it ended.

    ``announce`` are the duties of which one must follow the decision on every way through (告知、公开).
    """

    label: str
    en: str = ""
    code: str = ""
    letters: str = ""
    outward: bool = False
    least_rank: str = ""
    remedies: tuple[str, ...] = ()
    announce: tuple[str, ...] = ()
    scope: str = ""
    abolished: str = ""
    procedure: tuple[ProcedureStep, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitType:
    """单位类型, the level at which such a unit acts, and whether its list must match its peers'."""

    label: str
    en: str = ""
    level: str = ""
    levels: tuple[str, ...] = ()
    same_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From how many yuan a matter goes to which body in units of which types."""

    amount: float
    unit_types: tuple[str, ...] = ()
    per: str = "single"
    body: str = ""
    filed_with: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """重大事项: a class of matters that a body must decide, with papers and thresholds."""

    label: str
    en: str = ""
    collective: bool = True
    ballot: str = ""
    papers: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A kind of post by what it is: chief, head of an office, in charge, or in charge of certain areas."""

    label: str
    en: str = ""
    chief: bool = False
    head: bool = False
    in_charge: bool = False
    areas: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """效力位阶: a rank of law; ``order`` falls with rank (1 is the highest), ``articles``: must they be cited?"""

    label: str
    order: int
    en: str = ""
    articles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScheme:
    """How a code is built: a ``pattern`` (regular expression, whole value) or a built-in ``check``."""

    label: str
    en: str = ""
    pattern: str = ""
    check: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAsks:
    """Which fields each power in force must fill in (职权目录要素)."""

    fields: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """风险类别, and the types of control that fit it."""

    label: str
    en: str = ""
    controls: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """加重情形: a circumstance of a risk point; ``grade`` is what it settles at least, whatever the score."""

    label: str
    en: str = ""
    grade: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor of a grade: ``scale`` maps each allowed whole number to what it means.

    ``between`` allows all whole numbers from the least to the greatest; ``weight`` counts in a weighted sum,
    ``scores`` tell a lookup what each value of the scale is worth.
    """

    label: str
    scale: Mapping[str, str]
    en: str = ""
    between: bool = False
    weight: float = 1
    scores: Mapping[str, float] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The least score of a grade."""

    grade: str
    from_: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a risk point becomes a grade; bands stand from the highest score down.

    ``product`` multiplies the factors, ``weighted-sum`` adds them, ``lookup`` multiplies their scores; ``matrix`` reads
    the grade in ``cells`` (value of the first factor → value of the second → grade); ``criteria-count`` counts the
    flags among ``criteria``, ``risk-count`` the risk points of one post.
    """

    kind: str
    factors: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """保底: from a value of a factor on, a computed grade is at least this one."""

    label: str
    factor: str
    from_: int
    grade: str
    en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """直接定级: risk points of such powers have at least this grade, even where nothing can be computed.

    All the conditions that are given must hold; with none given it holds for every risk point.
    """

    label: str
    grade: str
    en: str = ""
    matters: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidualAsks:
    """剩余等级: each ``per_level`` points of the control types in force lower a grade by one, at most ``most``."""

    per_level: int
    most: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationAsks:
    """权力集中: after how many ``years`` in one post somebody has been there too long (0: never)."""

    years: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """重点领域: powers of such areas, matters, types or axes must have a risk point."""

    id: str
    label: str
    en: str = ""
    types: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approver:
    """Who may settle a grade: any body, a role, or a named outsider."""

    body: bool = False
    role: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausibility:
    """When a unit's grades look unserious: from ``least`` risk points on, above a share of low ones, none high."""

    least: int
    low_share: float
    some_high: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAsks:
    """廉政风险: words, method, who approves, how often reviewed, where risks must have been looked for."""

    categories: Mapping[str, Category] = field(default_factory=dict)
    stages: Mapping[str, Term] = field(default_factory=dict)
    found_by: Mapping[str, Term] = field(default_factory=dict)
    flags: Mapping[str, Flag] = field(default_factory=dict)
    factors: Mapping[str, Factor] = field(default_factory=dict)
    method: Method | None = None
    floors: tuple[Floor, ...] = ()
    overrides: tuple[Override, ...] = ()
    residual: ResidualAsks | None = None
    concentration: ConcentrationAsks = field(default_factory=ConcentrationAsks)
    layers: tuple[str, ...] = ()
    focus: tuple[Focus, ...] = ()
    approvers: tuple[Approver, ...] = ()
    review_months: int = 0
    plausibility: Plausibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeControls:
    """What a grade demands: control types, owners by role, the longest interval of checking."""

    types: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    at_least: int = 1
    every: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlType:
    """措施类型; ``points`` is what one in force counts for the residual grade."""

    label: str
    en: str = ""
    points: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """How often: ``months`` between two checks, 0 for each time or when needed."""

    label: str
    en: str = ""
    months: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlAsks:
    """防控措施: types, intervals, what each grade demands, and words that alone say nothing to do."""

    types: Mapping[str, ControlType] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    by_grade: Mapping[str, GradeControls] = field(default_factory=dict)
    hollow: tuple[str, ...] = ()
    repeats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """不相容职责: duties that one post may not hold in one workflow."""

    id: str
    label: str
    duties: tuple[str, ...]
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinPersons:
    """At least so many people in steps of these duties, of powers of these types (all if none named)."""

    persons: int
    label: str = ""
    types: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiefAsks:
    """一把手: areas the chief may not be in charge of, areas somebody must be, areas that need a limit."""

    not_in_charge_of: tuple[str, ...] = ()
    required_areas: tuple[str, ...] = ()
    limit_areas: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()
    speaks_last: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """公开范围; ``rank`` rises with how few may see it (1 is everyone)."""

    label: str
    rank: int
    en: str = ""
    withheld: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingBasis:
    """不予公开的依据: the clause, and whether withholding is a duty (``must``) or a choice."""

    label: str
    clause: str
    en: str = ""
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAsks:
    """公开: scopes, channels, timings, deadline, bases for withholding; ``fields``: kind → field → who sees it."""

    scopes: Mapping[str, Scope] = field(default_factory=dict)
    channels: Mapping[str, Term] = field(default_factory=dict)
    timings: Mapping[str, Term] = field(default_factory=dict)
    bases: Mapping[str, WithholdingBasis] = field(default_factory=dict)
    deadline: str = ""
    least_scope: str = ""
    filing: bool = False
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names_public: bool = False
    names_reason: str = ""


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
class SecrecyAsks:
    """Words that classify a paper, the signs after and labels before them, softer phrases, harmless ones."""

    words: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A level of strictness: the rules and families that it adds to the rungs below it, and what makes a run fail."""

    label: str
    rank: int
    en: str = ""
    rules: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    note: str = ""


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
