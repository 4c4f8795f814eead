"""What readers were given, as texts: each text and number, and texts that pages set beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.terms import PartyKind, PublicBasis, PublicGrade, PublicParty, PublicTerm
from powerctl.public.workflow import PublicStep

Parts = Callable[[Any], Iterable[Any]]

_NOTHING = type(None)
# Nothing stands in a row inside these.
_LEAVES = frozenset({str, int, float, bool, _NOTHING, PartyKind, Audience, PublicGrade, PublicParty, PublicTerm})
_NAMES = ("name", "measure", "label")  # what pages call a thing in a row of such


def texts_of(value: object) -> set[str]:
    """Every text and number in objects, maps and lists, each once."""
    found: set[str] = set()
    waiting: list[Any] = [value]
    while waiting:  # a loop: a catalogue holds some four hundred values a power
        part = waiting.pop()
        kind = part.__class__
        if kind is str:
            found.add(part)
        elif kind is not _NOTHING and kind is not bool:
            if isinstance(part, str):
                found.add(str(part))
            elif isinstance(part, int | float):
                found.add(number(part))
            else:
                waiting.extend(parts_of(kind)(part))
    return found


def number(value: float) -> str:
    """A number as texts write it."""
    return f"{value:g}" if value % 1 else f"{value:.0f}"


@cache
def parts_of(kind: type[Any]) -> Parts:
    """How to get at what a value of a class is made of."""
    if issubclass(kind, Mapping):
        return lambda value: value.values()
    if issubclass(kind, tuple | list | frozenset):
        return iter
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        only = attrgetter(*names)
        return lambda value: (only(value),)
    return attrgetter(*names)


def neighbours(public: PublicCatalogue) -> Iterator[str]:
    """Public texts as pages set them beside each other: where one ends and the next begins, two of them may read like
    a part of a private text, and prove nothing.

    Lists of texts and of names in a row, a law with its number and articles, a step with its papers.
    """
    waiting: list[Any] = [public]
    while waiting:
        value = waiting.pop()
        kind = value.__class__
        if kind is tuple:
            if len(value) > 1:
                yield "、".join(filter(None, map(_name, value)))
        elif kind is PublicBasis:
            yield from _of_a_basis(value)
        elif kind is PublicStep:
            yield from _of_a_step(value)
        waiting.extend(part for part in parts_of(kind)(value) if part.__class__ not in _LEAVES)


def _of_a_basis(basis: PublicBasis) -> Iterator[str]:
    plain = "、".join(basis.articles)
    articles = "、".join(f"第{text}条" if text.isdigit() else text for text in basis.articles)
    for numbered in (basis.title, f"{basis.title}{basis.number}"):
        yield f"{numbered}{articles}"
        yield f"{numbered}{plain}"


def _of_a_step(step: PublicStep) -> Iterator[str]:
    who = "、".join(party.name for party in (step.actor, *step.with_) if party is not None)
    yield f"{who}{step.name}"
    yield f"{step.name}{who}"


def _name(part: object) -> str:
    if isinstance(part, str):
        return part
    return next((str(text) for name in _NAMES if (text := getattr(part, name, ""))), "")
