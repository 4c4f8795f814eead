"""What demands at least some grade, whatever the score: flags, floors of factors, overrides of powers."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Override, Rulebook
from powerctl.reckoning import Raise
from powerctl.table import Word


def settling(risk: RiskPoint, power: Power | None, rulebook: Rulebook) -> Iterator[Raise]:
    """What settles a least grade even where nothing can be computed: flags, and overrides of the power."""
    flags = rulebook.risk.flags
    for flag in (flags[flag_id] for flag_id in sorted(risk.flags) if flag_id in flags):
        if flag.grade in rulebook.grades:  # a place with two grades inherits demands for the third
            yield Raise("flag", Word(flag.label, flag.en), flag.grade)
    for override in rulebook.risk.overrides:
        if override.grade in rulebook.grades and _holds(override, power):
            yield Raise("override", Word(override.label, override.en), override.grade)


def lifting(risk: RiskPoint, rulebook: Rulebook) -> Iterator[Raise]:
    """What lifts a grade that was computed."""
    for floor in rulebook.risk.floors:
        if floor.grade in rulebook.grades and risk.factors.get(floor.factor, floor.from_ - 1) >= floor.from_:
            yield Raise("floor", Word(floor.label, floor.en), floor.grade)


def _holds(override: Override, power: Power | None) -> bool:
    if not (override.matters or override.types or override.axes):
        return True
    return power is not None and (
        (not override.matters or power.matter in override.matters)
        and (not override.types or power.type in override.types)
        and (not override.axes or power.axis in override.axes)
    )
