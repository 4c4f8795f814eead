"""What an approval was given for: a digest that decides, and short digests of the parts that tell what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from powerctl.changes.differences import ways_of
from powerctl.changes.plain import canonical, digest
from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.model.workflow import Step, Workflow

# Remarks, approvals themselves and days on which a control was looked at are not what anybody approves; nor are ids
# and places, by which a thing is known, and steps' ways, which are told as they run however they are written.
_LEFT_OUT = frozenset({"ref", "note", "graded", "review", "checked", "next", "end"})
_NOT_OF_POWER = _LEFT_OUT | {"id", "unit", "replaces", "sources", "workflow", "risk_points"}
_APART = ("basis", "limits", "discretion", "disclosure")  # of a power, beside its steps and risk points
_OF_RISK = ("factors", "flags", "controls")
_SHORT = 8

# What the stages of a review chain look at; a chain that is not here, at everything.
_CHAINS: Mapping[str, tuple[str, ...]] = {
    "chart": ("basis", "limits", "steps"),
    "risk": ("basis", "steps", "risks", "factors", "controls"),
}
PARTS = ("item", *_APART, "steps", "risks", "factors", "controls")


@dataclass(frozen=True, slots=True)
class Approved:
    """``of`` is the digest of all that is approved, ``parts`` the short ones: ``basis-1a2b3c4d controls-…``."""

    of: str
    parts: str


def approved_of_power(power: Power, chain: str) -> Approved:
    """What a stage of a review chain approves of a power as it is now."""
    wanted = _CHAINS.get(chain, PARTS)
    content: dict[str, Any] = {name: canonical(getattr(power, name), "", _LEFT_OUT) for name in _APART}
    content |= {"steps": _steps(power.workflow), **_risks(power.risk_points)}
    if "item" in wanted:
        content["item"] = _item(power)
    return _approved({name: content[name] for name in wanted})


def approved_of_risk(risk: RiskPoint, power: Power | None) -> Approved:
    """What is approved with a grade: the risk point, the step it is bound to, the basis of its power."""
    steps = _steps(power.workflow) if power is not None else {}
    step = {risk.step: steps["steps"].get(risk.step)} if risk.step and steps else {}
    basis = canonical(power.basis, "", _LEFT_OUT) if power is not None else None
    return _approved({"basis": basis, "steps": step, **_risks((risk,))})


def changed_parts(then: str, now: Approved) -> tuple[str, ...]:
    """Which parts are others now, by name; () where nothing was written down about them."""
    old, new = _by_name(then), _by_name(now.parts)
    return tuple(name for name in PARTS if old and old.get(name) != new.get(name))


def _approved(content: Mapping[str, Any]) -> Approved:
    parts = {name: part for name, part in content.items() if part}
    short = (f"{name}-{digest(part).partition(':')[2][:_SHORT]}" for name, part in parts.items())
    return Approved(digest(parts), " ".join(short))


def _by_name(parts: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("-") for part in parts.split())}


def _item(power: Power) -> dict[str, Any]:
    """What stands about the power itself."""
    names = [field.name for field in fields(power) if field.name not in {*_NOT_OF_POWER, *_APART}]
    found = {name: canonical(getattr(power, name), name, _LEFT_OUT) for name in names}
    return {name: part for name, part in found.items() if part}


def _steps(workflow: Workflow | None) -> dict[str, Any]:
    """The steps by their ids, each with where it leads."""
    if workflow is None:
        return {}
    ways = ways_of(workflow.steps, [step.id for step in workflow.steps])
    steps = {step.id: {**_content(step), "ways": ways[step.id]} for step in workflow.steps}
    first = workflow.steps[0].id if workflow.steps else ""
    return {"first": first, "source": workflow.source, "chart": workflow.chart, "steps": steps}


def _risks(risks: Iterable[RiskPoint]) -> dict[str, Any]:
    """The risk points by their ids, in three parts."""
    content = {risk.id: _content(risk) for risk in risks}
    taken = {id_: {name: risk.pop(name) for name in _OF_RISK if name in risk} for id_, risk in content.items()}
    factors = {id_: {name: part for name, part in parts.items() if name != "controls"} for id_, parts in taken.items()}
    controls = {id_: parts["controls"] for id_, parts in taken.items() if "controls" in parts}
    return {"risks": content, "factors": {id_: parts for id_, parts in factors.items() if parts}, "controls": controls}


def _content(part: Step | RiskPoint) -> dict[str, Any]:
    plain: dict[str, Any] = canonical(part, "", _LEFT_OUT)
    return plain
