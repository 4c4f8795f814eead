"""The workflows that rules ask about, each with its graph, and the people in them: worked out once for all rules."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.model.power import Power
from powerctl.model.workflow import Step
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief
from powerctl.workflow.graph import Graph, graph_of, positions
from powerctl.workflow.people import Hands, People


@dataclass(frozen=True, slots=True)
class Charted:
    """A power in force with the graph of its workflow."""

    power: Power
    steps: tuple[Step, ...]
    graph: Graph

    def live(self) -> list[tuple[int, Step]]:
        """The steps on the ways through, with their positions."""
        return [(position, self.steps[position]) for position in positions(self.graph.live)]


def workflows(brief: Brief) -> tuple[Charted, ...]:
    """The workflows of the powers in force; without those of which the schema left something out."""
    return brief.once(_workflows)


def hands(brief: Brief, power: Power, step: Step) -> Hands:
    """Who takes part in a step."""
    return brief.once(_people).in_step(power.unit, step)


def people(brief: Brief) -> People:
    """Everybody whom the catalogue knows."""
    return brief.once(_people)


def _workflows(brief: Brief) -> tuple[Charted, ...]:
    return tuple(
        Charted(power, power.workflow.steps, graph_of(power.workflow))
        for power in powers_in_force(brief)
        if power.workflow is not None and not _is_left_out(brief, power)
    )


def _is_left_out(brief: Brief, power: Power) -> bool:
    taken = brief.catalogue.left_out.get(power.ref.file, ())
    return any(path[:1] in ((), ("workflow",)) for path in taken)


def _people(brief: Brief) -> People:
    return People(brief.catalogue)
