"""Words of the rulebook and references between things, resolved into what their readers are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from powerctl.gate.sight import Shown, Sight
from powerctl.grading import Grader
from powerctl.model.basis import Basis
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.model.unit import Body, Named, Office, Unit
from powerctl.naming import find, split_reference
from powerctl.public.terms import HIDDEN_PARTY, PartyKind, PublicBasis, PublicGrade, PublicParty, PublicTerm

_OUTSIDER = "external:"
_RESERVED = {"applicant": PartyKind.APPLICANT, "public": PartyKind.PUBLIC}
_FIELD_OF = {PartyKind.BODY: "bodies", PartyKind.OFFICE: "offices", PartyKind.POST: "posts"}


class Labelled(Protocol):
    """A term of the rulebook, whatever else it says."""

    @property
    def label(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A catalogue and its rulebook, asked for names on behalf of some readers."""

    catalogue: Catalogue
    rulebook: Rulebook
    shown: Shown
    grader: Grader
    met: dict[tuple[str, str], PublicParty] = field(default_factory=dict)  # ten thousand powers name the same few

    def shows_unit(self, unit: str) -> bool:
        """Whether readers see this unit."""
        return unit in self.catalogue.units_by_id and Sight(self.shown, "unit").shows_it()

    def party(self, unit: str, reference: str) -> PublicParty | None:
        """Whom a reference in ``unit`` means; None for no reference, a fixed phrase for what readers do not see."""
        if not reference:
            return None
        known = self.met.get((unit, reference))
        if known is None:
            known = self.met[unit, reference] = self._meet(unit, reference)
        return known

    def _meet(self, unit: str, reference: str) -> PublicParty:
        if reference in _RESERVED:
            return PublicParty(kind=_RESERVED[reference])
        if reference.startswith(_OUTSIDER):
            return PublicParty(kind=PartyKind.EXTERNAL, name=reference.removeprefix(_OUTSIDER).strip())
        thing = find(self.catalogue, unit, reference)
        if thing is None or not self._shows(thing):
            return HIDDEN_PARTY
        return PublicParty(kind=_kind(thing), unit=split_reference(reference, unit)[0], id=thing.id, name=thing.name)

    def parties(self, unit: str, references: Iterable[str]) -> tuple[PublicParty, ...]:
        """Whom several references mean; those whom readers do not see stand as one, whatever their number."""
        found = (self.party(unit, reference) for reference in references)
        return tuple(dict.fromkeys(party for party in found if party is not None))

    def local(self, unit: Unit, kind: PartyKind, thing_id: str) -> str:
        """The id of an office or a parent, where readers see it."""
        thing = unit.named.get(thing_id)
        return thing_id if thing is not None and _kind(thing) is kind and self._shows(thing) else ""

    def grade(self, grade: str) -> PublicGrade | None:
        """A grade with the name and the colour that this place gives it."""
        term = self.rulebook.grades.get(grade)
        if term is None:
            return None
        return _grade(grade, term.label, term.rank, term.en, term.colour)

    def basis(self, basis: Basis) -> PublicBasis:
        """A basis with the title and number of its law."""
        law = self.catalogue.laws_by_id.get(basis.law)
        return PublicBasis(
            title=law.title if law else basis.title,
            law=law.id if law else "",
            number=law.number if law else basis.number,
            rank=term(self.rulebook.ranks, law.rank if law else basis.rank),
            articles=basis.articles,
            url=law.url if law else "",
        )

    def _shows(self, thing: Named) -> bool:
        kind = _kind(thing)
        unit = Sight(self.shown, "unit")
        return unit.shows_it() and unit.shows(_FIELD_OF[kind]) and Sight(self.shown, kind.value).shows_it()


def term(terms: Mapping[str, Labelled], word: str) -> PublicTerm | None:
    """A word with its labels; itself where the rulebook does not know it, None where there is none."""
    return known_term(terms, word) if word else None


def known_term(terms: Mapping[str, Labelled], word: str) -> PublicTerm:
    """A word with its labels, or itself."""
    found = terms.get(word)
    return _term(word, found.label, found.en) if found else _term(word, word, "")


@lru_cache(maxsize=4096)  # ten thousand powers are told in the same few words
def _term(word: str, label: str, en: str) -> PublicTerm:
    return PublicTerm(id=word, label=label, en=en)


@lru_cache(maxsize=64)
def _grade(grade: str, label: str, rank: int, en: str, colour: str) -> PublicGrade:
    return PublicGrade(id=grade, label=label, rank=rank, en=en, colour=colour)


def terms_of(terms: Mapping[str, Labelled], words: Iterable[str]) -> tuple[PublicTerm, ...]:
    """Several words with their labels."""
    return tuple(known_term(terms, word) for word in words)


def _kind(thing: Named) -> PartyKind:
    if isinstance(thing, Body):
        return PartyKind.BODY
    return PartyKind.OFFICE if isinstance(thing, Office) else PartyKind.POST
