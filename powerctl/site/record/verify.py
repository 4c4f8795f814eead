"""Whether a folder is the site that it says it is: every file as it was published, nothing more, nothing less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from powerctl.site.record.ledger import LEDGER, broken_lines, tells
from powerctl.site.record.manifest import MANIFEST, Manifest, read_manifest, sums_of
from powerctl.site.record.sums import SUMS, digest_of_file, files_below, read_sums

RECORDS = frozenset({MANIFEST, LEDGER, SUMS})


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """``kind``: missing, changed, foreign, unreadable, manifest, chain, input, other; ``file`` is where it shows."""

    file: str
    kind: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong with it."""

    files: int
    manifest: Manifest | None
    faults: tuple[Fault, ...]


def verify(folder: Path) -> Verified:
    """The faults of a published folder, by file."""
    sums = read_sums(_text(folder, SUMS))
    manifest = read_manifest(_text(folder, MANIFEST))
    if not sums:
        return Verified(0, manifest, (Fault(SUMS, "unreadable"),))
    found = files_below(folder)
    faults = [*_of_the_files(folder, sums, found), *_of_the_records(folder, sums, manifest)]
    return Verified(len(found), manifest, tuple(sorted(set(faults))))


def _of_the_files(folder: Path, sums: Mapping[str, str], found: list[str]) -> Iterator[Fault]:
    for file in found:
        if file not in sums:
            if file != SUMS:
                yield Fault(file, "foreign")
        elif (folder / file).is_symlink() or digest_of_file(folder / file) != sums[file]:
            yield Fault(file, "changed")
    yield from (Fault(file, "missing") for file in sums.keys() - set(found))


def _of_the_records(folder: Path, sums: Mapping[str, str], manifest: Manifest | None) -> Iterator[Fault]:
    if manifest is None:
        yield Fault(MANIFEST, "unreadable")
        return
    content = {file: digest for file, digest in sums.items() if file not in RECORDS}
    if (manifest.files, manifest.sums) != (len(content), sums_of(content)):
        yield Fault(MANIFEST, "manifest")
    ledger = _text(folder, LEDGER)
    yield from (Fault(LEDGER, "chain", number) for number in broken_lines(ledger))
    if not tells(ledger, manifest):
        yield Fault(LEDGER, "chain")


def _text(folder: Path, file: str) -> str:
    try:
        return (folder / file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
