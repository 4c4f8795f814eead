"""New files all at once or none of them: nothing that is there already is touched."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from powerctl.write import write_file


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


def plant(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files elsewhere first, then moves them into place; OSError, and nothing left, if one cannot be."""
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
        for path in reversed(placed):
            _remove(path)
        raise
    finally:
        shutil.rmtree(nursery, ignore_errors=True)


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


def _remove(path: Path) -> None:
    """What was put here is taken back; a folder stays if somebody else has put something into it."""
    try:
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError:
        return


def exchange(folder: Path, new: Mapping[str, bytes], changed: Mapping[str, bytes]) -> None:
    """Puts new files in place and others over what is there; OSError, and all as it was, if one cannot be."""
    before = {file: (folder / file).read_bytes() for file in changed}
    done: list[str] = []
    try:
        for file, content in changed.items():
            write_file(folder / file, content)
            done.append(file)
        plant(folder, new)
    except BaseException:
        for file in done:
            write_file(folder / file, before[file])
        raise
