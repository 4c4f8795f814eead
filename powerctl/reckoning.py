"""How a grade came about, as data: what counted, the score, what raised it, what controls took off it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref
from powerctl.model.rulebook import Band
from powerctl.results import Fact
from powerctl.table import Word

StepFact = Fact | Word
Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A factor with its value, or a criterion that is met; ``worth`` is its weight, or what its value is worth."""

    id: str
    value: int
    worth: float = 1


@dataclass(frozen=True, slots=True)
class Raise:
    """What demands at least a grade: a ``flag`` of the risk point, a ``floor`` of a factor, an ``override``."""

    kind: str
    label: Word
    grade: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A computed grade and how it came about.

    ``base`` is the grade that the method alone gives ("" where it gives none), ``raised`` all that demands at least
    some grade; ``score`` is None where the method knows no score or could not be used.
    """

    method: str
    score: float | None
    grade: str
    counted: tuple[Counted, ...] = ()
    band: Band | None = None
    base: str = ""
    raised: tuple[Raise, ...] = ()

    @property
    def factors(self) -> tuple[tuple[str, int], ...]:
        """What counted, with its values."""
        return tuple((entry.id, entry.value) for entry in self.counted)


@dataclass(frozen=True, slots=True)
class Residual:
    """The grade that is left with the controls in force: which types of them counted, their points, how many levels."""

    grade: str
    types: tuple[str, ...]
    points: int
    levels: int


def number(value: float) -> str:
    """A number as people write it: no point where none is needed."""
    return f"{value:g}"


def formula(reckoning: Reckoning, name: Name) -> str:
    """The reckoning in one line: what counted and the score; "" where the method gave no grade."""
    line = terms(reckoning, name)
    if reckoning.score is None:
        return line
    return f"{line} = {number(reckoning.score)}" if line else number(reckoning.score)


def terms(reckoning: Reckoning, name: Name) -> str:
    """What counted, by what ``name`` calls it, with the signs of the method between."""
    if not reckoning.counted:
        return ""
    write, sign = _TERMS[reckoning.method]
    return sign.join(write(entry, name(entry.id)) for entry in reckoning.counted)


def _plain(entry: Counted, name: str) -> str:
    return f"{name} {entry.value}"


def _weighted(entry: Counted, name: str) -> str:
    return f"{name} {entry.value} × {number(entry.worth)}"


def _looked_up(entry: Counted, name: str) -> str:
    return f"{name} {entry.value} → {number(entry.worth)}"


def _met(_entry: Counted, name: str) -> str:
    return name


_TERMS: dict[str, tuple[Callable[[Counted, str], str], str]] = {
    "product": (_plain, " × "),
    "weighted-sum": (_weighted, " + "),
    "lookup": (_looked_up, " × "),
    "matrix": (_plain, " / "),
    "criteria-count": (_met, " + "),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning: the key of its sentence and the facts it needs."""

    key: str
    facts: Mapping[str, StepFact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GradedRisk:
    """A risk point with its grades: ``declared``, ``computed``, ``residual`` ("" where there is none).

    ``weight`` is the grade that counts (declared, else computed; where something is supposed, the computed one);
    ``is_settled`` tells of a declared grade that differs whether somebody answers for it with a reason.
    """

    subject: str
    unit: str
    power: str
    behaviour: str
    category: str
    declared: str
    computed: str
    residual: str
    factors: Mapping[str, int]
    reckoning: Reckoning | None = None
    weight: str = ""
    is_settled: bool = False
    signed_on: str = ""
    steps: tuple[Step, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)

    @property
    def differs(self) -> bool:
        """Whether it declares another grade than was computed."""
        return bool(self.declared and self.computed and self.declared != self.computed)

    @property
    def is_open(self) -> bool:
        """Whether it differs and nobody answers for that."""
        return self.differs and not self.is_settled


@dataclass(frozen=True, slots=True)
class Group:
    """Risk points taken together: how many of each grade ("" for those that have none)."""

    id: str
    name: Word
    counts: Mapping[str, int]
    gravest: str

    @property
    def total(self) -> int:
        """How many risk points there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a power that somebody takes: ``unit/power`` and the step's id, with their names."""

    power: str
    step: str
    name: str


@dataclass(frozen=True, slots=True)
class ToxicPair:
    """Duties that ought to be apart and that one post has in different powers of one kind, with the first of each."""

    id: str
    label: Word
    first: Act
    second: Act
    powers: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one post holds: powers, risk points and duties, the areas it is in charge of, how long it has been there.

    ``duties`` counts the steps it takes itself, by duty; ``collective`` those it takes as a member of a body.
    """

    post: str
    name: str
    unit: str
    areas: tuple[Word, ...]
    powers: int
    risks: Mapping[str, int]
    duties: Mapping[str, int]
    collective: int
    years: int | None
    is_too_long: bool
    toxic: tuple[ToxicPair, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How weighty steps spread over the posts of a unit: the Herfindahl index, from 1/posts (even) to 1 (one alone)."""

    unit: str
    name: str
    steps: int
    posts: int
    index: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """Who holds how much."""

    loads: tuple[Load, ...]
    spreads: tuple[Spread, ...]
    years: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Risk points by two of their properties; ``cells`` has rows of (how many, the gravest grade), top row first."""

    rows: Word
    columns: Word
    row_heads: tuple[Word, ...]
    column_heads: tuple[Word, ...]
    cells: tuple[tuple[tuple[int, str], ...], ...]


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A grade as a place calls it, with its colour."""

    name: Word
    colour: str


@dataclass(frozen=True, slots=True)
class Names:
    """What a place calls its grades (the gravest first), its duties, and what counts in its grades."""

    grades: Mapping[str, GradeWord]
    duties: Mapping[str, Word]
    counted: Mapping[str, Word]

    def grade(self, grade: str) -> Word:
        """A grade's name; "—" for none."""
        known = self.grades.get(grade)
        return known.name if known is not None else Word(grade or "—")


@dataclass(frozen=True, slots=True)
class GradedCatalogue:
    """The graded risk points of one catalogue, and what was asked to be taken together."""

    id: str
    name: str
    names: Names
    risks: tuple[GradedRisk, ...]
    groups: tuple[Group, ...] = ()
    concentration: Concentration | None = None
    heat: HeatMap | None = None


@dataclass(frozen=True, slots=True)
class GradeReport:
    """What ``grade`` tells: ``by`` is how risk points are taken together, ``supposed`` what was assumed,
    ``is_explained`` whether each reckoning is told step by step, ``unread`` how many faults hid parts of files."""

    catalogues: tuple[GradedCatalogue, ...]
    by: str = ""
    supposed: str = ""
    is_explained: bool = False
    unread: int = 0

    @property
    def risks(self) -> tuple[GradedRisk, ...]:
        """The risk points of all catalogues."""
        return tuple(risk for catalogue in self.catalogues for risk in catalogue.risks)
