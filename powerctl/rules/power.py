"""P101-P109: each power rests on something, is held by someone, is told in the rulebook's words, and was examined."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from itertools import pairwise

from powerctl import codes
from powerctl.codes import ItemCode
from powerctl.model.catalogue import Catalogue
from powerctl.model.duration import parse_duration
from powerctl.model.place import Path, Ref
from powerctl.model.power import Code, Limits, Power, SignOff
from powerctl.model.rulebook import CodeScheme, ReviewStage, Rulebook
from powerctl.model.unit import Body, Unit
from powerctl.naming import find, is_outside, split_reference
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Notes, Reach, comparison, rule
from powerctl.rules.wording import Labelled, guess, row, short

_PASSED = "passed"
_NATION = "00"  # stands for the whole country where a code names a region
# What P101, P103, F309 and D701 ask of every power, whether or not the rulebook's list names it again.
_ASKED_ELSEWHERE = frozenset(
    {"basis", "holder", "workflow", "disclosure", "disclosure.scope", "disclosure.channels", "disclosure.timing"}
)
_NO_CONTENT = ("ref", "note")  # a block with nothing but a remark in it is empty

Word = tuple[str, str, Ref, Path]  # the vocabulary that must know it, the word, below which place, where


@rule("P101", Severity.ERROR, reach=Reach.UNIT)
def power_without_basis(brief: Brief) -> Iterator[Hit]:
    """Every power in force names the law or document it rests on."""
    for power in powers_in_force(brief):
        if not power.basis:
            yield Hit(power.ref.at("basis"), {"power": power.name, "status": _status(brief.rulebook, power)})


def _status(rulebook: Rulebook, power: Power) -> str:
    return rulebook.statuses[power.status].label


@rule("P102", Severity.ERROR, reach=Reach.UNIT, abolished=Severity.WARNING)
def unknown_word(brief: Brief) -> Iterator[Hit]:
    """Types, levels, statuses, duties and so on are words of the rulebook; no power in force is of an ended type."""
    known = _vocabularies(brief.rulebook)
    for section, word, ref, path in _words(brief.catalogue):
        if word and word not in known[section] and known[section]:
            yield Hit(ref.at(*path), {"section": section, **guess(word, known[section])})
    yield from _abolished(brief)


def _vocabularies(rulebook: Rulebook) -> dict[str, Mapping[str, Labelled]]:
    """The words that the rulebook knows, by the key of it that defines them."""
    keys = ("power_types", "axes", "levels", "matters", "statuses", "power_sources", "remedies", "duties", "roles")
    units = {"unit_types": rulebook.unit_types, "unit_tiers": rulebook.unit_tiers}
    return {**{key: getattr(rulebook, key) for key in keys}, **units, "discretion.units": rulebook.discretion.units}


def _words(catalogue: Catalogue) -> Iterator[Word]:
    for unit in catalogue.units:
        yield "unit_types", unit.type, unit.ref, ("type",)
        yield "unit_tiers", unit.tier, unit.ref, ("tier",)
        yield "levels", unit.level, unit.ref, ("level",)
        for post in unit.posts:
            for index, role in enumerate(post.roles):
                yield "roles", role, post.ref, ("roles", index)
    for power in catalogue.powers:
        yield from _words_of(power)


def _words_of(power: Power) -> Iterator[Word]:
    ref = power.ref
    yield "power_types", power.type, ref, ("type",)
    yield "axes", power.axis, ref, ("axis",)
    yield "levels", power.level, ref, ("level",)
    yield "matters", power.matter, ref, ("matter",)
    yield "statuses", power.status, ref, ("status",)
    yield "power_sources", power.source, ref, ("source",)
    for index, remedy in enumerate(power.remedies):
        yield "remedies", remedy, ref, ("remedies", index)
    for step in power.workflow.steps if power.workflow else ():
        yield "duties", step.duty, step.ref, ("duty",)
    for entry in power.discretion:
        yield "discretion.units", entry.unit, entry.ref, ("unit",)


def _abolished(brief: Brief) -> Iterator[Hit]:
    types = brief.rulebook.power_types
    ended = {key: kind for key, kind in types.items() if kind.abolished and kind.abolished <= brief.today}
    for power in powers_in_force(brief):
        if power.type in ended:
            kind = ended[power.type]
            facts = {"power": power.name, "type": kind.label, "abolished": kind.abolished}
            yield Hit(power.ref.at("type"), facts, "abolished")


@rule("P103", Severity.ERROR, reach=Reach.UNIT, no_post=Severity.WARNING)
def power_without_holder(brief: Brief) -> Iterator[Hit]:
    """Every power in force is held by someone, and an office or a post is named that carries it out."""
    for power in powers_in_force(brief):
        if not power.holder:
            yield Hit(power.ref.at("holder"), {"power": power.name})
        elif not _is_named_down_to_a_post(brief.catalogue, power):
            holder = find(brief.catalogue, power.unit, power.holder)
            facts = {"power": power.name, "holder": holder.name if holder is not None else power.holder}
            yield Hit(power.ref.at("holder"), facts, "no_post")


def _is_named_down_to_a_post(catalogue: Catalogue, power: Power) -> bool:
    """Whether anyone but bodies and outsiders acts; True also where it is not known who is meant (S002, S003)."""
    steps = power.workflow.steps if power.workflow else ()
    posts = (assignment.post for assignment in power.assignments)
    named = (power.holder, *power.offices, *posts, *(actor for step in steps for actor in step.people))
    return power.ref.file in catalogue.left_out or any(
        not is_outside(actor) and not isinstance(find(catalogue, power.unit, actor), Body) for actor in named
    )


@rule("P104", Severity.WARNING, reach=Reach.UNIT)
def field_missing(brief: Brief) -> Iterator[Hit]:
    """Every power in force fills in the fields that the rulebook's catalogue has."""
    fields = [field for field in brief.rulebook.catalogue.fields if field not in _ASKED_ELSEWHERE]
    for power in powers_in_force(brief):
        for field in fields_missing(power, fields):
            yield Hit(power.ref.at(*field.split(".")), {"power": power.name, "field": field})


def fields_missing(power: Power, fields: list[str]) -> Iterator[str]:
    """Those of the fields (keys of a power, inner ones after a dot) that the power leaves empty."""
    return (field for field in fields if not _is_filled(power, field))


def _is_filled(power: Power, field: str) -> bool:
    value: object = power
    for key in field.split("."):
        value = getattr(value, key, None)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(getattr(value, part.name) for part in dataclasses.fields(value) if part.name not in _NO_CONTENT)
    return bool(value)


@rule("P105", Severity.ERROR, reach=Reach.UNIT)
def promise_longer_than_law(brief: Brief) -> Iterator[Hit]:
    """No promised limit is longer than the statutory one."""
    for power in powers_in_force(brief):
        if power.limits is not None and _is_too_long(power.limits):
            facts = {"power": power.name, "promised": power.limits.promised, "statutory": power.limits.statutory}
            statutory = power.ref.at("limits", "statutory")
            yield Hit(power.ref.at("limits", "promised"), facts, other=(statutory, "required_here"))


def _is_too_long(limits: Limits) -> bool:
    promised, statutory = parse_duration(limits.promised), parse_duration(limits.statutory)
    return promised is not None and statutory is not None and promised.is_longer_than(statutory)


@rule(
    "P106",
    Severity.WARNING,
    reach=Reach.UNIT,
    scheme=Severity.WARNING,
    pattern=Severity.WARNING,
    shape=Severity.WARNING,
    check_character=Severity.WARNING,
    type=Severity.WARNING,
    level=Severity.WARNING,
    region=Severity.WARNING,
    credit_code=Severity.WARNING,
)
def code_fails_its_scheme(brief: Brief) -> Iterator[Hit]:
    """A code is built as its scheme says and agrees with its power; a unit's credit code ends as it must."""
    for unit in brief.catalogue.units:
        yield from _credit_code_fault(unit)
    coded = [(power, power.code) for power in powers_in_force(brief) if power.code is not None]
    yield from _unusable_patterns(brief.rulebook, coded)
    for power, code in coded:
        scheme = brief.rulebook.codes.get(code.scheme)
        if scheme is None:
            yield from _unknown_scheme(brief.rulebook, code)
        elif codes.is_harmless(scheme.pattern):
            yield from _code_faults(brief, power, code, scheme)


def _unusable_patterns(rulebook: Rulebook, coded: list[tuple[Power, Code]]) -> Iterator[Hit]:
    """The fault is the rulebook's: it is told once a unit, at the first power that uses the scheme."""
    first = {code.scheme: code for _, code in reversed(coded)}
    for name, code in first.items():
        scheme = rulebook.codes.get(name)
        if scheme is not None and not codes.is_harmless(scheme.pattern):
            yield Hit(code.ref.at("scheme"), {"scheme": name, "pattern": short(scheme.pattern)}, "pattern")


def _credit_code_fault(unit: Unit) -> Iterator[Hit]:
    want = codes.check_character(unit.credit_code)
    if want and want != unit.credit_code[-1]:
        facts = {"unit": unit.name, "have": unit.credit_code[-1], "want": want}
        yield Hit(unit.ref.at("credit_code"), facts, "credit_code")


def _unknown_scheme(rulebook: Rulebook, code: Code) -> Iterator[Hit]:
    if rulebook.codes:
        yield Hit(code.ref.at("scheme"), guess(code.scheme, rulebook.codes), "scheme")


def _code_faults(brief: Brief, power: Power, code: Code, scheme: CodeScheme) -> Iterator[Hit]:
    place, facts = code.ref.at("value"), {"code": short(code.value), "scheme": scheme.label}
    if not codes.fits(scheme.pattern, code.value):
        yield Hit(place, {**facts, "pattern": scheme.pattern})
    elif scheme.check == "gb39554":
        parts = codes.item_code(code.value)
        if parts is None:
            yield Hit(place, {**facts, "length": len(code.value)}, "shape")
        else:
            yield from _parts_that_differ(brief, power, parts, place, facts)


def _parts_that_differ(
    brief: Brief, power: Power, parts: ItemCode, place: Ref, facts: Mapping[str, Fact]
) -> Iterator[Hit]:
    """The parts of a national code that are not what the power itself says; what it does not say is not compared."""
    kind, level = brief.rulebook.power_types.get(power.type), brief.rulebook.levels.get(power.level)
    region, credit_code = brief.catalogue.about.region[:2], parts.credit_code
    if credit_code and codes.check_character(credit_code) != credit_code[-1]:
        want = codes.check_character(credit_code)
        yield Hit(place, {**facts, "part": credit_code, "have": credit_code[-1], "want": want}, "check_character")
    if kind is not None and kind.code and kind.code != parts.type:
        own = {"have": parts.type, "want": kind.code, "type": kind.label}
        yield Hit(place, {**facts, **own}, "type", other=(power.ref.at("type"), "required_here"))
    if level is not None and level.code and parts.level and level.code != parts.level:
        own = {"have": parts.level, "want": level.code, "level": level.label}
        yield Hit(place, {**facts, **own}, "level", other=(power.ref.at("level"), "required_here"))
    if region and parts.region not in (region, _NATION):
        yield Hit(place, {**facts, "have": parts.region, "want": region}, "region")


def _changes(brief: Brief) -> Notes:
    """The powers that a unit's notes name, and those of its own that need a note: what is told of them, their place."""
    adjustments, statuses = brief.catalogue.adjustments, brief.rulebook.statuses
    told = [split_reference(entry.power, note.unit) for note in adjustments for entry in note.powers]
    is_unread = any("/adjustments/" in file for file in brief.catalogue.left_out)
    changed = [
        [power.unit, power.id, power.name, statuses[power.status].label, power.ref.file]
        for power in brief.catalogue.powers
        if not is_unread and power.status in statuses and statuses[power.status].adjustment
    ]
    return [told, changed]


@comparison("P107", Severity.ERROR, gather=_changes)
def change_without_note(_brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """A power that was cancelled, merged or delegated is named by an adjustment note."""
    told = {(unit, id_) for names, _ in notes.values() for unit, id_ in names}
    for _, changed in notes.values():
        for unit, id_, name, status, file in changed:
            if (unit, id_) not in told:
                yield Hit(Ref(file, ("status",)), {"power": name, "status": status, "id": id_})


@rule(
    "P108",
    Severity.WARNING,
    reach=Reach.UNIT,
    order=Severity.WARNING,
    unknown=Severity.WARNING,
    not_passed=Severity.WARNING,
    outcome=Severity.WARNING,
)
def review_incomplete(brief: Brief) -> Iterator[Hit]:
    """A power in force has passed the stages of the rulebook's review chain, one after another."""
    review = brief.rulebook.review
    chains = {"catalogue": review.catalogue, "chart": review.chart, "risk": review.risk}
    for power in powers_in_force(brief):
        yield from _stages_missing(power, review.catalogue)
        for chain, stages in chains.items():
            if stages:
                signed = [sign_off for sign_off in power.review if sign_off.chain == chain]
                yield from _chain_faults(brief.rulebook, power, stages, signed)


def _stages_missing(power: Power, stages: tuple[ReviewStage, ...]) -> Iterator[Hit]:
    signed = {sign_off.stage for sign_off in power.review if sign_off.chain == "catalogue"}
    missing = [stage for stage in stages if stage.stage not in signed]
    if missing:
        facts = {"power": power.name, "stages": row(stage.label for stage in missing), "stage": missing[0].stage}
        yield Hit(power.ref.at("review"), facts)


def _chain_faults(
    rulebook: Rulebook, power: Power, stages: tuple[ReviewStage, ...], signed: list[SignOff]
) -> Iterator[Hit]:
    known = {stage.stage: stage for stage in stages}
    last = {sign_off.stage: (position, sign_off) for position, sign_off in enumerate(signed)}
    for sign_off in signed:
        if sign_off.stage not in known:
            yield Hit(sign_off.ref.at("stage"), guess(sign_off.stage, known), "unknown")
    for stage in stages:
        if stage.stage in last:
            yield from _not_passed(rulebook, power, stage, last[stage.stage][1])
    yield from _out_of_order([(stage, *last[stage.stage]) for stage in stages if stage.stage in last])


def _not_passed(rulebook: Rulebook, power: Power, stage: ReviewStage, sign_off: SignOff) -> Iterator[Hit]:
    """What came of a stage in the end: earlier outcomes of the same stage are history."""
    outcomes, place = rulebook.review.outcomes, sign_off.ref.at("outcome")
    if sign_off.outcome and outcomes and sign_off.outcome not in outcomes:
        yield Hit(place, guess(sign_off.outcome, outcomes), "outcome")
    elif sign_off.outcome != _PASSED:
        outcome = outcomes[sign_off.outcome].label if sign_off.outcome in outcomes else sign_off.outcome
        yield Hit(place, {"power": power.name, "stage": stage.label, "outcome": outcome}, "not_passed")


def _out_of_order(signed: list[tuple[ReviewStage, int, SignOff]]) -> Iterator[Hit]:
    """Each stage comes after the one before it: by date where both have one, else as they are written."""
    for (before, first, earlier), (stage, second, later) in pairwise(signed):
        is_dated = bool(earlier.on and later.on)
        if later.on < earlier.on if is_dated else second < first:
            facts = {"stage": stage.label, "before": before.label}
            dates = {"on": later.on, "before_on": earlier.on} if is_dated else {"on": "", "before_on": ""}
            key = "on" if is_dated else "stage"
            yield Hit(later.ref.at(key), {**facts, **dates}, "order", other=(earlier.ref.at(key), "before_here"))


@rule("P109", Severity.WARNING, reach=Reach.UNIT)
def major_matter_without_body(brief: Brief) -> Iterator[Hit]:
    """A power over a major matter that a body must decide is held by a body."""
    for power in powers_in_force(brief):
        matter = brief.rulebook.matters.get(power.matter)
        if matter is None or not matter.collective or not power.holder:
            continue
        holder = find(brief.catalogue, power.unit, power.holder)
        if is_outside(power.holder) or (holder is not None and not isinstance(holder, Body)):
            name = holder.name if holder is not None else power.holder
            facts = {"power": power.name, "matter": matter.label, "holder": name}
            yield Hit(power.ref.at("holder"), facts, other=(power.ref.at("matter"), "required_here"))
