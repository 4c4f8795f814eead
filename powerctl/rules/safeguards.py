"""F307, F310, F311: what protects those whom a power concerns: supervision, remedies, notice, benchmarks."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.power import Complaints, Power
from powerctl.model.rulebook import Rulebook
from powerctl.model.workflow import Step
from powerctl.naming import RESERVED_ACTORS
from powerctl.results import Hit, Severity
from powerctl.rules.charted import Charted, workflows
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.wording import named, row
from powerctl.workflow.graph import Positions
from powerctl.workflow.ways import names

State = tuple[int, bool]  # a step, and whether notice was given since the last decision before or at it


@rule("F307", Severity.WARNING, reach=Reach.UNIT, complaints=Severity.WARNING, remedies=Severity.WARNING)
def nobody_watches(brief: Brief) -> Iterator[Hit]:
    """A workflow has a supervised step; a power towards citizens names where to complain and its type's remedies."""
    for charted in workflows(brief):
        power, facts = charted.power, {"power": charted.power.name}
        if charted.steps and not any(step.supervised_by for step in charted.steps):
            yield Hit(power.ref.at("workflow", "steps"), facts, on_key=True)
        if not _has_channel(power.complaints) and _must_have_channel(brief.rulebook, power):
            yield Hit(power.ref.at("complaints"), facts, "complaints")
        yield from _remedies_missing(brief.rulebook, power)


def _has_channel(complaints: Complaints | None) -> bool:
    return complaints is not None and bool(complaints.phone or complaints.email or complaints.channel)


def _must_have_channel(rulebook: Rulebook, power: Power) -> bool:
    """Where the catalogue's fields have it, P104 asks for it."""
    kind = rulebook.power_types.get(power.type)
    return kind is not None and kind.outward and "complaints" not in rulebook.catalogue.fields


def _remedies_missing(rulebook: Rulebook, power: Power) -> Iterator[Hit]:
    kind = rulebook.power_types.get(power.type)
    missing = [remedy for remedy in kind.remedies if remedy not in power.remedies] if kind is not None else []
    if kind is not None and missing:
        facts = {"power": power.name, "type": kind.label, "remedies": named(missing, rulebook.remedies)}
        yield Hit(power.ref.at("remedies"), facts, "remedies")


@rule("F310", Severity.WARNING, reach=Reach.UNIT)
def way_that_ends_in_silence(brief: Brief) -> Iterator[Hit]:
    """Where the type asks for it, every way through gives notice, or makes public, once it is decided."""
    for charted in workflows(brief):
        kind = brief.rulebook.power_types.get(charted.power.type)
        if kind is not None and kind.announce:
            wanted = row(brief.rulebook.duties[duty].label for duty in kind.announce)
            for way in _silent_ways(brief.rulebook, charted, frozenset(kind.announce)):
                facts = {"power": charted.power.name, "way": names(charted.graph, way), "wanted": wanted}
                yield Hit(charted.steps[way[-1]].ref.at("id"), facts)


def _silent_ways(rulebook: Rulebook, charted: Charted, announce: frozenset[str]) -> Iterator[Positions]:
    """To each end at most one way without notice since the last decision, found in one search over steps and states."""
    tells = [_tells(step, announce) for step in charted.steps]
    decides = [_decides(rulebook, step) for step in charted.steps]
    if not charted.graph.live & 1:
        return
    start = (0, tells[0])
    came: dict[State, State] = {start: start}
    queue = [start]
    for here, is_told in queue:
        if charted.graph.ends >> here & 1 and not is_told:
            yield _unwound(came, (here, is_told))
        for head in charted.graph.after[here]:
            state = (head, tells[head] or (is_told and not decides[head]))
            if state not in came:
                came[state] = (here, is_told)
                queue.append(state)


def _tells(step: Step, announce: frozenset[str]) -> bool:
    """Whether it gives notice: by its duty, to the applicant or the public, or because the applicant ends it."""
    told = RESERVED_ACTORS.intersection(step.notifies)
    return bool(step.duty in announce or told or (step.end and step.actor in RESERVED_ACTORS))


def _decides(rulebook: Rulebook, step: Step) -> bool:
    duty = rulebook.duties.get(step.duty)
    return duty is not None and duty.decides


def _unwound(came: dict[State, State], state: State) -> Positions:
    way = [state[0]]
    while came[state] != state:
        state = came[state]
        way.append(state[0])
    return tuple(reversed(way))


@rule("F311", Severity.WARNING, reach=Reach.UNIT)
def discretion_without_benchmark(brief: Brief) -> Iterator[Hit]:
    """A power with a step where discretion is used has benchmarks for it."""
    for charted in workflows(brief):
        if not charted.power.discretion:
            for step in charted.steps:
                if step.discretion:
                    yield Hit(step.ref.at("discretion"), {"power": charted.power.name, "step": step.name})
