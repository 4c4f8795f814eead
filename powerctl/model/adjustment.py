"""调整说明: why powers were added, changed or given up, and where that was filed."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedPower:
    """One power of the note: what happened to it; ``covers`` holds fingerprints of approved changes."""

    power: str
    action: str
    to: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """``adjustments/*.yaml``: one note; ``cause`` tells what made it necessary and ``arose`` when."""

    id: str
    title: str
    reason: str
    date: str
    cause: str = ""
    arose: str = ""
    powers: tuple[AdjustedPower, ...] = ()
    approved_by: str = ""
    filed_with: str = ""
    filed_on: str = ""
    note: str = ""
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
