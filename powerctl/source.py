"""Where texts come from: the files of a catalogue and their bytes. Nothing outside its folder is read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath
from typing import Protocol

from powerctl.document import too_large
from powerctl.limits import MAX_BYTES
from powerctl.listing import Entry, Kind, Listing, list_files, matters, refusal
from powerctl.results import Finding

CATALOGUE = "catalogue.yaml"

# Windows lacks most of these.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
_ROOT = _READ | getattr(os, "O_DIRECTORY", 0)
_FOLDER = _ROOT | _NO_LINK
_FILE = _READ | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Source(Protocol):
    """A catalogue's files, wherever they are kept; each is named by its path below it, with slashes."""

    def listing(self) -> Listing:
        """Every YAML file."""
        ...

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a file, or why they are not to be had."""
        ...


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """The files below a folder, as they are now."""

    root: Path

    def listing(self) -> Listing:
        """Every YAML file; links are not followed, and what is hidden is left alone."""
        return list_files(lambda folder: _entries(self.root, folder))

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a regular file that no link leads to."""
        if not all(map(is_step, file.split("/"))):
            return refusal(file, "outside")
        try:
            return _taken(file, _open(self.root, file))
        except (OSError, ValueError) as error:
            return _unopened(self.root, file, error)

    def read_all(self, files: Iterable[str]) -> Iterator[bytes | Finding]:
        """The bytes of each file, as ``read`` gives them; of neighbours, their folder is opened once."""
        for folder, neighbours in groupby(files, lambda file: file.rpartition("/")[0]):
            if os.open not in os.supports_dir_fd or not all(map(is_step, folder.split("/"))):
                yield from map(self.read, neighbours)
                continue
            try:
                descriptor = _open_folder(self.root, folder.split("/"))
            except (OSError, ValueError):  # reading one by one tells why
                yield from map(self.read, neighbours)
                continue
            try:
                yield from (self._neighbour(descriptor, file) for file in neighbours)
            finally:
                os.close(descriptor)

    def _neighbour(self, folder: int, file: str) -> bytes | Finding:
        name = file.rpartition("/")[2]
        if not is_step(name):
            return refusal(file, "outside")
        try:
            return _taken(file, os.open(name, _FILE, dir_fd=folder))
        except (OSError, ValueError) as error:
            return _unopened(self.root, file, error)


@dataclass(frozen=True, slots=True)
class Held:
    """Some files as they were read once, and the source that has the others."""

    below: Source
    contents: Mapping[str, bytes | Finding]

    @classmethod
    def of(cls, source: Source, files: Iterable[str]) -> Held:
        """Reads the files."""
        return cls(source, dict(read_all(source, tuple(files))))

    def listing(self) -> Listing:
        """Every YAML file."""
        return self.below.listing()

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a file, or why they are not to be had."""
        return self.contents[file] if file in self.contents else self.below.read(file)


def read_all(source: Source, files: Sequence[str]) -> Iterator[tuple[str, bytes | Finding]]:
    """Each of many files with its bytes, or why they are not to be had."""
    found = source.read_all(files) if isinstance(source, WorkingTree) else map(source.read, files)
    return zip(files, found, strict=True)


def find_catalogues(path: Path) -> tuple[Path, ...]:
    """Every folder at or below a path that holds a catalogue; a catalogue holds no other."""
    if path.name == CATALOGUE and path.is_file() and not path.is_symlink():
        return (path.parent,)
    return tuple(sorted(_catalogues(path)))


def _catalogues(path: Path) -> Iterator[Path]:
    folders = [path]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                visible = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError:
            continue
        if any(entry.name == CATALOGUE and entry.is_file(follow_symlinks=False) for entry in visible):
            yield folder
        else:
            folders += [folder / entry.name for entry in visible if _is_searched(entry)]


def _is_searched(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and entry.name != "node_modules"


def _entries(root: Path, folder: str) -> Iterator[Entry]:
    """What may matter in a folder."""
    with os.scandir(root / folder) as found:
        for item in found:
            entry = Entry(item.name, _kind(root, item))
            if matters(entry):
                yield entry


def _kind(root: Path, item: os.DirEntry[str]) -> Kind:
    if item.is_symlink():
        return _kind_of_link(root, item)
    if item.is_dir(follow_symlinks=False):
        return Kind.REPOSITORY if os.path.lexists(f"{item.path}/.git") else Kind.FOLDER
    return Kind.FILE if item.is_file(follow_symlinks=False) else Kind.OTHER


def _kind_of_link(root: Path, item: os.DirEntry[str]) -> Kind:
    target = Path(os.path.realpath(item.path))
    if not target.is_dir():
        return Kind.LINK
    return Kind.DETOUR if target.is_relative_to(os.path.realpath(root)) else Kind.EXIT


def is_step(part: str) -> bool:
    """Whether a part of a path leads one step down, and nowhere else on any system."""
    if os.sep == "/":
        return part not in ("", ".", "..") and "/" not in part
    # On Windows a backslash or a drive would lead elsewhere.
    return part not in ("", "..") and PurePath(part).name == part


def _open(root: Path, file: str) -> int:
    """A descriptor of a file that is reached without any link, even if one is made at this moment."""
    if os.open not in os.supports_dir_fd:
        return _open_by_path(root, file)
    *folders, name = file.split("/")
    descriptor = _open_folder(root, folders)
    try:
        return os.open(name, _FILE, dir_fd=descriptor)
    finally:
        os.close(descriptor)


def _open_folder(root: Path, folders: Iterable[str]) -> int:
    descriptor = os.open(root, _ROOT)
    try:
        for folder in folders:
            inner = os.open(folder, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _open_by_path(root: Path, file: str) -> int:
    if _is_linked(root, file):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return os.open(root / file, _FILE)


def _is_linked(root: Path, file: str) -> bool:
    steps = file.split("/")
    return any(root.joinpath(*steps[:end]).is_symlink() for end in range(1, len(steps) + 1))


def _unopened(root: Path, file: str, error: OSError | ValueError) -> Finding:
    code = error.errno if isinstance(error, OSError) else errno.ENOENT
    if _is_linked(root, file):
        return refusal(file, "link")
    if code in (errno.ENXIO, errno.EOPNOTSUPP):
        return refusal(file, "device")
    return refusal(file, "vanished" if code in (errno.ENOENT, errno.ENOTDIR) else "unreadable")


def _taken(file: str, descriptor: int) -> bytes | Finding:
    """The bytes behind a descriptor, which is closed."""
    try:
        return _content(file, descriptor)
    except OSError:
        return refusal(file, "unreadable")
    finally:
        os.close(descriptor)


def _content(file: str, descriptor: int) -> bytes | Finding:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return refusal(file, "device")
    if status.st_size > MAX_BYTES:
        return too_large(file)
    raw = os.read(descriptor, status.st_size + 1)
    while len(raw) != status.st_size and len(raw) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES)):
        raw += more
    return raw if len(raw) <= MAX_BYTES else too_large(file)
