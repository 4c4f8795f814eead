"""The roles behind references, found once for all that refer alike: thousands of risk points have few owners."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.power import Power
from powerctl.naming import find, is_outside, roles_among
from powerctl.rules.registry import Brief


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles that posts behind references have between them, in a power or out of one."""

    brief: Brief
    _known: dict[tuple[str, tuple[str, ...], str], frozenset[str] | None] = field(default_factory=dict)

    def among(self, unit: str, references: tuple[str, ...], power: Power | None) -> frozenset[str] | None:
        """None where one of them is nobody: S003 speaks of that. Of the power only its leader in charge matters."""
        key = (unit, references, power.in_charge if power is not None else "")
        if key not in self._known:
            self._known[key] = self._found(unit, references, power)
        return self._known[key]

    def _found(self, unit: str, references: tuple[str, ...], power: Power | None) -> frozenset[str] | None:
        catalogue = self.brief.catalogue
        if any(not is_outside(text) and find(catalogue, unit, text) is None for text in references):
            return None
        return roles_among(catalogue, self.brief.rulebook, unit, references, power)
