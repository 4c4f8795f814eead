"""Everything in a catalogue that its readers were not given: what the guard looks for before anything is published."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import Any

from powerctl.gate.told import number
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import NOWHERE, Ref
from powerctl.needles import Needle

_NAMES = frozenset({"holder", "payee"})  # of people: two characters are enough to tell one
_LEAST_NUMBER = 10_000  # yuan: smaller numbers stand everywhere


def private_values(catalogue: Catalogue, told: Container[str]) -> Iterator[Needle]:
    """Each text and large number that readers were not told, once, with the first place where it stands."""
    seen: set[str] = set()
    for field in dataclasses.fields(catalogue):
        if field.name != "left_out":
            for needle in _needles(getattr(catalogue, field.name), NOWHERE, field.name, told, exact=False):
                if needle.text not in seen:
                    seen.add(needle.text)
                    yield needle


def _needles(value: Any, ref: Ref, key: str, told: Container[str], *, exact: bool) -> Iterator[Needle]:
    """What is private in a value that stands at ``key`` below ``ref``."""
    if isinstance(value, str):
        text = value.removeprefix("external:").strip()
        if value and text not in told:
            yield Needle(_place(ref, key), text, exact)
    elif isinstance(value, float | int):
        if not isinstance(value, bool) and value >= _LEAST_NUMBER and (text := number(value)) not in told:
            yield Needle(_place(ref, key), text)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _needles(part, ref, f"{key}.{name}", told, exact=exact)
    elif isinstance(value, tuple):
        if not isinstance(value, Ref):
            for part in value:
                yield from _needles(part, ref, key, told, exact=exact)
    elif value is not None:
        yield from _below(value, getattr(value, "ref", ref), told)


def _below(value: Any, ref: Ref, told: Container[str]) -> Iterator[Needle]:
    kind: Any = type(value)
    for name, key in _fields(kind):
        part = getattr(value, name)
        if part and not (part.__class__ is str and part in told):  # what is empty or told needs no closer look
            yield from _needles(part, ref, key, told, exact=name in _NAMES)


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    """The fields of a class that hold what files say, and their keys."""
    return tuple((field.name, field.name.rstrip("_")) for field in dataclasses.fields(kind) if field.name != "ref")


def _place(ref: Ref, key: str) -> str:
    keys = ".".join(map(str, (*ref.path, key)))
    return f"{ref.file}: {keys}" if ref.file else keys
