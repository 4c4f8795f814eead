"""项目流程图: how one power runs, in lanes by post, with limits and risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from powerctl.charts.course import with_returns
from powerctl.charts.legend import with_legend
from powerctl.charts.outline import described
from powerctl.charts.sketch import Edge, Lane, Node, Shape, Sketch
from powerctl.charts.wording import Wording, colour_of, gravest
from powerctl.public.power import PublicPower
from powerctl.public.risk import PublicRisk
from powerctl.public.terms import PartyKind, PublicGrade, PublicParty
from powerctl.public.workflow import PublicStep, PublicWorkflow

_START, _END = "start", "end"


def item_chart(power: PublicPower, unit: str, wording: Wording) -> Sketch | None:
    """The chart of a power; None where these readers are shown no step of it. ``unit`` is the unit's name."""
    workflow = power.workflow
    if workflow is None or not workflow.steps:
        return None
    lanes = {_lane_id(step.actor): wording.party(step.actor) for step in workflow.steps}
    nodes = (*_starts(workflow, wording), *_steps(power, workflow, wording), *_ends(workflow, wording))
    about = wording.text("item_about", unit=unit, power=power.name, steps=len(workflow.steps))
    sketch = Sketch(
        id=f"{power.unit}--{power.id}",
        title=wording.term(workflow.chart) or wording.text("item_title", power=power.name),
        lanes=tuple(Lane(id=lane, title=title) for lane, title in lanes.items()),
        nodes=nodes,
        edges=with_returns([node.id for node in nodes], tuple(_edges(workflow))),
        language=wording.language,
    )
    told = described(with_legend(sketch, wording.words), wording.words)
    return replace(told, description=about + told.description)


def step_grades(risks: tuple[PublicRisk, ...]) -> Mapping[str, PublicGrade | None]:
    """The gravest grade at each step."""
    steps = {risk.step for risk in risks if risk.step}
    return {step: gravest(risk.grade for risk in risks if risk.step == step) for step in steps}


def shape_of(step: PublicStep) -> Shape:
    """The symbol of GB/T 1526: what is decided, handed in, put on paper, or done by rules of another house."""
    outside = step.actor.kind if step.actor else None
    if len(step.next) + step.end > 1:
        return Shape.DECISION
    if step.documents:
        return Shape.DATA if outside is PartyKind.APPLICANT else Shape.DOCUMENT
    return Shape.PREDEFINED if outside is PartyKind.EXTERNAL else Shape.PROCESS


def _lane_id(party: PublicParty | None) -> str:
    return f"{party.kind}:{party.unit}/{party.id}:{party.name}" if party else ""


def _steps(power: PublicPower, workflow: PublicWorkflow, wording: Wording) -> Iterator[Node]:
    grades = step_grades(power.risk_points)
    for number, step in enumerate(workflow.steps, 1):
        grade = grades.get(step.id)
        yield Node(
            id=f"step:{step.id}",
            text=step.name,
            lane=_lane_id(step.actor),
            shape=shape_of(step),
            number=str(number),
            limit=wording.limit(step.limit),
            grade=colour_of(grade),
            grade_text=wording.grade(grade),
            href=f"#step-{step.id}",
            actor=wording.parties([*([step.actor] if step.actor else []), *step.with_]),
        )


def _starts(workflow: PublicWorkflow, wording: Wording) -> Iterator[Node]:
    """One sign for where the course begins, in the lane of the first step that may begin it."""
    first = _beginnings(workflow)[0]
    yield Node(id=_START, text=wording.text("course_start"), lane=_lane_id(first.actor), shape=Shape.TERMINATOR)


def _ends(workflow: PublicWorkflow, wording: Wording) -> Iterator[Node]:
    """One sign a lane for where it ends, so that no line crosses the chart only to reach it."""
    for lane in dict.fromkeys(_lane_id(step.actor) for step in workflow.steps if _may_end(step)):
        yield Node(id=f"{_END}:{lane}", text=wording.text("course_end"), lane=lane, shape=Shape.TERMINATOR)


def _may_end(step: PublicStep) -> bool:
    return step.end or not step.next


def _beginnings(workflow: PublicWorkflow) -> tuple[PublicStep, ...]:
    return tuple(step for step in workflow.steps if step.id in workflow.starts) or workflow.steps[:1]


def _edges(workflow: PublicWorkflow) -> Iterator[Edge]:
    """Each way once: two exits that lead to one step are one line with both conditions."""
    for step in _beginnings(workflow):
        yield Edge(tail=_START, head=f"step:{step.id}")
    for step in workflow.steps:
        labels: dict[str, list[str]] = {}
        for way in step.next:
            labels.setdefault(f"step:{way.to}", []).extend([way.when] if way.when else [])
        if _may_end(step):
            labels[f"{_END}:{_lane_id(step.actor)}"] = []
        for head, said in labels.items():
            yield Edge(tail=f"step:{step.id}", head=head, label="；".join(dict.fromkeys(said)))
