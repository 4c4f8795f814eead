"""Maps of a unit, without lanes: its organisation, its powers, its risks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from powerctl.charts.sketch import Edge, Node, Shape, Sketch
from powerctl.charts.wording import Wording, colour_of
from powerctl.public.power import PublicPower
from powerctl.public.risk import PublicRisk
from powerctl.public.terms import PartyKind, PublicParty
from powerctl.public.unit import PublicUnit

Part = Node | Edge


def unit_map(unit: PublicUnit, _: Sequence[PublicPower], wording: Wording) -> Sketch | None:
    """机构和岗位: the unit ↔ bodies and offices ↔ posts."""
    return _sketch("unit", unit, tuple(_organisation(unit, wording)), wording)


def powers_map(unit: PublicUnit, powers: Sequence[PublicPower], wording: Wording) -> Sketch | None:
    """权力事项: the unit ↔ who holds ↔ which powers, with the gravest risk of each."""
    return _sketch("powers", unit, tuple(_holdings(unit, powers, wording)), wording)


def risk_map(unit: PublicUnit, powers: Sequence[PublicPower], wording: Wording) -> Sketch | None:
    """廉政风险: powers ↔ risk points ↔ the posts that act where the risk is."""
    return _sketch("risk", unit, tuple(_exposures(unit, powers, wording)), wording)


MAPS: Mapping[str, Callable[[PublicUnit, Sequence[PublicPower], Wording], Sketch | None]] = {
    "unit": unit_map,
    "powers": powers_map,
    "risk": risk_map,
}


def _sketch(kind: str, unit: PublicUnit, parts: Sequence[Part], wording: Wording) -> Sketch | None:
    """Nodes and edges, each once; None where nothing hangs together."""
    known: dict[str, Node] = {}
    for part in parts:
        if isinstance(part, Node):
            known.setdefault(part.id, part)  # what is told of a thing first is told in full
    nodes = tuple(known.values())
    edges = tuple(dict.fromkeys(part for part in parts if isinstance(part, Edge)))
    if not edges:
        return None
    return Sketch(
        id=f"{unit.id}-map-{kind}",
        title=wording.text(f"map_{kind}_title", unit=unit.name),
        description=wording.text("map_about", unit=unit.name, nodes=len(nodes), edges=len(edges)),
        nodes=nodes,
        edges=edges,
        language=wording.language,
    )


def _organisation(unit: PublicUnit, wording: Wording) -> Iterator[Part]:
    root = _root(unit)
    yield root
    for post in unit.posts:
        chief = wording.text("map_chief") if post.chief else ""
        yield Node(id=f"post:{unit.id}/{post.id}", text=post.name, limit=chief)
    for body in unit.bodies:
        yield Node(id=f"body:{unit.id}/{body.id}", text=body.name, limit=wording.text("map_body"))
        yield Edge(tail=root.id, head=f"body:{unit.id}/{body.id}")
        for member in body.members:
            yield _party(member, wording)
            yield Edge(tail=f"body:{unit.id}/{body.id}", head=_party_id(member))
    for office in unit.offices:
        yield Node(id=f"office:{unit.id}/{office.id}", text=office.name, limit=wording.text("map_office"))
        yield Edge(tail=root.id, head=f"office:{unit.id}/{office.id}")
    placed = {member.id for body in unit.bodies for member in body.members if member.unit == unit.id}
    offices = {office.id for office in unit.offices}
    for post in unit.posts:
        if post.office in offices:
            yield Edge(tail=f"office:{unit.id}/{post.office}", head=f"post:{unit.id}/{post.id}")
        elif post.id not in placed:
            yield Edge(tail=root.id, head=f"post:{unit.id}/{post.id}")


def _holdings(unit: PublicUnit, powers: Sequence[PublicPower], wording: Wording) -> Iterator[Part]:
    root = _root(unit)
    yield root
    for power in powers:
        tail = root.id
        if power.holder is not None:
            yield _party(power.holder, wording)
            yield Edge(tail=root.id, head=_party_id(power.holder))
            tail = _party_id(power.holder)
        yield _power(power, wording)
        yield Edge(tail=tail, head=f"power:{power.id}")


def _exposures(unit: PublicUnit, powers: Sequence[PublicPower], wording: Wording) -> Iterator[Part]:
    for power in powers:
        actors = {step.id: step.actor for step in power.workflow.steps} if power.workflow else {}
        for risk in power.risk_points:
            yield _power(power, wording)
            yield from _exposed(f"power:{power.id}", power.id, risk, risk.post or actors.get(risk.step), wording)
    for risk in unit.risk_points:
        yield _root(unit)
        yield from _exposed(f"unit:{unit.id}", "", risk, risk.post or risk.office, wording)


def _exposed(tail: str, power: str, risk: PublicRisk, party: PublicParty | None, wording: Wording) -> Iterator[Part]:
    """A risk point between where it belongs and who is exposed to it."""
    name = f"risk:{power}/{risk.id}"
    yield Node(id=name, text=risk.behaviour, grade=colour_of(risk.grade), grade_text=wording.grade(risk.grade))
    yield Edge(tail=tail, head=name)
    if party is not None:
        yield _party(party, wording)
        yield Edge(tail=name, head=_party_id(party))


def _root(unit: PublicUnit) -> Node:
    return Node(id=f"unit:{unit.id}", text=unit.name, shape=Shape.TERMINATOR)


def _power(power: PublicPower, wording: Wording) -> Node:
    grade = power.grade
    return Node(
        id=f"power:{power.id}",
        text=power.name,
        limit=wording.term(power.type),
        grade=colour_of(grade),
        grade_text=wording.grade(grade),
        href=f"#{power.id}",
    )


def _party(party: PublicParty, wording: Wording) -> Node:
    what = wording.text(f"map_{party.kind}") if party.kind in {PartyKind.BODY, PartyKind.OFFICE} else ""
    return Node(id=_party_id(party), text=wording.party(party), limit=what)


def _party_id(party: PublicParty) -> str:
    return f"{party.kind}:{party.unit}/{party.id or party.name}"
