"""What changed between two states of a catalogue, by meaning, and what that does to the constraints on powers."""

from powerctl.changes.adjusting import approved, unadjusted
from powerctl.changes.compare import compare
from powerctl.changes.kinds import KINDS, Kind
from powerctl.changes.state import State

__all__ = ["KINDS", "Kind", "State", "approved", "compare", "unadjusted"]
