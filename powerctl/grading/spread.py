"""How the weighty steps of a unit's powers spread over posts: the Herfindahl index."""

from __future__ import annotations

from collections import Counter, defaultdict

from powerctl.grading.bearers import Bearers
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.naming import is_outside
from powerctl.reckoning import Spread


def spreads(catalogue: Catalogue, rulebook: Rulebook, bearers: Bearers) -> tuple[Spread, ...]:
    """The units with weighty steps, by id. Each such step counts one, shared equally by all the posts that take it."""
    weighty = frozenset(duty for duty, term in rulebook.duties.items() if term.weighty)
    in_force = frozenset(status for status, term in rulebook.statuses.items() if term.in_force)
    shares: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    steps: Counter[str] = Counter()
    for power in catalogue.powers:
        for step in power.workflow.steps if power.workflow is not None and power.status in in_force else ():
            takers = _takers(power.unit, step.people, bearers) if step.duty in weighty else ()
            for post in takers:
                shares[power.unit][post] += 1 / len(takers)
            steps[power.unit] += bool(takers)
    names = {unit.id: unit.name for unit in catalogue.units}
    return tuple(
        Spread(unit, names.get(unit, unit), steps[unit], len(held), index(held))
        for unit, held in sorted(shares.items())
    )


def _takers(unit: str, people: tuple[str, ...], bearers: Bearers) -> tuple[str, ...]:
    found = [post for reference in people if not is_outside(reference) for post in bearers.posts(unit, reference)]
    return tuple(dict.fromkeys(found))


def index(shares: dict[str, float]) -> float:
    """The sum of the squares of the shares: 1 where one has all, 1/n where n have the same."""
    total = sum(shares.values())
    return round(sum((share / total) ** 2 for share in shares.values()), 4)
