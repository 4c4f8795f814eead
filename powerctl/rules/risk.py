"""R401-R406: risk points are bound, worded and graded as the rulebook says, and looked for where it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from powerctl.grading import Grader, Reckoning, counted_word, counts_risks, grade_label, on_scale, owed_factors
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Path
from powerctl.model.power import Power
from powerctl.model.risk import Graded, RiskPoint
from powerctl.model.rulebook import Approver, Focus, Plausibility, Rulebook
from powerctl.model.unit import Body, Named, Unit
from powerctl.naming import find, is_outside
from powerctl.periods import is_over
from powerctl.reckoning import formula, terms
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force, risks_in_force
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.roles import Roles
from powerctl.rules.wording import Labelled, guess, named, row

Factors = tuple[tuple[str, int], ...]


@rule("R401", Severity.ERROR, reach=Reach.UNIT, uncovered=Severity.WARNING)
def risk_bound_to_nothing(brief: Brief) -> Iterator[Hit]:
    """Every risk point says where it belongs, and each weighty step of a major power has one."""
    for _, _, risk in risks_in_force(brief):
        if not risk.is_bound:
            yield Hit(risk.ref, {"risk": risk.id})
    for power in powers_in_force(brief):
        if power.matter and power.ref.file not in brief.catalogue.left_out:
            yield from _uncovered(brief.rulebook, power)


def _uncovered(rulebook: Rulebook, power: Power) -> Iterator[Hit]:
    """The weighty steps that the unit takes itself and that have no risk point."""
    bound = {risk.step for risk in power.risk_points}
    for step in power.workflow.steps if power.workflow else ():
        duty = rulebook.duties.get(step.duty)
        if duty is not None and duty.weighty and step.id not in bound and not is_outside(step.actor):
            facts = {"power": power.name, "step": step.name, "id": step.id, "duty": duty.label}
            yield Hit(step.ref, facts, "uncovered")


@rule("R402", Severity.ERROR, reach=Reach.UNIT, scale=Severity.ERROR, missing=Severity.ERROR)
def risk_word_unknown(brief: Brief) -> Iterator[Hit]:
    """Categories, stages, ways of finding, flags, factors and their values are the rulebook's, and no factor lacks."""
    known = _vocabulary(brief.rulebook)
    for _, _, risk in brief.catalogue.risk_points():
        for kind, word, path in _words(risk):
            terms = known[kind]
            if word and terms and word not in terms:
                facts: dict[str, Fact] = {"risk": risk.id, "kind": kind, **guess(word, terms)}
                yield Hit(risk.ref.at(*path), facts, on_key=kind == "factor")
        yield from _off_scale(brief.rulebook, risk)
    for _, _, risk in risks_in_force(brief):
        yield from _missing_factors(brief.rulebook, risk)


def _vocabulary(rulebook: Rulebook) -> dict[str, Mapping[str, Labelled]]:
    """The words of each kind; none where the rulebook does not say which there are."""
    asks = rulebook.risk
    return {
        "category": asks.categories,
        "stage": asks.stages,
        "found_by": asks.found_by,
        "flag": asks.flags,
        "factor": asks.factors,
        "grade": rulebook.grades,
    }


def _words(risk: RiskPoint) -> Iterator[tuple[str, str, Path]]:
    """The words of the rulebook that a risk point uses: kind, word, where it stands in the risk point."""
    yield "category", risk.category, ("category",)
    yield "stage", risk.stage, ("stage",)
    yield "grade", risk.grade, ("grade",)
    yield "grade", risk.residual, ("residual",)
    for index, way in enumerate(risk.found_by):
        yield "found_by", way, ("found_by", index)
    for index, flag in enumerate(risk.flags):
        yield "flag", flag, ("flags", index)
    for factor in risk.factors:
        yield "factor", factor, ("factors", factor)


def _off_scale(rulebook: Rulebook, risk: RiskPoint) -> Iterator[Hit]:
    for name, value in risk.factors.items():
        factor = rulebook.risk.factors.get(name)
        if factor is not None and not on_scale(rulebook, name, value):
            scale = row(f"{step} {meaning}" for step, meaning in factor.scale.items())
            facts: dict[str, Fact] = {"risk": risk.id, "factor": factor.label, "value": value, "scale": scale}
            yield Hit(risk.ref.at("factors", name), facts, "scale")


def _missing_factors(rulebook: Rulebook, risk: RiskPoint) -> Iterator[Hit]:
    """The factors of the method that are not there; a misspelt one is not missing too."""
    factors = rulebook.risk.factors
    missing = [name for name in owed_factors(rulebook) if name not in risk.factors]
    if missing and risk.factors.keys() <= factors.keys():
        yield Hit(risk.ref.at("factors"), {"risk": risk.id, "factors": named(missing, factors)}, "missing")


@rule("R403", Severity.ERROR, reach=Reach.UNIT, wide=counts_risks, undeclared=Severity.WARNING)
def grade_not_as_computed(brief: Brief) -> Iterator[Hit]:
    """A risk point declares the grade that its factors give, or says who settled another one and why."""
    grader = Grader(brief.catalogue, brief.rulebook)
    for unit, power, risk in risks_in_force(brief):
        reckoning = grader.grade(unit, power, risk)
        if not risk.grade:
            yield Hit(risk.ref.at("grade"), _reckoned(brief.rulebook, risk, reckoning), "undeclared")
        elif reckoning is not None and reckoning.grade != risk.grade and not _is_reasoned(risk.graded):
            yield Hit(risk.ref.at("grade"), _reckoned(brief.rulebook, risk, reckoning))


def _is_reasoned(graded: Graded | None) -> bool:
    return graded is not None and bool(graded.reason and graded.by)


def _reckoned(rulebook: Rulebook, risk: RiskPoint, reckoning: Reckoning | None) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"risk": risk.id, "declared": grade_label(rulebook, risk.grade)}
    if reckoning is None:
        return {**facts, "computed": "", "grade": "", "score": "", "factors": "", "reckoning": "", "raised": ""}

    def name(id_: str) -> str:
        return counted_word(rulebook, id_).label

    raised = row(entry.label.label for entry in reckoning.raised)
    score = reckoning.score if reckoning.score is not None else ""
    computed = {"computed": grade_label(rulebook, reckoning.grade), "grade": reckoning.grade}
    told = {"score": score, "factors": terms(reckoning, name), "reckoning": formula(reckoning, name), "raised": raised}
    return {**facts, **computed, **told}


@rule("R404", Severity.WARNING, reach=Reach.UNIT, stale=Severity.WARNING, unsigned=Severity.WARNING)
def grade_not_approved(brief: Brief) -> Iterator[Hit]:
    """A declared grade was settled by one whom the rulebook names, not longer ago than its interval of review."""
    asks, roles = brief.rulebook.risk, Roles(brief)
    wanted = [key for key, is_asked in (("by", asks.approvers), ("on", asks.review_months)) if is_asked]
    for unit, power, risk in risks_in_force(brief):
        if wanted and risk.grade:
            yield from _unsigned(brief, risk, wanted)
            yield from _wrongly_signed(roles, unit, power, risk)
            yield from _stale(brief, risk)


def _about(brief: Brief, risk: RiskPoint) -> dict[str, Fact]:
    return {"risk": risk.id, "grade": grade_label(brief.rulebook, risk.grade)}


def _unsigned(brief: Brief, risk: RiskPoint, wanted: list[str]) -> Iterator[Hit]:
    if risk.graded is None:
        yield Hit(risk.ref.at("graded"), {**_about(brief, risk), "missing": "graded"}, "unsigned")
        return
    for key in wanted:
        if not getattr(risk.graded, key):
            yield Hit(risk.graded.ref.at(key), {**_about(brief, risk), "missing": f"graded.{key}"}, "unsigned")


def _wrongly_signed(roles: Roles, unit: str, power: Power | None, risk: RiskPoint) -> Iterator[Hit]:
    brief, by = roles.brief, risk.graded.by if risk.graded is not None else ""
    approvers = brief.rulebook.risk.approvers
    have = roles.among(unit, (by,), power) if by and approvers else None
    if have is None:
        return
    thing = find(brief.catalogue, unit, by)
    if not any(_is_approver(approver, by, thing, have) for approver in approvers):
        names = {"by": thing.name if thing is not None else by, "approvers": _approvers(brief, unit)}
        yield Hit(risk.ref.at("graded", "by"), {**_about(brief, risk), **names})


def _is_approver(approver: Approver, by: str, thing: Named | None, roles: Collection[str]) -> bool:
    return bool(
        (approver.external and by == f"external:{approver.external}")
        or (approver.body and isinstance(thing, Body))
        or approver.role in roles
    )


def _stale(brief: Brief, risk: RiskPoint) -> Iterator[Hit]:
    months, on = brief.rulebook.risk.review_months, risk.graded.on if risk.graded is not None else ""
    if months and is_over(on, months, brief.as_of):
        yield Hit(risk.ref.at("graded", "on"), {**_about(brief, risk), "on": on, "months": months}, "stale")


def _approvers(brief: Brief, unit: str) -> str:
    """Those who may settle a grade, by name; for "any body" the bodies of the unit."""
    owner = brief.catalogue.units_by_id.get(unit)
    names: list[str] = []
    for approver in brief.rulebook.risk.approvers:
        if approver.body and owner is not None:
            names += [body.name for body in owner.bodies]
        if approver.role in brief.rulebook.roles:
            names.append(brief.rulebook.roles[approver.role].label)
        if approver.external:
            names.append(approver.external)
    return row(names)


@dataclass(slots=True)
class _Grades:
    """What the risk points of one unit say of gravity, taken together."""

    ranks: list[int] = field(default_factory=list)
    factors: list[Factors] = field(default_factory=list)


@rule("R405", Severity.WARNING, reach=Reach.UNIT, wide=counts_risks, low=Severity.WARNING, alike=Severity.WARNING)
def grades_look_unserious(brief: Brief) -> Iterator[Hit]:
    """Among many risk points of a unit some are high, not nearly all are low, and they differ in their factors."""
    asks = brief.rulebook.risk.plausibility
    if asks is None:
        return
    unread = _units_not_read_whole(brief.catalogue)
    grades = _grades_by_unit(brief)
    for unit in brief.catalogue.units:
        if unit.id in grades and unit.id not in unread:
            yield from _few_high_many_low(brief.rulebook, asks, unit, grades[unit.id].ranks)
            yield from _all_alike(brief.rulebook, asks, unit, grades[unit.id].factors)


def _grades_by_unit(brief: Brief) -> dict[str, _Grades]:
    by_unit: defaultdict[str, _Grades] = defaultdict(_Grades)
    grader = Grader(brief.catalogue, brief.rulebook)
    for unit, power, risk in risks_in_force(brief):
        term = brief.rulebook.grades.get(grader.grade_of(unit, power, risk))
        if term is not None:
            by_unit[unit].ranks.append(term.rank)
        factors = tuple((name, risk.factors[name]) for name in brief.rulebook.risk.factors if name in risk.factors)
        if factors:
            by_unit[unit].factors.append(factors)
    return by_unit


def _few_high_many_low(rulebook: Rulebook, asks: Plausibility, unit: Unit, ranks: list[int]) -> Iterator[Hit]:
    terms = sorted(rulebook.grades.values(), key=lambda term: term.rank)
    if len(ranks) < asks.least or not terms:
        return
    lowest, highest = terms[0], terms[-1]
    low = ranks.count(lowest.rank)
    facts: dict[str, Fact] = {"unit": unit.name, "count": len(ranks)}
    if asks.some_high and highest.rank not in ranks:
        yield Hit(unit.ref.at("id"), {**facts, "grade": highest.label})
    if low / len(ranks) > asks.low_share:
        share: dict[str, Fact] = {"grade": lowest.label, "low": low, "share": round(100 * asks.low_share)}
        yield Hit(unit.ref.at("id"), {**facts, **share}, "low")


def _all_alike(rulebook: Rulebook, asks: Plausibility, unit: Unit, factors: list[Factors]) -> Iterator[Hit]:
    if len(factors) >= asks.least and len(set(factors)) == 1:
        known = rulebook.risk.factors
        values = row(f"{known[name].label} {value}" for name, value in factors[0])
        yield Hit(unit.ref.at("id"), {"unit": unit.name, "count": len(factors), "factors": values}, "alike")


def _units_not_read_whole(catalogue: Catalogue) -> frozenset[str]:
    """The units of which a part was refused: what is missing of them may stand there."""
    return frozenset(file.split("/")[1] for file in catalogue.left_out if file.startswith("units/"))


@rule("R406", Severity.WARNING, reach=Reach.UNIT, layer=Severity.WARNING)
def focus_without_risk(brief: Brief) -> Iterator[Hit]:
    """Each power in a focus area has a risk point, and so has each layer of a unit that holds powers."""
    holders: dict[str, None] = {}
    for power in powers_in_force(brief):
        holders[power.unit] = None
        if not power.risk_points:
            areas = [focus.label for focus in brief.rulebook.risk.focus if _is_in_focus(power, focus)]
            if areas:
                yield Hit(power.ref.at("risk_points"), {"power": power.name, "focus": row(areas)})
    if brief.rulebook.risk.layers:
        yield from _bare_layers(brief, holders)


def _is_in_focus(power: Power, focus: Focus) -> bool:
    return (
        power.type in focus.types
        or power.matter in focus.matters
        or power.axis in focus.axes
        or any(word in power.name for word in focus.words)
    )


def _bare_layers(brief: Brief, holders: Iterable[str]) -> Iterator[Hit]:
    covered = {(unit, layer) for unit, _, risk in risks_in_force(brief) for layer in _layers_of(risk)}
    unread = _units_not_read_whole(brief.catalogue)
    units = [brief.catalogue.units_by_id[unit] for unit in holders if unit in brief.catalogue.units_by_id]
    for unit in units:
        for layer in brief.rulebook.risk.layers:
            if (unit.id, layer) not in covered and unit.id not in unread and _has_layer(unit, layer):
                yield Hit(unit.ref.at("id"), {"unit": unit.name, "layer": layer}, "layer")


def _layers_of(risk: RiskPoint) -> Iterator[str]:
    if risk.post:
        yield "post"
    if risk.office:
        yield "office"
    if risk.unit:
        yield "unit"


def _has_layer(unit: Unit, layer: str) -> bool:
    """A unit without offices owes no risk point of an office."""
    return layer == "unit" or bool(unit.posts if layer == "post" else unit.offices)
