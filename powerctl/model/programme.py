"""实施步骤: phases with dates, tasks and measurable targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase from its first to its last day; ``targets`` maps a measure of the rulebook to a percentage."""

    id: str
    name: str
    from_: str
    to: str
    tasks: tuple[str, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """``programme.yaml``."""

    name: str = ""
    phases: tuple[Phase, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
