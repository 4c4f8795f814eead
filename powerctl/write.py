"""A file is replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from powerctl.errors import PowerctlError


def write_file(path: Path, content: bytes, before: bytes | None = None) -> None:
    """Writes beside the target, flushes to disk, then takes its place; the mode of what was there is kept.

    ``before`` is what was read from there: PowerctlError, and nothing written, if somebody has changed it since.
    """
    staged = stage(path, content)
    try:
        take_place(staged, path, before)
    except BaseException:
        discard(staged)
        raise


def stage(path: Path, content: bytes) -> Path:
    """A file beside the target with its mode, on the disk for good, ready to take its place."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:32]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(path))
    except BaseException:
        discard(Path(name))
        raise
    return Path(name)


def take_place(staged: Path, path: Path, before: bytes | None = None) -> None:
    """Puts a staged file in its place at once, unless what stands there is no longer what was read."""
    if before is not None and (path.is_symlink() or not path.is_file() or path.read_bytes() != before):
        raise PowerctlError("changed_meanwhile", path=path.as_posix())
    staged.replace(path)
    _flush_folder(path.parent)


def discard(staged: Path) -> None:
    """Takes a staged file away; that it cannot be taken away is no reason to hide why."""
    with suppress(OSError):
        staged.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Makes the new name last through a power cut; on Windows a folder cannot be opened, nor need it be."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network disks refuse it, and the file is written all the same
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
