"""Every reference that a catalogue makes: from where, in which unit, to what kind of thing, by which text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from powerctl.model.catalogue import Catalogue
from powerctl.model.decision import Decision
from powerctl.model.place import Path, Ref
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.unit import Unit
from powerctl.model.warning import EarlyWarning
from powerctl.model.workflow import Step

# As ``_power`` below, by the keys of the file: what kind of thing is named where.
_BASIS = {"law": "law"}
OF_A_POWER: dict[str, Any] = {
    "holder": "actor",
    "in_charge": "actor",
    "proposal": "actor",
    "veto": "actor",
    "offices": "office",
    "basis": _BASIS,
    "assignments": {"post": "actor"},
    "workflow": {"steps": dict.fromkeys(("actor", "with", "notifies", "supervised_by"), "actor")},
    "risk_points": {"post": "post", "office": "office", "graded": {"by": "actor"}, "controls": {"owners": "actor"}},
    "discretion": {"basis": _BASIS},
    "review": {"by": "actor"},
}


class Reference(NamedTuple):
    """``kind``: actor (body, office, post or outsider), post, office, unit, power, law, about (any but a law).

    It stands at ``path`` below ``base``; the whole place is put together only for the few that are asked for it.
    """

    kind: str
    unit: str
    text: str
    base: Ref
    path: Path

    @property
    def ref(self) -> Ref:
        """Where the reference stands."""
        return self.base.at(*self.path)


def references(catalogue: Catalogue) -> Iterator[Reference]:
    """All references of a catalogue but those to steps and risks inside their own power."""
    for unit in catalogue.units:
        yield from _unit(unit)
    for power in catalogue.powers:
        yield from _power(power)
    for risks in catalogue.risks:
        for risk in risks.risk_points:
            yield from _risk(risks.unit, risk)
    for decision in catalogue.decisions:
        yield from _decision(decision)
    for warning in catalogue.warnings:
        yield from _warning(warning)
    yield from _other(catalogue)


def _one(kind: str, unit: str, text: str, ref: Ref, *keys: str) -> Iterator[Reference]:
    if text:
        yield Reference(kind, unit, text, ref, keys)


def _many(kind: str, unit: str, texts: Iterable[str], ref: Ref, *keys: str) -> Iterator[Reference]:
    for index, text in enumerate(texts):
        yield Reference(kind, unit, text, ref, (*keys, index))


def _unit(unit: Unit) -> Iterator[Reference]:
    yield from _one("unit", unit.id, unit.parent, unit.ref, "parent")
    for body in unit.bodies:
        yield from _many("post", unit.id, body.members, body.ref, "members")
        yield from _one("post", unit.id, body.chair, body.ref, "chair")
    for office in unit.offices:
        yield from _one("post", unit.id, office.head, office.ref, "head")
    for post in unit.posts:
        yield from _one("office", unit.id, post.office, post.ref, "office")


def _power(power: Power) -> Iterator[Reference]:
    unit, ref = power.unit, power.ref
    for key in ("holder", "in_charge", "proposal", "veto"):
        yield from _one("actor", unit, getattr(power, key), ref, key)
    yield from _many("office", unit, power.offices, ref, "offices")
    for basis in power.basis:
        yield from _one("law", unit, basis.law, basis.ref, "law")
    for assignment in power.assignments:
        yield from _one("actor", unit, assignment.post, assignment.ref, "post")
    for step in power.workflow.steps if power.workflow else ():
        yield from _step(unit, step)
    for risk in power.risk_points:
        yield from _risk(unit, risk)
    for entry in power.discretion:
        if entry.basis is not None:
            yield from _one("law", unit, entry.basis.law, entry.basis.ref, "law")
    for sign_off in power.review:
        yield from _one("actor", unit, sign_off.by, sign_off.ref, "by")


def _step(unit: str, step: Step) -> Iterator[Reference]:
    # The most frequent of all: told here one by one, a catalogue's references take a third less time.
    ref = step.ref
    if step.actor:
        yield Reference("actor", unit, step.actor, ref, ("actor",))
    if step.with_:
        yield from _many("actor", unit, step.with_, ref, "with")
    if step.notifies:
        yield from _many("actor", unit, step.notifies, ref, "notifies")
    if len(step.supervised_by) == 1:  # it may stand without a list; the value of the key is the place either way
        yield Reference("actor", unit, step.supervised_by[0], ref, ("supervised_by",))
    elif step.supervised_by:
        yield from _many("actor", unit, step.supervised_by, ref, "supervised_by")


def _risk(unit: str, risk: RiskPoint) -> Iterator[Reference]:
    if risk.post:
        yield Reference("post", unit, risk.post, risk.ref, ("post",))
    if risk.office:
        yield Reference("office", unit, risk.office, risk.ref, ("office",))
    if risk.graded is not None:
        yield from _one("actor", unit, risk.graded.by, risk.graded.ref, "by")
    for control in risk.controls:
        if control.owners:
            yield from _many("actor", unit, control.owners, control.ref, "owners")


def _decision(decision: Decision) -> Iterator[Reference]:
    unit, ref = decision.unit, decision.ref
    yield from _one("actor", unit, decision.body, ref, "body")
    for key in ("chair", "recorder"):
        yield from _one("actor", unit, getattr(decision, key), ref, key)
    for key in ("due", "present", "observers"):
        yield from _many("actor", unit, getattr(decision, key), ref, key)
    for absence in decision.absent:
        yield from _one("post", unit, absence.post, absence.ref, "post")
    for item in decision.items:
        yield from _one("power", unit, item.power, item.ref, "power")
        yield from _one("actor", unit, item.proposed_by, item.ref, "proposed_by")
        yield from _one("actor", unit, item.in_charge, item.ref, "in_charge")
        yield from _many("post", unit, item.recused, item.ref, "recused")
        for opinion in item.opinions:
            yield from _one("post", unit, opinion.post, opinion.ref, "post")
        for follow_up in item.follow_up:
            yield from _one("actor", unit, follow_up.owner, follow_up.ref, "owner")


def _warning(warning: EarlyWarning) -> Iterator[Reference]:
    unit, ref = warning.unit, warning.ref
    yield from _one("post", unit, warning.post, ref, "post")
    yield from _one("office", unit, warning.office, ref, "office")
    yield from _one("power", unit, warning.power, ref, "power")


def _other(catalogue: Catalogue) -> Iterator[Reference]:
    for law in catalogue.laws.laws:
        yield from _one("law", "", law.superseded_by, law.ref, "superseded_by")
    for adjustment in catalogue.adjustments:
        for entry in adjustment.powers:
            yield from _one("power", adjustment.unit, entry.power, entry.ref, "power")
            yield from _many("about", adjustment.unit, entry.to, entry.ref, "to")
    for supervision in catalogue.supervision:
        for done in supervision.done:
            yield from _one("actor", supervision.unit, done.by, done.ref, "by")
            yield from _one("about", supervision.unit, done.about, done.ref, "about")
        for answer in supervision.answers:
            yield from _one("about", supervision.unit, answer.about, answer.ref, "about")
            yield from _one("actor", supervision.unit, answer.by, answer.ref, "by")
    for waiver in catalogue.waivers.waivers:
        yield from _one("unit", "", waiver.unit, waiver.ref, "unit")
