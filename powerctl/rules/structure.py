"""S003, S004: references lead somewhere, ids are unique. (The other S rules are checked while reading.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Office, Post
from powerctl.naming import find, is_outside, split_reference
from powerctl.nearest import nearest
from powerctl.references import Reference, references
from powerctl.results import Hit, Severity
from powerctl.rules.cleared import Named, all_do, has_each_id_once, is_there, named
from powerctl.rules.registry import Brief, Cleared, Reach, rule


class Identified(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str: ...

    @property
    def ref(self) -> Ref: ...


def _all_lead_somewhere(brief: Brief, notes: Iterable[Named | None]) -> bool:
    return is_there(brief, notes, _RESOLVE)


@rule("S003", Severity.ERROR, reach=Reach.UNIT, cleared=Cleared(named, _all_lead_somewhere))
def reference_to_nothing(brief: Brief) -> Iterator[Hit]:
    """Every reference names something that exists and is of the right kind."""
    found: set[tuple[str, str, str]] = set()  # a unit refers to its few posts over and over
    for reference in references(brief.catalogue):
        key = reference[:3]
        if key in found:
            continue
        if _RESOLVE[reference.kind](brief.catalogue, reference):
            found.add(key)
        else:
            yield _lost(brief.catalogue, reference)
    for power in brief.catalogue.powers:
        yield from _lost_inside(brief.catalogue, power)
    for ledger in brief.catalogue.supervision:
        yield from _lost_in_rulebook(ledger, brief.rulebook)


def _lost_in_rulebook(ledger: Supervision, rulebook: Rulebook) -> Iterator[Hit]:
    """Duties done and questions answered that the rulebook does not have: they would count for nothing, unseen."""
    lists, duties = rulebook.supervision.checklists, {*rulebook.supervision.duties, *rulebook.warnings.reports}
    named = [("supervision_duty", done.duty, duties, done.ref.at("duty")) for done in ledger.done]
    for answer in ledger.answers:
        named.append(("checklist", answer.checklist, {*lists}, answer.ref.at("checklist")))
        if answer.checklist in lists:
            questions = {question.id for question in lists[answer.checklist].questions}
            named.append(("question", answer.question, questions, answer.ref.at("question")))
    for kind, text, known, ref in named:
        if text not in known:
            yield Hit(ref, {"reference": text, "kind": kind, "nearest": nearest(text, known)})


def _lost(catalogue: Catalogue, reference: Reference) -> Hit:
    known = _known(catalogue, reference)
    facts = {"reference": reference.text, "kind": reference.kind, "nearest": nearest(reference.text, known)}
    return Hit(reference.ref, facts)


def _lost_inside(catalogue: Catalogue, power: Power) -> Iterator[Hit]:
    """References to steps of the power itself."""
    if power.workflow is None or power.ref.file in catalogue.left_out:
        return
    steps = {step.id for step in power.workflow.steps}
    targets = [(leaving.to, leaving.ref.at("to")) for step in power.workflow.steps for leaving in step.next] + [
        (risk.step, risk.ref.at("step")) for risk in power.risk_points if risk.step
    ]
    for text, ref in targets:
        if text not in steps:
            yield Hit(ref, {"reference": text, "kind": "step", "nearest": nearest(text, steps)})


def _has_actor(catalogue: Catalogue, reference: Reference) -> bool:
    return is_outside(reference.text) or _is_open(catalogue, reference) or _named(catalogue, reference) is not None


def _has_post(catalogue: Catalogue, reference: Reference) -> bool:
    return _is_open(catalogue, reference) or isinstance(_named(catalogue, reference), Post)


def _has_office(catalogue: Catalogue, reference: Reference) -> bool:
    return _is_open(catalogue, reference) or isinstance(_named(catalogue, reference), Office)


def _has_unit(catalogue: Catalogue, reference: Reference) -> bool:
    return reference.text in catalogue.units_by_id or _is_broken(catalogue, f"units/{reference.text}/unit.yaml")


def _has_power(catalogue: Catalogue, reference: Reference) -> bool:
    unit, name = split_reference(reference.text, reference.unit)
    subject = f"{unit}/{name}"
    return catalogue.has_power(subject) or _is_earlier(catalogue, reference.unit, subject)


def _is_earlier(catalogue: Catalogue, unit: str, subject: str) -> bool:
    """Whether a power of the same unit was called so: records and notes may speak of it by its old id."""
    powers = catalogue.powers_by_unit.get(unit, ())
    return any("/".join(split_reference(old, unit)) == subject for power in powers for old in power.replaces)


def _has_any(catalogue: Catalogue, reference: Reference) -> bool:
    return any(check(catalogue, reference) for check in (_has_actor, _has_unit, _has_power))


def _has_law(catalogue: Catalogue, reference: Reference) -> bool:
    return reference.text in catalogue.laws_by_id or _is_broken(catalogue, "laws.yaml")


def _named(catalogue: Catalogue, reference: Reference) -> object:
    return find(catalogue, reference.unit, reference.text)


def _is_open(catalogue: Catalogue, reference: Reference) -> bool:
    """Whether the unit could not be read whole: what is not known of it cannot be missed."""
    unit, _ = split_reference(reference.text, reference.unit)
    return _is_broken(catalogue, f"units/{unit}/unit.yaml")


def _is_broken(catalogue: Catalogue, file: str) -> bool:
    return file in catalogue.left_out


_RESOLVE: dict[str, Callable[[Catalogue, Reference], bool]] = {
    "actor": _has_actor,
    "post": _has_post,
    "office": _has_office,
    "unit": _has_unit,
    "power": _has_power,
    "law": _has_law,
    "about": _has_any,
}


def _known(catalogue: Catalogue, reference: Reference) -> Iterable[str]:
    """The ids that could have been meant."""
    if reference.kind == "law":
        return catalogue.laws_by_id
    if reference.kind == "unit":
        return catalogue.units_by_id
    if reference.kind == "power":
        own = {power.id for power in catalogue.powers_by_unit.get(reference.unit, ())}
        return own | catalogue.power_subjects()
    unit, _ = split_reference(reference.text, reference.unit)
    owner = catalogue.units_by_id.get(unit)
    if owner is None:
        return {f"{other.id}/{name}" for other in catalogue.units_by_id.values() for name in other.named}
    prefix = f"{unit}/" if unit != reference.unit else ""
    wanted = {"post": Post, "office": Office}.get(reference.kind, object)
    return {prefix + name for name, thing in owner.named.items() if isinstance(thing, wanted)}


@rule("S004", Severity.ERROR, reach=Reach.UNIT, cleared=Cleared(has_each_id_once, all_do))
def id_twice(brief: Brief) -> Iterator[Hit]:
    """No two things of one namespace have one id (upper and lower case count as one)."""
    for things in _namespaces(brief.catalogue):
        seen: dict[str, Identified] = {}
        for thing in things:
            first = seen.setdefault(thing.id.casefold(), thing)
            if first is not thing:
                yield Hit(thing.ref.at("id"), {"id": thing.id}, other=(first.ref.at("id"), "first_here"))


def _namespaces(catalogue: Catalogue) -> Iterator[Iterable[Identified]]:
    for unit in catalogue.units:
        yield (*unit.bodies, *unit.offices, *unit.posts)
    for power in catalogue.powers:
        yield power.workflow.steps if power.workflow else ()
        yield power.risk_points
    for risks in catalogue.risks:
        yield risks.risk_points
    for _, _, risk in catalogue.risk_points():
        yield risk.controls
    yield from (register.regulations for register in catalogue.regulations)
    yield from (decision.items for decision in catalogue.decisions)
    yield catalogue.laws.laws
    if catalogue.programme is not None:
        yield catalogue.programme.phases
