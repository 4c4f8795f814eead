"""How grades are reckoned, for the page that explains them."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicGrade, PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicScale:
    """One value of a factor and what it means; ``score`` is what a lookup counts it for."""

    value: int
    meaning: str
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMeasure:
    """A factor with its scale, highest value first; ``weight`` counts in a weighted sum."""

    factor: PublicTerm
    scale: tuple[PublicScale, ...]
    weight: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBand:
    """From which score on a grade is given."""

    grade: PublicGrade
    from_: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCell:
    """A field of a matrix: value of the first factor, value of the second, the grade there."""

    first: int
    second: int
    grade: PublicGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDemand:
    """What alone demands a grade at least: a circumstance, a value of a factor, a kind of power."""

    demand: PublicTerm
    grade: PublicGrade


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicMethod:
    """``kind`` is the rulebook's method (``product`` …, "" for none); ``grades`` stand from the gravest down."""

    kind: str = ""
    factors: tuple[PublicMeasure, ...] = ()
    criteria: tuple[PublicTerm, ...] = ()
    bands: tuple[PublicBand, ...] = ()
    cells: tuple[PublicCell, ...] = ()
    demands: tuple[PublicDemand, ...] = ()
    grades: tuple[PublicGrade, ...] = ()
