"""A catalogue as it is in a revision: the same listing and reading as from a disk, out of the object store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from powerctl.document import too_large
from powerctl.listing import Entry, Kind, Listing, join, list_files, matters, refusal
from powerctl.repository import Blob, Repository
from powerctl.results import Finding
from powerctl.source import CATALOGUE, is_step

_MAX_TARGET = 4096
_MAX_TURNS = 40


@dataclass(frozen=True)
class GitRevision:
    """The files below a folder of a repository ("" for its root) as they are in a commit."""

    repository: Repository
    commit: str
    folder: str = ""

    @classmethod
    def of(cls, repository: Repository, commit: str, root: Path) -> GitRevision:
        """The folder that lies at a path of the working tree."""
        below = root.resolve().relative_to(repository.root).as_posix()
        return cls(repository, commit, "" if below == "." else below)

    def only(self, paths: Iterable[str]) -> GitRevision:
        """The same with some of its files."""
        part = GitRevision(self.repository, self.commit, self.folder)
        part.__dict__["blobs"] = {path: self.blobs[path] for path in paths if path in self.blobs}
        return part

    @cached_property
    def blobs(self) -> Mapping[str, Blob]:
        """Every file, link and submodule by its path below the folder."""
        length = len(self._start)
        tree = self.repository.tree(self.commit)
        if not length:
            return tree
        return {path[length:]: blob for path, blob in tree.items() if path.startswith(self._start)}

    def has_catalogue(self) -> bool:
        """Whether there is a catalogue here at all."""
        return CATALOGUE in self.blobs and self.blobs[CATALOGUE].kind is Kind.FILE

    def listing(self) -> Listing:
        """Every YAML file; links are not followed, and what is hidden is left alone."""
        return self._listing

    @cached_property
    def _listing(self) -> Listing:
        return list_files(lambda folder: filter(matters, self._folders.get(folder, ())))

    def read(self, file: str) -> bytes | Finding:
        """The bytes of a file that no link leads to."""
        if not all(is_step(part) for part in file.split("/")):
            return refusal(file, "outside")
        blob = self.blobs.get(file)
        if blob is None or blob.kind is not Kind.FILE:
            return refusal(file, self._reason(file))
        content = self.repository.content(blob)
        return too_large(file) if content is None else content

    @property
    def _start(self) -> str:
        return f"{self.folder}/" if self.folder else ""

    def _reason(self, file: str) -> str:
        """Why there is no such file."""
        steps = file.split("/")
        for end in range(1, len(steps) + 1):
            blob = self.blobs.get("/".join(steps[:end]))
            if blob is not None and blob.kind is not Kind.FILE:
                return "link" if blob.kind is Kind.LINK else "submodule"
        return "device" if file in self._folders else "vanished"

    @cached_property
    def _folders(self) -> dict[str, list[Entry]]:
        """What each folder holds."""
        folders: dict[str, list[Entry]] = {"": []}
        for path, blob in self.blobs.items():
            kind = self._kind_of_link(path) if blob.kind is Kind.LINK else blob.kind
            _enter(folders, path, kind)
        return folders

    def _kind_of_link(self, path: str) -> Kind:
        target = self._target(self._start + path)
        if target is None:
            return Kind.EXIT
        if target and target not in self._all_folders:
            return Kind.LINK
        return Kind.DETOUR if f"{target}/".startswith(self._start) else Kind.EXIT

    @cached_property
    def _all_folders(self) -> frozenset[str]:
        """Every folder of the repository."""
        found: set[str] = set()
        for path, blob in self.repository.tree(self.commit).items():
            folder = path if blob.kind is Kind.REPOSITORY else path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def _target(self, path: str) -> str | None:
        """Where a link leads in the revision, whether or not something is there; None outside the repository."""
        tree = self.repository.tree(self.commit)
        here, turns, ahead = "", 0, path.split("/")[::-1]
        while ahead:
            name = ahead.pop()
            if name == ".." and not here:
                return None
            at = here.rpartition("/")[0] if name == ".." else join(here, name) if name not in ("", ".") else here
            if at in tree and tree[at].kind is Kind.LINK:
                turns += 1
                text = self.repository.content(tree[at], _MAX_TARGET) or b""
                if text.startswith(b"/"):
                    return None
                if not text or turns > _MAX_TURNS:
                    return at
                ahead += text.decode("utf-8", "surrogateescape").split("/")[::-1]
            else:
                here = at
        return here


def _enter(folders: dict[str, list[Entry]], path: str, kind: Kind) -> None:
    """Puts a name into its folder, and the folder into the one above if it is new."""
    while path:
        folder, _, name = path.rpartition("/")
        is_known = folder in folders
        folders.setdefault(folder, []).append(Entry(name, kind))
        if is_known:
            return
        path, kind = folder, Kind.FOLDER
