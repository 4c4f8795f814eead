"""类别流程图: the general course of a power type, by the rulebook or merged from the powers of that type."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from powerctl.charts.sketch import Edge, Lane, Node, Shape, Sketch
from powerctl.charts.wording import Wording
from powerctl.public.power import PublicPower
from powerctl.public.procedure import PublicProcedure, PublicStage
from powerctl.public.terms import PublicTerm

_LANE = "course"


def category_chart(procedure: PublicProcedure, powers: Sequence[PublicPower], wording: Wording) -> Sketch | None:
    """The chart of a type; ``powers`` are those of the type. None where neither they nor the rulebook tell a course."""
    stages = course(procedure, powers)
    if not stages:
        return None
    steps = tuple(_step(number, stage, wording) for number, stage in enumerate(stages, 1))
    nodes = (_terminator("start", wording), *steps, _terminator("end", wording))
    about = "category_about" if procedure.stages else "category_merged"
    label = wording.term(procedure.type)
    return Sketch(
        id=f"category-{procedure.type.id}",
        title=wording.text("category_title", type=label),
        description=wording.text(about, type=label, powers=len(powers)),
        lanes=(Lane(id=_LANE, title=wording.text("category_lane")),),
        nodes=nodes,
        edges=tuple(Edge(tail=tail.id, head=head.id) for tail, head in pairwise(nodes)),
        language=wording.language,
    )


def course(procedure: PublicProcedure, powers: Sequence[PublicPower]) -> tuple[PublicStage, ...]:
    """The stages that the rulebook lays down, else those that the powers have in common."""
    return procedure.stages or merged(powers)


def merged(powers: Sequence[PublicPower]) -> tuple[PublicStage, ...]:
    """The duties that at least half of the powers have, in the order of their average place (0 first, 1 last)."""
    courses = [duties for power in powers if (duties := _duties(power))]
    places: dict[str, list[float]] = {}
    terms: dict[str, PublicTerm] = {}
    for duties in courses:
        for index, duty in enumerate(duties):
            terms[duty.id] = duty
            places.setdefault(duty.id, []).append(index / max(len(duties) - 1, 1))
    common = [duty for duty, found in places.items() if len(found) * 2 >= len(courses)]
    common.sort(key=lambda duty: (sum(places[duty]) / len(places[duty]), duty))
    return tuple(PublicStage(name="", duty=terms[duty]) for duty in common)


def _duties(power: PublicPower) -> list[PublicTerm]:
    """The duties of a power's steps, each where it is met first."""
    steps = power.workflow.steps if power.workflow else ()
    return list({step.duty.id: step.duty for step in reversed(steps) if step.duty is not None}.values())[::-1]


def _step(number: int, stage: PublicStage, wording: Wording) -> Node:
    text = stage.name or wording.term(stage.duty)
    return Node(id=f"stage:{number}", text=text, lane=_LANE, number=str(number), limit=wording.limit(stage.limit))


def _terminator(key: str, wording: Wording) -> Node:
    return Node(id=key, text=wording.text(f"course_{key}"), lane=_LANE, shape=Shape.TERMINATOR)
