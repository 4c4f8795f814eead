"""Two values of the model → where they differ. Order counts only where it has a meaning; steps follow their ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from powerctl.changes.things import THINGS, key_of
from powerctl.model.place import Ref
from powerctl.model.workflow import Step, Workflow

# Ids are matched, places are no content, and a rename is told as such.
_LEFT_OUT = frozenset({"id", "ref", "replaces"})
# Lists whose order says something: the turn of speaking, the course of a procedure.
_ORDERED = frozenset({"opinions", "procedure", "catalogue", "chart", "risk"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values of a field of a thing; the thing itself came or went where ``field`` is ().

    ``things`` leads from the thing of the file down to the one that differs, each as (before, after); ``context`` is
    the way to a thing that has no place in the subject (``basis``, ``road-law``), ``path`` the way from the file down.
    """

    things: tuple[tuple[Any, Any], ...]
    context: tuple[str, ...]
    field: tuple[str, ...]
    before: Any
    after: Any
    base_place: Ref | None
    place: Ref | None
    path: tuple[str, ...] = ()

    @property
    def thing(self) -> Any:
        """One side of the innermost thing: the later one where there is one."""
        before, after = self.things[-1]
        return before if after is None else after


@dataclass(frozen=True, slots=True)
class _At:
    things: tuple[tuple[Any, Any], ...]
    context: tuple[str, ...]
    field: tuple[str, ...]
    base: Ref
    revision: Ref
    path: tuple[str, ...] = ()

    def down(self, key: str, *, base: Ref, revision: Ref) -> _At:
        return _At(self.things, self.context, (*self.field, key), base, revision, (*self.path, key))

    def told(self, before: Any, after: Any) -> Difference:
        return Difference(self.things, self.context, self.field, before, after, self.base, self.revision, self.path)


def differences(before: Any, after: Any, base: Ref, revision: Ref) -> Iterator[Difference]:
    """Where two things of one class differ; they stand at ``base`` and ``revision``."""
    yield from _in_thing(before, after, _At((), (), (), base, revision))


def came_or_went(before: Any, after: Any) -> Difference:
    """A thing with a file of its own that is there on one side only (None on the other)."""
    base, revision = (None if side is None else side.ref for side in (before, after))
    return Difference(((before, after),), (), (), before, after, base, revision)


def _in_thing(before: Any, after: Any, at: _At) -> Iterator[Difference]:
    cls: Any = type(before)
    thing = THINGS.get(cls)
    if thing is not None:
        context = () if thing.in_subject else (*at.context, *at.field)
        at = _At((*at.things, (before, after)), context, (), at.base, at.revision, at.path)
    for name, key in _fields(cls):
        yield from _values(getattr(before, name), getattr(after, name), key, cls, at)


def _values(before: Any, after: Any, key: str, cls: Any, at: _At) -> Iterator[Difference]:
    if before == after:
        return
    inner = at.down(key, base=at.base.at(key), revision=at.revision.at(key))
    if cls is Workflow and key == "steps":
        yield from _steps(before, after, inner)
    elif (part := _part(cls, key)) is not None:
        yield from _parts(before, after, part, inner)
    elif isinstance(before, Mapping):
        yield from _entries(dict(before), dict(after), inner)
    elif isinstance(before, tuple) and _is_parts(before + after):
        yield from _entries(_keyed(before), _keyed(after), inner, listed=True)
        if key in _ORDERED:
            yield from _turns(before, after, inner)
    elif isinstance(before, tuple):
        if Counter(before) != Counter(after):
            yield inner.told(before, after)
    else:
        yield inner.told(before, after)


def _parts(before: Any, after: Any, cls: Any, at: _At) -> Iterator[Difference]:
    """A part that may be missing: a thing comes or goes, of any other part the fields do."""
    if cls in THINGS and (before is None or after is None):
        yield _thing(before, after, at)
        return
    blank = _blank(cls)
    if blank is None and (before is None or after is None):
        yield at.told(before, after)
    else:
        yield from _in_thing(blank if before is None else before, blank if after is None else after, at)


def _entries(before: dict[str, Any], after: dict[str, Any], at: _At, *, listed: bool = False) -> Iterator[Difference]:
    """Entries of a map, or of a list by what they are known by."""
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old != new:
            base, revision = _ref(key, before, at.base, listed), _ref(key, after, at.revision, listed)
            yield from _entry(old, new, at.down(key, base=base, revision=revision))


def _entry(before: Any, after: Any, at: _At) -> Iterator[Difference]:
    sample = after if before is None else before
    if before is not None and after is not None and is_dataclass(sample):
        yield from _in_thing(before, after, at)
    elif type(sample) in THINGS:
        yield _thing(before, after, at)
    else:
        yield at.told(before, after)


def _thing(before: Any, after: Any, at: _At) -> Difference:
    thing = THINGS[type(after if before is None else before)]
    context = () if thing.in_subject else (*at.context, *at.field)
    return Difference((*at.things, (before, after)), context, (), before, after, at.base, at.revision, at.path)


def _steps(before: tuple[Step, ...], after: tuple[Step, ...], at: _At) -> Iterator[Difference]:
    """Steps by id; where one leads is told by the ways themselves, however they are written down."""
    old, new = _keyed(before), _keyed(after)
    common = old.keys() & new.keys()
    yield from _entries(_bare(old, common), _bare(new, common), at, listed=True)
    yield from _start(before, after, common, at)
    ways = ways_of(before, common), ways_of(after, common)
    for key in sorted(common):
        if ways[0][key] != ways[1][key]:
            base, revision = old[key].ref.at("next"), new[key].ref.at("next")
            things = (*at.things, (old[key], new[key]))
            yield Difference(things, (), ("next",), ways[0][key], ways[1][key], base, revision, (*at.path, key, "next"))


def _start(before: tuple[Step, ...], after: tuple[Step, ...], common: Set[str], at: _At) -> Iterator[Difference]:
    """Another step to begin with: the one written first, of those that are there on both sides."""
    was, is_ = (next((step for step in steps if step.id in common), None) for steps in (before, after))
    if was is not None and is_ is not None and was.id != is_.id:
        path = (*at.path, is_.id, "next")  # seen by whoever sees where steps lead
        yield Difference(at.things, at.context, ("start",), was.id, is_.id, was.ref, is_.ref, path)


def _bare(steps: Mapping[str, Step], common: Set[str]) -> dict[str, Step]:
    return {key: replace(step, next=(), end=False) if key in common else step for key, step in steps.items()}


def ways_of(steps: tuple[Step, ...], common: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Where each step leads; a step without exits runs to the one after it, of those that are there on both sides."""
    found: dict[str, tuple[str, ...]] = {}
    following: tuple[str, ...] = ()
    kept = frozenset(common)
    for step in reversed(steps):
        exits = tuple(sorted(f"{exit_.when} → {exit_.to}" if exit_.when else exit_.to for exit_ in step.next))
        found[step.id] = exits or (("end",) if step.end else following)
        following = (step.id,) if step.id in kept else following
    return found


def _turns(before: tuple[Any, ...], after: tuple[Any, ...], at: _At) -> Iterator[Difference]:
    """Another order of what is there on both sides."""
    old, new = list(_keyed(before)), list(_keyed(after))
    was, is_ = tuple(key for key in old if key in new), tuple(key for key in new if key in old)
    if was != is_:
        yield at.told(was, is_)


def _keyed(parts: Iterable[Any]) -> dict[str, Any]:
    """Parts by what they are known by; of several alike, numbered."""
    found: dict[str, Any] = {}
    for part in parts:
        key = key_of(part)
        number = 2
        while (name := key if key not in found else f"{key}#{number}") in found:
            number += 1
        found[name] = part
    return found


def _ref(key: str, siblings: Mapping[str, Any], above: Ref, listed: bool) -> Ref:
    """Where a part stands, as it says itself or as it is counted; where it is missing, the list it should be in."""
    if key not in siblings:
        return above
    own = getattr(siblings[key], "ref", None)
    if isinstance(own, Ref) and own.file:
        return own
    return above.at(list(siblings).index(key) if listed else key)


def _is_parts(values: tuple[Any, ...]) -> bool:
    return bool(values) and is_dataclass(values[0])


@cache
def _fields(cls: Any) -> tuple[tuple[str, str], ...]:
    """The fields that have a meaning, each with its key in the YAML."""
    left_out = _LEFT_OUT | frozenset(() if cls not in THINGS else THINGS[cls].key)
    return tuple((field.name, field.name.rstrip("_")) for field in fields(cls) if field.name not in left_out)


@cache
def _part(cls: Any, key: str) -> type[Any] | None:
    """The class of a single part, which may be missing."""
    hint = get_type_hints(cls)[next(name for name, own in _fields(cls) if own == key)]
    if get_origin(hint) in (tuple, Mapping):
        return None
    return next((part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)), None)


@cache
def _blank(cls: Any) -> Any:
    """A part with nothing in it; None where something must be."""
    try:
        return cls()
    except TypeError:
        return None
