"""A site written, looked through, recorded and put in its place; whatever goes wrong, the old one stays whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from powerctl.site.guard import Guard, Leak, scan
from powerctl.site.place import Placed, placing, refuse_foreign
from powerctl.site.record.ledger import LEDGER, continued
from powerctl.site.record.manifest import MANIFEST, Manifest, sums_of
from powerctl.site.record.sums import SUMS, digest_of, sums_text

Page = tuple[str, bytes]


class LeakError(Exception):
    """The site would give something away: nothing was published."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        super().__init__(leaks)
        self.leaks = leaks


@dataclass(frozen=True, slots=True)
class Published:
    """How many files there are now, and whether they came in one step that nobody could look into."""

    files: int
    at_once: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Where to: the folder, how it is called in messages, whether what is foreign there may go."""

    target: Path
    shown: str
    clean: bool = False


def publish(order: Order, pages: Iterable[Page], stamp: Manifest, guard: Guard) -> Published:
    """Writes the pages; LeakError or PowerctlError before anything that can be seen has changed.

    ``stamp`` tells what the site was made from; its ``files`` and ``sums`` are filled in here.
    """
    with placing(order.target, order.shown) as placed:
        if not order.clean:
            refuse_foreign(placed.target, order.shown)
        digests = _write(placed, pages)
        manifest = replace(stamp, files=len(digests), sums=sums_of(digests))
        _record(placed, manifest, digests, clean=order.clean)
        if leaks := scan(placed.stage, guard):
            raise LeakError(leaks)
        return Published(len(digests), placed.settle())


def _write(placed: Placed, pages: Iterable[Page]) -> dict[str, str]:
    digests: dict[str, str] = {}
    for file, content in pages:
        placed.write(file, content)
        digests[file] = digest_of(content)
    return digests


def _record(placed: Placed, manifest: Manifest, digests: dict[str, str], *, clean: bool) -> None:
    """The manifest, the ledger continued from the site that stands there, and the digest of everything."""
    before = placed.old / LEDGER if placed.old else None
    ledger = before.read_text("utf-8") if before is not None and before.is_file() and not clean else ""
    records = {MANIFEST: manifest.text().encode(), LEDGER: continued(ledger, manifest).encode()}
    for file, content in records.items():
        placed.write(file, content)
    sums = sums_text({**digests, **{file: digest_of(content) for file, content in records.items()}})
    placed.write(SUMS, sums.encode())
