"""Where a run reads from, and which findings it tells: a change only, one buffer, the rules of another revision."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from powerctl.alike import changed_files
from powerctl.cli.changed import answered_for
from powerctl.cli.check import Checked, Each, Progress, Wanted, check_one
from powerctl.cli.roots import catalogues
from powerctl.cli.watch import Watch
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.git_process import GitError
from powerctl.layers import chain, rulebook_file
from powerctl.limits import MAX_BYTES
from powerctl.listing import is_like_yaml
from powerctl.overlay import Overlay
from powerctl.repository import Repository, find_repository
from powerctl.source import CATALOGUE, Source, WorkingTree

_WAIVERS = "waivers.yaml"


@dataclass(frozen=True, slots=True)
class Buffer:
    """What an editor holds: the catalogue, the file's path inside it, and its unsaved text."""

    root: Path
    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Scope:
    """The revisions that count instead of the disk, and the buffer to be checked."""

    changed_since: str | None = None
    rulebook_from: str | None = None
    waivers_from: str | None = None
    buffer: Buffer | None = None


@contextmanager
def each_in(scope: Scope) -> Iterator[Each]:
    """The function that checks one catalogue within the scope; repositories stay open as long as it is used."""
    with ExitStack() as stack:
        yield _Run(scope, _opener(stack)).check


def _opener(stack: ExitStack) -> Callable[[Path], Repository]:
    """Opens each repository once."""
    opened: dict[Path, Repository] = {}

    def open_at(root: Path) -> Repository:
        found = find_repository(root)
        if found.root not in opened:
            opened[found.root] = stack.enter_context(found)
        return opened[found.root]

    return open_at


@dataclass(frozen=True, slots=True)
class _Run:
    scope: Scope
    repository_of: Callable[[Path], Repository]

    def check(self, root: Path, wanted: Wanted, progress: Progress | None, watch: Watch) -> Checked:
        """One catalogue, with what is told narrowed down to the scope."""
        checked = self._check(root, self._here(root), wanted, progress, watch)
        if self.scope.changed_since is not None:
            checked = self._of_the_change(checked, wanted, self.scope.changed_since)
        if self.scope.buffer is not None:
            checked = only_in(checked, self.scope.buffer.file)
        return checked

    def _check(self, root: Path, source: Source, wanted: Wanted, progress: Progress | None, watch: Watch) -> Checked:
        rules = self._revision(self.scope.rulebook_from, root)
        contents = {**_rulebook_files(rules), **self._waivers(root)}
        return check_one(root, wanted, progress, watch, Overlay(source, contents) if contents else source, rules)

    def _of_the_change(self, now: Checked, wanted: Wanted, since: str) -> Checked:
        repository = self.repository_of(now.root)
        base = GitRevision.of(repository, repository.merge_base(since), now.root)
        changed = changed_files(self._here(now.root), base)
        return answered_for(now, self._before(now, base, wanted), changed)

    def _before(self, now: Checked, base: GitRevision, wanted: Wanted) -> Checked | None:
        """The catalogue before the change; None where there was none, or none that could be judged."""
        if not base.has_catalogue():
            return None
        try:
            return self._check(now.root, base, wanted, None, Watch())
        except GitError:
            raise
        except PowerctlError:
            return None

    def _revision(self, revision: str | None, root: Path) -> GitRevision | None:
        if revision is None:
            return None
        repository = self.repository_of(root)
        return GitRevision.of(repository, repository.resolve(revision), root)

    def _waivers(self, root: Path) -> Mapping[str, bytes | None]:
        """The waivers of the revision that counts; a file that is not there is absent."""
        revision = self._revision(self.scope.waivers_from, root)
        if revision is None:
            return {}
        raw = revision.read(_WAIVERS)
        return {_WAIVERS: raw if isinstance(raw, bytes) else None}

    def _here(self, root: Path) -> Source:
        """The disk, and what an editor has not yet written to it."""
        buffer = self.scope.buffer
        return Overlay(WorkingTree(root), {buffer.file: buffer.content}) if buffer is not None else WorkingTree(root)


def _rulebook_files(rules: GitRevision | None) -> Mapping[str, bytes | None]:
    """The rulebooks of the revision as files, so that places in them are found."""
    if rules is None:
        return {}
    layers = chain(rules, rulebook_file(rules))
    return {layer.file: layer.raw for layer in layers if rules.read(layer.file) == layer.raw}


def only_in(checked: Checked, file: str) -> Checked:
    """What was found in one file of the catalogue."""
    findings = tuple(finding for finding in checked.findings if finding.location.file == file)
    set_aside = tuple(entry for entry in checked.set_aside if entry.finding.location.file == file)
    return dataclasses.replace(checked, findings=findings, set_aside=set_aside)


def resolve_all(scope: Scope, paths: Sequence[Path]) -> None:
    """PowerctlError for a revision that the repository of a catalogue does not have."""
    named = (scope.changed_since, scope.rulebook_from, scope.waivers_from)
    revisions = [revision for revision in named if revision is not None]
    with ExitStack() as stack:
        repository_of = _opener(stack)
        for root in catalogues(paths) if revisions else ():
            for revision in revisions:
                repository_of(root).resolve(revision)


def buffer_of(others: object, path: Path | None, is_given: bool) -> Buffer | None:
    """What --stdin and --path say together; PowerctlError where one is missing, or others than the two are given."""
    if path is None and not is_given:
        return None
    if path is None or not is_given or others:
        raise PowerctlError("buffer_options")
    return buffer_for(path, sys.stdin.buffer.read(MAX_BYTES + 1))


def buffer_for(path: Path, content: bytes) -> Buffer:
    """Which file of which catalogue a path is, whether or not it exists; PowerctlError where it is none."""
    target = path.parent.resolve() / path.name
    root = next((folder for folder in target.parents if (folder / CATALOGUE).is_file()), None)
    if root is None:
        raise PowerctlError("buffer_outside", path=path.as_posix())
    file = target.relative_to(root).as_posix()
    if not is_like_yaml(file) or any(part.startswith(".") for part in file.split("/")):
        raise PowerctlError("buffer_not_read", path=path.as_posix())
    return Buffer(root, file, content)
