"""F301–F303, F309, F312: every power in force runs from a start to an end, and each step says who and by when."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import NamedChart, Rulebook
from powerctl.model.workflow import Exit, Step
from powerctl.naming import is_outside
from powerctl.results import Hit, Severity
from powerctl.rules.charted import Charted, workflows
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.wording import guess
from powerctl.workflow.graph import Graph, positions


@rule(
    "F301",
    Severity.ERROR,
    reach=Reach.UNIT,
    no_steps=Severity.ERROR,
    no_end=Severity.ERROR,
    open_end=Severity.ERROR,
    no_way_out=Severity.ERROR,
    end_and_next=Severity.ERROR,
)
def way_that_leads_nowhere(brief: Brief) -> Iterator[Hit]:
    """Every workflow has a start and an end, every step is reached, and from every step an end."""
    for charted in workflows(brief):
        facts = {"power": charted.power.name}
        if not charted.steps:
            yield Hit(_steps(charted.power), facts, "no_steps", on_key=True)
        elif not charted.graph.ends:
            yield Hit(_steps(charted.power), facts, "no_end", on_key=True)
        elif charted.graph.is_whole:  # an exit to no step is S003's, and may be what leads to the others
            yield from _lost_steps(charted)
        yield from _ends_that_go_on(charted)


def _steps(power: Power) -> Ref:
    return power.ref.at("workflow", "steps")


def _lost_steps(charted: Charted) -> Iterator[Hit]:
    """Of steps that are lost together, the first alone is told."""
    graph, everything = charted.graph, (1 << len(charted.steps)) - 1
    for position in _first_of_each(graph, everything & ~graph.reached):
        step = charted.steps[position]
        yield Hit(step.ref.at("id"), {"power": charted.power.name, "step": step.name})
    stuck = graph.reached & ~graph.ending
    open_ends = [position for position in positions(stuck) if not graph.after[position]]
    for position in open_ends or _first_of_each(graph, stuck):
        step = charted.steps[position]
        case = "no_way_out" if graph.after[position] else "open_end"
        yield Hit(step.ref.at("id"), {"power": charted.power.name, "step": step.name}, case)


def _first_of_each(graph: Graph, lost: int) -> Iterator[int]:
    told = 0
    for position in positions(lost):
        if not told >> position & 1:
            yield position
            told |= 1 << position | graph.beyond[position]


def _ends_that_go_on(charted: Charted) -> Iterator[Hit]:
    for step in charted.steps:
        if step.end and step.next:
            facts = {"power": charted.power.name, "step": step.name}
            yield Hit(step.ref.at("next"), facts, "end_and_next", other=(step.ref.at("end"), "required_here"))


@rule("F302", Severity.ERROR, reach=Reach.UNIT, no_conditions=Severity.ERROR, alike=Severity.ERROR)
def decision_that_is_none(brief: Brief) -> Iterator[Hit]:
    """A decision has at least two exits, each with a condition of its own."""
    for charted in workflows(brief):
        for step in charted.steps:
            if len(step.next) > 1 or (step.next and step.next[0].when):
                yield from _decision_faults(charted.power, step)


def _decision_faults(power: Power, step: Step) -> Iterator[Hit]:
    facts = {"power": power.name, "step": step.name}
    if len(step.next) == 1:
        yield Hit(step.ref.at("next"), facts, on_key=True)
    elif not any(leaving.when for leaving in step.next):
        yield Hit(step.ref.at("next"), facts, "no_conditions", on_key=True)
    first: dict[str, Exit] = {}
    for leaving in step.next:
        when = "".join(leaving.when.split())
        if when and when in first:
            same = (first[when].ref.at("when"), "first_here")
            yield Hit(leaving.ref.at("when"), {**facts, "when": leaving.when}, "alike", other=same)
        first.setdefault(when, leaving)


@rule("F303", Severity.ERROR, reach=Reach.UNIT, no_limit=Severity.WARNING)
def step_without_actor(brief: Brief) -> Iterator[Hit]:
    """Every step says who carries it out and by when; an end that nobody works on needs neither."""
    for charted in workflows(brief):
        for step in charted.steps:
            if step.end and not step.duty and not step.actor:
                continue
            facts = {"power": charted.power.name, "step": step.name}
            if not step.actor:
                yield Hit(step.ref.at("actor"), facts)
            if not step.limit and not step.end and not is_outside(step.actor):
                yield Hit(step.ref.at("limit"), facts, "no_limit")


def _has_chart_of_no_type(rulebook: Rulebook) -> bool:
    """Whether a chart is asked for that may stand in any unit: then all are looked through for it."""
    return any(not chart.unit_types for chart in rulebook.charts.named.values())


@rule(
    "F309",
    Severity.ERROR,
    reach=Reach.UNIT,
    wide=_has_chart_of_no_type,
    chart=Severity.ERROR,
    unknown_chart=Severity.ERROR,
)
def power_without_workflow(brief: Brief) -> Iterator[Hit]:
    """Every power in force has a workflow, and the charts that the rulebook names are there."""
    named = brief.rulebook.charts.named
    for power in powers_in_force(brief):
        if power.workflow is None:
            yield Hit(power.ref.at("workflow"), {"power": power.name})
        elif power.workflow.chart and power.workflow.chart not in named:
            terms = {key: _Titled(chart) for key, chart in named.items()}
            yield Hit(power.workflow.ref.at("chart"), guess(power.workflow.chart, terms), "unknown_chart")
    yield from _missing_charts(brief)


class _Titled:
    """A named chart as a word of the rulebook: its title is its label."""

    def __init__(self, chart: NamedChart) -> None:
        self.label = chart.title


def _missing_charts(brief: Brief) -> Iterator[Hit]:
    """Each unit of the types that a chart is asked of has it; one asked of no type stands anywhere in the catalogue."""
    drawn = {(power.unit, power.workflow.chart) for power in powers_in_force(brief) if power.workflow is not None}
    unread = {file.split("/")[1] for file in brief.catalogue.left_out if "/powers/" in file}
    anywhere = {chart for _, chart in drawn}
    for key, chart in brief.rulebook.charts.named.items():
        facts = {"chart": chart.title, "key": key}
        if not chart.unit_types and key not in anywhere and not unread:
            yield Hit(brief.catalogue.about.ref.at("rulebook"), {**facts, "unit": brief.catalogue.about.name}, "chart")
        for unit in brief.catalogue.units:
            if unit.type in chart.unit_types and (unit.id, key) not in drawn and unit.id not in unread:
                yield Hit(unit.ref.at("type"), {**facts, "unit": unit.name}, "chart")


@rule("F312", Severity.WARNING, reach=Reach.UNIT, itself=Severity.WARNING, label=Severity.WARNING)
def exits_that_cannot_be_told_apart(brief: Brief) -> Iterator[Hit]:
    """The exits of a decision lead apart, none leads back to its own step at once, and each carries its condition."""
    for charted in workflows(brief):
        for step in charted.steps:
            if step.next and not step.end:
                yield from _exit_faults(charted.power, step)


def _exit_faults(power: Power, step: Step) -> Iterator[Hit]:
    facts = {"power": power.name, "step": step.name}
    heads = {leaving.to for leaving in step.next}
    if len(step.next) > 1 and len(heads) == 1:
        yield Hit(step.ref.at("next"), facts, on_key=True)
    has_conditions = any(leaving.when for leaving in step.next)
    for leaving in step.next:
        if leaving.to == step.id and len(heads) > 1:  # where it is the only one, F301 speaks
            yield Hit(leaving.ref.at("to"), facts, "itself")
        if has_conditions and not leaving.when:
            yield Hit(leaving.ref.at("when"), {**facts, "to": leaving.to}, "label")
