"""The grades of all risk points of a catalogue, where one may hang on how many others there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from powerctl.grading.reckon import grade
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.naming import is_outside, split_reference
from powerctl.reckoning import Reckoning

Bound = tuple[str, Power | None, RiskPoint]
_Holder = tuple[str, str, str]


@dataclass(frozen=True)
class Grader:
    """Grades risk points as their catalogue and rulebook say."""

    catalogue: Catalogue
    rulebook: Rulebook

    def grade(self, unit: str, power: Power | None, risk: RiskPoint) -> Reckoning | None:
        """The computed grade of a risk point, None where there is none."""
        return grade(risk, self.rulebook, power, self.peers(unit, power, risk))

    def grade_of(self, unit: str, power: Power | None, risk: RiskPoint) -> str:
        """The grade that counts: as declared, else as computed, else none."""
        if risk.grade:
            return risk.grade
        reckoning = self.grade(unit, power, risk)
        return reckoning.grade if reckoning is not None else ""

    def peers(self, unit: str, power: Power | None, risk: RiskPoint) -> int:
        """How many risk points the same holder has; 0 where the method does not ask, or nobody holds it."""
        holder = holder_of(unit, power, risk) if self._counts_risks else None
        return self._holdings[holder] if holder is not None else 0

    def in_force(self) -> Iterator[Bound]:
        """The risk points of powers in force and those of posts, offices and units."""
        statuses = self.rulebook.statuses
        for unit, power, risk in self.catalogue.risk_points():
            if power is None or (power.status in statuses and statuses[power.status].in_force):
                yield unit, power, risk

    @property
    def _counts_risks(self) -> bool:
        return counts_risks(self.rulebook)

    @cached_property
    def _holdings(self) -> Counter[_Holder]:
        holders = (holder_of(unit, power, risk) for unit, power, risk in self.in_force())
        return Counter(holder for holder in holders if holder is not None)


def counts_risks(rulebook: Rulebook) -> bool:
    """Whether a grade hangs on how many risk points the same holder has, in whichever unit they are."""
    method = rulebook.risk.method
    return method is not None and method.kind == "risk-count"


def holder_of(unit: str, power: Power | None, risk: RiskPoint) -> _Holder | None:
    """Whose risk point it is: the post, office or body that it names or that takes its step, else the unit itself.

    The unit that wrote it down comes first: what one unit is graded does not hang on the files of another.
    """
    reference = risk.post or risk.office
    if risk.step and power is not None and power.workflow is not None:
        reference = next((step.actor for step in power.workflow.steps if step.id == risk.step), "")
    if reference:
        return None if is_outside(reference) else (unit, *split_reference(reference, unit))
    return (unit, unit, "") if risk.unit else None
