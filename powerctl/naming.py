"""Who is meant: a reference in a unit → the body, office or post behind it, the posts behind those, their roles."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.model.catalogue import Catalogue
from powerctl.model.power import Power
from powerctl.model.rulebook import Role, Rulebook
from powerctl.model.unit import Body, Named, Office, Post, Unit

RESERVED_ACTORS = frozenset({"applicant", "public"})
_OUTSIDER = "external:"

PostOf = tuple[Unit, Post]


def is_outside(actor: str) -> bool:
    """Whether the actor is the applicant, the public or a named outsider."""
    return actor in RESERVED_ACTORS or actor.startswith(_OUTSIDER)


def split_reference(reference: str, unit: str) -> tuple[str, str]:
    """``id`` in its own unit or ``unit/id`` → the unit's id and the thing's id."""
    other, slash, name = reference.partition("/")
    return (other, name) if slash else (unit, reference)


def find(catalogue: Catalogue, unit: str, reference: str) -> Named | None:
    """The body, office or post that a reference in ``unit`` names; None for outsiders and for nothing."""
    unit_id, name = split_reference(reference, unit)
    owner = catalogue.units_by_id.get(unit_id)
    return owner.named.get(name) if owner is not None else None


def posts_behind(catalogue: Catalogue, unit: str, reference: str) -> Iterator[PostOf]:
    """The posts that act where a reference stands: a post itself, a body's members, an office's head and staff."""
    unit_id, _ = split_reference(reference, unit)
    owner = catalogue.units_by_id.get(unit_id)
    thing = find(catalogue, unit, reference)
    if owner is None or thing is None:
        return
    match thing:
        case Post():
            yield owner, thing
        case Body():
            for member in thing.members:
                if isinstance(find(catalogue, unit_id, member), Post):
                    yield from posts_behind(catalogue, unit_id, member)
        case Office():
            yield from ((owner, post) for post in owner.posts if post.office == thing.id or post.id == thing.head)


def has_role(role: Role, role_id: str, holder: PostOf, power: Power | None = None) -> bool:
    """Whether a post has a role: written in its ``roles``, or by what it is in its unit or in this power."""
    unit, post = holder
    return bool(
        role_id in post.roles
        or (role.chief and post.chief)
        or (role.head and any(office.head == post.id for office in unit.offices))
        or (role.in_charge and (bool(post.portfolio) or _is_in_charge(holder, power)))
        or set(role.areas) & set(post.portfolio)
        or unit.type in role.unit_types
    )


def roles_among(
    catalogue: Catalogue,
    rulebook: Rulebook,
    unit: str,
    references: tuple[str, ...],
    power: Power | None = None,
) -> frozenset[str]:
    """The roles that the posts behind some references have between them."""
    holders = [holder for reference in references for holder in posts_behind(catalogue, unit, reference)]
    return frozenset(
        role_id
        for role_id, role in rulebook.roles.items()
        if any(has_role(role, role_id, holder, power) for holder in holders)
    )


def leading_posts(unit: Unit) -> Iterator[Post]:
    """领导岗位: the chief, every post with a portfolio, every member of a body."""
    members = {member for body in unit.bodies for member in body.members}
    return (post for post in unit.posts if post.chief or post.portfolio or post.id in members)


def _is_in_charge(holder: PostOf, power: Power | None) -> bool:
    if power is None or not power.in_charge:
        return False
    unit, post = holder
    return split_reference(power.in_charge, power.unit) == (unit.id, post.id)
