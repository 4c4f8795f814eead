"""廉政风险防控图: where it can go wrong ↔ how ↔ what is done about it and by whom, in three columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from powerctl.charts.order import TABLE
from powerctl.charts.sketch import Edge, Lane, Node, Shape, Sketch
from powerctl.charts.wording import Wording, colour_of
from powerctl.public.power import PublicPower
from powerctl.public.risk import PublicControl, PublicRisk
from powerctl.public.unit import PublicUnit

PLACES, RISKS, MEASURES = TABLE, "risks", "measures"


def control_chart(power: PublicPower, unit: str, wording: Wording) -> Sketch | None:
    """The risks at the steps of a power, in the order of the steps; None where there is no risk point."""
    groups = _by_step(power, wording)
    if not groups:
        return None
    risks = tuple(risk for group in groups for risk in group.risks)
    controls = sum(len(risk.controls) for risk in risks)
    facts = {"unit": unit, "power": power.name, "steps": len(groups), "risks": len(risks), "controls": controls}
    return _sketch(
        f"{power.unit}--{power.id}-risk-control",
        wording.text("control_title", power=power.name),
        wording.text("control_about", **facts),
        wording.text("control_steps"),
        groups,
        wording,
    )


def unit_control_chart(unit: PublicUnit, wording: Wording) -> Sketch | None:
    """The risks that belong to posts, offices and the whole unit; None where there are none."""
    if not unit.risk_points:
        return None
    controls = sum(len(risk.controls) for risk in unit.risk_points)
    return _sketch(
        f"{unit.id}-risk-control",
        wording.text("control_unit_title", unit=unit.name),
        wording.text("control_unit_about", unit=unit.name, risks=len(unit.risk_points), controls=controls),
        wording.text("control_places"),
        _by_post(unit, wording),
        wording,
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """A place and the risk points at it."""

    place: Node
    risks: tuple[PublicRisk, ...]


def _by_step(power: PublicPower, wording: Wording) -> tuple[_Group, ...]:
    steps = power.workflow.steps if power.workflow else ()
    places: dict[str, Node] = {
        step.id: Node(
            id=f"place:{step.id}",
            text=step.name,
            lane=PLACES,
            number=str(number),
            limit=wording.party(step.actor),
            href=f"#step-{step.id}",
            actor=wording.party(step.actor),
        )
        for number, step in enumerate(steps, 1)
    }
    rest = Node(id="place:", text=wording.text("whole_power"), lane=PLACES)
    return _grouped(places, rest, {risk: risk.step for risk in power.risk_points})


def _by_post(unit: PublicUnit, wording: Wording) -> tuple[_Group, ...]:
    parties = {risk: risk.post or risk.office for risk in unit.risk_points}
    names = {risk: wording.party(party) if party else "" for risk, party in parties.items()}
    places = {name: Node(id=f"place:{name}", text=name, lane=PLACES) for name in dict.fromkeys(names.values()) if name}
    return _grouped(places, Node(id="place:", text=unit.name, lane=PLACES), names)


def _grouped(places: Mapping[str, Node], rest: Node, where: Mapping[PublicRisk, str]) -> tuple[_Group, ...]:
    """The places that have risks, in their order; ``rest`` takes the risks whose place is not among them."""
    groups = [_Group(node, tuple(risk for risk in where if where[risk] == key)) for key, node in places.items()]
    groups.append(_Group(rest, tuple(risk for risk in where if where[risk] not in places)))
    return tuple(group for group in groups if group.risks)


def _sketch(id_: str, title: str, about: str, first: str, groups: Sequence[_Group], wording: Wording) -> Sketch:
    nodes: list[Node] = []
    edges: list[Edge] = []
    for group in groups:
        nodes.append(group.place)
        for risk in group.risks:
            grown = tuple(_branch(risk, wording))
            nodes.extend(grown)
            edges.append(Edge(tail=group.place.id, head=grown[0].id))
            edges.extend(Edge(tail=grown[0].id, head=measure.id) for measure in grown[1:])
    lanes = (
        Lane(id=PLACES, title=first),
        Lane(id=RISKS, title=wording.text("control_risks")),
        Lane(id=MEASURES, title=wording.text("control_measures")),
    )
    return Sketch(
        id=id_,
        title=title,
        description=about,
        lanes=lanes,
        nodes=tuple(nodes),
        edges=tuple(edges),
        language=wording.language,
    )


def _branch(risk: PublicRisk, wording: Wording) -> Iterable[Node]:
    """A risk point and its controls."""
    yield Node(
        id=f"risk:{risk.id}",
        text=risk.behaviour,
        lane=RISKS,
        grade=colour_of(risk.grade),
        grade_text=wording.grade(risk.grade),
    )
    for control in risk.controls:
        yield _measure(risk, control, wording)


def _measure(risk: PublicRisk, control: PublicControl, wording: Wording) -> Node:
    owners = wording.parties(control.owners)
    return Node(
        id=f"control:{risk.id}/{control.id}",
        text=control.measure,
        lane=MEASURES,
        shape=Shape.PROCESS,
        limit=wording.text("control_owners", owners=owners) if owners else "",
        actor=owners,
    )
