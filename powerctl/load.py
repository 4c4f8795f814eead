"""Documents → schema check → Catalogue. Faults in one file come back as findings and never hide another file."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from powerctl import document
from powerctl.cache import Store, digest_of
from powerctl.crew import Task, crew_size, examined
from powerctl.decode import decode
from powerctl.errors import PowerctlError
from powerctl.examine import CLASSES, Parcel
from powerctl.layout import standing
from powerctl.listing import Listing
from powerctl.model.basis import Laws
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.place import Path
from powerctl.model.rulebook import Rulebook
from powerctl.model.waiver import Waivers
from powerctl.results import Finding
from powerctl.rulebook import DEFAULT_FILE, chain, load_rulebook
from powerctl.source import Source

_CATALOGUE = "catalogue.yaml"
_OF_A_UNIT = frozenset(CLASSES) - {"catalogue", "laws", "waivers", "programme", "calendar", "unit"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with its rulebook, what was found while reading, how many files were read, and their fingerprint."""

    catalogue: Catalogue
    rulebook: Rulebook
    findings: tuple[Finding, ...]
    files: int
    state: str = ""


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    parts: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in CLASSES})
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, tuple[Path, ...]] = field(default_factory=dict)


def load(
    source: Source,
    progress: Progress | None = None,
    rules: Source | None = None,
    *,
    jobs: int | None = 1,
    store: Store | None = None,
    place: str = "",
) -> Loaded:
    """Everything below one ``catalogue.yaml``, by the rulebook of ``rules`` (of the catalogue itself if None).

    PowerctlError only for a rulebook that cannot be used. ``jobs`` processes (None: as many as are worth it) and a
    ``store``, which knows the catalogue by its ``place``, only save time.
    """
    rules = rules or source
    rulebook = load_rulebook(rules, rulebook_file(rules))
    listing = source.listing()
    reading = _Reading(findings=list(listing.findings))
    digests: list[str] = []
    task = Task(source, rulebook.secrecy, store, place)
    with no_collection():
        crew = examined(task, listing.files, crew_size(len(listing.files), jobs))
        for count, (file, digest, parcel) in enumerate(crew, 1):
            digests.append(digest)
            _enter(reading, file, parcel)
            if progress is not None:
                progress(count, len(listing.files))
    state = fingerprint(source, listing, digests) if store else ""
    return Loaded(_catalogue(reading), rulebook, tuple(reading.findings), len(listing.files), state)


def fingerprint(source: Source, listing: Listing, digests: Iterable[str]) -> str:
    """What a catalogue consists of, in one digest; "" if a file could not be read: that may change by itself."""
    known = tuple(digests)
    if not all(known):
        return ""
    layers = chain(source, rulebook_file(source))  # a rulebook may be a file that the listing leaves out
    return digest_of(repr(listing), *known, *(layer.raw for layer in layers))


def state_of(source: Source) -> str:
    """The fingerprint of a catalogue as it is now; "" also for one that cannot be judged."""
    listing = source.listing()
    try:
        return fingerprint(source, listing, (_digest(source.read(file)) for file in listing.files))
    except PowerctlError:
        return ""


def _digest(raw: bytes | Finding) -> str:
    return hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else ""


@contextmanager
def no_collection() -> Iterator[None]:
    """Many objects and hardly a ring are built: to walk them over and over, now and later, is idle work."""
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


def _enter(reading: _Reading, file: str, parcel: Parcel) -> None:
    reading.findings += parcel.findings
    if parcel.left_out is not None:
        reading.left_out[file] = parcel.left_out
    place = standing(file)
    if place is not None and parcel.data is not None:
        extra = {"unit": place.unit} if place.kind in _OF_A_UNIT else {}
        reading.parts[place.kind].append(decode(CLASSES[place.kind], parcel.data, file, **extra))


def _catalogue(reading: _Reading) -> Catalogue:
    parts = reading.parts
    about = next(iter(parts["catalogue"]), About(id="", name=""))
    programme = next(iter(parts["programme"]), None)
    return Catalogue(
        about=about,
        laws=next(iter(parts["laws"]), Laws()),
        waivers=next(iter(parts["waivers"]), Waivers()),
        programme=programme,
        calendars=tuple(parts["calendar"]),
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
