"""Roll-ups: risk points taken together by power, post, office, unit or category, in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from powerctl.grading.all_risks import GradedBound
from powerctl.grading.bearers import Bearers
from powerctl.grading.terms import gravest_first, word
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import Group
from powerctl.table import Word
from powerctl.workflow.people import People

Keys = Callable[[GradedBound], Iterable[str]]
Name = Callable[[str], Word]

BY = ("power", "post", "office", "unit", "category")


def group(catalogue: Catalogue, rulebook: Rulebook, risks: Iterable[GradedBound], by: str) -> tuple[Group, ...]:
    """The risk points by what they have in common, the gravest groups first; a risk point may count in several."""
    keys, name = _GROUPING[by](catalogue, rulebook)
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in risks:
        for key in keys(one):
            counted[key][one.graded.weight] += 1
    grades = gravest_first(rulebook)
    made = (_made(key, name(key), counts, grades) for key, counts in counted.items())
    return tuple(sorted(made, key=lambda made: (*(-made.counts[grade] for grade in grades), made.id)))


def _made(key: str, name: Word, counts: Mapping[str, int], grades: tuple[str, ...]) -> Group:
    rows = {grade: counts.get(grade, 0) for grade in grades}
    return Group(key, name, {**rows, "": counts.get("", 0)}, next((grade for grade in grades if rows[grade]), ""))


def _by_power(catalogue: Catalogue, _rulebook: Rulebook) -> tuple[Keys, Name]:
    def name(key: str) -> Word:
        power = catalogue.powers_by_subject.get(key)
        return Word(power.name if power is not None else "")

    return lambda one: (one.power.subject if one.power is not None else one.unit,), name


def _by_post(catalogue: Catalogue, _rulebook: Rulebook) -> tuple[Keys, Name]:
    bearers = Bearers(catalogue, People(catalogue))
    return lambda one: map("/".join, bearers.posts(one.unit, one.power, one.risk)), _named_thing(catalogue)


def _by_office(catalogue: Catalogue, _rulebook: Rulebook) -> tuple[Keys, Name]:
    bearers = Bearers(catalogue, People(catalogue))
    return lambda one: map("/".join, bearers.offices(one.unit, one.power, one.risk)), _named_thing(catalogue)


def _named_thing(catalogue: Catalogue) -> Name:
    def name(key: str) -> Word:
        unit, _, thing = key.partition("/")
        owner = catalogue.units_by_id.get(unit)
        found = owner.named.get(thing) if owner is not None else None
        return Word(found.name if found is not None else "")

    return name


def _by_unit(catalogue: Catalogue, _rulebook: Rulebook) -> tuple[Keys, Name]:
    def name(key: str) -> Word:
        unit = catalogue.units_by_id.get(key)
        return Word(unit.name if unit is not None else "")

    return lambda one: (one.unit,), name


def _by_category(_catalogue: Catalogue, rulebook: Rulebook) -> tuple[Keys, Name]:
    return lambda one: (one.risk.category,), lambda key: word(rulebook.risk.categories, key)


_GROUPING: dict[str, Callable[[Catalogue, Rulebook], tuple[Keys, Name]]] = {
    "power": _by_power,
    "post": _by_post,
    "office": _by_office,
    "unit": _by_unit,
    "category": _by_category,
}
