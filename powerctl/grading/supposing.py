"""What if: a catalogue's risk points with other factors or flags than are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from powerctl.model.risk import RiskPoint


@dataclass(frozen=True, slots=True)
class Supposition:
    """Values that factors are supposed to have, and flags that are supposed to be there or not."""

    factors: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.factors or self.flags)


def supposed(risk: RiskPoint, supposition: Supposition) -> RiskPoint:
    """The risk point as it would be."""
    kept = [flag for flag in risk.flags if supposition.flags.get(flag, True)]
    new = [flag for flag, is_there in supposition.flags.items() if is_there and flag not in kept]
    return replace(risk, factors={**risk.factors, **supposition.factors}, flags=(*kept, *new))
