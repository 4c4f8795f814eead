"""Units with their organisation and registers, as readers see them."""

from __future__ import annotations

from collections.abc import Mapping

from powerctl.gate.risks import unit_risks
from powerctl.gate.sight import Sight
from powerctl.gate.words import Words, known_term, term, terms_of
from powerctl.model.regulation import Regulation
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Term
from powerctl.model.unit import ApprovalLimit, Body, Contact, Office, Post, Unit
from powerctl.public.terms import PartyKind, PublicTerm
from powerctl.public.unit import (
    PublicApprovalLimit,
    PublicBody,
    PublicContact,
    PublicOffice,
    PublicPost,
    PublicRegulation,
    PublicUnit,
)

_CONTACT = ("phone", "address", "hours", "postcode", "email", "website")


def project_unit(words: Words, unit: Unit, points: Mapping[str, tuple[RiskPoint, ...]]) -> PublicUnit:
    """One unit; ``points`` are the risk points of posts, offices and units by unit."""
    sight = Sight(words.shown, "unit")
    book, own = words.rulebook, words.catalogue.regulations_by_unit.get(unit.id, {})
    return PublicUnit(
        id=unit.id,
        name=unit.name,
        type=known_term(book.unit_types, unit.type),
        tier=term(book.unit_tiers, sight.of("tier", unit.tier, "")),
        level=term(book.levels, sight.of("level", unit.level, "")),
        parent=sight.of("parent", unit.parent if words.shows_unit(unit.parent) else "", ""),
        contact=_contact(sight.of("contact", unit.contact, None)),
        bodies=tuple(_body(words, inner, unit, body) for inner, body in sight.each("body", "bodies", unit.bodies)),
        offices=tuple(
            _office(words, inner, unit, office) for inner, office in sight.each("office", "offices", unit.offices)
        ),
        posts=tuple(_post(words, inner, unit, post) for inner, post in sight.each("post", "posts", unit.posts)),
        risk_points=unit_risks(words, sight, unit.id, points.get(unit.id, ())),
        regulations=tuple(
            _regulation(words, inner, entry) for inner, entry in sight.each("regulation", "regulations", own.values())
        ),
        **sight.plain(unit, ("region", "credit_code", "functions", "note")),
    )


def _contact(contact: Contact | None) -> PublicContact | None:
    if contact is None or contact == Contact():
        return None
    return PublicContact(**{key: getattr(contact, key) for key in _CONTACT})


def _body(words: Words, sight: Sight, unit: Unit, body: Body) -> PublicBody:
    return PublicBody(
        id=body.id,
        name=body.name,
        members=words.parties(unit.id, sight.of("members", body.members, ())),
        chair=words.party(unit.id, sight.of("chair", body.chair, "")),
        note=sight.of("note", body.note, ""),
    )


def _office(words: Words, sight: Sight, unit: Unit, office: Office) -> PublicOffice:
    return PublicOffice(
        id=office.id,
        name=office.name,
        head=words.party(unit.id, sight.of("head", office.head, "")),
        **sight.plain(office, ("duties", "note")),
    )


def _post(words: Words, sight: Sight, unit: Unit, post: Post) -> PublicPost:
    book = words.rulebook
    return PublicPost(
        id=post.id,
        name=post.name,
        office=words.local(unit, PartyKind.OFFICE, sight.of("office", post.office, "")),
        portfolio=terms_of(book.areas, sight.of("portfolio", post.portfolio, ())),
        approval_limits=tuple(
            _approval_limit(book.areas, limit) for limit in sight.of("approval_limits", post.approval_limits, ())
        ),
        roles=terms_of(book.roles, sight.of("roles", post.roles, ())),
        **sight.plain(post, ("chief", "since", "duties", "holder", "note")),
    )


def _approval_limit(areas: Mapping[str, Term], limit: ApprovalLimit) -> PublicApprovalLimit:
    return PublicApprovalLimit(area=known_term(areas, limit.area), amount=limit.amount, filed_with=limit.filed_with)


def _regulation(words: Words, sight: Sight, regulation: Regulation) -> PublicRegulation:
    return PublicRegulation(
        id=regulation.id,
        title=regulation.title,
        meets=tuple(_required(words, name) for name in sight.of("meets", regulation.meets, ())),
        **sight.plain(regulation, ("number", "issued", "effective", "repealed", "summary", "note")),
    )


def _required(words: Words, name: str) -> PublicTerm:
    found = words.rulebook.regulations.get(name)
    return PublicTerm(id=name, label=found.title, en=found.en) if found else PublicTerm(id=name, label=name)
