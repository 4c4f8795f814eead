"""What keeps the gate shut: where it is not settled who may see something, nothing at all is published."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.catalogue import Catalogue
from powerctl.model.place import NOWHERE, Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import DisclosureAsks, Rulebook
from powerctl.parts import part_of
from powerctl.public.audience import Audience
from powerctl.results import Hit


class UnsettledError(Exception):
    """The gate stays shut; each hit names a place and a field by its key, never a value: the value may be private."""

    def __init__(self, hits: tuple[Hit, ...]) -> None:
        super().__init__(hits)
        self.hits = hits


def faults(catalogue: Catalogue, rulebook: Rulebook, audience: Audience) -> Iterator[Hit]:
    """Everything that is not settled; case ``no_scope unknown_scope nothing left_out no_audience no_reason``."""
    asks = rulebook.disclosure
    if audience not in asks.scopes or asks.scopes[audience].withheld:
        yield Hit(NOWHERE, {"field": f"disclosure.scopes.{audience}"}, "no_audience")
    if asks.names_public and not asks.names_reason.strip():
        yield Hit(NOWHERE, {"field": "disclosure.names_reason"}, "no_reason")
    for file, paths in sorted(catalogue.left_out.items()):
        keys = ".".join(map(str, paths[0])) if paths else ""
        yield Hit(Ref(file), {"field": keys}, "left_out")
    for power in catalogue.powers:
        yield from _of_a_power(asks, power)
    for decision in catalogue.decisions:
        for item in decision.items:
            if item.scope and item.scope not in asks.scopes:
                yield Hit(item.ref.at("scope"), {"field": "scope"}, "unknown_scope")


def _of_a_power(asks: DisclosureAsks, power: Power) -> Iterator[Hit]:
    disclosure = power.disclosure
    if disclosure is None or not disclosure.scope:
        yield Hit(power.ref.at("disclosure", "scope"), {"field": "disclosure.scope"}, "no_scope")
        return
    if disclosure.scope not in asks.scopes:
        yield Hit(disclosure.ref.at("scope"), {"field": "disclosure.scope"}, "unknown_scope")
    for part in disclosure.withheld:
        if part_of(power, part.field) is None:  # a slip of the pen would publish what was to be kept back
            yield Hit(part.ref.at("field"), {"field": "disclosure.withheld"}, "nothing")
