"""职权目录: everything of one jurisdiction, as read from one folder at one revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from powerctl.model.adjustment import Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Law, Laws
from powerctl.model.calendar import YearCalendar
from powerctl.model.decision import Decision
from powerctl.model.place import NOWHERE, Path, Ref
from powerctl.model.power import Complaints, Power
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulation, Regulations
from powerctl.model.risk import RiskPoint, Risks
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Unit
from powerctl.model.waiver import Waivers
from powerctl.model.warning import EarlyWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """A document that the catalogue's facts come from."""

    title: str
    number: str = ""
    issuer: str = ""
    issued: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the disclosure site says about itself (head and foot of a Chinese government site)."""

    title: str = ""
    base_url: str = ""
    host: str = ""
    operator: str = ""
    phone: str = ""
    site_code: str = ""
    icp: str = ""
    police_record: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    complaints: Complaints | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """``catalogue.yaml``: whose catalogue this is."""

    id: str
    name: str
    format: int = 1
    region: str = ""
    level: str = ""
    language: str = "zh-CN"
    rulebook: str = ""
    sources: tuple[FactSource, ...] = ()
    site: Site = field(default_factory=Site)
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All units of a jurisdiction with everything in them, each sequence in the order of its files' names.

    ``left_out`` tells which parts of which files were refused and so are missing here: rules say nothing of them.
    """

    about: About
    laws: Laws = field(default_factory=Laws)
    waivers: Waivers = field(default_factory=Waivers)
    programme: Programme | None = None
    calendars: tuple[YearCalendar, ...] = ()
    units: tuple[Unit, ...] = ()
    powers: tuple[Power, ...] = ()
    risks: tuple[Risks, ...] = ()
    regulations: tuple[Regulations, ...] = ()
    decisions: tuple[Decision, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()
    supervision: tuple[Supervision, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    left_out: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        """The units by id."""
        return {unit.id: unit for unit in reversed(self.units)}

    @cached_property
    def powers_by_subject(self) -> dict[str, Power]:
        """The powers by ``unit/power``."""
        return {power.subject: power for power in reversed(self.powers)}

    @cached_property
    def powers_by_unit(self) -> dict[str, tuple[Power, ...]]:
        """The powers of each unit, in order."""
        grouped: dict[str, list[Power]] = {unit.id: [] for unit in self.units}
        for power in self.powers:
            grouped.setdefault(power.unit, []).append(power)
        return {unit: tuple(powers) for unit, powers in grouped.items()}

    @cached_property
    def laws_by_id(self) -> dict[str, Law]:
        """The register of laws by id."""
        return {law.id: law for law in reversed(self.laws.laws)}

    @cached_property
    def regulations_by_unit(self) -> dict[str, dict[str, Regulation]]:
        """Each unit's register of regulations by id."""
        return {
            register.unit: {regulation.id: regulation for regulation in register.regulations}
            for register in self.regulations
        }

    def risk_points(self) -> Iterator[tuple[str, Power | None, RiskPoint]]:
        """Every risk point with its unit's id and, where it belongs to one, its power."""
        for power in self.powers:
            for risk in power.risk_points:
                yield power.unit, power, risk
        for risks in self.risks:
            for risk in risks.risk_points:
                yield risks.unit, None, risk
