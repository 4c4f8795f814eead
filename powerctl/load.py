"""Documents → schema check → Catalogue. Faults in one file come back as findings and never hide another file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from powerctl.cache import Store
from powerctl.crew import Task, crew_size, examined
from powerctl.decode import decode
from powerctl.examine import CLASSES, Parcel
from powerctl.layers import rulebook_file
from powerctl.layout import standing
from powerctl.model.basis import Laws
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.place import Path
from powerctl.model.rulebook import Rulebook
from powerctl.model.waiver import Waivers
from powerctl.results import Finding
from powerctl.rulebook import load_rulebook
from powerctl.source import Source
from powerctl.state import fingerprint

_KEYS = {
    "powers": "power", "risks": "risks", "regulations": "regulations", "decisions": "decision", "warnings": "warning",
    "supervision": "supervision", "assessments": "assessment", "adjustments": "adjustment",
}  # fmt: skip
_LEDGERS = frozenset({"risks", "decision", "warning", "supervision", "assessment", "adjustment"})
_OF_A_UNIT = frozenset(CLASSES) - {"catalogue", "laws", "waivers", "programme", "calendar", "unit"}

Progress = Callable[[int, int], None]
Outline = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with its rulebook, what was found while reading, how many files were read, and their fingerprint."""

    catalogue: Catalogue
    rulebook: Rulebook
    findings: tuple[Finding, ...]
    files: int
    state: str = ""


@dataclass(slots=True)
class Reading:
    """What has been read so far; a digest is "" where the bytes of a file are not to be relied on.

    ``ledgers`` are the plain data of what units keep beside powers and registers. Where there is an ``outline``, powers
    are not decoded: it notes of each what is needed.
    """

    parts: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in CLASSES})
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    ledgers: dict[str, Any] = field(default_factory=dict)
    outline: Outline | None = None
    outlines: list[Any] = field(default_factory=list)

    def enter(self, file: str, parcel: Parcel) -> None:
        """Takes in what one file gave."""
        self.findings += parcel.findings
        if parcel.left_out is not None:
            self.left_out[file] = parcel.left_out
        place = standing(file)
        if place is None or parcel.data is None:
            return
        if place.kind in _LEDGERS:
            self.ledgers[file] = parcel.data
        if place.kind == "power" and self.outline is not None:
            self.outlines.append(self.outline(parcel.data))
        else:
            extra = {"unit": place.unit} if place.kind in _OF_A_UNIT else {}
            self.parts[place.kind].append(decode(CLASSES[place.kind], parcel.data, file, **extra))

    def catalogue(self) -> Catalogue:
        """The catalogue that the files make."""
        parts = self.parts
        return Catalogue(
            about=next(iter(parts["catalogue"]), About(id="", name="")),
            laws=next(iter(parts["laws"]), Laws()),
            waivers=next(iter(parts["waivers"]), Waivers()),
            programme=next(iter(parts["programme"]), None),
            calendars=tuple(parts["calendar"]),
            units=tuple(parts["unit"]),
            left_out=dict(self.left_out),
            **self.of_units(),
        )

    def of_units(self) -> dict[str, Any]:
        """What belongs to units, by the key of the catalogue that holds it: a tuple each."""
        return {key: tuple(self.parts[kind]) for key, kind in _KEYS.items()}


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
    rulebook = rulebook_of(rules or source)
    listing = source.listing()
    task = Task(source, rulebook.secrecy, store, place)
    read = read_files(task, listing.files, crew_size(len(listing.files), jobs), progress)
    state = fingerprint(source, listing, read.digests) if store else ""
    return Loaded(read.catalogue(), rulebook, (*listing.findings, *read.findings), len(listing.files), state)


def rulebook_of(rules: Source) -> Rulebook:
    """The rulebook that a catalogue names; PowerctlError for one that cannot be used."""
    return load_rulebook(rules, rulebook_file(rules))


def read_files(
    task: Task, files: Sequence[str], jobs: int = 1, progress: Progress | None = None, outline: Outline | None = None
) -> Reading:
    """Reads some files of a catalogue."""
    reading = Reading(outline=outline)
    with no_collection():
        for count, (file, digest, parcel) in enumerate(examined(task, files, jobs), 1):
            reading.digests.append(digest)
            reading.enter(file, parcel)
            if progress is not None:
                progress(count, len(files))
    return reading


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
