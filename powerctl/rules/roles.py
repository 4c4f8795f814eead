"""The roles behind references, found once for all that refer alike: thousands of risk points have few owners."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.power import Power
from powerctl.naming import find, is_outside, roles_among, split_reference
from powerctl.rules.registry import Brief


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles that posts behind references have between them, in a power or out of one."""

    brief: Brief
    _known: dict[tuple[str, tuple[str, ...], str], frozenset[str] | None] = field(default_factory=dict)

    def among(self, unit: str, references: tuple[str, ...], power: Power | None) -> frozenset[str] | None:
        """None where that cannot be told. Of the power only its leader in charge matters."""
        key = (unit, references, power.in_charge if power is not None else "")
        if key not in self._known:
            is_known = all(self._is_known(unit, text) for text in references)
            catalogue, rulebook = self.brief.catalogue, self.brief.rulebook
            self._known[key] = roles_among(catalogue, rulebook, unit, references, power) if is_known else None
        return self._known[key]

    def _is_known(self, unit: str, reference: str) -> bool:
        """Whether it is an outsider, or somebody of a unit that was read whole; else S003 or the schema has spoken."""
        owner, _ = split_reference(reference, unit)
        is_whole = f"units/{owner}/unit.yaml" not in self.brief.catalogue.left_out
        return is_outside(reference) or (is_whole and find(self.brief.catalogue, unit, reference) is not None)
