"""The bytes of one file → a parcel: its data as far as they fit the schema, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from powerctl import document, schema
from powerctl.layout import PATTERNS, RESERVED_IDS, Standing, standing, subject_of
from powerctl.model.adjustment import Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Laws
from powerctl.model.calendar import YearCalendar
from powerctl.model.catalogue import About
from powerctl.model.decision import Decision
from powerctl.model.place import Path
from powerctl.model.power import Power
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulations
from powerctl.model.risk import Risks
from powerctl.model.rulebook import SecrecyAsks
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Unit
from powerctl.model.waiver import Waivers
from powerctl.model.warning import EarlyWarning
from powerctl.nearest import nearest
from powerctl.prune import prune
from powerctl.results import Fact, Finding, Location, Severity
from powerctl.scan import scan

CLASSES: dict[str, type[Any]] = {
    "catalogue": About,
    "laws": Laws,
    "waivers": Waivers,
    "programme": Programme,
    "calendar": YearCalendar,
    "unit": Unit,
    "power": Power,
    "risks": Risks,
    "regulations": Regulations,
    "decision": Decision,
    "warning": EarlyWarning,
    "supervision": Supervision,
    "assessment": Assessment,
    "adjustment": Adjustment,
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one file gave: data to be decoded (None for none), findings, and the paths left out of the data, if any."""

    data: dict[str, Any] | None = None
    findings: tuple[Finding, ...] = ()
    left_out: tuple[Path, ...] | None = None


def examine(file: str, raw: bytes | Finding, secrecy: SecrecyAsks) -> Parcel:
    """The parcel that a file's bytes make, or the reason why there are none."""
    if isinstance(raw, Finding):
        return Parcel(None, (raw,), ((),))
    read = document.read(file, raw)
    findings = [replace(finding, subject=subject_of(file)) for finding in read.findings]
    findings += scan(file, raw, secrecy)
    place = standing(file)
    if not read.is_read:
        return Parcel(None, tuple(findings), ((),))
    if place is None or _kind(read.data) not in (place.kind, None):
        return Parcel(None, (*findings, _misplaced(file, raw, read.data)), ((),))
    if place.kind == "rulebook":  # rulebooks are checked where they are used
        return Parcel(None, tuple(findings))
    return _fitted(file, raw, read.data, place, findings)


def _kind(data: object) -> object:
    return data.get("kind") if isinstance(data, dict) else None


def _misplaced(file: str, raw: bytes, data: object) -> Finding:
    """A file of an unknown kind, or one that stands where its kind does not belong."""
    kind = _kind(data)
    place = document.read(file, raw, positions=True).locate(("kind",))
    if isinstance(kind, str) and kind in PATTERNS:
        return _finding("S005", "place", place, {"kind": kind, "expected": PATTERNS[kind]})
    if kind is None:
        return _finding("S005", "stray", place, {})
    facts = {
        "value": str(kind),
        "allowed": " ".join(schema.KINDS),
        "nearest": nearest(str(kind), schema.KINDS),
    }
    return _finding("S002", "value", place, facts)


def _fitted(file: str, raw: bytes, data: Any, place: Standing, findings: list[Finding]) -> Parcel:
    left_out: tuple[Path, ...] | None = None
    faults = tuple(schema.faults(place.kind, data))
    if faults:
        findings += _located(file, raw, faults)
        data, left_out = prune(CLASSES[place.kind], data, faults)
    if data is not None:
        findings += _named(file, raw, data, place)
    return Parcel(data, tuple(findings), left_out)


def _located(file: str, raw: bytes, faults: tuple[schema.Fault, ...]) -> Iterator[Finding]:
    read = document.read(file, raw, positions=True)
    for fault in faults:
        yield _finding("S002", fault.case, read.locate(fault.path, key=fault.on_key), fault.facts)


def _named(file: str, raw: bytes, data: Mapping[str, Any], place: Standing) -> Iterator[Finding]:
    """The id of a file is its name (a unit's, its folder's), and no name that is taken."""
    own = data.get("id")
    if place.id and own != place.id:
        at = document.read(file, raw, positions=True).locate(("id",))
        yield _finding("S005", "id", at, {"id": str(own), "name": place.id})
    elif isinstance(own, str) and own.casefold() in RESERVED_IDS:
        at = document.read(file, raw, positions=True).locate(("id",))
        yield _finding("S005", "reserved", at, {"id": own})


def _finding(rule: str, case: str, place: Location, facts: Mapping[str, Fact]) -> Finding:
    return Finding(rule, Severity.ERROR, place, facts, case, subject_of(place.file))
