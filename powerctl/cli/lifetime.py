"""A subject and a revision → its life: each state that its files have had, compared with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any

from powerctl.changes import State, compare
from powerctl.cli.roots import catalogues
from powerctl.comparison import Change, Side
from powerctl.crew import Task
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.history import History, Past, Version, history
from powerctl.layout import is_power, subject_of
from powerctl.life import Event, Life
from powerctl.load import Reading, read_files, rulebook_of
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest
from powerctl.repository import find_repository

# What happens to a power or a unit happens to everything in it.
_LIFE = frozenset({"power.added", "power.removed", "power.renamed", "power.merged", "power.split"})
_UNITS = frozenset({"unit.added", "unit.removed"})
_STANDING = frozenset({"S001", "S002", "S006"})


def life(subject: str, revision: str, place: Path) -> Life:
    """The life of a subject up to a revision; PowerctlError for one that never was."""
    with find_repository(place) as repository:
        commit = repository.resolve(revision)
        for root in catalogues([place]) if "/" in subject else ():
            now = GitRevision.of(repository, commit, root)
            found = history(now, subject)
            events = tuple(_events(found, subject))
            if events:
                earlier = tuple(sorted(found.subjects - {_power_of(subject)})) if len(found.subjects) > 1 else ()
                return Life(subject, Side("revision", revision, commit), events, earlier, found.is_cut_off)
        known = [subject_of(file) for root in catalogues([place]) for file in _powers(repository, commit, root)]
    raise PowerctlError("log.unknown", subject=subject, revision=revision, nearest=nearest(subject, known))


def _powers(repository: Any, commit: str, root: Path) -> list[str]:
    return [file for file in GitRevision.of(repository, commit, root).blobs if is_power(file)]


def _power_of(subject: str) -> str:
    return "/".join(subject.split("/")[:2])


def _events(found: History, subject: str) -> Iterator[Event]:
    """What each version changed; one that cannot be read whole is told, and left out of the comparison."""
    states = _States()
    before: State | None = None
    for version in found.versions:
        state = states.of(version)
        on = datetime.fromtimestamp(version.seconds, UTC).date().isoformat()
        if state is None or any(subject_of(file) in found.subjects for file in state.catalogue.left_out):
            yield Event(version.commit, on, unread=True)
            continue
        old = before or State(Catalogue(about=About(id="", name="")), state.rulebook)
        both = old.catalogue, state.catalogue
        changes = tuple(change for change in compare(old, state) if _is_told(change, found.subjects, subject, both))
        if changes:
            yield Event(version.commit, on, changes)
        before = state


def _is_told(change: Change, powers: frozenset[str], subject: str, both: tuple[Catalogue, Catalogue]) -> bool:
    """Whether a change is one of the subject, or of the power or unit around it while that had it."""
    inner = subject.removeprefix(_power_of(subject))
    own = {f"{power}{inner}" for power in powers}
    if change.id in _LIFE and change.subject in powers:
        return any(name in own for catalogue in both for name in _in_powers(catalogue))
    if change.id in _UNITS and change.subject == subject.partition("/")[0]:
        return any(subject == name for catalogue in both for name in _in_units(catalogue))
    return any(f"{change.subject}/".startswith(f"{name}/") for name in own)


def _in_powers(catalogue: Catalogue) -> Iterator[str]:
    """The subjects of powers and of what is in them."""
    for power in catalogue.powers:
        yield power.subject
        yield from (f"{power.subject}/{step.id}" for step in (power.workflow.steps if power.workflow else ()))
        for risk in power.risk_points:
            yield f"{power.subject}/{risk.id}"
            yield from (f"{power.subject}/{risk.id}/{control.id}" for control in risk.controls)


def _in_units(catalogue: Catalogue) -> Iterator[str]:
    """The subjects of what stands in the file of a unit."""
    for unit in catalogue.units:
        for parts in (unit.bodies, unit.offices, unit.posts):
            yield from (f"{unit.id}/{part.id}" for part in parts)


class _States:
    """The states of versions; what stays the same from one to the next is read once."""

    def __init__(self) -> None:
        self._readings: dict[tuple[str, str], Reading] = {}
        self._rulebooks: dict[tuple[tuple[str, str], ...], Rulebook] = {}

    def of(self, version: Version) -> State | None:
        """The state; None where its rulebook cannot be used."""
        try:
            rulebook = self._rulebook(version.past)
        except PowerctlError:
            return None
        parts = [self._reading(file, version.past, rulebook) for file in version.past.listing().files]
        return State(reduce(_joined, parts, Reading()).catalogue(), rulebook)

    def _rulebook(self, past: Past) -> Rulebook:
        """By the files at the top of the catalogue, which alone can say which rulebook holds."""
        key = tuple(sorted((file, blob.id) for file, blob in past.files.items() if not file.startswith("units/")))
        if key not in self._rulebooks:
            self._rulebooks[key] = rulebook_of(past)
        return self._rulebooks[key]

    def _reading(self, file: str, past: Past, rulebook: Rulebook) -> Reading:
        key = file, past.files[file].id
        if key not in self._readings:
            self._readings[key] = read_files(Task(past, rulebook.secrecy), [file])
        return self._readings[key]


def _joined(one: Reading, other: Reading) -> Reading:
    parts = {kind: [*one.parts[kind], *other.parts[kind]] for kind in one.parts}
    return Reading(parts, left_out={**one.left_out, **other.left_out})
