"""How the weighty steps of a unit's powers spread over posts: the Herfindahl index."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import Spread
from powerctl.workflow.people import Holder, People

_DIGITS = 4


def spreads(catalogue: Catalogue, rulebook: Rulebook, people: People, powers: Iterable[Power]) -> tuple[Spread, ...]:
    """The units with weighty steps, by id. Each such step counts one, shared equally by all the posts that take it."""
    weighty = frozenset(duty for duty, term in rulebook.duties.items() if term.weighty)
    shares: defaultdict[str, defaultdict[Holder, float]] = defaultdict(lambda: defaultdict(float))
    steps: Counter[str] = Counter()
    for power in powers:
        for step in power.workflow.steps if power.workflow is not None else ():
            takers = people.in_step(power.unit, step).everybody if step.duty in weighty else frozenset()
            for holder in takers:
                shares[power.unit][holder] += 1 / len(takers)
            steps[power.unit] += bool(takers)
    names = {unit.id: unit.name for unit in catalogue.units}
    return tuple(
        Spread(unit, names.get(unit, unit), steps[unit], len(held), herfindahl(held.values()))
        for unit, held in sorted(shares.items())
    )


def herfindahl(shares: Collection[float]) -> float:
    """The sum of the squared shares: 1 where one has all, 1/n where n have the same."""
    ordered = sorted(shares)  # the same digits whatever the order
    total = sum(ordered)
    return round(sum((share / total) ** 2 for share in ordered), _DIGITS)
