"""Powers as readers see them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from powerctl.gate.fields import PARTS
from powerctl.gate.risks import power_risks
from powerctl.gate.sight import Sight
from powerctl.gate.words import Words, known_term, term, terms_of
from powerctl.gate.workflows import project_workflow
from powerctl.model.disclosure import Disclosure
from powerctl.model.power import Code, Complaints, Discretion, Limits, Power, Range, Service, SignOff, Tier
from powerctl.public.power import (
    PublicAssignment,
    PublicCode,
    PublicComplaints,
    PublicDisclosure,
    PublicDiscretion,
    PublicLimits,
    PublicPower,
    PublicRange,
    PublicService,
    PublicSignOff,
    PublicTier,
)

# Told as they stand.
_TEXTS = (
    "main", "aliases", "content", "scope", "conditions", "duties", "commitments", "discipline", "accountability",
    "rights", "sources", "note",
)  # fmt: skip
_ACTORS = ("holder", "in_charge", "proposal", "veto")


def sight_of(words: Words, power: Power) -> Sight:
    """The view of a power, less the parts that it withholds."""
    withheld = power.disclosure.withheld if power.disclosure else ()
    return Sight(words.shown, "power", tuple(tuple(part.field.split(".")) for part in withheld))


def project_power(words: Words, sight: Sight, power: Power, hidden: Container[str], *, inside: bool) -> PublicPower:
    """One power; ``hidden`` are the ``unit/power`` of those not shown, ``inside``: readers see internal steps."""
    unit, book = power.unit, words.rulebook
    status = book.statuses.get(power.status)
    workflow = project_workflow(words, sight, power, inside=inside)
    steps = frozenset(step.id for step in workflow.steps) if workflow else frozenset[str]()
    actors: dict[str, Any] = {key: words.party(unit, sight.of(key, getattr(power, key), "")) for key in _ACTORS}
    return PublicPower(
        id=power.id,
        unit=unit,
        name=power.name,
        type=known_term(book.power_types, power.type),
        status=known_term(book.statuses, power.status),
        in_force=status.in_force if status else False,
        replaces=tuple(_replaced(sight, power, hidden)),
        code=_code(words, sight.part("code", "code"), sight.of("code", power.code, None)),
        matter=term(book.matters, sight.of("matter", power.matter, "")),
        axis=term(book.axes, sight.of("axis", power.axis, "")),
        level=term(book.levels, sight.of("level", power.level, "")),
        offices=words.parties(unit, sight.of("offices", power.offices, ())),
        source=term(book.power_sources, sight.of("source", power.source, "")),
        basis=tuple(words.basis(basis) for basis in sight.of("basis", power.basis, ())),
        limits=_limits(sight.part("limits", "limits"), sight.of("limits", power.limits, None)),
        assignments=_assignments(words, sight, power),
        remedies=terms_of(book.remedies, sight.of("remedies", power.remedies, ())),
        complaints=complaints(sight.part("complaints", "complaints"), sight.of("complaints", power.complaints, None)),
        service=_service(sight.part("service", "service"), sight.of("service", power.service, None)),
        workflow=workflow,
        risk_points=power_risks(words, sight, power, steps),
        discretion=tuple(_discretion(words, sight, power)),
        disclosure=_disclosure(
            words, sight.part("disclosure", "disclosure"), sight.of("disclosure", power.disclosure, None)
        ),
        review=tuple(_sign_off(words, unit, entry) for entry in sight.of("review", power.review, ())),
        **actors,
        **sight.plain(power, _TEXTS),
    )


def complaints(sight: Sight, found: Complaints | None) -> PublicComplaints | None:
    """投诉举报途径."""
    return PublicComplaints(**sight.plain(found, PARTS["complaints"])) if found else None


def _replaced(sight: Sight, power: Power, hidden: Container[str]) -> Iterator[str]:
    """Earlier ids, but not those that a power still has which readers do not see."""
    return (one for one in sight.of("replaces", power.replaces, ()) if f"{power.unit}/{one}" not in hidden)


def _code(words: Words, sight: Sight, code: Code | None) -> PublicCode | None:
    if code is None or not (sight.shows("scheme") and sight.shows("value")):
        return None
    return PublicCode(scheme=known_term(words.rulebook.codes, code.scheme), value=code.value)


def _limits(sight: Sight, limits: Limits | None) -> PublicLimits | None:
    return PublicLimits(**sight.plain(limits, PARTS["limits"])) if limits else None


def _service(sight: Sight, service: Service | None) -> PublicService | None:
    return PublicService(**sight.plain(service, PARTS["service"])) if service else None


def _assignments(words: Words, sight: Sight, power: Power) -> tuple[PublicAssignment, ...]:
    found = ((words.party(power.unit, entry.post), entry) for entry in sight.of("assignments", power.assignments, ()))
    return tuple(PublicAssignment(post=post, duties=entry.duties) for post, entry in found if post is not None)


def _discretion(words: Words, sight: Sight, power: Power) -> Iterator[PublicDiscretion]:
    inner = sight.part("discretion", "discretion")
    entries: Iterable[Discretion] = sight.of("discretion", power.discretion, ())
    for entry in entries if inner.shows_it() else ():
        basis = inner.of("basis", entry.basis, None)
        yield PublicDiscretion(
            violation=entry.violation,
            basis=words.basis(basis) if basis else None,
            unit=term(words.rulebook.discretion.units, inner.of("unit", entry.unit, "")),
            range=_range(inner.of("range", entry.range, None)),
            tiers=tuple(_tier(tier) for tier in inner.of("tiers", entry.tiers, ())),
            source=inner.of("source", entry.source, ""),
            note=inner.of("note", entry.note, ""),
        )


def _range(found: Range | None) -> PublicRange | None:
    return PublicRange(min=found.min, max=found.max) if found else None


def _tier(tier: Tier) -> PublicTier:
    return PublicTier(
        name=tier.name,
        when=tier.when,
        from_=tier.from_,
        to=tier.to,
        open_from=tier.open_from,
        open_to=tier.open_to,
        penalty=tier.penalty,
    )


def _disclosure(words: Words, sight: Sight, disclosure: Disclosure | None) -> PublicDisclosure | None:
    if disclosure is None:
        return None
    asks = words.rulebook.disclosure
    return PublicDisclosure(
        scope=term(asks.scopes, sight.of("scope", disclosure.scope, "")),
        channels=terms_of(asks.channels, sight.of("channels", disclosure.channels, ())),
        timing=term(asks.timings, sight.of("timing", disclosure.timing, "")),
        **sight.plain(disclosure, ("deadline", "form", "audience")),
    )


def _sign_off(words: Words, unit: str, entry: SignOff) -> PublicSignOff:
    review = words.rulebook.review
    chains = {"catalogue": review.catalogue, "chart": review.chart, "risk": review.risk}
    return PublicSignOff(
        stage=known_term({stage.stage: stage for stage in chains.get(entry.chain, ())}, entry.stage),
        chain=entry.chain,
        by=words.party(unit, entry.by),
        on=entry.on,
        outcome=term(review.outcomes, entry.outcome),
    )
