"""调整说明: which changes of powers need a note, which notes name them, and which changes a note has approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from powerctl.changes.state import State
from powerctl.comparison import Change
from powerctl.naming import split_reference

# What happened to a power → the word for it in a note, as the built-in rulebook has it.
ACTIONS: Mapping[str, str] = {
    "power.added": "added",
    "power.removed": "cancelled",
    "power.merged": "merged",
    "power.split": "changed",
    "power.retyped": "retyped",
}


def unadjusted(changes: Iterable[Change], base: State, revision: State) -> tuple[Change, ...]:
    """Powers added, cancelled, merged, delegated or re-typed that no new entry of a note names."""
    named = _named(revision) - _named(base)
    names = {subject for _, subject, _ in named}
    return tuple(change for change in needing(changes, base, revision) if not powers_of(change) <= names)


def needing(changes: Iterable[Change], base: State, revision: State) -> tuple[Change, ...]:
    """The changes that a note must explain; that a power is gone which had been given up before is none."""
    return tuple(
        change
        for change in changes
        if _is_given_up(change, revision)
        or (change.id in ACTIONS and not (change.id == "power.removed" and _was_given_up(change, base)))
    )


def action_of(change: Change) -> str:
    """The word for it in a note; of another status, the status itself."""
    return ACTIONS.get(change.id, str(change.after))


def approved(changes: Iterable[Change], revision: State) -> dict[str, str]:
    """The fingerprints of changes that a note covers, each with the note's ``unit/id``."""
    covered = {
        fingerprint: f"{note.unit}/{note.id}"
        for note in reversed(revision.catalogue.adjustments)
        for entry in note.powers
        for fingerprint in entry.covers
    }
    told = {change.fingerprint for change in changes}
    return {fingerprint: note for fingerprint, note in sorted(covered.items()) if fingerprint in told}


def _named(state: State) -> set[tuple[str, str, str]]:
    return {
        (f"{note.unit}/{note.id}", "/".join(split_reference(entry.power, note.unit)), entry.action)
        for note in state.catalogue.adjustments
        for entry in note.powers
    }


def _is_given_up(change: Change, revision: State) -> bool:
    status = revision.rulebook.statuses.get(str(change.after))
    return change.id == "power.status" and status is not None and status.adjustment


def _was_given_up(change: Change, base: State) -> bool:
    power = base.catalogue.powers_by_subject.get(change.subject)
    status = base.rulebook.statuses.get(power.status) if power else None
    return status is not None and status.adjustment


def powers_of(change: Change) -> set[str]:
    """The powers that a note must name; of a merger, those that are gone."""
    if change.id == "power.merged" and isinstance(change.before, tuple):
        return {str(subject) for subject in change.before} - {change.subject}
    return {change.subject}
