"""A032: phases of the programme that have ended with a target unmet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powerctl.model.programme import Phase
from powerctl.nearest import nearest
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.measures import MEASURES, measured
from powerctl.rules.registry import Brief, Notes, comparison
from powerctl.scores import Measured, is_reached


def _measures(share: Brief) -> Notes:
    """What the targets that are due come to in a unit: of each measure how many are met, of how many."""
    wanted = {measure for phase in _ended(share) for measure in phase.targets if measure in MEASURES}
    found = {measure: measured(share, measure) for measure in sorted(wanted)}
    return {measure: [value.met, value.of] for measure, value in found.items() if value.of}


@comparison("A032", Severity.WARNING, gather=_measures, dates=Severity.ERROR, unknown=Severity.ERROR)
def target_unmet(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """A phase that has ended has reached its targets; a target is one that can be measured, a phase has a duration."""
    programme = brief.catalogue.programme
    for phase in programme.phases if programme is not None else ():
        if phase.to < phase.from_:
            yield Hit(phase.ref.at("to"), {"phase": phase.name, "from": phase.from_, "to": phase.to}, "dates")
        yield from _unknown(brief, phase)
    found: dict[str, Measured] = {}
    for share in notes.values():
        for measure, (met, of) in share.items():
            found[measure] = found.get(measure, Measured()) + Measured(met, of)
    for phase in _ended(brief):
        yield from _unmet(brief, phase, found)


def _unknown(brief: Brief, phase: Phase) -> Iterator[Hit]:
    known = sorted(measure for measure in brief.rulebook.measures if measure in MEASURES)
    for measure in phase.targets:
        if measure not in known:
            facts = {"word": measure, "nearest": nearest(measure, known), "known": " ".join(known)}
            yield Hit(phase.ref.at("targets", measure), facts, "unknown", on_key=True)


def _unmet(brief: Brief, phase: Phase, found: Mapping[str, Measured]) -> Iterator[Hit]:
    for measure, target in phase.targets.items():
        value = found.get(measure, Measured())
        if measure in brief.rulebook.measures and not is_reached(value, percentage(target)):
            facts: dict[str, Fact] = {"phase": phase.name, "to": phase.to, "target": target, "of": value.of}
            facts["measure"] = brief.rulebook.measures[measure].label
            facts |= {"percent": f"{value.percent or 0:.1f}", "lacking": value.of - value.met}
            yield Hit(phase.ref.at("targets", measure), facts)


def _ended(brief: Brief) -> Iterator[Phase]:
    programme = brief.catalogue.programme
    return (phase for phase in (programme.phases if programme is not None else ()) if phase.to < brief.today)


def percentage(text: str) -> int:
    """``95%`` → 95; the schema lets nothing else in."""
    return int(text.removesuffix("%"))
