"""What a person names as a side of a comparison → where its catalogues are: a revision, a folder, the working tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from powerctl.comparison import Side
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.git_process import GitError
from powerctl.listing import Kind
from powerctl.repository import Repository, find_repository
from powerctl.source import CATALOGUE, Source, WorkingTree, find_catalogues

_NO_COMMIT = frozenset({"git_no_revision", "git_bad_revision", "git_no_repository", "git_no_commit", "git_shallow"})


@dataclass(frozen=True)
class Opened:
    """A side and the place in it where catalogues are looked for: a folder on the disk, or one in a commit."""

    side: Side
    place: Path
    repository: Repository | None = None

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The catalogues' folders as seen from the place ("" for the place itself)."""
        if self.repository is not None:
            return tuple(sorted(_in_tree(self._revision(""))))
        found = find_catalogues(self.place) if self.place.exists() else ()
        return tuple("" if root == self.place else root.relative_to(self.place).as_posix() for root in found)

    def source(self, root: str) -> Source:
        """The files of one catalogue."""
        return WorkingTree(self.place / root) if self.repository is None else self._revision(root)

    def _revision(self, root: str) -> GitRevision:
        """A folder of the commit, listed once."""
        assert self.repository is not None
        if root not in self._listed:
            self._listed[root] = GitRevision.of(self.repository, self.side.commit, self.place / root)
        return self._listed[root]

    @cached_property
    def _listed(self) -> dict[str, GitRevision]:
        return {}


def _in_tree(revision: GitRevision) -> Iterator[str]:
    """The folders of the catalogues in a commit; a catalogue holds no other, and what is hidden is left alone."""
    found: list[str] = []
    named = (path for path, blob in revision.blobs.items() if blob.kind is Kind.FILE and _is_catalogue(path))
    for path in sorted(named, key=lambda path: (path.count("/"), path)):
        root = path.removesuffix(CATALOGUE).rstrip("/")
        if not any(not above or root.startswith(f"{above}/") for above in found):
            found.append(root)
            yield root


def _is_catalogue(path: str) -> bool:
    *folders, name = path.split("/")
    return name == CATALOGUE and not any(folder.startswith(".") or folder == "node_modules" for folder in folders)


@dataclass(frozen=True)
class Sides:
    """Opens sides below a place; the repository around it is found once, when it is first needed."""

    place: Path
    repository: Repository | None

    def named(self, text: str) -> Opened:
        """A revision, or where there is none of that name, a folder; ``./name`` is always a folder."""
        if text.startswith((".", "/")) or Path(text).is_absolute():
            return _folder(text)
        try:
            return self._revision(text)
        except GitError as error:
            if error.key in _NO_COMMIT and Path(text).is_dir():
                return _folder(text)
            raise

    def working_tree(self) -> Opened:
        """The files as they are now; PowerctlError while a merge is not settled."""
        if self.repository is not None:
            self._refuse_unmerged(self.repository)
        return Opened(Side("working-tree", self.place.as_posix()), self.place)

    def newest(self) -> Opened:
        """The last tag, or HEAD where there is none."""
        if self.repository is None:
            raise GitError("git_no_repository", path=self.place.as_posix())
        tag = self.repository.last_tag()
        return self._revision(f"refs/tags/{tag}", tag) if tag else self._revision("HEAD")

    def _revision(self, text: str, name: str = "") -> Opened:
        if self.repository is None:
            raise GitError("git_no_repository", path=self.place.as_posix())
        side = Side("revision", name or text, self.repository.resolve(text))
        return Opened(side, self.place, self.repository)

    def _refuse_unmerged(self, repository: Repository) -> None:
        below = self.place.resolve().relative_to(repository.root).as_posix()
        start = "" if below == "." else f"{below}/"
        files = [file for file in repository.unmerged() if file.startswith(start)]
        if files:
            raise PowerctlError("diff.unmerged", file=files[0].removeprefix(start), more=len(files) - 1 or "")


def _folder(text: str) -> Opened:
    path = Path(text)
    if not path.is_dir():
        raise PowerctlError("no_such_path", path=text)
    return Opened(Side("folder", path.as_posix()), path)


def repository_around(place: Path) -> Repository | None:
    """The repository that a place lies in, if it lies in one."""
    try:
        return find_repository(place)
    except GitError:
        return None


def paired(base: Opened, revision: Opened) -> tuple[tuple[str, str], ...]:
    """The catalogues of two sides by their folders, each on both sides; PowerctlError where there is none at all.

    Two sides with one catalogue each are compared wherever these lie.
    """
    old, new = base.roots, revision.roots
    if not old and not new:
        raise PowerctlError("diff.no_catalogue", base=base.side.name, revision=revision.side.name)
    if len(old) == len(new) == 1:
        return ((old[0], new[0]),)
    return tuple((root, root) for root in sorted({*old, *new}))
