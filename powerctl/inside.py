"""The view of those who keep a catalogue: everything in it, in the form in which readers see their share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from powerctl.gate import project
from powerctl.gate.fields import FIELDS
from powerctl.grading.all_risks import grade_all, subject_of
from powerctl.kept_back import KeptBack
from powerctl.model.catalogue import Catalogue
from powerctl.model.disclosure import Disclosure, Withheld
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import DisclosureAsks, Rulebook, Scope
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.reckoning import GradedRisk
from powerctl.table import Word

_UNSETTLED = "not-settled"


def whole_view(catalogue: Catalogue, rulebook: Rulebook, today: str) -> PublicCatalogue:
    """Nothing is kept back and nothing need be settled, except that people are posts here too, never names.

    Where a risk point states no grade or residual grade, the computed one stands.
    """
    graded = {one.graded.subject: one.graded for one in grade_all(catalogue, rulebook, today)}
    powers = tuple(_opened(rulebook.disclosure, power, graded) for power in catalogue.powers)
    risks = tuple(replace(one, risk_points=_graded(one.unit, None, one.risk_points, graded)) for one in catalogue.risks)
    items = tuple(
        replace(one, items=tuple(replace(item, scope="") for item in one.items)) for one in catalogue.decisions
    )
    opened = replace(catalogue, powers=powers, risks=risks, decisions=items, left_out={})
    return project(opened, replace(rulebook, disclosure=_open_to_all(rulebook.disclosure)), Audience.INTERNAL)


def _graded(
    unit: str, power: Power | None, points: tuple[RiskPoint, ...], graded: Mapping[str, GradedRisk]
) -> tuple[RiskPoint, ...]:
    """The risk points with the grades that count; those of powers that are not in force stay as they are."""
    known = ((point, graded.get(subject_of(unit, power, point))) for point in points)
    return tuple(
        replace(point, grade=one.weight, residual=one.residual) if one is not None else point for point, one in known
    )


def _opened(asks: DisclosureAsks, power: Power, graded: Mapping[str, GradedRisk]) -> Power:
    disclosure = power.disclosure or Disclosure()
    scope = disclosure.scope if disclosure.scope in asks.scopes else _UNSETTLED
    points = _graded(power.unit, power, power.risk_points, graded)
    return replace(power, disclosure=replace(disclosure, scope=scope, withheld=()), risk_points=points)


def _open_to_all(asks: DisclosureAsks) -> DisclosureAsks:
    """Scopes keep their names and lose their bounds; every field that can be shown at all is."""
    scopes = {
        id_: replace(scope, rank=1, withheld=False)
        for id_, scope in {**asks.scopes, _UNSETTLED: Scope(label="未定", rank=1, en="not settled")}.items()
    }
    scopes.setdefault(Audience.INTERNAL, Scope(label="内部公开", rank=1, en="internal"))
    fields = {kind: dict.fromkeys(keys, str(Audience.INTERNAL)) for kind, keys in FIELDS.items()}
    return replace(asks, scopes=scopes, fields=fields, names_public=False)


def kept_back(catalogue: Catalogue, rulebook: Rulebook) -> tuple[KeptBack, ...]:
    """Everything that is withheld, with the names of the powers, in the order of the catalogue."""
    return tuple(entry for power in catalogue.powers for entry in _of_a_power(catalogue, rulebook, power))


def _of_a_power(catalogue: Catalogue, rulebook: Rulebook, power: Power) -> Iterator[KeptBack]:
    disclosure = power.disclosure
    if disclosure is None:
        return
    scope = rulebook.disclosure.scopes.get(disclosure.scope)
    if scope is not None and scope.withheld:
        yield _entry(catalogue, rulebook, power, disclosure, "")
    for part in disclosure.withheld:
        yield _entry(catalogue, rulebook, power, part, part.field)


def _entry(catalogue: Catalogue, rulebook: Rulebook, power: Power, kept: Disclosure | Withheld, part: str) -> KeptBack:
    unit = catalogue.units_by_id.get(power.unit)
    basis = rulebook.disclosure.bases.get(kept.basis)
    return KeptBack(
        unit=unit.name if unit is not None else power.unit,
        power=power.name,
        part=part,
        ground=Word(basis.label, basis.en) if basis is not None else Word(kept.basis),
        clause=basis.clause if basis is not None else "",
        reason=kept.reason,
        until=kept.until,
        filed_with=kept.filed_with,
    )
