"""What a reference or a word may name at a place: the choices with their names, and where each is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from powerctl.load import Loaded
from powerctl.lsp.expected import REFERENCES, WORDS, node, pattern
from powerctl.lsp.place import Token
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.model.rulebook import Rulebook
from powerctl.model.unit import Named, Unit
from powerctl.naming import RESERVED_ACTORS, find, split_reference

_MOST = 1000
_PARTS = {"actor": ("bodies", "offices", "posts"), "body": ("bodies",), "office": ("offices",), "post": ("posts",)}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be written: what to write, and what it is called."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """A place in a catalogue: the file with its kind and unit, everything in its text, and the token in question."""

    file: str
    kind: str
    unit: str
    tokens: tuple[Token, ...]
    token: Token

    @property
    def wanted(self) -> str:
        """What kind of thing is referred to here; "" where there is no reference."""
        return REFERENCES.get(self.kind, {}).get(pattern(self.token.path), "")

    @property
    def words_of(self) -> str:
        """The part of the rulebook whose words may stand here; "" where none of its words may."""
        return WORDS.get(self.kind, {}).get(pattern(self.token.path), "")


def choices(here: Here, loaded: Loaded | None, language: str) -> Iterator[Choice]:
    """Everything that may stand as the value at a place, the likeliest first."""
    wanted = here.wanted
    if wanted == "step":
        yield from _steps(here)
    elif wanted and loaded is not None:
        yield from _references(wanted, here.unit, loaded.catalogue)
    else:
        yield from _words(here, loaded.rulebook if loaded else None, language)


def step(here: Here, id_: str) -> Token | None:
    """Where the step with this id is written in the text itself."""
    return next((token for token in _step_ids(here) if token.text == id_), None)


def target(wanted: str, unit: str, text: str, catalogue: Catalogue) -> Ref | None:
    """Where that is defined which a text in a unit refers to."""
    other, name = split_reference(text, unit)
    match wanted:
        case "law":
            return _ref(catalogue.laws_by_id.get(text))
        case "unit":
            return _ref(catalogue.units_by_id.get(text))
        case "power":
            return _ref(catalogue.powers_by_subject.get(f"{other}/{name}"))
        case "regulation":
            return _ref(catalogue.regulations_by_unit.get(other, {}).get(name))
        case _:
            return _ref(find(catalogue, unit, text))


def _ref(thing: object) -> Ref | None:
    ref = getattr(thing, "ref", None)
    return ref if isinstance(ref, Ref) else None


def _step_ids(here: Here) -> Iterator[Token]:
    for token in here.tokens:
        if not token.is_key and token.text and pattern(token.path) == "workflow.steps.id":
            yield token


def _steps(here: Here) -> Iterator[Choice]:
    names = {token.path: token.text for token in here.tokens if not token.is_key}
    for token in _step_ids(here):
        yield Choice(token.text, names.get((*token.path[:-1], "name"), ""))


def _references(wanted: str, unit: str, catalogue: Catalogue) -> Iterator[Choice]:
    match wanted:
        case "law":
            yield from (Choice(law.id, law.title) for law in catalogue.laws.laws)
        case "unit":
            yield from (Choice(other.id, other.name) for other in catalogue.units)
        case "power":
            own_first = sorted(catalogue.powers, key=lambda power: power.unit != unit)
            yield from (Choice(_told(power.unit, power.id, unit), power.name) for power in own_first)
        case "regulation":
            for other, register in sorted(catalogue.regulations_by_unit.items(), key=lambda entry: entry[0] != unit):
                yield from (Choice(_told(other, id_, unit), entry.title) for id_, entry in register.items())
        case _:
            yield from _actors(wanted, unit, catalogue)


def _actors(wanted: str, unit: str, catalogue: Catalogue) -> Iterator[Choice]:
    own = catalogue.units_by_id.get(unit)
    if own is not None:
        yield from (Choice(thing.id, thing.name) for thing in _things(own, wanted))
    if wanted == "actor":
        yield from (Choice(word) for word in sorted(RESERVED_ACTORS))
    left = _MOST
    for other in catalogue.units:
        for thing in _things(other, wanted) if other.id != unit and left > 0 else ():
            left -= 1
            yield Choice(f"{other.id}/{thing.id}", f"{other.name} {thing.name}")


def _things(unit: Unit, wanted: str) -> Iterator[Named]:
    for part in _PARTS.get(wanted, ()):
        yield from getattr(unit, part)


def _told(unit: str, id_: str, seen_from: str) -> str:
    return id_ if unit == seen_from else f"{unit}/{id_}"


def _words(here: Here, rulebook: Rulebook | None, language: str) -> Iterator[Choice]:
    terms = _at(rulebook, here.words_of) if rulebook is not None and here.words_of else {}
    allowed = _allowed(here)
    for word in allowed if allowed is not None else terms:
        yield Choice(word, _label(terms.get(word), language))


def _allowed(here: Here) -> Iterable[str] | None:
    """The words that the schema itself lays down, if it does."""
    found = node(here.kind, here.token.path) or {}
    if found.get("type") == "boolean":
        return ("true", "false")
    if "const" in found:
        return (str(found["const"]),)
    return tuple(str(word) for word in found["enum"] if word is not None) if "enum" in found else None


def _at(rulebook: Rulebook, way: str) -> Mapping[str, object]:
    part: object = rulebook
    for name in way.split("."):
        part = getattr(part, name)
    return part if isinstance(part, Mapping) else {}


def _label(term: object, language: str) -> str:
    if not is_dataclass(term):
        return ""
    known = {part.name for part in fields(term)}
    chinese = str(getattr(term, "label" if "label" in known else "title", ""))
    return (str(getattr(term, "en", "")) or chinese) if language == "en" else chinese
