"""职权目录 as one circle of readers sees it: everything that a site, an export or a feed may tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from powerctl.public.audience import Audience
from powerctl.public.method import PublicMethod
from powerctl.public.power import PublicComplaints, PublicPower
from powerctl.public.procedure import PublicProcedure
from powerctl.public.register import PublicAdjustment, PublicDecision, PublicLaw, PublicWithheld
from powerctl.public.supervision import PublicSupervision
from powerctl.public.terms import PublicTerm
from powerctl.public.unit import PublicUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSource:
    """A document that the catalogue's facts come from."""

    title: str
    number: str = ""
    issuer: str = ""
    issued: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSite:
    """What the site says about itself: head and foot of a Chinese government site."""

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
    complaints: PublicComplaints | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAbout:
    """Whose catalogue this is."""

    id: str
    name: str
    region: str = ""
    level: PublicTerm | None = None
    language: str = "zh-CN"
    sources: tuple[PublicSource, ...] = ()
    site: PublicSite = field(default_factory=PublicSite)


@dataclass(frozen=True, kw_only=True)
class PublicCatalogue:
    """All that ``audience`` may see, sorted by code point of id; whatever is counted is counted here."""

    about: PublicAbout
    audience: Audience
    units: tuple[PublicUnit, ...] = ()
    powers: tuple[PublicPower, ...] = ()
    laws: tuple[PublicLaw, ...] = ()
    decisions: tuple[PublicDecision, ...] = ()
    adjustments: tuple[PublicAdjustment, ...] = ()
    withheld: tuple[PublicWithheld, ...] = ()
    supervision: PublicSupervision = field(default_factory=PublicSupervision)
    method: PublicMethod = field(default_factory=PublicMethod)
    procedures: tuple[PublicProcedure, ...] = ()

    @cached_property
    def units_by_id(self) -> Mapping[str, PublicUnit]:
        """The units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def powers_by_subject(self) -> Mapping[str, PublicPower]:
        """The powers by ``unit/power``."""
        return {power.subject: power for power in self.powers}

    @cached_property
    def powers_by_unit(self) -> Mapping[str, tuple[PublicPower, ...]]:
        """The powers of each unit, in order."""
        grouped: dict[str, list[PublicPower]] = {unit.id: [] for unit in self.units}
        for power in self.powers:
            grouped[power.unit].append(power)
        return {unit: tuple(powers) for unit, powers in grouped.items()}

    @cached_property
    def powers_by_type(self) -> Mapping[str, tuple[PublicPower, ...]]:
        """The powers of each type that occurs, in order."""
        grouped: dict[str, list[PublicPower]] = {}
        for power in self.powers:
            grouped.setdefault(power.type.id, []).append(power)
        return {type_: tuple(powers) for type_, powers in grouped.items()}

    @cached_property
    def laws_by_id(self) -> Mapping[str, PublicLaw]:
        """The laws by id."""
        return {law.id: law for law in self.laws}
