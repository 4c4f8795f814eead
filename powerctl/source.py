"""Where texts come from: the files of a catalogue and their bytes. Nothing outside its folder is read."""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from powerctl.document import MAX_BYTES, too_large
from powerctl.results import Fact, Finding, Location, Related, Severity

MAX_FOLDERS = 16
MAX_NAME = 255
CATALOGUE = "catalogue.yaml"
SUFFIX = ".yaml"

_LIKE_YAML = re.compile(r"\.ya?ml[. ]*\Z", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\\:*?"<>|]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?", re.I | re.S)
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})

# Windows lacks most of these.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
_ROOT = _READ | getattr(os, "O_DIRECTORY", 0)
_FOLDER = _ROOT | _NO_LINK
_FILE = _READ | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """The YAML files of a catalogue in code point order, and what was refused or is badly named."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


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
        found = list(_walk(self.root))
        files = sorted(item for item in found if isinstance(item, str))
        findings = (item for item in found if isinstance(item, Finding))
        return Listing(tuple(files), tuple(sorted(findings, key=lambda item: (item.location, item.rule))))

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a regular file that no link leads to."""
        if not all(_is_step(part) for part in file.split("/")):
            return _refusal(file, "outside")
        try:
            descriptor = _open(self.root, file)
        except (OSError, ValueError) as error:
            return _unopened(self.root, file, error)
        try:
            return _content(file, descriptor)
        except OSError:
            return _refusal(file, "unreadable")
        finally:
            os.close(descriptor)


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


def _walk(root: Path) -> Iterator[str | Finding]:
    """The YAML files below a folder, and the findings about what else is there."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = _entries(root, folder)
        except OSError:
            yield _refusal(folder or ".", "unreadable")
            continue
        yield from _collisions(folder, [entry.name for entry in entries if not entry.is_symlink()])
        for entry in entries:
            path = _join(folder, entry.name)
            yield from _judge(root, path, entry)
            if _is_folder(entry) and _depth(path) <= MAX_FOLDERS:
                folders.append(path)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _depth(path: str) -> int:
    return path.count("/") + 1


def _entries(root: Path, folder: str) -> list[os.DirEntry[str]]:
    """What may matter in a folder: links, folders, and all that is called like YAML."""
    with os.scandir(root / folder) as entries:
        return sorted(filter(_matters, entries), key=lambda entry: entry.name)


def _matters(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    return _is_like_yaml(entry.name) or entry.is_symlink() or _is_folder(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_like_yaml(name: str) -> bool:
    return _LIKE_YAML.search(name) is not None


def _judge(root: Path, path: str, entry: os.DirEntry[str]) -> Iterator[str | Finding]:
    """The file itself if it is one to read, and what is wrong with it."""
    if entry.is_symlink():
        yield from _link(root, path)
    elif _is_folder(entry):
        yield from _badly_named(path)
        if _depth(path) > MAX_FOLDERS:
            yield _refusal(path, "deep", limit=MAX_FOLDERS)
    elif not entry.is_file(follow_symlinks=False):
        yield _refusal(path, "device")
    else:
        yield from _badly_named(path)
        if path.endswith(SUFFIX):
            yield path


def _link(root: Path, path: str) -> Iterator[Finding]:
    """A link to a folder of the catalogue is only a detour; any other is refused."""
    target = Path(os.path.realpath(root / path))
    is_detour = target.is_dir() and target.is_relative_to(os.path.realpath(root))
    if not is_detour and (target.is_dir() or _is_like_yaml(path)):
        yield _refusal(path, "link")


def _refusal(path: str, case: str, **facts: Fact) -> Finding:
    return Finding("S006", Severity.ERROR, Location(path), facts, case, path)


def _badly_named(path: str) -> Iterator[Finding]:
    """Every system can hold the name of a file or folder."""
    name = path.rpartition("/")[2]
    if reason := next((reason for reason, is_at_fault in _OBJECTIONS.items() if is_at_fault(name)), ""):
        facts: dict[str, Fact] = {"name": name, "reason": reason}
        yield Finding("S005", Severity.ERROR, Location(path), facts, "name", path)


_OBJECTIONS: dict[str, Callable[[str], object]] = {
    "encoding": lambda name: any("\ud800" <= char <= "\udfff" for char in name),
    "control": lambda name: any(unicodedata.category(char) in _UNSEEN for char in name),
    "character": _FORBIDDEN.search,
    "start": lambda name: name.startswith(("-", " ")),
    "end": lambda name: name.endswith((".", " ")),
    "reserved": _DEVICE.fullmatch,
    "length": lambda name: len(name.encode()) > MAX_NAME,
    "composition": lambda name: not unicodedata.is_normalized("NFC", name),
    "suffix": lambda name: _is_like_yaml(name) and not name.endswith(SUFFIX),
}


def _collisions(folder: str, names: Iterable[str]) -> Iterator[Finding]:
    """No two names of a folder are one to a system that does not tell large letters from small ones."""
    firsts: dict[str, str] = {}
    for name in names:
        first = firsts.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if first != name:
            yield _collision(_join(folder, name), _join(folder, first), {"name": name, "other": first})


def _collision(path: str, first: str, facts: Mapping[str, Fact]) -> Finding:
    related = (Related(Location(first), "first_here"),)
    return Finding("S005", Severity.ERROR, Location(path), facts, "collision", path, related)


def _is_step(part: str) -> bool:
    # On Windows a backslash or a drive would lead elsewhere.
    return part not in ("", "..") and PurePath(part).name == part


def _open(root: Path, file: str) -> int:
    """A descriptor of a file that is reached without any link, even if one is made at this moment."""
    if os.open not in os.supports_dir_fd:
        return _open_by_path(root, file)
    *folders, name = file.split("/")
    descriptor = os.open(root, _ROOT)
    try:
        for folder in folders:
            inner = os.open(folder, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        return os.open(name, _FILE, dir_fd=descriptor)
    finally:
        os.close(descriptor)


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
        return _refusal(file, "link")
    if code in (errno.ENXIO, errno.EOPNOTSUPP):
        return _refusal(file, "device")
    return _refusal(file, "vanished" if code in (errno.ENOENT, errno.ENOTDIR) else "unreadable")


def _content(file: str, descriptor: int) -> bytes | Finding:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return _refusal(file, "device")
    if status.st_size > MAX_BYTES:
        return too_large(file)
    with open(descriptor, "rb", closefd=False) as stream:
        raw = stream.read(MAX_BYTES + 1)
    return raw if len(raw) <= MAX_BYTES else too_large(file)
