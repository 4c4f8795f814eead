"""What is counted on pages, all of it after the gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.risk import PublicRisk
from powerctl.public.terms import PublicGrade, PublicTerm
from powerctl.public.unit import PublicUnit

RiskOf = tuple[PublicUnit | None, PublicPower | None, PublicRisk]


def all_risks(catalogue: PublicCatalogue) -> Iterator[RiskOf]:
    """Every risk point that the readers see, with its unit and, where it has one, its power."""
    units = catalogue.units_by_id
    for power in catalogue.powers:
        for risk in power.risk_points:
            yield units.get(power.unit), power, risk
    for unit in catalogue.units:
        for risk in unit.risk_points:
            yield unit, None, risk


def highest(powers: Iterable[PublicPower]) -> PublicGrade | None:
    """The gravest grade among some powers."""
    return max((power.grade for power in powers if power.grade is not None), key=lambda grade: grade.rank, default=None)


def types_in_use(catalogue: PublicCatalogue) -> Mapping[str, PublicTerm]:
    """The types of the powers there are, by id."""
    return {power.type.id: power.type for power in sorted(catalogue.powers, key=lambda power: power.type.id)}


def type_anchor(type_id: str) -> str:
    """Where on a unit's page the powers of a type stand."""
    return f"type-{type_id}"


def codes(power: PublicPower) -> str:
    """The published code of a power, or nothing."""
    return power.code.value if power.code is not None else ""
