"""Two sides → what changed: opens them, reads what differs, compares, looks the places up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from powerctl.changes import KINDS, State, approved, compare, unadjusted
from powerctl.cli.where import below, moved, shown_root
from powerctl.comparison import Change, Comparison, Effect
from powerctl.errors import PowerctlError
from powerctl.layers import chain, rulebook_file
from powerctl.load import rulebook_of
from powerctl.locate import Locator
from powerctl.model.place import Ref
from powerctl.nearest import nearest
from powerctl.partial import Part, load_two
from powerctl.results import Finding, Location
from powerctl.rulebook import setting
from powerctl.sides import Opened, Sides, paired, repository_around
from powerctl.source import CATALOGUE, Source

_RULEBOOK = "rulebook"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are told: those of a unit, of some effects, things or kinds, for the public only; notes asked."""

    unit: str = ""
    only: tuple[str, ...] = ()
    public: bool = False
    adjustments: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One catalogue on both sides, and what changed in it."""

    base: State
    revision: State
    changes: tuple[Change, ...]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


@contextmanager
def opened(base: str | None, revision: str | None, place: Path) -> Iterator[tuple[Opened, Opened]]:
    """Both sides; the last tag (else HEAD) where no base is named, the working tree where no revision is."""
    repository = repository_around(place)
    sides = Sides(place, repository)
    try:
        old = sides.named(base) if base is not None else sides.newest()
        new = sides.named(revision) if revision is not None else sides.working_tree()
        yield old, new
    finally:
        if repository is not None:
            repository.close()


def comparison(base: Opened, revision: Opened, wanted: Wanted) -> Comparison:
    """All catalogues of two sides compared."""
    return compared_all(base, revision, wanted)[0]


def compared_all(base: Opened, revision: Opened, wanted: Wanted) -> tuple[Comparison, tuple[Compared, ...]]:
    """The same, and each catalogue by itself."""
    _check(wanted)
    if _is_same(base, revision):
        paired(base, revision)
        return Comparison(base.side, revision.side, (), len(revision.roots), unadjusted=_asked((), wanted)), ()
    pairs = paired(base, revision)
    _check_unit(wanted.unit, ((_source(base, old), _source(revision, new)) for old, new in pairs))
    every = tuple(compared(base, revision, *pair) for pair in pairs)
    whole = Comparison(
        base.side,
        revision.side,
        tuple(change for one in every for change in chosen(one, wanted)),
        len(pairs),
        sum(len(one.files) for one in every),
        tuple(finding for one in every for finding in one.findings),
        _asked([change for one in every for change in unadjusted(one.changes, one.base, one.revision)], wanted),
        {print_: note for one in every for print_, note in approved(one.changes, one.revision).items()},
    )
    return whole, every


def _asked(changes: Iterable[Change], wanted: Wanted) -> tuple[Change, ...] | None:
    if not wanted.adjustments:
        return None
    return tuple(change for change in changes if wanted.unit in ("", change.unit))


def _is_same(base: Opened, revision: Opened) -> bool:
    return bool(base.side.commit) and base.side.commit == revision.side.commit and base.place == revision.place


def compared(base: Opened, revision: Opened, old_root: str, new_root: str) -> Compared:
    """One catalogue; it may be there on one side only."""
    before, after = _source(base, old_root), _source(revision, new_root)
    names = shown_root(base.place / old_root), shown_root(revision.place / new_root)
    try:
        two = load_two(before, after)
    except PowerctlError as error:
        raise _of_its_side(error, before, (base, revision), names) from None
    old, new = State(two.base, two.base_rulebook), State(two.revision, two.rulebook)
    places = _Places(before, names[0]), _Places(after, names[1])
    changes = tuple(sorted((_located(change, *places) for change in compare(old, new)), key=_order))
    faults = [_named(moved(finding, names[0]), base) for finding in two.base_findings]
    return Compared(old, new, changes, two.files, (*faults, *(moved(found, names[1]) for found in two.findings)))


def _source(side: Opened, root: str) -> Source:
    source = side.source(root)
    return source if root in side.roots else Part(source, ())


def _of_its_side(
    error: PowerctlError, before: Source, sides: tuple[Opened, Opened], names: tuple[str, str]
) -> PowerctlError:
    """What stops the comparison, with the side that it stands on; what a commit says nobody can mend any more."""
    if error.finding is None:
        return error
    at = 0 if _is_unusable(before) else 1
    finding = _named(moved(error.finding, names[at]), sides[at])
    key = "diff.rulebook" if sides[at].side.commit else error.key
    return PowerctlError(key, finding, **{**error.facts, "revision": sides[at].side.name})


def _is_unusable(source: Source) -> bool:
    """Whether it is this side's rulebook that cannot be used."""
    try:
        rulebook_of(source)
    except PowerctlError:
        return True
    return False


def _named(finding: Finding, side: Opened) -> Finding:
    """A finding of the base with the base's name before the file, as git writes it."""
    if not side.side.commit:
        return finding
    place = dataclasses.replace(finding.location, file=f"{side.side.name}:{finding.location.file}")
    return dataclasses.replace(finding, location=place)


def chosen(one: Compared, wanted: Wanted) -> tuple[Change, ...]:
    """The changes that are wanted."""
    changes = _public(one) if wanted.public else one.changes
    return tuple(
        change
        for change in changes
        if wanted.unit in ("", change.unit)
        and (not wanted.only or {str(change.effect), change.thing, change.id} & set(wanted.only))
    )


def _public(one: Compared) -> tuple[Change, ...]:
    from powerctl.changes.public import public  # the gate is loaded only where somebody is to be let through

    return public(one.changes, one.base, one.revision)


def _check(wanted: Wanted) -> None:
    """PowerctlError for a word of --only that names nothing: silence would look like no change."""
    known = {*map(str, Effect), *KINDS, *(kind.partition(".")[0] for kind in KINDS)}
    for word in wanted.only:
        if word not in known:
            raise PowerctlError("diff.unknown_only", word=word, nearest=nearest(word, known))


def _check_unit(unit: str, pairs: Iterable[tuple[Source, Source]]) -> None:
    """PowerctlError for a unit that is on neither side."""
    if unit:
        files = {file for pair in pairs for source in pair for file in source.listing().files}
        units = {file.split("/")[1] for file in files if file.startswith("units/")}
        if unit not in units:
            raise PowerctlError("diff.unknown_unit", unit=unit, nearest=nearest(unit, units))


def _located(change: Change, base: _Places, revision: _Places) -> Change:
    return dataclasses.replace(change, location=revision.of(change.place), base_location=base.of(change.base_place))


def _order(change: Change) -> tuple[Location, str, str, str]:
    """By place; what is gone stands where it stood."""
    return change.location or change.base_location or Location(""), change.subject, change.field, change.id


class _Places:
    """Lines of one side; those of a rulebook are looked up in the catalogue's own files of the chain."""

    def __init__(self, source: Source, root: str) -> None:
        self._source = source
        self._root = root
        self._locator = Locator(source)

    def of(self, ref: Ref | None) -> Location | None:
        """Line and column; None where the file is not there."""
        if ref is None:
            return None
        real = self._in_rulebook(ref) if ref.file == _RULEBOOK else ref
        if isinstance(self._source.read(real.file), Finding):
            return None
        return below(self._root, self._locator.place(real))

    def _in_rulebook(self, ref: Ref) -> Ref:
        """The file that sets a value; of an inherited one, where the catalogue's own rulebook would."""
        named = rulebook_file(self._source)
        own = tuple(layer for layer in chain(self._source, named) if self._has(layer.file))
        setter = setting(own, ref.path)
        return Ref(setter.file if setter else named if self._has(named) else CATALOGUE, ref.path)

    def _has(self, file: str) -> bool:
        return bool(file) and isinstance(self._source.read(file), bytes)
