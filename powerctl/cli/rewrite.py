"""The files of catalogues rewritten in place, and what is told about it; each file is replaced whole or left alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from powerctl.cli.opened import Opened
from powerctl.cli.roots import catalogues
from powerctl.crew import Task
from powerctl.edit.canonical import Canonical, canonical
from powerctl.edit.fixes import Fixed, fix
from powerctl.errors import PowerctlError
from powerctl.load import read_files
from powerctl.results import Finding, Location
from powerctl.source import CATALOGUE, WorkingTree, find_catalogues
from powerctl.write import write_file

Scope = tuple[Path, str]


@dataclass(frozen=True, slots=True)
class Target:
    """A file of a catalogue: the catalogue's folder, its path below that, and its bytes or why there are none."""

    root: Path
    file: str
    raw: bytes | Finding

    @property
    def shown(self) -> str:
        """The path as seen from where the command runs."""
        return (self.root / self.file).as_posix()

    def at(self, place: Location) -> Location:
        """A place in the file, as seen from there."""
        return replace(place, file=self.shown)


def canonical_files(paths: Sequence[Path]) -> Iterator[tuple[Target, Canonical]]:
    """Every file at or below the paths, and what it should be; nothing is written."""
    for target in _targets([scope for path in paths for scope in _scopes(path)]):
        if isinstance(target.raw, Finding):
            yield target, Canonical(b"", refused=target.raw)
        else:
            yield target, canonical(target.file, target.raw)


def mend(paths: Sequence[Path]) -> Iterator[tuple[Target, Fixed]]:
    """Mends what is safe to mend in every catalogue below the paths; yields the files that were changed."""
    for target in _targets([(root, "") for root in catalogues(paths)]):
        fixed = fix(target.file, target.raw) if isinstance(target.raw, bytes) else Fixed(b"")
        if fixed.applied:
            put(target, fixed.raw)
            yield target, fixed


def put(target: Target, raw: bytes) -> None:
    """Writes a file; PowerctlError if the disk will not have it, or if somebody has changed it since it was read."""
    assert isinstance(target.raw, bytes)
    try:
        write_file(target.root / target.file, raw, target.raw)
    except OSError as error:
        raise PowerctlError("not_writable", path=target.shown, problem=str(error.strerror)) from None


def still_as_judged(one: Opened, file: str) -> Target:
    """A file to write into; PowerctlError if somebody has changed what it says since the catalogue was read."""
    target = Target(one.root, file, one.source.read(file))
    now = read_files(Task(one.source, one.rulebook.secrecy), [file]).catalogue()
    then = one.catalogue
    powers = tuple(power for power in then.powers if power.ref.file == file)
    risks = tuple(risks for risks in then.risks if risks.ref.file == file)
    if (now.powers, now.risks) != (powers, risks):
        raise PowerctlError("changed_meanwhile", path=target.shown)
    return target


def _targets(scopes: Sequence[Scope]) -> Iterator[Target]:
    """The files in some scopes, each once, and what was refused there."""
    seen: set[tuple[Path, str]] = set()
    for root, below in dict.fromkeys(scopes):
        source = WorkingTree(root)
        listing = source.listing()
        refused = {found.location.file: found for found in listing.findings if found.rule == "S006"}
        chosen = [file for file in sorted({*listing.files, *refused}) if _is_below(file, below)]
        if below and not chosen:
            raise PowerctlError("not_in_catalogue", path=(root / below).as_posix(), above=root.as_posix())
        for file in chosen:
            if (key := (root.absolute(), file)) not in seen:
                seen.add(key)
                yield Target(root, file, refused[file] if file in refused else source.read(file))


def _is_below(file: str, folder: str) -> bool:
    return not folder or file == folder or file.startswith(f"{folder}/")


def _scopes(path: Path) -> list[Scope]:
    """The catalogues below a path; for a file or folder inside one, the catalogue and the path in it."""
    is_file = path.is_file() or path.is_symlink()
    if not is_file and find_catalogues(path):
        return [(root, "") for root in find_catalogues(path)]
    inside = _root_above(path) if path.exists() or is_file else None
    return [inside] if inside else [(root, "") for root in catalogues([path])]


def _root_above(path: Path) -> Scope | None:
    # Not Path.resolve: a link must be seen as what it is.
    absolute = Path(os.path.normpath(path.absolute()))
    root = next((above for above in absolute.parents if (above / CATALOGUE).is_file()), None)
    return None if root is None else (_near(root), absolute.relative_to(root).as_posix())


def _near(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
