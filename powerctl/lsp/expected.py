"""What may stand at a place: a reference to which kind of thing, a word of which part of the rulebook, which key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from powerctl.model.place import Path
from powerctl.schema import schema_of

# Paths are written without the numbers of list items.
_RISK = {
    "risk_points.step": "step",
    "risk_points.post": "post",
    "risk_points.office": "office",
    "risk_points.graded.by": "actor",
    "risk_points.controls.owners": "actor",
    "risk_points.controls.regulation": "regulation",
}
REFERENCES: dict[str, dict[str, str]] = {
    "power": _RISK
    | {
        "holder": "actor",
        "in_charge": "post",
        "proposal": "actor",
        "veto": "actor",
        "offices": "office",
        "basis.law": "law",
        "assignments.post": "post",
        "workflow.steps.actor": "actor",
        "workflow.steps.with": "actor",
        "workflow.steps.supervised_by": "actor",
        "workflow.steps.notifies": "actor",
        "workflow.steps.next": "step",
        "workflow.steps.next.to": "step",
        "discretion.basis.law": "law",
        "disclosure.withheld.reviewed_by": "actor",
        "review.by": "actor",
    },
    "risks": _RISK,
    "unit": {
        "parent": "unit",
        "bodies.chair": "post",
        "bodies.members": "post",
        "offices.head": "post",
        "posts.office": "office",
    },
    "laws": {"laws.superseded_by": "law"},
    "waivers": {"waivers.unit": "unit", "waivers.approved_by": "actor"},
    "adjustment": {"powers.power": "power", "powers.to": "power", "approved_by": "actor"},
    "assessment": {"graded_by": "actor"},
    "supervision": {"done.by": "actor", "done.about": "power", "answers.about": "power", "answers.by": "actor"},
    "decision": {
        "body": "body",
        "chair": "post",
        "recorder": "actor",
        "due": "post",
        "present": "post",
        "observers": "actor",
        "absent.post": "post",
        "items.power": "power",
        "items.proposed_by": "actor",
        "items.in_charge": "post",
        "items.opinions.post": "post",
        "items.recused": "post",
        "items.follow_up.owner": "actor",
        "ratified.by": "actor",
    },
    "warning": {
        "post": "post",
        "office": "office",
        "power": "power",
        "collected.by": "actor",
        "collected.reviewed_by": "actor",
        "notice.issued_by": "actor",
        "review.by": "actor",
        "escalated_to": "actor",
    },
}

_RISK_WORDS = {
    "risk_points.category": "risk.categories",
    "risk_points.stage": "risk.stages",
    "risk_points.found_by": "risk.found_by",
    "risk_points.flags": "risk.flags",
    "risk_points.grade": "grades",
    "risk_points.residual": "grades",
    "risk_points.controls.type": "controls.types",
    "risk_points.controls.every": "controls.intervals",
}
WORDS: dict[str, dict[str, str]] = {
    "power": _RISK_WORDS
    | {
        "code.scheme": "codes",
        "type": "power_types",
        "matter": "matters",
        "axis": "axes",
        "status": "statuses",
        "level": "levels",
        "source": "power_sources",
        "basis.rank": "ranks",
        "remedies": "remedies",
        "workflow.chart": "charts.named",
        "workflow.steps.duty": "duties",
        "discretion.basis.rank": "ranks",
        "discretion.unit": "discretion.units",
        "disclosure.scope": "disclosure.scopes",
        "disclosure.channels": "disclosure.channels",
        "disclosure.timing": "disclosure.timings",
        "disclosure.basis": "disclosure.bases",
        "disclosure.withheld.basis": "disclosure.bases",
        "review.outcome": "review.outcomes",
    },
    "risks": _RISK_WORDS,
    "unit": {
        "type": "unit_types",
        "tier": "unit_tiers",
        "level": "levels",
        "posts.portfolio": "areas",
        "posts.approval_limits.area": "areas",
        "posts.roles": "roles",
    },
    "catalogue": {"level": "levels"},
    "laws": {"laws.rank": "ranks"},
    "regulations": {"regulations.meets": "regulations"},
    "adjustment": {"cause": "adjustment.causes", "powers.action": "adjustment.actions"},
    "assessment": {"scores.item": "assessment.items"},
    "supervision": {"done.duty": "supervision.duties", "answers.checklist": "supervision.checklists"},
    "decision": {
        "items.matter": "matters",
        "items.papers.type": "meeting.papers",
        "items.opinions.stance": "meeting.stances",
        "items.ballot.mode": "meeting.ballots",
        "items.result": "meeting.results",
        "items.scope": "disclosure.scopes",
    },
    "warning": {
        "level": "warnings.levels",
        "collected.source": "warnings.sources",
        "collected.proposed_level": "warnings.levels",
        "measures": "warnings.measures",
        "notice.type": "warnings.notices",
        "review.outcome": "review.outcomes",
    },
}


def pattern(path: Path) -> str:
    """A path without the numbers of list items."""
    return ".".join(step for step in path if isinstance(step, str))


def node(kind: str, path: Path) -> Mapping[str, Any] | None:
    """The schema of what stands at a path, what its ``$ref`` adds included; None where nothing may stand."""
    schema = schema_of(kind)
    here = _whole(schema, schema)
    for step in path:
        inner = here.get("items") if isinstance(step, int) else _property(here, step)
        if not isinstance(inner, dict):
            return None
        here = _whole(schema, inner)
    return here


def keys(kind: str, path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The keys that a mapping at a path may have, in the order of the schema."""
    here = node(kind, path) or {}
    for key in here.get("properties", ()):
        yield key, node(kind, (*path, key)) or {}


def _property(here: Mapping[str, Any], key: str) -> Any:
    return here.get("properties", {}).get(key, here.get("additionalProperties"))


def _whole(schema: Mapping[str, Any], here: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in here:
        below = schema["$defs"][here["$ref"].removeprefix("#/$defs/")]
        here = {**below, **{key: value for key, value in here.items() if key != "$ref"}}
    return here
