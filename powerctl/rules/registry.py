"""What a rule is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.results import Hit, RuleSpec, Severity


@dataclass(frozen=True, slots=True)
class Brief:
    """What a rule is handed: the catalogue, what its place asks, and the day on which it is judged."""

    catalogue: Catalogue
    rulebook: Rulebook
    as_of: date

    @property
    def today(self) -> str:
        """The day as ISO 8601 text, as dates stand in the model."""
        return self.as_of.isoformat()


Check = Callable[[Brief], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of judgement: what stands about it, what must hold (its docstring), and the check itself."""

    spec: RuleSpec
    holds: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(rule_id: str, severity: Severity, **cases: Severity) -> Callable[[Check], Check]:
    """Enters a check as a rule; ``cases`` are further sentences it can say, each with its severity."""

    def enter(check: Check) -> Check:
        if rule_id in RULES:
            raise ValueError(f"rule {rule_id} is there twice")
        RULES[rule_id] = Rule(RuleSpec(rule_id, severity, cases), (check.__doc__ or "").strip(), check)
        return check

    return enter
