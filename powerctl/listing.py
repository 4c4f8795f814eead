"""What a folder holds → the YAML files to read and what is wrong with the rest; for a disk and a revision alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from powerctl.results import Fact, Finding, Location, Related, Severity

MAX_FOLDERS = 16
MAX_NAME = 255
SUFFIX = ".yaml"

_LIKE_YAML = re.compile(r"\.ya?ml[. ]*\Z", re.IGNORECASE)
_PLAINLY_WELL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,200}(?:\.yaml)?")  # nothing in it to object to
_FORBIDDEN = re.compile(r'[\\:*?"<>|]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?", re.I | re.S)
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Listing:
    """The YAML files of a catalogue in code point order, and what was refused or is badly named."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


class Kind(Enum):
    """What a name in a folder stands for."""

    FILE = auto()
    FOLDER = auto()
    REPOSITORY = auto()  # a submodule: its files belong to another history
    LINK = auto()  # to a file, or to nothing
    DETOUR = auto()  # a link to another folder of the catalogue
    EXIT = auto()  # a link to a folder elsewhere
    OTHER = auto()  # a pipe, a socket, a device


LINKS = frozenset({Kind.LINK, Kind.DETOUR, Kind.EXIT})
_PLAIN = frozenset({Kind.FILE, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder, and what it stands for."""

    name: str
    kind: Kind


def list_files(entries: Callable[[str], Iterable[Entry]]) -> Listing:
    """Walks from the root folder ("") down; ``entries`` raises OSError for a folder that cannot be read."""
    found = list(_walk(entries))
    files = sorted(item for item in found if isinstance(item, str))
    findings = (item for item in found if isinstance(item, Finding))
    return Listing(tuple(files), tuple(sorted(findings, key=lambda item: (item.location, item.rule))))


def refusal(path: str, case: str, **facts: Fact) -> Finding:
    """The finding about what is not read."""
    return Finding("S006", Severity.ERROR, Location(path), facts, case, path)


def join(folder: str, name: str) -> str:
    """The path of a name in a folder; the root folder is ""."""
    return f"{folder}/{name}" if folder else name


def matters(entry: Entry) -> bool:
    """Links, folders, and all that is called like YAML; what is hidden is left alone."""
    return not entry.name.startswith(".") and (entry.kind not in _PLAIN or is_like_yaml(entry.name))


def is_like_yaml(name: str) -> bool:
    """Whether somebody may have meant a YAML file."""
    return _LIKE_YAML.search(name) is not None


def judge_new(file: str, files: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with the name of a file, and with the folders it would bring, beside the files there are."""
    known = tuple(files)
    folder = ""
    for name in file.split("/"):
        start = f"{folder}/" if folder else ""
        siblings = sorted({path[len(start) :].partition("/")[0] for path in known if path.startswith(start)} - {name})
        if not any(path.startswith(f"{start}{name}/") for path in known):
            yield from badly_named(start + name)
            yield from (found for found in _collisions(folder, [*siblings, name]) if found.facts["name"] == name)
        folder = start + name


def _walk(entries: Callable[[str], Iterable[Entry]]) -> Iterator[str | Finding]:
    """The YAML files below a folder, and the findings about what else is there."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            inside = sorted(entries(folder), key=lambda entry: entry.name)
        except OSError:
            yield refusal(folder or ".", "unreadable")
            continue
        yield from _collisions(folder, [entry.name for entry in inside if entry.kind not in LINKS])
        for entry in inside:
            path = join(folder, entry.name)
            yield from _judge(path, entry.kind)
            if entry.kind is Kind.FOLDER and _depth(path) <= MAX_FOLDERS:
                folders.append(path)


def _depth(path: str) -> int:
    return path.count("/") + 1


def _judge(path: str, kind: Kind) -> Iterator[str | Finding]:
    """The file itself if it is one to read, and what is wrong with it."""
    if kind in LINKS:
        if kind is Kind.EXIT or (kind is Kind.LINK and is_like_yaml(path)):
            yield refusal(path, "link")
    elif kind is Kind.OTHER:
        yield refusal(path, "device")
    else:
        yield from badly_named(path)
        yield from _taken(path, kind)


def _taken(path: str, kind: Kind) -> Iterator[str | Finding]:
    if kind is Kind.REPOSITORY:
        yield refusal(path, "submodule")
    elif kind is Kind.FOLDER and _depth(path) > MAX_FOLDERS:
        yield refusal(path, "deep", limit=MAX_FOLDERS)
    elif kind is Kind.FILE and path.endswith(SUFFIX):
        yield path


def badly_named(path: str) -> Iterator[Finding]:
    """Every system can hold the name of a file or folder."""
    name = path.rpartition("/")[2]
    if _PLAINLY_WELL.fullmatch(name) and not _DEVICE.fullmatch(name):
        return
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
    "suffix": lambda name: is_like_yaml(name) and not name.endswith(SUFFIX),
}


def _collisions(folder: str, names: Iterable[str]) -> Iterator[Finding]:
    """No two names of a folder are one to a system that does not tell large letters from small ones."""
    firsts: dict[str, str] = {}
    for name in names:
        first = firsts.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if first != name:
            yield _collision(join(folder, name), join(folder, first), {"name": name, "other": first})


def _collision(path: str, first: str, facts: Mapping[str, Fact]) -> Finding:
    related = (Related(Location(first), "first_here"),)
    return Finding("S005", Severity.ERROR, Location(path), facts, "collision", path, related)
