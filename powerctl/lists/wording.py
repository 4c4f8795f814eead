"""How parties, terms, times and bases stand in a cell."""

from __future__ import annotations

from powerctl.model.duration import parse_duration
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.terms import PartyKind, PublicBasis, PublicGrade, PublicParty, PublicTerm
from powerctl.table import Label, Word

Value = str | Word | Label
_KINDS = {PartyKind.HIDDEN: "hidden", PartyKind.APPLICANT: "applicant", PartyKind.PUBLIC: "public"}


def term(found: PublicTerm | PublicGrade | None) -> Word:
    """A word of the rulebook."""
    return Word(found.label, found.en) if found is not None else Word("")


def party(catalogue: PublicCatalogue, who: PublicParty | None, unit: str) -> Value:
    """Who is meant; with the unit's name where it is another than ``unit``."""
    if who is None:
        return ""
    if who.kind in _KINDS:
        return Label(_KINDS[who.kind])
    other = catalogue.units_by_id.get(who.unit)
    if other is None or who.unit == unit:
        return who.name
    return Label("of_unit", {"unit": other.name, "name": who.name})


def parties(catalogue: PublicCatalogue, who: tuple[PublicParty, ...], unit: str) -> tuple[Value, ...]:
    """Each of them once."""
    return tuple(party(catalogue, one, unit) for one in dict.fromkeys(who))


def time(text: str) -> Value:
    """``20wd`` in words."""
    duration = parse_duration(text)
    if duration is None:
        return text
    return Label(f"time_{duration.unit}", {"amount": duration.amount}) if duration.amount else Label("at_once")


def limits(power: PublicPower) -> tuple[Value, ...]:
    """The statutory and the promised time."""
    if power.limits is None:
        return ()
    named = (("statutory", power.limits.statutory), ("promised", power.limits.promised))
    told: tuple[Value, ...] = tuple(Label(key, {"time": time(text)}) for key, text in named if text)
    return (*told, power.limits.note) if power.limits.note else told


def bases(power: PublicPower) -> tuple[Value, ...]:
    """The laws that a power rests on, with the articles cited."""
    return tuple(one_basis(one) for one in power.basis)


def one_basis(basis: PublicBasis) -> Label:
    """A law with its number and the articles cited."""
    key = "basis" if all(article.isdecimal() for article in basis.articles) else "basis_parts"
    return Label(key, {"title": basis.title, "number": basis.number, "articles": "、".join(basis.articles)})
