"""考核: the yearly hundred-point score of a unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Points given for one item of the rulebook's table, with the reason."""

    item: str
    points: float
    reason: str = ""
    evidence: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """``assessments/*.yaml``: one year."""

    id: str
    year: int
    scores: tuple[Score, ...] = ()
    total: float | None = None
    graded_by: str = ""
    on: str = ""
    note: str = ""
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
