"""Words that a rulebook uses must be words that it defines: a typing slip would silently switch a demand off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from powerctl.model.place import Path

# Where a word stands ("*": every entry) → where the words of its kind are defined.
_USES: tuple[tuple[str, str], ...] = (
    ("power_types.*.least_rank", "ranks"),
    ("power_types.*.remedies.*", "remedies"),
    ("power_types.*.announce.*", "duties"),
    ("power_types.*.scope", "disclosure.scopes"),
    ("power_types.*.procedure.*.duty", "duties"),
    ("unit_types.*.level", "levels"),
    ("unit_types.*.levels.*", "levels"),
    ("matters.*.ballot", "meeting.ballots"),
    ("matters.*.papers.*", "meeting.papers"),
    ("matters.*.thresholds.*.unit_types.*", "unit_types"),
    ("roles.*.areas.*", "areas"),
    ("roles.*.unit_types.*", "unit_types"),
    ("risk.categories.*.controls.*", "controls.types"),
    ("risk.method.factors.*", "risk.factors"),
    ("risk.method.criteria.*", "risk.flags"),
    ("risk.method.bands.*.grade", "grades"),
    ("risk.method.cells.*.*", "grades"),
    ("risk.floors.*.factor", "risk.factors"),
    ("risk.overrides.*.matters.*", "matters"),
    ("risk.overrides.*.types.*", "power_types"),
    ("risk.overrides.*.axes.*", "axes"),
    ("risk.focus.*.types.*", "power_types"),
    ("risk.focus.*.matters.*", "matters"),
    ("risk.focus.*.axes.*", "axes"),
    ("risk.approvers.*.role", "roles"),
    ("controls.by_grade.*.types.*", "controls.types"),
    ("controls.by_grade.*.owners.*", "roles"),
    ("controls.by_grade.*.every", "controls.intervals"),
    ("separation.*.duties.*", "duties"),
    ("min_persons.*.types.*", "power_types"),
    ("min_persons.*.duties.*", "duties"),
    ("chief.not_in_charge_of.*", "areas"),
    ("chief.required_areas.*", "areas"),
    ("chief.limit_areas.*", "areas"),
    ("chief.unit_types.*", "unit_types"),
    ("meeting.observers.*", "roles"),
    ("meeting.default_ballot", "meeting.ballots"),
    ("disclosure.least_scope", "disclosure.scopes"),
    ("disclosure.fields.*.*", "disclosure.scopes"),
    ("warnings.levels.*.measures.*", "warnings.measures"),
    ("warnings.levels.*.notice", "warnings.notices"),
    ("regulations.*.unit_types.*", "unit_types"),
    ("supervision.checklists.*.matters.*", "matters"),
    ("supervision.checklists.*.areas.*", "areas"),
    ("assessment.items.*.measure", "measures"),
    ("assessment.index.*.measure", "measures"),
    ("charts.named.*.matter", "matters"),
    ("charts.named.*.unit_types.*", "unit_types"),
    ("charts.named.*.types.*", "power_types"),
)


def unknown_words(data: Mapping[str, Any]) -> Iterator[tuple[Path, str, list[str]]]:
    """Each word that its rulebook does not define: where it stands, the word, the words that are known."""
    for use, definition in _USES:
        known = next((sorted(words) for _, words in _walk(data, tuple(definition.split("."))) if words), [])
        for path, word in _walk(data, tuple(use.split("."))):
            if word and word not in known:
                yield path, str(word), known


def _walk(data: Any, steps: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, data
        return
    head, *rest = steps
    if head == "*":
        entries = list(data.items() if isinstance(data, dict) else enumerate(data))
    else:
        entries = [(head, data[head])] if isinstance(data, dict) and data.get(head) is not None else []
    for key, value in entries:
        yield from _walk(value, tuple(rest), (*path, key))
