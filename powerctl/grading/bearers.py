"""Who bears a risk point: the posts that take its step, or that it names itself."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.unit import Office, Post
from powerctl.naming import find, split_reference
from powerctl.workflow.people import Holder, People


@dataclass(frozen=True, slots=True)
class Bearers:
    """Finds the posts and offices that risk points belong to."""

    catalogue: Catalogue
    people: People

    def posts(self, unit: str, power: Power | None, risk: RiskPoint) -> tuple[Holder, ...]:
        """Its post, its office's head and staff, its unit's chief, or all who take part in its step."""
        if risk.unit:
            owner = self.catalogue.units_by_id.get(unit)
            return (Holder(unit, owner.chief.id),) if owner is not None and owner.chief is not None else ()
        return tuple(sorted(self.people.behind(unit, _references(power, risk)).everybody))

    def offices(self, unit: str, power: Power | None, risk: RiskPoint) -> tuple[Holder, ...]:
        """The offices that it names or whose posts take its step."""
        found = (self._office(unit, reference) for reference in _references(power, risk))
        return tuple(sorted({office for office in found if office is not None}))

    def _office(self, unit: str, reference: str) -> Holder | None:
        owner, name = split_reference(reference, unit)
        match find(self.catalogue, unit, reference):
            case Office():
                return Holder(owner, name)
            case Post(office=office) if office:
                return Holder(owner, office)
        return None


def _references(power: Power | None, risk: RiskPoint) -> tuple[str, ...]:
    if risk.post or risk.office:
        return (risk.post or risk.office,)
    steps = power.workflow.steps if power is not None and power.workflow is not None else ()
    return next((step.people for step in steps if step.id == risk.step), ())
