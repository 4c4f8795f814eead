"""The rules of judgement: pure functions from a catalogue and its rulebook to hits."""

from __future__ import annotations

from powerctl.rules import (
    across,
    approval,
    assessment,
    basis,
    control,
    disclosure,
    discretion,
    hands,
    leadership,
    matter,
    meeting,
    power,
    programme,
    risk,
    safeguards,
    structure,
    supervision,
    time_limits,
    warning,
    workflow,
)
from powerctl.rules.judging import conclude, judge, notes_of, written
from powerctl.rules.ledgers import heads, ledgers
from powerctl.rules.registry import RULES, Brief, Gathered, Reach, Rule

__all__ = [
    "RULES",
    "Brief",
    "Gathered",
    "Reach",
    "Rule",
    "conclude",
    "heads",
    "judge",
    "ledgers",
    "notes_of",
    "written",
]

_FAMILIES = (
    structure,
    power,
    approval,
    basis,
    workflow,
    time_limits,
    hands,
    safeguards,
    risk,
    control,
    discretion,
    disclosure,
    leadership,
    meeting,
    matter,
    warning,
    supervision,
    assessment,
    programme,
    across,
)
