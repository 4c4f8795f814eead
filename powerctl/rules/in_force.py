"""Of what the demands are made: the powers in force, and the risk points that belong to them or to their unit."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.rules.registry import Brief

Bound = tuple[str, Power | None, RiskPoint]


def powers_in_force(brief: Brief) -> Iterator[Power]:
    """The powers whose status the rulebook calls in force."""
    statuses = _in_force(brief)
    return (power for power in brief.catalogue.powers if power.status in statuses)


def risks_in_force(brief: Brief) -> Iterator[Bound]:
    """The risk points of powers in force and those of posts, offices and units, each with its unit and power."""
    statuses = _in_force(brief)
    return (
        (unit, power, risk)
        for unit, power, risk in brief.catalogue.risk_points()
        if power is None or power.status in statuses
    )


def _in_force(brief: Brief) -> frozenset[str]:
    return frozenset(status for status, term in brief.rulebook.statuses.items() if term.in_force)
