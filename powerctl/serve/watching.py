"""Which files there are and when they were written: asked again and again, since Python tells of no changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from powerctl.listing import is_like_yaml

_PAUSE = 0.3  # seconds
_SHARE = 20  # looking takes at most one part in so many of the time

Seen = Mapping[str, tuple[int, int, int]]


def look(paths: Sequence[Path]) -> Seen:
    """Each YAML file with when it was written, its size and its place on the disk."""
    return {path: stamp for start in paths for path, stamp in _below(start)}


def _below(start: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    folders = [str(start)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name == "node_modules":
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif is_like_yaml(entry.name):
                        status = entry.stat(follow_symlinks=False)
                        yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # gone while it was looked at: the next look tells
            continue


def changes(paths: Sequence[Path], known: Seen, sleep: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Once after each change of what was known, when two looks on end have seen the same: a file half saved is not
    read."""
    before = known
    while True:
        began = time.perf_counter()
        now = look(paths)
        if now == before and now != known:
            known = now
            yield
        before = now
        sleep(max(_PAUSE, (time.perf_counter() - began) * _SHARE))
