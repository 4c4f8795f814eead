"""D701–D704: what is disclosed, where and when; what is kept back, and on what ground."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from powerctl.model.disclosure import Disclosure, Withheld
from powerctl.model.duration import parse_duration
from powerctl.model.place import Path, Ref
from powerctl.model.power import Power
from powerctl.nearest import nearest
from powerctl.parts import part_of
from powerctl.results import Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Reach, rule

# Characters: a shorter text, such as a step's plain name, gives nothing away; nor does an id, which is ASCII.
_TELLING = 6


@rule("D701", Severity.ERROR, reach=Reach.UNIT, no_block=Severity.ERROR, unknown=Severity.ERROR)
def disclosure_not_settled(brief: Brief) -> Iterator[Hit]:
    """Every power in force says to whom, where and when it is disclosed, in words of the rulebook."""
    for power in powers_in_force(brief):
        if power.disclosure is None:
            yield Hit(power.ref.at("disclosure"), {"power": power.name}, "no_block")
        else:
            yield from _unsettled(brief, power, power.disclosure)
            yield from _unknown_words(brief, power.disclosure)


def _unsettled(brief: Brief, power: Power, disclosure: Disclosure) -> Iterator[Hit]:
    wanted = ("scope",) if _is_withheld(brief, disclosure.scope) else ("scope", "channels", "timing")
    for key in wanted:
        if not getattr(disclosure, key):
            yield Hit(disclosure.ref.at(key), {"power": power.name, "key": key})


def _unknown_words(brief: Brief, disclosure: Disclosure) -> Iterator[Hit]:
    asks = brief.rulebook.disclosure
    words: list[tuple[str, Path, Iterable[str]]] = [
        (disclosure.scope, ("scope",), asks.scopes),
        (disclosure.timing, ("timing",), asks.timings),
        *((channel, ("channels", index), asks.channels) for index, channel in enumerate(disclosure.channels)),
    ]
    for word, path, known in words:
        if word and word not in known:
            facts = {"word": word, "nearest": nearest(word, known), "known": " ".join(sorted(known))}
            yield Hit(disclosure.ref.at(*path), facts, "unknown")


@rule(
    "D702",
    Severity.ERROR,
    reach=Reach.UNIT,
    expired=Severity.ERROR,
    unknown=Severity.ERROR,
    nothing=Severity.ERROR,
    unfiled=Severity.WARNING,
)
def withheld_without_ground(brief: Brief) -> Iterator[Hit]:
    """What is kept back names a basis of the rulebook and a reason, exists, is filed, and is not overdue."""
    for power in powers_in_force(brief):
        if power.disclosure is None:
            continue
        if _is_withheld(brief, power.disclosure.scope):
            yield from _groundless(brief, power, power.disclosure)
        for part in power.disclosure.withheld:
            yield from _groundless(brief, power, part)
            if part_of(power, part.field) is None:
                yield Hit(part.ref.at("field"), {"field": part.field}, "nothing")


def _groundless(brief: Brief, power: Power, part: Disclosure | Withheld) -> Iterator[Hit]:
    asks = brief.rulebook.disclosure
    for key in ("basis", "reason"):
        if not getattr(part, key):
            yield Hit(part.ref.at(key), {"power": power.name, "key": key})
    if part.basis and part.basis not in asks.bases:
        facts = {"word": part.basis, "nearest": nearest(part.basis, asks.bases), "known": " ".join(sorted(asks.bases))}
        yield Hit(part.ref.at("basis"), facts, "unknown")
    if part.until and part.until < brief.today:
        yield Hit(part.ref.at("until"), {"power": power.name, "until": part.until}, "expired")
    if asks.filing and not part.filed_with:
        yield Hit(part.ref.at("filed_with"), {"power": power.name}, "unfiled")


@rule(
    "D703",
    Severity.WARNING,
    reach=Reach.UNIT,
    no_chart=Severity.WARNING,
    late=Severity.WARNING,
    narrower=Severity.WARNING,
)
def disclosed_too_little(brief: Brief) -> Iterator[Hit]:
    """A public power has a deadline within the rulebook's, a chart people can see, and no scope below the least."""
    for power in powers_in_force(brief):
        disclosure = power.disclosure
        if disclosure is None or disclosure.scope not in brief.rulebook.disclosure.scopes:
            continue
        yield from _narrower(brief, power, disclosure)
        if brief.rulebook.disclosure.scopes[disclosure.scope].rank == 1:
            yield from _public(brief, power, disclosure)


def _narrower(brief: Brief, power: Power, disclosure: Disclosure) -> Iterator[Hit]:
    """Withholding has its own ground (D702); any other scope may be no narrower than the least."""
    scopes = brief.rulebook.disclosure.scopes
    kind = brief.rulebook.power_types.get(power.type)
    least = scopes.get((kind.scope if kind else "") or brief.rulebook.disclosure.least_scope)
    own = scopes[disclosure.scope]
    if least is not None and own.rank > least.rank and not own.withheld:
        facts = {"power": power.name, "scope": own.label, "least": least.label}
        yield Hit(disclosure.ref.at("scope"), facts, "narrower")


def _public(brief: Brief, power: Power, disclosure: Disclosure) -> Iterator[Hit]:
    if not disclosure.deadline:
        yield Hit(disclosure.ref.at("deadline"), {"power": power.name})
    own, most = parse_duration(disclosure.deadline), parse_duration(brief.rulebook.disclosure.deadline)
    if own and most and own.is_longer_than(most):
        facts = {"deadline": disclosure.deadline, "most": brief.rulebook.disclosure.deadline}
        yield Hit(disclosure.ref.at("deadline"), facts, "late")
    if power.workflow is not None and all(step.internal for step in power.workflow.steps):
        yield Hit(power.workflow.ref.at("steps"), {"power": power.name}, "no_chart", on_key=True)


@rule("D704", Severity.ERROR, reach=Reach.UNIT)
def public_text_tells_what_is_withheld(brief: Brief) -> Iterator[Hit]:
    """No public field repeats the content of a part that is kept back."""
    for power in powers_in_force(brief):
        for part in power.disclosure.withheld if power.disclosure else ():
            hidden = part_of(power, part.field)
            if hidden is not None:
                yield from _repeats(power, part, hidden)


def _repeats(power: Power, part: Withheld, hidden: tuple[object, Ref]) -> Iterator[Hit]:
    value, place = hidden
    secrets = sorted({text for text, _ in _texts(value, place) if len(text) >= _TELLING and not text.isascii()})
    for text, ref in _texts(power, power.ref):
        is_inside = ref.path[: len(place.path)] == place.path or ref.path[0] == "disclosure"
        for secret in secrets:
            if secret in text and not is_inside:
                facts = {"power": power.name, "field": part.field, "text": secret}
                yield Hit(ref, facts, other=(part.ref.at("field"), "withheld_here"))


def _is_withheld(brief: Brief, scope: str) -> bool:
    known = brief.rulebook.disclosure.scopes.get(scope)
    return known is not None and known.withheld


def _texts(value: object, ref: Ref) -> Iterator[tuple[str, Ref]]:
    """Every text in a piece of the model, with its place."""
    if isinstance(value, str):
        yield value, ref
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _texts(entry, getattr(entry, "ref", ref.at(index)))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in ("ref", "unit", "id"):
                yield from _texts(getattr(value, field.name), ref.at(field.name.rstrip("_")))
