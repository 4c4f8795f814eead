"""The only door to anything public."""

from __future__ import annotations

from collections.abc import Mapping

from powerctl.gate.faults import UnsettledError, faults
from powerctl.gate.frame import project_about, project_supervision
from powerctl.gate.method import project_method
from powerctl.gate.powers import project_power, sight_of
from powerctl.gate.procedures import project_procedures
from powerctl.gate.registers import project_adjustments, project_decisions, project_laws, project_withheld
from powerctl.gate.sight import Sight, is_within, shown_to
from powerctl.gate.units import project_unit
from powerctl.gate.words import Words
from powerctl.grading import Grader
from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower


def project(catalogue: Catalogue, rulebook: Rulebook, audience: Audience) -> PublicCatalogue:
    """What these readers may see; UnsettledError where it is not settled who may see something."""
    if hits := tuple(faults(catalogue, rulebook, audience)):
        raise UnsettledError(hits)
    rank = rulebook.disclosure.scopes[audience].rank
    words = Words(catalogue, rulebook, shown_to(rulebook.disclosure, rank), Grader(catalogue, rulebook))
    powers = _powers(words, rank)
    seen = frozenset(power.subject for power in powers)
    types = {power.type.id for power in powers}
    units = (unit for unit in catalogue.units if words.shows_unit(unit.id))
    points = _own_points(catalogue)
    return PublicCatalogue(
        about=project_about(words),
        audience=audience,
        units=tuple(project_unit(words, unit, points) for unit in sorted(units, key=lambda unit: unit.id)),
        powers=powers,
        laws=tuple(project_laws(words, powers)),
        decisions=tuple(sorted(project_decisions(words, seen, rank), key=lambda entry: (entry.unit, entry.id))),
        adjustments=tuple(sorted(project_adjustments(words, seen), key=lambda entry: (entry.unit, entry.id))),
        withheld=tuple(project_withheld(words, seen)),
        supervision=project_supervision(words),
        method=project_method(words),
        procedures=tuple(one for one in project_procedures(rulebook) if one.type.id in types),
    )


def _powers(words: Words, rank: int) -> tuple[PublicPower, ...]:
    sights = [(power, sight_of(words, power)) for power in words.catalogue.powers]
    seen = [(power, sight) for power, sight in sights if _is_seen(words, sight, power, rank)]
    hidden = {power.subject for power, _ in sights} - {power.subject for power, _ in seen}
    inside = is_within(words.rulebook.disclosure.scopes.get(Audience.INTERNAL), rank)
    projected = (project_power(words, sight, power, hidden, inside=inside) for power, sight in seen)
    return tuple(sorted(projected, key=lambda power: (power.unit, power.id)))


def _is_seen(words: Words, sight: Sight, power: Power, rank: int) -> bool:
    scope = words.rulebook.disclosure.scopes.get(power.disclosure.scope if power.disclosure else "")
    return words.shows_unit(power.unit) and is_within(scope, rank) and sight.shows_it()


def _own_points(catalogue: Catalogue) -> Mapping[str, tuple[RiskPoint, ...]]:
    return {risks.unit: risks.risk_points for risks in catalogue.risks}
