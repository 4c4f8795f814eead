"""Who bears a risk point: the posts that take its step, or that it names itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.unit import Body, Office, Post
from powerctl.naming import find, posts_behind, split_reference


@dataclass(frozen=True, slots=True)
class Bearers:
    """The posts behind references, each reference looked up once."""

    catalogue: Catalogue
    _behind: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def posts(self, unit: str, reference: str) -> tuple[str, ...]:
        """The posts (``unit/post``) behind a reference in a unit."""
        key = (unit, reference)
        if key not in self._behind:
            holders = posts_behind(self.catalogue, unit, reference)
            self._behind[key] = tuple(dict.fromkeys(f"{owner.id}/{post.id}" for owner, post in holders))
        return self._behind[key]

    def is_body(self, unit: str, reference: str) -> bool:
        """Whether a reference names a body."""
        return isinstance(find(self.catalogue, unit, reference), Body)

    def of_risk(self, unit: str, power: Power | None, risk: RiskPoint) -> tuple[str, ...]:
        """The posts that bear a risk point, each once; the head of an office, the chief of a unit."""
        found = [post for reference in _references(risk, power) for post in self.posts(unit, reference)]
        if risk.office:
            found += self._head(unit, risk.office)
        if risk.unit and unit in self.catalogue.units_by_id:
            chief = self.catalogue.units_by_id[unit].chief
            found += [f"{unit}/{chief.id}"] if chief is not None else []
        return tuple(dict.fromkeys(found))

    def offices_of(self, unit: str, power: Power | None, risk: RiskPoint) -> tuple[str, ...]:
        """The offices (``unit/office``) of a risk point: its own, else those of the posts that bear it."""
        if risk.office:
            return ("/".join(split_reference(risk.office, unit)),)
        named = [self._office(unit, reference) for reference in _references(risk, power)]
        return tuple(dict.fromkeys(office for office in named if office))

    def _office(self, unit: str, reference: str) -> str:
        """The office that a reference names, or that its post belongs to; "" for neither."""
        owner, _ = split_reference(reference, unit)
        match find(self.catalogue, unit, reference):
            case Office(id=office):
                return f"{owner}/{office}"
            case Post(office=office) if office:
                return f"{owner}/{office}"
        return ""

    def _head(self, unit: str, office: str) -> list[str]:
        thing = find(self.catalogue, unit, office)
        owner, _ = split_reference(office, unit)
        return [f"{owner}/{thing.head}"] if isinstance(thing, Office) and thing.head else []


def _references(risk: RiskPoint, power: Power | None) -> tuple[str, ...]:
    if risk.post:
        return (risk.post,)
    steps = power.workflow.steps if power is not None and power.workflow is not None else ()
    return next((step.people for step in steps if step.id == risk.step), ())
