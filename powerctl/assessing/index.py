"""权力运行规范指数: its parts from 0 to 100, measured from the catalogue, weighed as the rulebook says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from powerctl.rules import Brief
from powerctl.rules.measures import MEASURES, measured
from powerctl.scores import Index, Measured, Part
from powerctl.table import Word


def index(shares: Iterable[Brief], year: str = "") -> Index:
    """The index of some shares together; of meetings and warnings those of one year, where one is given."""
    every = tuple(shares)
    return Index(tuple(_parts(every, year)))


def by_unit(shares: Iterable[Brief], year: str = "") -> tuple[tuple[str, str, Index], ...]:
    """The index of each unit, by its id and name; the units that nothing can be measured in are left out."""
    found = [(unit.id, unit.name, index([share], year)) for share in shares for unit in share.catalogue.units]
    return tuple(entry for entry in found if entry[2].value is not None)


def _parts(shares: Sequence[Brief], year: str) -> Iterable[Part]:
    for id_, item in shares[0].rulebook.assessment.index.items() if shares else ():
        if item.measure in MEASURES:
            value = sum((measured(share, item.measure, year) for share in shares), Measured())
            label = Word(item.label, item.en)
            yield Part(id=id_, label=label, weight=item.points, measure=item.measure, measured=value)
