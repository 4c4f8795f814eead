"""Workflows as readers see them."""

from __future__ import annotations

from powerctl.gate.flow import Flow, joined
from powerctl.gate.sight import Sight
from powerctl.gate.words import Words, term
from powerctl.model.power import Power
from powerctl.model.workflow import Step
from powerctl.public.terms import PublicTerm
from powerctl.public.workflow import PublicExit, PublicStep, PublicWorkflow


def project_workflow(words: Words, power_sight: Sight, power: Power, *, inside: bool) -> PublicWorkflow | None:
    """The steps that are shown, joined; None where none is. ``inside``: readers see internal steps."""
    workflow = power_sight.of("workflow", power.workflow, None)
    if workflow is None:
        return None
    sight = power_sight.part("workflow", "workflow")
    seen = [(inner, step) for inner, step in sight.each("step", "steps", workflow.steps) if inside or not step.internal]
    if not seen:
        return None
    flow = joined(workflow.steps, frozenset(step.id for _, step in seen))
    return PublicWorkflow(
        source=sight.of("source", workflow.source, ""),
        chart=_chart(words, sight.of("chart", workflow.chart, "")),
        starts=flow.starts,
        steps=tuple(_step(words, inner, power.unit, step, flow) for inner, step in seen),
    )


def _step(words: Words, sight: Sight, unit: str, step: Step, flow: Flow) -> PublicStep:
    return PublicStep(
        id=step.id,
        name=step.name,
        actor=words.party(unit, sight.of("actor", step.actor, "")),
        with_=words.parties(unit, sight.of("with", step.with_, ())),
        duty=term(words.rulebook.duties, sight.of("duty", step.duty, "")),
        next=flow.exits[step.id] if sight.shows("next") else _without_conditions(flow.exits[step.id]),
        end=step.id in flow.ends,
        supervised_by=words.parties(unit, sight.of("supervised_by", step.supervised_by, ())),
        notifies=words.parties(unit, sight.of("notifies", step.notifies, ())),
        **sight.plain(step, ("limit", "persons", "discretion", "documents", "note")),
    )


def _without_conditions(exits: tuple[PublicExit, ...]) -> tuple[PublicExit, ...]:
    return tuple(dict.fromkeys(PublicExit(to=way.to) for way in exits))


def _chart(words: Words, name: str) -> PublicTerm | None:
    chart = words.rulebook.charts.named.get(name)
    return PublicTerm(id=name, label=chart.title, en=chart.en) if chart else None
