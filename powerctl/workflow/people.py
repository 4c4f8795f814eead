"""Who takes part in a step: actor and ``with``, offices as their heads and staff, bodies as their members."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from powerctl.model.catalogue import Catalogue
from powerctl.model.unit import Body
from powerctl.model.workflow import Step
from powerctl.naming import find, is_outside, posts_behind, split_reference
from powerctl.workflow.graph import Graph, positions


class Holder(NamedTuple):
    """A post by the ids of its unit and itself."""

    unit: str
    post: str


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands a step is in.

    ``posts`` act by themselves (a post, an office's head and staff, a body of one), ``members`` only as a body,
    ``outside`` are the applicant, the public and named outsiders, ``groups`` the offices and bodies without a post to
    their name; ``is_known`` is False where a reference leads nowhere (S003) or its unit could not be read whole.
    """

    posts: frozenset[Holder] = frozenset()
    members: frozenset[Holder] = frozenset()
    outside: frozenset[str] = frozenset()
    groups: frozenset[Holder] = frozenset()
    is_known: bool = True

    @property
    def everybody(self) -> frozenset[Holder]:
        """Every post that takes part, by itself or as one of a body."""
        return self.posts | self.members

    @property
    def count(self) -> int:
        """How many people are named at least; a group without posts is one."""
        return len(self.everybody) + len(self.outside) + len(self.groups)

    @property
    def only(self) -> Holder | None:
        """The one post in whose hands alone it is."""
        return next(iter(self.everybody)) if self.is_known and self.count == 1 and self.everybody else None

    def joined(self, other: Hands) -> Hands:
        """Both together."""
        return Hands(
            self.posts | other.posts,
            self.members | other.members,
            self.outside | other.outside,
            self.groups | other.groups,
            self.is_known and other.is_known,
        )


@dataclass(frozen=True, slots=True)
class People:
    """The people behind the references of a catalogue, each found once."""

    catalogue: Catalogue
    _known: dict[tuple[str, tuple[str, ...]], Hands] = field(default_factory=dict, repr=False)

    def in_step(self, unit: str, step: Step) -> Hands:
        """Who takes part in a step of a power of this unit."""
        return self.behind(unit, step.people)

    def behind(self, unit: str, references: tuple[str, ...]) -> Hands:
        """Who stands behind some references made in this unit."""
        key = (unit, references)
        found = self._known.get(key)
        if found is None:
            found = Hands()
            for reference in references:
                found = found.joined(self._one(unit, reference))
            self._known[key] = found
        return found

    def name(self, holder: Holder) -> str:
        """What the post is called; its id where that is not known."""
        unit = self.catalogue.units_by_id.get(holder.unit)
        thing = unit.named.get(holder.post) if unit is not None else None
        return thing.name if thing is not None else holder.post

    def on_way(self, unit: str, graph: Graph, steps: int) -> Hands:
        """Who takes part in any of these steps (bits)."""
        found = Hands()
        for position in positions(steps):
            found = found.joined(self.in_step(unit, graph.steps[position]))
        return found

    def _one(self, unit: str, reference: str) -> Hands:
        if is_outside(reference):
            return Hands(outside=frozenset({reference}))
        owner, name = split_reference(reference, unit)
        thing = find(self.catalogue, unit, reference)
        if thing is None or f"units/{owner}/unit.yaml" in self.catalogue.left_out:
            return Hands(is_known=False)
        posts = frozenset(Holder(of.id, post.id) for of, post in posts_behind(self.catalogue, unit, reference))
        if not posts:
            return Hands(groups=frozenset({Holder(owner, name)}))
        is_collective = isinstance(thing, Body) and len(posts) > 1
        return Hands(members=posts) if is_collective else Hands(posts=posts)
