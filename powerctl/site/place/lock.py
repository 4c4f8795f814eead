"""One build of a site at a time. The lock goes with the process, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from powerctl.errors import PowerctlError

_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def locked(path: Path, shown: str) -> Iterator[None]:
    """Holds the lock file; PowerctlError where another build holds it."""
    descriptor = _taken(path, shown)
    try:
        yield
    finally:
        # Taken away while it is still held: whoever waits for this one sees that it is no longer the lock.
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def _taken(path: Path, shown: str) -> int:
    while True:
        descriptor = os.open(path, _OPEN, 0o644)
        try:
            _hold(descriptor)
            if _is_still(descriptor, path):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise PowerctlError("publish.locked", path=shown) from None
        os.close(descriptor)


def _is_still(descriptor: int, path: Path) -> bool:
    """Whether the path still leads to the file that is held: its last holder may have taken it away."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
