"""What a rule is, how far it looks, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, TypeVar

from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.results import Hit, RuleSpec, Severity

T = TypeVar("T")


@dataclass(frozen=True)
class Brief:
    """What a rule is handed: the catalogue or one unit's share, what its place asks, the day on which it is judged."""

    catalogue: Catalogue
    rulebook: Rulebook
    as_of: date
    _done: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def today(self) -> str:
        """The day as ISO 8601 text, as dates stand in the model."""
        return self.as_of.isoformat()

    @property
    def shares(self) -> tuple[Brief, ...]:
        """A brief on each share of a whole catalogue: what belongs to no unit, then unit by unit."""
        return (self,) if self.catalogue.around is not None else self._split

    @cached_property
    def _split(self) -> tuple[Brief, ...]:
        return tuple(Brief(share, self.rulebook, self.as_of) for share in self.catalogue.shares)

    @cached_property
    def registers(self) -> Brief:
        """A brief on what the units of a whole catalogue have in common."""
        return Brief(self.catalogue.registers.catalogue, self.rulebook, self.as_of)

    def once(self, work: Callable[[Brief], T]) -> T:
        """What comes of some work on this brief, done at most once for all rules that need it."""
        if work not in self._done:
            self._done[work] = work(self)
        done: T = self._done[work]
        return done


Check = Callable[[Brief], Iterator[Hit]]
Plain = Mapping[str, Any]  # the data of a file, which fit their schema
Notes = Any  # what a rule notes of a unit: texts, numbers, lists and maps of them, as JSON has them
Gather = Callable[[Brief], Notes]
Conclude = Callable[[Brief, Mapping[str, Notes]], Iterator[Hit]]


class Reach(Enum):
    """How far a rule looks. It decides what the rule is handed, so a wrong word shows in every run and not in some.

    ``CATALOGUE`` is safe and slow: the rule is handed everything, and after any change it judges everything anew.
    ``LEDGERS``: everything but powers; of those no more than what ``ledgers.heads`` notes.
    ``UNIT``: it is handed one unit's share after another and tells of the files in that share only.
    """

    CATALOGUE = "catalogue"
    LEDGERS = "ledgers"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Gathered:
    """How a rule compares units: ``gather`` notes of each share what matters, ``conclude`` sees the notes of all.

    It sees besides only what the registers hold (laws, units, regulations), by share: "" for the registers' own.
    """

    gather: Gather
    conclude: Conclude

    @property
    def name(self) -> str:
        """What the notes are known by: rules that gather alike share them."""
        return f"{self.gather.__module__}.{self.gather.__name__}"


@dataclass(frozen=True, slots=True)
class Cleared:
    """How powers are cleared of a rule as plain data, before any is built.

    ``note`` what matters of each, ``holds`` if from the notes of all in a share the rule will find nothing in them.
    """

    note: Callable[[Plain], Any]
    holds: Callable[[Brief, Iterable[Any]], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of judgement: what stands about it, what must hold (its docstring), the check itself and its reach."""

    spec: RuleSpec
    holds: str
    check: Check | Gathered
    reach: Reach = Reach.CATALOGUE
    wide: Callable[[Rulebook], bool] | None = None
    cleared: Cleared | None = None

    def reach_by(self, rulebook: Rulebook) -> Reach | None:
        """How far the rule looks where this rulebook holds; None for a rule that compares units."""
        if isinstance(self.check, Gathered):
            return None
        return Reach.CATALOGUE if self.wide is not None and self.wide(rulebook) else self.reach


RULES: dict[str, Rule] = {}


def rule(
    rule_id: str,
    severity: Severity,
    *,
    reach: Reach = Reach.CATALOGUE,
    wide: Callable[[Rulebook], bool] | None = None,
    cleared: Cleared | None = None,
    **cases: Severity,
) -> Callable[[Check], Check]:
    """Enters a check as a rule; ``cases`` are further sentences it can say, each with its severity.

    ``wide`` tells by which rulebooks it has to see the whole catalogue after all; ``cleared``, of which powers it needs
    no more than the plain data.
    """

    def enter(check: Check) -> Check:
        _enter(Rule(RuleSpec(rule_id, severity, cases), _promise(check), check, reach, wide, cleared))
        return check

    return enter


def comparison(
    rule_id: str, severity: Severity, *, gather: Gather, **cases: Severity
) -> Callable[[Conclude], Conclude]:
    """Enters a rule that compares units by what ``gather`` notes of each."""

    def enter(conclude: Conclude) -> Conclude:
        _enter(Rule(RuleSpec(rule_id, severity, cases), _promise(conclude), Gathered(gather, conclude)))
        return conclude

    return enter


def _promise(check: Callable[..., object]) -> str:
    return (check.__doc__ or "").strip()


def _enter(new: Rule) -> None:
    if new.spec.id in RULES:
        raise ValueError(f"rule {new.spec.id} is there twice")
    RULES[new.spec.id] = new
