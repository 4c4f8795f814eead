"""What the things of a catalogue are called, and by what they are known again in another revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from powerctl.model.adjustment import Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Basis, Law
from powerctl.model.catalogue import About
from powerctl.model.decision import Decision
from powerctl.model.disclosure import Disclosure, Withheld
from powerctl.model.power import Assignment, Discretion, Power, SignOff, Tier
from powerctl.model.programme import Phase, Programme
from powerctl.model.regulation import Regulation
from powerctl.model.risk import Control, RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.model.supervision import Supervision
from powerctl.model.unit import ApprovalLimit, Body, Office, Post, Unit
from powerctl.model.waiver import Waiver
from powerctl.model.warning import EarlyWarning
from powerctl.model.workflow import Step, Workflow


@dataclass(frozen=True, slots=True)
class Thing:
    """A class of things: its word, by which fields one is known among others, what people call it.

    ``in_subject`` things stand in the subject (``unit/power/risk``); the others in the field (``basis.road-law``).
    """

    name: str
    label: str
    key: tuple[str, ...] = ("id",)
    in_subject: bool = True


THINGS: Mapping[type[Any], Thing] = {
    About: Thing("catalogue", "name", (), in_subject=False),
    Unit: Thing("unit", "name"),
    Body: Thing("body", "name"),
    Office: Thing("office", "name"),
    Post: Thing("post", "name"),
    ApprovalLimit: Thing("approval-limit", "area", ("area",), in_subject=False),
    Power: Thing("power", "name"),
    Basis: Thing("basis", "title", ("law", "title", "number"), in_subject=False),
    Workflow: Thing("workflow", "", (), in_subject=False),
    Step: Thing("step", "name"),
    Assignment: Thing("assignment", "post", ("post",), in_subject=False),
    RiskPoint: Thing("risk", "behaviour"),
    Control: Thing("control", "measure"),
    Discretion: Thing("discretion", "violation", ("violation",), in_subject=False),
    Tier: Thing("tier", "name", ("name",), in_subject=False),
    Disclosure: Thing("disclosure", "", (), in_subject=False),
    Withheld: Thing("withheld", "field", ("field",), in_subject=False),
    SignOff: Thing("signoff", "stage", ("chain", "stage"), in_subject=False),
    Law: Thing("law", "title"),
    Regulation: Thing("regulation", "title"),
    Waiver: Thing("waiver", "reason", ("rule", "file", "unit", "subject"), in_subject=False),
    Phase: Thing("phase", "name"),
    Programme: Thing("programme", "name", (), in_subject=False),
    Rulebook: Thing("rulebook", "name", (), in_subject=False),
    Supervision: Thing("supervision", "", (), in_subject=False),
    Decision: Thing("decision", "name"),
    EarlyWarning: Thing("warning", "description"),
    Assessment: Thing("assessment", "id"),
    Adjustment: Thing("adjustment", "title"),
}

# Parts that are no things of their own are known by the first of these that they have.
_KEYS = ("id", "stage", "grade", "post", "item", "power", "owner", "to", "type", "name", "title", "label")
_OF_PARTS: Mapping[str, tuple[str, ...]] = {
    "Exit": ("to", "when"),
    "Done": ("duty", "by", "about", "period", "on"),
    "Answer": ("checklist", "question", "about", "on"),
    "Threshold": ("unit_types", "per", "body"),
    "MinPersons": ("types", "duties"),
    "Approver": ("body", "role", "external"),
    "Paper": ("type", "on"),
    "FollowUp": ("owner", "deadline"),
}
_LABELS = ("label", "name", "title", "text", "what", "reason")


def key_of(part: Any) -> str:
    """By what a part is known among its neighbours."""
    cls = type(part)
    thing = THINGS.get(cls)
    names = thing.key if thing else _OF_PARTS.get(cls.__name__) or _first(part, _KEYS)
    values = (getattr(part, name) for name in names)
    return "/".join(text for text in map(_text, values) if text)


def label_of(part: Any) -> str:
    """What people call a part; its key where it has no name."""
    thing = THINGS.get(type(part))
    names = (thing.label,) if thing and thing.label else _first(part, _LABELS)
    return next((text for name in names if (text := str(getattr(part, name)))), "") or key_of(part)


def _first(part: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    return next(((name,) for name in names if hasattr(part, name)), ())


def _text(value: object) -> str:
    return "+".join(sorted(map(str, value))) if isinstance(value, tuple) else str(value or "")
