"""The gate: catalogue, rulebook and audience → what may become public."""

from powerctl.gate.faults import UnsettledError
from powerctl.gate.project import project

__all__ = ["UnsettledError", "project"]
