"""New files all at once or none of them: nothing that is there already is touched."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from powerctl.write import discard, stage, take_place


def in_the_way(folder: Path, files: Iterable[str]) -> Path | None:
    """The first thing that keeps one of the new files from its place: a file, a link, or a file for a folder."""
    for file in sorted(files):
        steps = file.split("/")
        for end in range(len(steps)):
            path = folder.joinpath(*steps[:end])
            if os.path.lexists(path) and (not path.is_dir() or (end and path.is_symlink())):
                return path
        if os.path.lexists(folder / file):
            return folder / file
    return None


def plant(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Writes the files elsewhere first, then moves them into place; OSError, and nothing left, if one cannot be.

    What was put there, folders too, in the order in which it was.
    """
    ground = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.is_dir())
    nursery = Path(tempfile.mkdtemp(dir=ground, prefix=".powerctl-"))
    placed: list[Path] = []
    try:
        for file, content in files.items():
            _write(nursery / file, content)
        for file in files:
            _make((folder / file).parent, placed)
            _move(nursery / file, folder / file)
            placed.append(folder / file)
    except BaseException:
        _take_back(placed)
        raise
    finally:
        shutil.rmtree(nursery, ignore_errors=True)
    return placed


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _make(folder: Path, placed: list[Path]) -> None:
    """Makes a folder and those above it, and notes each that was not there."""
    if not folder.is_dir():
        _make(folder.parent, placed)
        folder.mkdir()
        placed.append(folder)


def _move(source: Path, target: Path) -> None:
    """Moves a file to where nothing is, even if something is put there at this moment."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: look, then move
        if os.path.lexists(target):
            raise FileExistsError(17, os.strerror(17), str(target)) from None
        source.rename(target)


def _take_back(placed: Sequence[Path]) -> None:
    for path in reversed(placed):
        _remove(path)


def _remove(path: Path) -> None:
    """What was put here is taken back; a folder stays if somebody else has put something into it."""
    try:
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError:
        return


def exchange(folder: Path, new: Mapping[str, bytes], changed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Puts new files in place, and others over what was read there (before, after); all as it was if one cannot be.

    OSError if the disk will not have it, PowerctlError if somebody has changed one of the files since.
    """
    staged: dict[Path, Path] = {}
    kept: dict[Path, Path] = {}  # the way back must need no room on a full disk
    placed: list[Path] = []
    done: list[Path] = []
    try:
        for file, (before, after) in changed.items():
            kept[folder / file] = stage(folder / file, before)
            staged[folder / file] = stage(folder / file, after)
        placed = plant(folder, new)
        for file, (before, _) in changed.items():
            take_place(staged[folder / file], folder / file, before)
            done.append(folder / file)
    except BaseException:
        for path in done:
            kept[path].replace(path)
        _take_back(placed)
        raise
    finally:
        for path in (*staged.values(), *kept.values()):
            discard(path)
