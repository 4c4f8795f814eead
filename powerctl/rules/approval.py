"""P110: what was approved is still what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powerctl.changes.approval import Approved, approved_of_power, approved_of_risk, changed_parts
from powerctl.model.power import Power, SignOff
from powerctl.model.risk import Graded
from powerctl.model.rulebook import ReviewStage
from powerctl.naming import find
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force, risks_in_force
from powerctl.rules.registry import Brief, Reach, rule
from powerctl.rules.wording import row


@rule("P110", Severity.WARNING, reach=Reach.UNIT, grade=Severity.WARNING)
def changed_since_approved(brief: Brief) -> Iterator[Hit]:
    """What carries the digest of an approval has not changed since: power, workflow, risk points and controls."""
    review = brief.rulebook.review
    chains = {"catalogue": review.catalogue, "chart": review.chart, "risk": review.risk}
    for power in powers_in_force(brief):
        if power.review:
            yield from _reviews(power, chains)
    for unit, owner, risk in risks_in_force(brief):
        if risk.graded is not None and risk.graded.of:
            now = approved_of_risk(risk, owner)
            if risk.graded.of != now.of:
                by = find(brief.catalogue, unit, risk.graded.by)
                name = by.name if by is not None else risk.graded.by
                facts = {"risk": risk.behaviour, "by": name, **_since(risk.graded, now)}
                yield Hit(risk.graded.ref.at("of"), facts, "grade")


def _reviews(power: Power, chains: Mapping[str, tuple[ReviewStage, ...]]) -> Iterator[Hit]:
    """Of several at one stage the last one counts."""
    last = {(sign_off.chain, sign_off.stage): sign_off for sign_off in power.review}
    for sign_off in last.values():
        now = approved_of_power(power, sign_off.chain) if sign_off.of else None
        if now is not None and sign_off.of != now.of:
            labels = {stage.stage: stage.label for stage in chains.get(sign_off.chain, ())}
            stage = labels.get(sign_off.stage, sign_off.stage)
            yield Hit(sign_off.ref.at("of"), {"power": power.name, "stage": stage, **_since(sign_off, now)})


def _since(approval: SignOff | Graded, now: Approved) -> dict[str, Fact]:
    return {"on": approval.on, "changed": row(changed_parts(approval.parts, now))}
