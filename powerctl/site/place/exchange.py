"""Two names change places in one step, where the system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_UNABLE = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP)


def exchange(one: Path, other: Path) -> bool:
    """Whether the two folders changed places; False where this system or disk cannot do it in one step."""
    library = _libc()
    if library is None or not hasattr(library, "renameat2"):
        return False
    done = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNABLE:
        return False
    raise OSError(code, os.strerror(code), str(one))


def flush(folder: Path) -> None:
    """Everything written so far to the disk of a folder lasts through a power cut; OSError if it does not."""
    library = _libc()
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        if library is None or not hasattr(library, "syncfs"):
            os.fsync(descriptor)
        elif library.syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


def flushes_all() -> bool:
    """Whether one flush of a folder's disk is enough, so that files need none of their own."""
    library = _libc()
    return library is not None and hasattr(library, "syncfs")


@cache
def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
