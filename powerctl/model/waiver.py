"""Findings set aside for a time, with a reason and a post that answers for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One rule set aside in a ``file``, a ``unit`` or for a ``subject``, until a date."""

    rule: str
    reason: str
    approved_by: str
    until: str
    file: str = ""
    unit: str = ""
    subject: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waivers:
    """``waivers.yaml``."""

    waivers: tuple[Waiver, ...] = ()
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
