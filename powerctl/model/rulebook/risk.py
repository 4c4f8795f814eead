"""廉政风险: categories, factors, how a grade is reckoned, who settles it, what is plausible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.rulebook.words import Term


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
