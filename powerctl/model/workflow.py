"""运行流程: the steps of a power. A step runs to the one after it unless it has ``next`` or ``end``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """One way out of a step: to which step, and when."""

    short: ClassVar[str] = "to"  # a bare `next: done` means `next: [{to: done}]`

    to: str
    when: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """环节: who does what within which limit; ``with_`` names further people in it, ``persons`` the least number."""

    id: str
    name: str
    actor: str = ""
    with_: tuple[str, ...] = ()
    duty: str = ""
    limit: str = ""
    next: tuple[Exit, ...] = ()
    end: bool = False
    supervised_by: tuple[str, ...] = ()
    persons: int = 0
    discretion: bool = False
    notifies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    internal: bool = False
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)

    @property
    def people(self) -> tuple[str, ...]:
        """Everyone who takes part as written: the actor first."""
        return (self.actor, *self.with_) if self.actor else self.with_


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """How a power runs: by statutory or by working procedure; ``chart`` is the rulebook's named chart it is."""

    source: str = ""
    chart: str = ""
    steps: tuple[Step, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
