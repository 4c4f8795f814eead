"""Documents → schema check → Catalogue. Faults in one file come back as findings and never hide another file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from powerctl import document, schema
from powerctl.decode import decode
from powerctl.layout import PATTERNS, RESERVED_IDS, Standing, standing, subject_of
from powerctl.model.adjustment import Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Laws
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.decision import Decision
from powerctl.model.place import Path
from powerctl.model.power import Power
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulations
from powerctl.model.risk import Risks
from powerctl.model.rulebook import Rulebook
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Unit
from powerctl.model.waiver import Waivers
from powerctl.model.warning import EarlyWarning
from powerctl.nearest import nearest
from powerctl.prune import prune
from powerctl.results import Fact, Finding, Location, Severity
from powerctl.rulebook import DEFAULT_FILE, load_rulebook
from powerctl.scan import scan
from powerctl.source import Source

_CATALOGUE = "catalogue.yaml"
_CLASSES: dict[str, type[Any]] = {
    "catalogue": About,
    "laws": Laws,
    "waivers": Waivers,
    "programme": Programme,
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
_OF_A_UNIT = frozenset(_CLASSES) - {"catalogue", "laws", "waivers", "programme", "unit"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with its rulebook, what was found while reading, and how many files were read."""

    catalogue: Catalogue
    rulebook: Rulebook
    findings: tuple[Finding, ...]
    files: int


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    source: Source
    rulebook: Rulebook
    parts: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in _CLASSES})
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, tuple[Path, ...]] = field(default_factory=dict)


def load(source: Source, progress: Progress | None = None, rules: Source | None = None) -> Loaded:
    """Everything below one ``catalogue.yaml``, by the rulebook of ``rules`` (of the catalogue itself if None).

    PowerctlError only for a rulebook that cannot be used.
    """
    rules = rules or source
    rulebook = load_rulebook(rules, rulebook_file(rules))
    listing = source.listing()
    reading = _Reading(source, rulebook, findings=list(listing.findings))
    with _no_collection():
        for count, file in enumerate(listing.files, 1):
            _read_file(reading, file)
            if progress is not None:
                progress(count, len(listing.files))
    return Loaded(_catalogue(reading), rulebook, tuple(reading.findings), len(listing.files))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Reading builds a great many objects and no rings: to walk them over and over, now and later, is idle work."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def rulebook_file(source: Source) -> str:
    """The rulebook that ``catalogue.yaml`` names; else the usual file where there is one; else the built-in one."""
    raw = source.read(_CATALOGUE)
    data = document.read(_CATALOGUE, raw).data if isinstance(raw, bytes) else None
    named = data.get("rulebook") if isinstance(data, dict) else None
    if isinstance(named, str):
        return named
    return DEFAULT_FILE if DEFAULT_FILE in source.listing().files else ""


def _read_file(reading: _Reading, file: str) -> None:
    raw = reading.source.read(file)
    if isinstance(raw, Finding):
        _refuse(reading, file, [raw])
        return
    read = document.read(file, raw)
    reading.findings += (replace(finding, subject=subject_of(file)) for finding in read.findings)
    reading.findings += scan(file, raw, reading.rulebook.secrecy)
    place = standing(file)
    if not read.is_read:
        _refuse(reading, file, [])
    elif place is None or _kind(read.data) not in (place.kind, None):
        _refuse(reading, file, [_misplaced(file, raw, read.data)])
    elif place.kind != "rulebook":  # rulebooks are checked where they are used
        _take(reading, file, raw, read.data, place)


def _refuse(reading: _Reading, file: str, findings: list[Finding]) -> None:
    reading.findings += findings
    reading.left_out[file] = ((),)


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


def _take(reading: _Reading, file: str, raw: bytes, data: Any, place: Standing) -> None:
    cls = _CLASSES[place.kind]
    faults = tuple(schema.faults(place.kind, data))
    if faults:
        reading.findings += _located(file, raw, faults)
        data, reading.left_out[file] = prune(cls, data, faults)
        if data is None:
            return
    reading.findings += _named(file, raw, data, place)
    extra = {"unit": place.unit} if place.kind in _OF_A_UNIT else {}
    reading.parts[place.kind].append(decode(cls, data, file, **extra))


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


def _catalogue(reading: _Reading) -> Catalogue:
    parts = reading.parts
    about = next(iter(parts["catalogue"]), About(id="", name=""))
    programme = next(iter(parts["programme"]), None)
    return Catalogue(
        about=about,
        laws=next(iter(parts["laws"]), Laws()),
        waivers=next(iter(parts["waivers"]), Waivers()),
        programme=programme,
        units=tuple(parts["unit"]),
        powers=tuple(parts["power"]),
        risks=tuple(parts["risks"]),
        regulations=tuple(parts["regulations"]),
        decisions=tuple(parts["decision"]),
        warnings=tuple(parts["warning"]),
        supervision=tuple(parts["supervision"]),
        assessments=tuple(parts["assessment"]),
        adjustments=tuple(parts["adjustment"]),
        left_out=dict(reading.left_out),
    )
