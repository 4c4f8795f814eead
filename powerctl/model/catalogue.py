"""职权目录: everything of one jurisdiction, as read from one folder at one revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from powerctl.layout import is_power, is_register, rank_of, share_of, subject_of
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


EVERY_NAME = "*"  # no power is called so


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All units of a jurisdiction with everything in them, each sequence in the order of its files' names.

    ``left_out`` tells which parts of which files were refused and so are missing here: rules say nothing of them.
    One unit's share of a catalogue has its name as ``share`` and, ``around`` it, the registers that all units share.
    Where only the heads of powers are there, ``high_risk_units`` tells which units have a risk of the gravest grade.
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
    share: str = ""
    around: Registers | None = field(default=None, compare=False, repr=False)
    high_risk_units: frozenset[str] | None = None

    @cached_property
    def units_by_id(self) -> Mapping[str, Unit]:
        """The units by id; in a share too, all of them."""
        if self.around is not None:
            return self.around.catalogue.units_by_id
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
    def laws_by_id(self) -> Mapping[str, Law]:
        """The register of laws by id; in a share too, all of them."""
        if self.around is not None:
            return self.around.catalogue.laws_by_id
        return {law.id: law for law in reversed(self.laws.laws)}

    @cached_property
    def regulations_by_unit(self) -> Mapping[str, Mapping[str, Regulation]]:
        """Each unit's register of regulations by id; in a share too, those of all units."""
        if self.around is not None:
            return self.around.catalogue.regulations_by_unit
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

    def has_power(self, subject: str) -> bool:
        """Whether there is a power called so; those of other units are known to a share by the names of their files."""
        if subject in self.powers_by_subject or subject in self._named_by_files:
            return True
        return self.around is not None and self.around.has_power(subject)

    def power_subjects(self) -> frozenset[str]:
        """Every power that ``has_power`` knows."""
        others = self.around.power_subjects() if self.around is not None else frozenset()
        return others.union(self.powers_by_subject, self._named_by_files)

    @cached_property
    def _named_by_files(self) -> frozenset[str]:
        """The powers after their files; a file that could not be read is one all the same."""
        files = (*(power.ref.file for power in self.powers), *self.left_out)
        return frozenset(subject_of(file) for file in files if is_power(file))

    def is_own(self, file: str) -> bool:
        """Whether a file belongs to this share; to a whole catalogue all belong."""
        return self.around is None or share_of(file) == self.share

    @cached_property
    def registers(self) -> Registers:
        """What the units of a whole catalogue have in common."""
        kept = {file: paths for file, paths in self.left_out.items() if is_register(file)}
        common = Catalogue(
            about=self.about, laws=self.laws, waivers=self.waivers, programme=self.programme, calendars=self.calendars,
            units=self.units, regulations=self.regulations, left_out=kept,
        )  # fmt: skip
        return Registers(common, self._named_by_files)

    @property
    def shares(self) -> tuple[Catalogue, ...]:
        """The shares of a whole catalogue: what belongs to no unit, then each unit's; a share is its only one."""
        return (self,) if self.around is not None else self._split

    @cached_property
    def _split(self) -> tuple[Catalogue, ...]:
        parts: dict[str, dict[str, list[Any]]] = {name: {key: [] for key in _IN_SHARES} for name in self._share_names}
        for key in _IN_SHARES:
            for part in getattr(self, key):
                parts[share_of(part.ref.file)][key].append(part)
        left_out: dict[str, dict[str, tuple[Path, ...]]] = {name: {} for name in parts}
        for file, paths in self.left_out.items():
            left_out[share_of(file)][file] = paths
        return tuple(self.registers.share(name, parts[name], left_out[name]) for name in sorted(parts, key=rank_of))

    @property
    def _share_names(self) -> set[str]:
        files = (part.ref.file for key in (*_IN_SHARES, *_COMMON) for part in getattr(self, key))
        return {"", *map(share_of, files), *map(share_of, self.left_out)}


# What each share has of its own beside its unit and register of regulations.
_IN_SHARES = ("powers", "risks", "decisions", "warnings", "supervision", "assessments", "adjustments")
_COMMON = ("units", "regulations")


@dataclass(frozen=True)
class Registers:
    """What all units of a catalogue refer to: laws, units with their posts, regulations, and the names of powers.

    What is asked of the names is remembered in ``asked`` by each share, since little of a share hangs on all of them.
    """

    catalogue: Catalogue
    names: frozenset[str]
    asked: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def has_power(self, subject: str) -> bool:
        """Whether there is a power file of this name."""
        self.asked[subject] = subject in self.names
        return self.asked[subject]

    def power_subjects(self) -> frozenset[str]:
        """All names."""
        self.asked[EVERY_NAME] = True
        return self.names

    def share(
        self, name: str, parts: Mapping[str, Sequence[Any]], left_out: Mapping[str, tuple[Path, ...]]
    ) -> Catalogue:
        """The share of one unit (its folder's name), or with "" what belongs to no unit."""
        common = self.catalogue
        own: dict[str, Any] = {key: tuple(parts.get(key, ())) for key in _IN_SHARES}
        own |= self._by_share.get(name, {})
        if not name:
            own |= {"laws": common.laws, "waivers": common.waivers}
        around = Registers(common, self.names)
        taken = {**common.left_out, **left_out}
        return Catalogue(
            about=common.about,
            programme=common.programme,
            calendars=common.calendars,
            left_out=taken,
            share=name,
            around=around,
            **own,
        )

    @cached_property
    def _by_share(self) -> dict[str, dict[str, tuple[Any, ...]]]:
        """What the registers hold of each unit."""
        found: dict[str, dict[str, tuple[Any, ...]]] = {}
        for key in _COMMON:
            for part in getattr(self.catalogue, key):
                mine = found.setdefault(share_of(part.ref.file), {})
                mine[key] = (*mine.get(key, ()), part)
        return found
