"""One side of a comparison as judgement needs it, and how its rulebook ranks words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import inf

from powerctl.grading import Grader
from powerctl.model.basis import Basis
from powerctl.model.catalogue import Catalogue
from powerctl.model.duration import parse_duration
from powerctl.model.rulebook import Rulebook
from powerctl.model.unit import Body, Office, Post
from powerctl.naming import find, is_outside, leading_posts, split_reference

_BODY, _CHIEF, _LEADER, _HEAD, _STAFF = 5, 4, 3, 2, 1
# Duties by which others look on or are told, beside those that settle a case.
_WATCHING = frozenset({"supervise", "hear", "notify", "disclose"})


@dataclass(frozen=True)
class State:
    """A catalogue, or as much of it as may have changed, and the rulebook in force."""

    catalogue: Catalogue
    rulebook: Rulebook

    @cached_property
    def grader(self) -> Grader:
        """Computes the grades of risk points."""
        return Grader(self.catalogue, self.rulebook)

    def grade(self, grade: object) -> float:
        """How grave; more is graver, 0 for none."""
        term = self.rulebook.grades.get(str(grade))
        return term.rank if term else 0

    def scope(self, scope: object) -> float:
        """How few may see it; more is fewer."""
        term = self.rulebook.disclosure.scopes.get(str(scope))
        return term.rank if term else inf

    def interval(self, every: object) -> float:
        """Months between two times; 0 for each time, infinite where nothing is said."""
        term = self.rulebook.controls.intervals.get(str(every))
        return term.months if term else inf

    def checks(self, duty: object) -> float:
        """1 for a duty that settles a case or watches over it."""
        term = self.rulebook.duties.get(str(duty))
        return float(duty in _WATCHING or (term is not None and term.weighty))

    def rank_of_law(self, basis: Basis) -> float:
        """How low a basis ranks: 1 is the constitution, infinite is unknown."""
        law = self.catalogue.laws_by_id.get(basis.law) if basis.law else None
        return self.order(law.rank if law else basis.rank)

    def order(self, rank: object) -> float:
        """How low a rank of law is; infinite for none."""
        term = self.rulebook.ranks.get(str(rank))
        return term.order if term else inf

    def standing(self, unit: str, reference: str) -> int:
        """5 a body, 4 a chief, 3 another leader, 2 a head or an office, 1 any other post; 0 for nobody known."""
        if is_outside(reference):
            return 0
        match find(self.catalogue, unit, reference):
            case Body():
                return _BODY
            case Office():
                return _HEAD
            case Post() as post:
                return self._standing_of(split_reference(reference, unit)[0], post)
        return 0

    def highest(self, unit: str, references: Iterable[str]) -> int:
        """The highest standing among some; 0 where one is unknown, so that nothing is concluded from it."""
        ranks = [self.standing(unit, reference) for reference in references if not is_outside(reference)]
        return max(ranks) if ranks and all(ranks) else 0

    def _standing_of(self, unit: str, post: Post) -> int:
        if post.chief:
            return _CHIEF
        if post.id in self._leaders.get(unit, ()):
            return _LEADER
        return _HEAD if (unit, post.id) in self._heads else _STAFF

    @cached_property
    def _leaders(self) -> dict[str, frozenset[str]]:
        return {unit.id: frozenset(post.id for post in leading_posts(unit)) for unit in self.catalogue.units}

    @cached_property
    def _heads(self) -> frozenset[tuple[str, str]]:
        return frozenset((unit.id, office.head) for unit in self.catalogue.units for office in unit.offices)


def days(text: object) -> float:
    """A duration in calendar days as they come on average; infinite where there is no limit."""
    duration = parse_duration(str(text))
    return inf if duration is None else duration.amount * _DAYS[duration.unit]


_DAYS = {"h": 1 / 24, "d": 1.0, "wd": 365 / 250, "mo": 365 / 12}
