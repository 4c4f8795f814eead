"""Every kind of change with its effect, and the kind that undoes it, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from powerctl.comparison import Effect


@dataclass(frozen=True, slots=True)
class Kind:
    """``opposite`` is the kind of the way back; where it is "", the messages say why there is none."""

    id: str
    effect: Effect
    opposite: str = ""


# What constrains a power less | what undoes it.
_PAIRS = """
risk.removed                    risk.added
grade.lowered                   grade.raised
computed-grade.lowered          computed-grade.raised
residual.lowered                residual.raised
factor.lowered                  factor.raised
flag.removed                    flag.added
control.removed                 control.added
control.interval-lengthened     control.interval-shortened
control.owner-lowered           control.owner-raised
control.owner-removed           control.owner-added
control.suspended               control.enforced
control.regulation-dropped      control.regulation-given
control.evidence-dropped        control.evidence-given
step.check-removed              step.check-added
step.duty-weakened              step.duty-strengthened
step.actor-lowered              step.actor-raised
step.persons-fewer              step.persons-more
step.supervisor-removed         step.supervisor-added
step.notice-removed             step.notice-added
step.limit-lengthened           step.limit-shortened
step.discretion-given           step.discretion-taken
step.hidden                     step.shown
separation.lost                 separation.restored
limit.promised-lengthened       limit.promised-shortened
limit.statutory-lengthened      limit.statutory-shortened
power.holder-lowered            power.holder-raised
power.matter-dropped            power.matter-given
power.veto-dropped              power.veto-given
power.remedy-removed            power.remedy-added
power.demand-removed            power.demand-added
power.complaints-dropped        power.complaints-given
workflow.removed                workflow.added
basis.removed                   basis.added
basis.rank-lowered              basis.rank-raised
law.rank-lowered                law.rank-raised
discretion.removed              discretion.added
discretion.range-widened        discretion.range-narrowed
tier.removed                    tier.added
tier.widened                    tier.narrowed
disclosure.removed              disclosure.added
disclosure.scope-narrowed       disclosure.scope-widened
disclosure.channel-removed      disclosure.channel-added
disclosure.deadline-lengthened  disclosure.deadline-shortened
withheld.added                  withheld.removed
withheld.prolonged              withheld.shortened
post.forbidden-area-given       post.forbidden-area-taken
post.chief-dropped              post.chief-named
post.duty-removed               post.duty-added
approval-limit.added            approval-limit.removed
approval-limit.raised           approval-limit.lowered
regulation.removed              regulation.added
regulation.repealed             regulation.revived
waiver.added                    waiver.removed
waiver.prolonged                waiver.shortened
severity.lowered                severity.raised
threshold.raised                threshold.lowered
requirement.removed             requirement.added
requirement.lowered             requirement.raised
period.lengthened               period.shortened
exception.added                 exception.removed
"""

# What comes and goes without an effect of its own, both ways.
_COMINGS = """
catalogue unit body office post step assignment signoff law phase rulebook
"""
# What is merely different, both ways.
_ALIKE = """
catalogue unit body office post power step risk control basis assignment signoff discretion tier disclosure withheld
approval-limit law regulation waiver rulebook workflow phase programme decision warning supervision assessment
adjustment
"""
# Kinds with no way back of their own; the messages say why (``alone.…``).
_ALONE = {
    "power.added": Effect.NEUTRAL,
    "power.removed": Effect.LOOSENED,
    "power.renamed": Effect.NEUTRAL,
    "power.split": Effect.NEUTRAL,
    "power.merged": Effect.NEUTRAL,
    "power.retyped": Effect.NEUTRAL,
    "power.status": Effect.NEUTRAL,
    "record.added": Effect.NEUTRAL,
    "record.removed": Effect.LOOSENED,
}


def _kinds() -> Iterator[Kind]:
    for line in _PAIRS.split("\n"):
        if line:
            loose, tight = line.split()
            yield Kind(loose, Effect.LOOSENED, tight)
            yield Kind(tight, Effect.TIGHTENED, loose)
    for thing in _COMINGS.split():
        yield Kind(f"{thing}.added", Effect.NEUTRAL, f"{thing}.removed")
        yield Kind(f"{thing}.removed", Effect.NEUTRAL, f"{thing}.added")
    for thing in _ALIKE.split():
        yield Kind(f"{thing}.changed", Effect.NEUTRAL, f"{thing}.changed")
    for id_, effect in _ALONE.items():
        yield Kind(id_, effect)


KINDS: dict[str, Kind] = {kind.id: kind for kind in sorted(_kinds(), key=lambda kind: kind.id)}
