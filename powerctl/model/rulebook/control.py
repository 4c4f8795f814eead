"""防控措施: how many a grade asks for, their types and intervals; duties apart, how many persons, the chief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
