"""Of what the demands are made: the powers in force, and the risk points that belong to them or to their unit."""

from __future__ import annotations

from powerctl.model.power import Power
from powerctl.model.risk import RiskPoint
from powerctl.rules.registry import Brief

Bound = tuple[str, Power | None, RiskPoint]


def powers_in_force(brief: Brief) -> tuple[Power, ...]:
    """The powers whose status the rulebook calls in force."""
    return brief.once(_powers)


def risks_in_force(brief: Brief) -> tuple[Bound, ...]:
    """The risk points of powers in force and those of posts, offices and units, each with its unit and power."""
    return brief.once(_risks)


def _powers(brief: Brief) -> tuple[Power, ...]:
    statuses = _in_force(brief)
    return tuple(power for power in brief.catalogue.powers if power.status in statuses)


def _risks(brief: Brief) -> tuple[Bound, ...]:
    statuses = _in_force(brief)
    return tuple(
        (unit, power, risk)
        for unit, power, risk in brief.catalogue.risk_points()
        if power is None or power.status in statuses
    )


def _in_force(brief: Brief) -> frozenset[str]:
    return frozenset(status for status, term in brief.rulebook.statuses.items() if term.in_force)
