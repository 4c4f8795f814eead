"""Every file of a folder that is about to be published, looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from powerctl.site.guard.look import Guard, Leak
from powerctl.site.record.sums import digest_of_file


def scan(folder: Path, guard: Guard, looked_at: Mapping[str, str] | None = None) -> tuple[Leak, ...]:
    """What any file in the folder gives away; what is neither file nor folder is not to be published at all.

    ``looked_at`` are the digests of files that were looked through when they were written: they have to be the same.
    """
    known = looked_at or {}
    return tuple(sorted(leak for path in _files(folder) for leak in _of(folder, path, guard, known)))


def _of(folder: Path, path: Path, guard: Guard, known: Mapping[str, str]) -> tuple[Leak, ...]:
    name = path.relative_to(folder).as_posix()
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        return (Leak(name, "unread"),)
    if path.is_dir():
        return guard.leaks(name, b"")
    if name in known and digest_of_file(path) == known[name]:
        return ()
    return guard.leaks(name, path.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            yield folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _files(folder / entry.name)
