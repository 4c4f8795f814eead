"""The states that a few files of a catalogue have had, commit by commit on the first-parent line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from powerctl import document
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.layers import DEFAULT_FILE, chain, rulebook_file
from powerctl.layout import is_power, subject_of
from powerctl.listing import Kind, Listing
from powerctl.repository import Blob, Turn
from powerctl.results import Finding
from powerctl.source import CATALOGUE

_AROUND = (CATALOGUE, DEFAULT_FILE, "laws.yaml")


@dataclass(frozen=True, slots=True)
class Past:
    """A source: the files that are followed as a commit left them; any other is looked up in the commit."""

    revision: GitRevision
    files: Mapping[str, Blob]

    def listing(self) -> Listing:
        """The followed files that were there."""
        return Listing(tuple(sorted(self.files)), ())

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a file as they were."""
        blob = self.files.get(file)
        content = self.revision.repository.content(blob) if blob is not None else None
        return self.revision.read(file) if content is None else content


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that changed some of the files that are followed, and the state it left."""

    commit: str
    seconds: int
    past: Past


@dataclass(frozen=True, slots=True)
class History:
    """The versions from the earliest on, and the subjects of the powers that one power was and became."""

    versions: tuple[Version, ...]
    subjects: frozenset[str]
    is_cut_off: bool


def history(now: GitRevision, subject: str) -> History:
    """The history of what a subject names, and of the power that it belongs to under all its ids."""
    unit, _, rest = subject.partition("/")
    first = f"units/{unit}/powers/{rest.partition('/')[0]}.yaml"
    powers, around = {first}, _around(now)
    while True:
        files = sorted({*powers, *around, *(name for file in powers for name in _registers(file))})
        turns = now.repository.turns(now.commit, [_full(now, file) for file in files])
        found = powers.union(*(_related(now, turn, powers) for turn in turns))
        if found == powers:
            break
        powers = found
    versions = tuple(_versions(now, turns))
    return History(versions, frozenset(map(subject_of, powers)), now.repository.is_shallow())


def _around(now: GitRevision) -> frozenset[str]:
    """The files that say what is meant, wherever the catalogue keeps its rulebook."""
    try:
        layers = chain(now, rulebook_file(now))
    except PowerctlError:
        return frozenset(_AROUND)
    return frozenset({*_AROUND, *(layer.file for layer in layers if layer.file.endswith(".yaml"))})


def _registers(power: str) -> tuple[str, str]:
    folder = power.rpartition("/powers/")[0]
    return f"{folder}/unit.yaml", f"{folder}/risks.yaml"


def _full(now: GitRevision, file: str) -> str:
    return f"{now.folder}/{file}" if now.folder else file


def _versions(now: GitRevision, turns: Iterable[Turn]) -> Iterator[Version]:
    files: dict[str, Blob] = {}
    for turn in turns:
        for path, blob in turn.blobs.items():
            files.pop(path, None)
            if blob is not None and blob.kind is Kind.FILE:
                files[path] = blob
        inside = {path.removeprefix(f"{now.folder}/") if now.folder else path: blob for path, blob in files.items()}
        yield Version(turn.commit, turn.seconds, Past(GitRevision(now.repository, turn.commit, now.folder), inside))


def _related(now: GitRevision, turn: Turn, powers: set[str]) -> Iterator[str]:
    """The powers that a commit says were these before, or are now what these were."""
    is_gone = False
    for path, blob in turn.blobs.items():
        file = path.removeprefix(f"{now.folder}/") if now.folder else path
        if file in powers:
            is_gone = is_gone or blob is None
            yield from _replaced(now, file, blob)
    if is_gone:
        for file, blob in _changed(now, turn):
            if not powers.isdisjoint(_replaced(now, file, blob)):
                yield file


def _changed(now: GitRevision, turn: Turn) -> Iterator[tuple[str, Blob]]:
    """The files of powers that a commit added or changed."""
    new = GitRevision(now.repository, turn.commit, now.folder).blobs
    old = GitRevision(now.repository, turn.before, now.folder).blobs if turn.before else {}
    return ((file, blob) for file, blob in new.items() if is_power(file) and old.get(file) != blob)


def _replaced(now: GitRevision, file: str, blob: Blob | None) -> Iterator[str]:
    """The files of the powers that a power says it replaces."""
    raw = now.repository.content(blob) if blob is not None and blob.kind is Kind.FILE else None
    if raw is None or b"replaces" not in raw:
        return
    data = document.read(file, raw).data
    named = data.get("replaces") if isinstance(data, dict) else None
    own = subject_of(file).partition("/")[0]
    for text in named if isinstance(named, list) else ():
        unit, slash, power = str(text).partition("/")
        yield f"units/{unit}/powers/{power}.yaml" if slash else f"units/{own}/powers/{unit}.yaml"
