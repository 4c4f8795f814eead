"""What one circle of readers sees: the fields of each kind that are theirs, less the parts that are withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from powerctl.gate.fields import ESSENTIAL, FIELDS, PARTS
from powerctl.model.rulebook import DisclosureAsks, Scope

T = TypeVar("T")
Shown = Mapping[str, frozenset[str]]
Path = tuple[str, ...]


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


@dataclass(frozen=True, slots=True)
class Sight:
    """The view of one thing of a kind; ``kept_back`` are the paths below it that are withheld from everybody."""

    shown: Shown
    kind: str
    kept_back: tuple[Path, ...] = ()

    def shows(self, key: str) -> bool:
        """Whether readers see this field."""
        return key in self.shown[self.kind] and (key,) not in self.kept_back

    def of(self, key: str, value: T, otherwise: T) -> T:
        """The field's value for readers who see it, something empty for the others."""
        return value if self.shows(key) else otherwise

    def plain(self, thing: object, keys: Iterable[str]) -> dict[str, Any]:
        """Those of the fields that readers see and that are told as they stand, by name."""
        return {key: getattr(thing, key) for key in keys if self.shows(key)}

    def shows_it(self) -> bool:
        """Whether readers see the thing at all: the field that names it, and nothing essential withheld."""
        if not self.shows(FIELDS[self.kind][0]):
            return False
        return not self.kept_back or not any((key,) in self.kept_back for key in ESSENTIAL.get(self.kind, ()))

    def part(self, kind: str, *keys: str) -> Sight:
        """The view of a part that stands below these keys."""
        return Sight(self.shown, kind, _below(self.kept_back, keys)) if self.kept_back else Sight(self.shown, kind)

    def each(self, kind: str, key: str, things: Iterable[Thing]) -> Iterator[tuple[Sight, Thing]]:
        """Those of the things in a field that readers see, each with the view of it."""
        if not self.shows(key):
            return
        for thing in things:
            inner = self.part(kind, key, thing.id)
            if (key, thing.id) not in self.kept_back and inner.shows_it():
                yield inner, thing


def shown_to(asks: DisclosureAsks, rank: int) -> Shown:
    """The fields of each kind whose scope reaches readers of this rank; a name needs the switch and its reason too."""
    shown = {kind: _reached(asks, kind, keys, rank) for kind, keys in FIELDS.items()}
    if not (asks.names_public and asks.names_reason.strip()):
        shown["post"] -= {"holder"}
    return {**shown, **{kind: frozenset(keys) for kind, keys in PARTS.items()}}


def is_within(scope: Scope | None, rank: int) -> bool:
    """Whether readers of this rank belong to a scope."""
    return scope is not None and not scope.withheld and scope.rank <= rank


def _reached(asks: DisclosureAsks, kind: str, keys: Path, rank: int) -> frozenset[str]:
    settled = asks.fields.get(kind, {})
    return frozenset(key for key in keys if is_within(asks.scopes.get(settled.get(key, "")), rank))


def _below(paths: tuple[Path, ...], keys: Path) -> tuple[Path, ...]:
    return tuple(path[len(keys) :] for path in paths if len(path) > len(keys) and path[: len(keys)] == keys)
