"""单位: a unit with its bodies, offices and posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """集体: decides collectively; ``members`` are posts (of this unit, or ``unit/post``)."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    chair: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """科室、站所: an internal office; ``head`` is a post."""

    id: str
    name: str
    head: str = ""
    duties: tuple[str, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLimit:
    """What a post may approve alone: up to ``amount`` yuan in an ``area``."""

    area: str
    amount: float
    filed_with: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """岗位: a position, never a person; ``holder`` (a name) is optional and not public by default."""

    id: str
    name: str
    chief: bool = False
    office: str = ""
    since: str = ""
    portfolio: tuple[str, ...] = ()
    approval_limits: tuple[ApprovalLimit, ...] = ()
    duties: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    holder: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


Named = Body | Office | Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where and how a citizen reaches the unit."""

    phone: str = ""
    address: str = ""
    hours: str = ""
    postcode: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A town, street, department, committee or village; ``parent`` is another unit's id."""

    id: str
    name: str
    type: str
    tier: str = ""
    level: str = ""
    region: str = ""
    credit_code: str = ""
    parent: str = ""
    functions: tuple[str, ...] = ()
    contact: Contact = field(default_factory=Contact)
    bodies: tuple[Body, ...] = ()
    offices: tuple[Office, ...] = ()
    posts: tuple[Post, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)

    @cached_property
    def named(self) -> dict[str, Named]:
        """Bodies, offices and posts by id: they share one namespace (of two with one id, the first)."""
        things: tuple[Named, ...] = (*self.bodies, *self.offices, *self.posts)
        return {thing.id: thing for thing in reversed(things)}

    @cached_property
    def posts_by_id(self) -> dict[str, Post]:
        """The posts by id."""
        return {post.id: post for post in reversed(self.posts)}

    @cached_property
    def chief(self) -> Post | None:
        """一把手: the first post flagged ``chief: true``."""
        return next((post for post in self.posts if post.chief), None)
