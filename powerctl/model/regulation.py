"""制度汇编: a unit's own regulations."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulation:
    """One regulation; ``meets`` names the rulebook's required regulations that it fulfils (its own id by default)."""

    id: str
    title: str
    number: str = ""
    issued: str = ""
    effective: str = ""
    repealed: str = ""
    meets: tuple[str, ...] = ()
    summary: str = ""
    file: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regulations:
    """``regulations.yaml``: the register of one unit."""

    regulations: tuple[Regulation, ...] = ()
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
