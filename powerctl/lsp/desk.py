"""What is open in the editor, and what is known of the catalogues that it belongs to. No protocol here."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from powerctl.cli.check import Wanted, check_one, chosen
from powerctl.cli.options import day
from powerctl.cli.watch import Watch
from powerctl.errors import PowerctlError
from powerctl.load import Loaded
from powerctl.model.catalogue import Catalogue
from powerctl.overlay import Overlay
from powerctl.resources import resource
from powerctl.results import Finding
from powerctl.source import CATALOGUE, WorkingTree

_BUILT_IN = resource("schemas") / "rulebooks"
_KEPT = ("units", "powers", "risks", "regulations")


@dataclass(frozen=True, slots=True)
class Known:
    """The outcome of one look at a catalogue: its findings by file, and the last state that could be read.

    It is stuck where the rulebook cannot be used, and then that is all there is to tell.
    """

    root: Path
    source: Overlay
    findings: dict[Path, tuple[Finding, ...]]
    loaded: Loaded | None
    is_stuck: bool = False


@dataclass(slots=True)
class Desk:
    """The open files with their texts, and the last look at each catalogue."""

    as_of: str | None = None  # the day to judge by; None: today, whichever day that is by then
    buffers: dict[Path, str] = field(default_factory=dict)
    known: dict[Path, Known] = field(default_factory=dict)

    def root_of(self, path: Path) -> Path | None:
        """The catalogue that a file lies in: the nearest folder upward that holds one, on disk or in the editor."""
        return next((above for above in path.parents if self._is_root(above)), None)

    def look(self, root: Path) -> Known:
        """Reads and judges a catalogue, with the open files as they are in the editor; may run in a thread."""
        source = Overlay(WorkingTree(root), self.laid_over(root))
        before = self.known.get(root)
        loaded = before.loaded if before else None
        try:
            checked = check_one(root, Wanted(day(self.as_of), chosen((), ())), None, Watch(), source=source, whole=True)
        except PowerctlError as error:
            told = [_below(Path.cwd(), error.finding)] if error.finding else []
            return Known(root, source, _by_file(told), loaded, is_stuck=True)
        finally:
            gc.unfreeze()  # load freezes what it builds for the rest of a process, and this one lives long
        findings = [_below(root, finding) for finding in checked.findings]
        return Known(root, source, _by_file(findings), _completed(checked.loaded, loaded))

    def text(self, path: Path) -> str:
        """The text of a file: the editor's, else the disk's (of a catalogue or of this tool), else none."""
        if path in self.buffers:
            return self.buffers[path]
        root = self.root_of(path)
        folder = root or (_BUILT_IN if path.is_relative_to(_BUILT_IN) else None)
        raw = WorkingTree(folder).read(path.relative_to(folder).as_posix()) if folder else b""
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""

    def _is_root(self, folder: Path) -> bool:
        return folder / CATALOGUE in self.buffers or (folder / CATALOGUE).is_file()

    def laid_over(self, root: Path) -> dict[str, bytes | None]:
        """The open files of a catalogue."""
        return {
            path.relative_to(root).as_posix(): text.encode("utf-8", "surrogatepass")
            for path, text in list(self.buffers.items())
            if path.is_relative_to(root)
        }


def _below(root: Path, finding: Finding) -> Finding:
    """The finding with whole paths."""
    related = tuple(
        replace(part, location=replace(part.location, file=str(root / part.location.file))) for part in finding.related
    )
    return replace(finding, location=replace(finding.location, file=str(root / finding.location.file)), related=related)


def _by_file(findings: Iterable[Finding]) -> dict[Path, tuple[Finding, ...]]:
    found: dict[Path, tuple[Finding, ...]] = {}
    for finding in sorted(findings, key=lambda finding: (finding.location, finding.rule, finding.case)):
        path = Path(finding.location.file)
        found[path] = (*found.get(path, ()), finding)
    return found


def _completed(now: Loaded, before: Loaded | None) -> Loaded:
    """What was read just now, and from before what stands in files that cannot be read at the moment."""
    if before is None or not now.catalogue.left_out:
        return now
    old, new = before.catalogue, now.catalogue
    kept: dict[str, Any] = {name: _joined(getattr(new, name), getattr(old, name), new) for name in _KEPT}
    if "laws.yaml" in new.left_out and not new.laws.laws:
        kept["laws"] = old.laws
    return replace(now, catalogue=replace(new, **kept))


def _joined(now: tuple[Any, ...], before: tuple[Any, ...], catalogue: Catalogue) -> tuple[Any, ...]:
    here = {part.ref.file for part in now}
    return (*now, *(part for part in before if part.ref.file in catalogue.left_out and part.ref.file not in here))
