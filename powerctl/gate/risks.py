"""Risk points with their controls, as readers see them."""

from __future__ import annotations

from collections.abc import Container, Iterable

from powerctl.gate.sight import Sight
from powerctl.gate.words import Words, known_term, term, terms_of
from powerctl.model.power import Power
from powerctl.model.risk import Control, Graded, RiskPoint
from powerctl.public.risk import PublicControl, PublicFactor, PublicGraded, PublicRisk


def power_risks(words: Words, sight: Sight, power: Power, steps: Container[str]) -> tuple[PublicRisk, ...]:
    """The risk points of a power that are shown; one of a step that is not goes with its step."""
    seen = sight.each("risk_point", "risk_points", power.risk_points)
    return tuple(
        _risk(words, inner, power.unit, risk, power) for inner, risk in seen if not risk.step or risk.step in steps
    )


def unit_risks(words: Words, sight: Sight, unit: str, points: Iterable[RiskPoint]) -> tuple[PublicRisk, ...]:
    """The risk points of a unit's posts and offices, and of the unit itself."""
    return tuple(_risk(words, inner, unit, risk) for inner, risk in sight.each("risk_point", "risk_points", points))


def _risk(words: Words, sight: Sight, unit: str, risk: RiskPoint, power: Power | None = None) -> PublicRisk:
    asks = words.rulebook.risk
    return PublicRisk(
        id=risk.id,
        behaviour=risk.behaviour,
        step=sight.of("step", risk.step, ""),
        post=words.party(unit, sight.of("post", risk.post, "")),
        office=words.party(unit, sight.of("office", risk.office, "")),
        unit=sight.of("unit", risk.unit, False),
        category=term(asks.categories, sight.of("category", risk.category, "")),
        stage=term(asks.stages, sight.of("stage", risk.stage, "")),
        found_by=terms_of(asks.found_by, sight.of("found_by", risk.found_by, ())),
        factors=_factors(words, risk) if sight.shows("factors") else (),
        flags=terms_of(asks.flags, sight.of("flags", risk.flags, ())),
        grade=words.grade(words.grader.grade_of(unit, power, risk)) if sight.shows("grade") else None,
        residual=words.grade(sight.of("residual", risk.residual, "")),
        graded=_graded(words, unit, sight.of("graded", risk.graded, None)),
        controls=tuple(
            _control(words, inner, unit, control) for inner, control in sight.each("control", "controls", risk.controls)
        ),
        note=sight.of("note", risk.note, ""),
    )


def _factors(words: Words, risk: RiskPoint) -> tuple[PublicFactor, ...]:
    known = words.rulebook.risk.factors
    return tuple(
        PublicFactor(
            factor=known_term(known, name),
            value=value,
            meaning=known[name].scale.get(str(value), "") if name in known else "",
        )
        for name, value in sorted(risk.factors.items())
    )


def _graded(words: Words, unit: str, graded: Graded | None) -> PublicGraded | None:
    if graded is None:
        return None
    return PublicGraded(by=words.party(unit, graded.by), on=graded.on, reason=graded.reason)


def _control(words: Words, sight: Sight, unit: str, control: Control) -> PublicControl:
    asks = words.rulebook.controls
    return PublicControl(
        id=control.id,
        measure=control.measure,
        type=term(asks.types, sight.of("type", control.type, "")),
        regulation=_regulation(words, unit, sight.of("regulation", control.regulation, "")),
        owners=words.parties(unit, sight.of("owners", control.owners, ())),
        every=term(asks.intervals, sight.of("every", control.every, "")),
        since=sight.of("since", control.since, ""),
        checked=sight.of("checked", control.checked, ""),
        in_force=sight.of("in_force", control.in_force, True),
        evidence=sight.of("evidence", control.evidence, ""),
        note=sight.of("note", control.note, ""),
    )


def _regulation(words: Words, unit: str, regulation: str) -> str:
    known = words.catalogue.regulations_by_unit.get(unit, {})
    is_shown = Sight(words.shown, "unit").shows("regulations") and Sight(words.shown, "regulation").shows_it()
    return regulation if regulation in known and is_shown else ""
