"""Items → drafts: one module for each kind of table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from powerctl.intake.build.decision import decision
from powerctl.intake.build.disclosure import disclosure
from powerctl.intake.build.discretion import discretion
from powerctl.intake.build.flow import flow
from powerctl.intake.build.portfolio import portfolio
from powerctl.intake.build.power import power
from powerctl.intake.build.risk import risk
from powerctl.intake.build.scene import Scene
from powerctl.intake.hand import Hand

BUILDERS: Mapping[str, Callable[[Scene, Hand], None]] = {
    "powers": power,
    "risks": risk,
    "workflow": flow,
    "discretion": discretion,
    "disclosure": disclosure,
    "decisions": decision,
    "portfolio": portfolio,
}
