"""公开: to whom, where, when; and the parts kept back, each with its basis and reason."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """不予公开: one field (a dotted path such as ``workflow.steps.evaluate``) kept back."""

    field: str
    basis: str = ""
    reason: str = ""
    until: str = ""
    filed_with: str = ""
    reviewed_by: str = ""
    ref: Ref = dataclasses.field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Scope, channels, timing and deadline; ``basis`` and ``reason`` where the whole power is withheld."""

    scope: str = ""
    channels: tuple[str, ...] = ()
    timing: str = ""
    deadline: str = ""
    form: str = ""
    audience: str = ""
    basis: str = ""
    reason: str = ""
    until: str = ""
    filed_with: str = ""
    withheld: tuple[Withheld, ...] = ()
    ref: Ref = dataclasses.field(default=NOWHERE, compare=False, repr=False)
