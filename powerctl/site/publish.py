"""A site written, looked through, recorded and put in its place; whatever goes wrong, the old one stays whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from powerctl.site.guard import Guard, Leak, scan
from powerctl.site.kept import SHOWN
from powerctl.site.place import Placed, placing, refuse_foreign
from powerctl.site.record.ledger import LEDGER, continued
from powerctl.site.record.manifest import MANIFEST, Manifest, sums_of
from powerctl.site.record.sums import SUMS, digest_of, sums_text

T = TypeVar("T")
R = TypeVar("R")
Page = tuple[str, bytes]
Parcel = Callable[[], Iterable[Page]]


class Each(Protocol):
    """Does some work on each of several things; the results come in the order of the things."""

    def __call__(self, work: Callable[[T], R], things: Sequence[T], /) -> Iterable[R]: ...


def in_turn(work: Callable[[T], R], things: Sequence[T]) -> Iterable[R]:
    """One after the other, in this process."""
    return map(work, things)


class LeakError(Exception):
    """The site would give something away: nothing was published."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        super().__init__(leaks)
        self.leaks = leaks


@dataclass(frozen=True, slots=True)
class Published:
    """How many files there are now, whether they came in one step that nobody could look into, and for the next build
    by which content each was found clean."""

    files: int
    at_once: bool
    verdicts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Order:
    """Where to: the folder, how it is called in messages, whether what is foreign there may go."""

    target: Path
    shown: str
    clean: bool = False


def publish(
    order: Order,
    parcels: Sequence[Parcel],
    stamp: Manifest,
    guard: Guard,
    *,
    each: Each = in_turn,
    clean: Mapping[str, str] | None = None,
) -> Published:
    """Writes the pages; LeakError or PowerctlError before anything that can be seen has changed.

    ``stamp`` tells what the site was made from; its ``files`` and ``sums`` are filled in here. ``each`` may do the
    parcels in several processes. ``clean`` are the verdicts of an earlier build by this guard.
    """
    with placing(order.target, order.shown) as placed:
        if not order.clean:
            refuse_foreign(placed.target, order.shown)
        desk = _Desk(placed, guard, clean or {}, stamp.input[:SHOWN].encode())
        digests: dict[str, str] = {}
        verdicts: dict[str, str] = {}
        leaks: list[Leak] = []
        for written, passed, found in each(desk.write, parcels):
            digests.update(written)
            verdicts.update(passed)
            leaks += found
        manifest = replace(stamp, files=len(digests), sums=sums_of(digests))
        _record(placed, manifest, digests, clean=order.clean)
        leaks += scan(placed.stage, guard, digests)
        if leaks:
            raise LeakError(tuple(sorted(set(leaks))))
        return Published(len(digests), placed.settle(), verdicts)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where a file is written, and looked through while it is at hand.

    ``revision`` stands on every page and is new in every edition: a verdict holds for what is beside it."""

    placed: Placed
    guard: Guard
    clean: Mapping[str, str]
    revision: bytes

    def write(self, parcel: Parcel) -> tuple[dict[str, str], dict[str, str], list[Leak]]:
        """The digests of the files of a parcel, the verdicts on them, and what they give away."""
        digests: dict[str, str] = {}
        verdicts: dict[str, str] = {}
        leaks: list[Leak] = []
        for file, content in parcel():
            self.placed.write(file, content)
            digests[file] = digest_of(content)
            verdicts[file] = digest_of(content.replace(self.revision, b""))
            if self.clean.get(file) != verdicts[file]:
                leaks += self.guard.leaks(file, content)
        return digests, verdicts, leaks


def _record(placed: Placed, manifest: Manifest, digests: dict[str, str], *, clean: bool) -> None:
    """The manifest, the ledger continued from the site that stands there, and the digest of everything."""
    before = placed.old / LEDGER if placed.old else None
    ledger = before.read_text("utf-8") if before is not None and before.is_file() and not clean else ""
    records = {MANIFEST: manifest.text().encode(), LEDGER: continued(ledger, manifest).encode()}
    for file, content in records.items():
        placed.write(file, content)
    sums = sums_text({**digests, **{file: digest_of(content) for file, content in records.items()}})
    placed.write(SUMS, sums.encode())
