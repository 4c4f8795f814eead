"""A git repository: its revisions, what they hold at which path, and the bytes. Nothing is checked out."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from powerctl import signature
from powerctl.git_process import GitError, Objects, run
from powerctl.limits import MAX_BYTES
from powerctl.listing import Kind

# Options, ranges, paths, searches and reflogs: no commit, or not the same one for everybody.
_NO_REVISION = re.compile(r"\A[-^]|\A\Z|\.\.|@\{|\^\{(?!commit\}\Z)|\^[!@-]|[\s\x00-\x1f\x7f:?*\[\\\ud800-\udfff]")
_ON_A_DAY = re.compile(r"(.*)@\{([0-9]{4}-[0-9]{2}-[0-9]{2})\}", re.DOTALL)
_SMALL = 64 * 1024
_KEPT = 1_000
_PARENTS = re.compile(r"[~^].*", re.DOTALL)
_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_KINDS = {"120000": Kind.LINK, "160000": Kind.REPOSITORY}


@dataclass(frozen=True, slots=True)
class Blob:
    """What a revision holds at a path: a file, a link or a submodule, and the id of its content."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A commit, when it was made (seconds since 1970), the one before it ("" for the first one), and what it has put
    at which path (None: nothing any more)."""

    commit: str
    seconds: int
    before: str
    blobs: Mapping[str, Blob | None]


@dataclass(frozen=True, slots=True)
class Signed:
    """What an audit writes down of a commit: its tree, when it was made (seconds since 1970), its signature."""

    tree: str
    seconds: int
    signature: str


class Repository:
    """One repository; the process that reads its objects ends with the ``with`` block."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self._folder = folder
        self._objects = Objects(folder)
        self._contents: dict[str, bytes] = {}
        self._trees: dict[str, Mapping[str, Blob]] = {}
        self._lines: dict[bytes, tuple[str, Blob]] = {}  # of two commits, nearly all are the same

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process that reads objects, if it has started."""
        self._objects.close()

    def resolve(self, revision: str) -> str:
        """The id of the commit that a branch, a tag or an id names; ``main@{2024-01-01}``: the last one of that day."""
        if dated := _ON_A_DAY.fullmatch(revision):
            return self._on(dated[1] or "HEAD", dated[2])
        if _NO_REVISION.search(revision):
            raise GitError("git_bad_revision", revision=revision)
        found = self._commit(revision)
        if found is None:
            raise self._unknown(revision)
        return found

    def merge_base(self, revision: str) -> str:
        """The id of the commit from which HEAD and a revision went their own ways."""
        code, output = run(self._folder, "merge-base", self.resolve(revision), self.resolve("HEAD"))
        if code:
            raise GitError("git_shallow" if self.is_shallow() else "git_no_merge_base", revision=revision)
        return output.decode("ascii").strip()

    def last_tag(self) -> str:
        """The youngest tag from which HEAD comes; "" if there is none."""
        wanted = ("--merged=HEAD", "--sort=-creatordate", "--count=1", "--format=%(refname)", "refs/tags")
        code, output = run(self._folder, "for-each-ref", *wanted)
        return "" if code else output.decode("utf-8", "surrogateescape").strip().removeprefix("refs/tags/")

    def tags(self) -> tuple[tuple[str, int], ...]:
        """The tags from which HEAD comes with the seconds at which they were made (Unix), the oldest first."""
        wanted = ("--merged=HEAD", "--sort=creatordate", "--format=%(creatordate:unix) %(refname)", "refs/tags")
        code, output = run(self._folder, "for-each-ref", *wanted)
        lines = output.decode("utf-8", "surrogateescape").splitlines() if not code else []
        pairs = (line.partition(" ") for line in lines)
        return tuple((name.removeprefix("refs/tags/"), int(at)) for at, _, name in pairs if at.isdigit())

    def unmerged(self) -> tuple[str, ...]:
        """The files in which a merge has not been settled, as paths from the root of the repository."""
        code, output = run(self._folder, "ls-files", "--unmerged", "--full-name", "-z")
        if code:
            return ()
        paths = {line.partition(b"\t")[2] for line in output.split(b"\0") if line}
        return tuple(sorted(path.decode("utf-8", "surrogateescape") for path in paths))

    def tree(self, commit: str) -> Mapping[str, Blob]:
        """Every file of a commit by its path from the root of the repository."""
        if commit not in self._trees:
            code, output = run(self._folder, "ls-tree", "-r", "-z", "--full-tree", commit)
            if code:
                raise GitError("git_object", object=commit)
            self._trees[commit] = dict(self._blobs(output))
        return self._trees[commit]

    def _blobs(self, output: bytes) -> Iterator[tuple[str, Blob]]:
        """``<mode> <type> <id>\\t<path>\\0`` each."""
        known = self._lines
        for line in output.split(b"\0"):
            found = known.get(line)
            if found is None:
                head, _, path = line.partition(b"\t")
                if not path:
                    continue
                mode, _, name = head.decode("ascii").split()
                blob = Blob(_KINDS.get(mode, Kind.FILE), name)
                found = known[line] = path.decode("utf-8", "surrogateescape"), blob
            yield found

    def content(self, blob: Blob, limit: int = MAX_BYTES) -> bytes | None:
        """The bytes of a blob; None for one that is larger than the limit. What is small is asked for once."""
        known = self._contents.get(blob.id)
        if known is None or len(known) > limit:
            known = self._objects.blob(blob.id, limit)
            if known is not None and len(known) <= _SMALL and len(self._contents) < _KEPT:
                self._contents[blob.id] = known
        return known

    def turns(self, commit: str, paths: Sequence[str]) -> tuple[Turn, ...]:
        """The commits of the first-parent line up to one that changed some files or folders, the earliest first."""
        asked = ("--first-parent", "--reverse", "--format=%H %ct %P", commit, "--", *paths)
        code, output = run(self._folder, "rev-list", *asked)
        lines = [line.split() for line in output.decode("ascii", "replace").splitlines() if line[:7] != "commit "]
        given = "".join(f"{' '.join([line[0], *line[2:3]])}\n" for line in lines)
        options = ("--stdin", "--root", "-r", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff")
        again, differing = run(self._folder, "diff-tree", *options, "--", *paths, given=given.encode("ascii"))
        if code or again:
            raise GitError("git_object", object=commit)
        blobs = dict(_by_commit(differing))
        return tuple(Turn(line[0], int(line[1]), "".join(line[2:3]), blobs.get(line[0], {})) for line in lines)

    def signed(self, commit: str) -> Signed:
        """When a commit was made, its tree, and its signature as it is written."""
        code, raw = run(self._folder, "cat-file", "commit", commit)
        tree, committer = re.match(rb"tree ([0-9a-f]+)\n", raw), re.search(rb"^committer .* ([0-9]+) \S+$", raw, re.M)
        if code or tree is None or committer is None:
            raise GitError("git_object", object=commit)
        return Signed(tree[1].decode(), int(committer[1]), signature.of_commit(raw))

    def tag(self, name: str) -> tuple[str, str] | None:
        """The id of the annotated tag of this name and its signature as it is written; None for no such tag."""
        if _NO_REVISION.search(name):
            return None
        wanted = f"refs/tags/{name.removeprefix('refs/tags/')}^{{tag}}"
        code, output = run(self._folder, "rev-parse", "--verify", "--end-of-options", wanted)
        found = output.decode("ascii", "replace").strip()
        if code or not _ID.fullmatch(found):
            return None
        code, raw = run(self._folder, "cat-file", "tag", found)
        return None if code else (found, signature.of_tag(raw))

    def is_shallow(self) -> bool:
        """Whether the clone holds only the youngest part of the history."""
        shared = _small(self._folder / "commondir")
        return (self._folder / shared / "shallow").is_file()

    def _on(self, revision: str, day: str) -> str:
        """The last commit on the first-parent line until the end of a day, in UTC."""
        try:
            date.fromisoformat(day)
        except ValueError:
            raise GitError("git_bad_revision", revision=f"{revision}@{{{day}}}") from None
        wanted = ("--first-parent", "--max-count=1", f"--before={day}T23:59:59+00:00", self.resolve(revision))
        code, output = run(self._folder, "rev-list", *wanted)
        found = output.decode("ascii", "replace").strip()
        if code or not _ID.fullmatch(found):
            raise GitError("git_shallow" if self.is_shallow() else "git_no_day", revision=revision, day=day)
        return found

    def _commit(self, revision: str) -> str | None:
        code, output = run(self._folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        found = output.decode("ascii", "replace").strip()
        return found if code == 0 and _ID.fullmatch(found) else None

    def _unknown(self, revision: str) -> GitError:
        if self._commit("HEAD") is None:
            return GitError("git_no_commit", path=self.root.as_posix())
        if self.is_shallow():
            return GitError("git_shallow", revision=revision)
        name = _PARENTS.sub("", revision).removeprefix("origin/")
        command = "git log" if name in ("", "@", "HEAD") else f"git fetch origin {name}"
        return GitError("git_no_revision", revision=revision, command=command)


def find_repository(path: Path) -> Repository:
    """The repository that a path lies in; a bare one, which anybody can commit as files, is never entered."""
    start = path.resolve()
    for folder in (start, *start.parents):
        kept = _kept(folder / ".git")
        if kept is not None:
            return Repository(folder, kept)
    raise GitError("git_no_repository", path=path.as_posix())


def _kept(path: Path) -> Path | None:
    """Where a repository is kept: ``.git`` itself, or the folder that it names as a file."""
    if path.is_file():
        named = _small(path)
        path = (path.parent / named.removeprefix("gitdir:").strip()).resolve() if named.startswith("gitdir:") else path
    return path if path.is_dir() and os.path.lexists(path / "HEAD") else None


def _small(path: Path) -> str:
    """The text of a small file; "" for one that is not there."""
    try:
        with path.open("rb") as stream:
            return os.fsdecode(stream.read(4096)).strip()
    except OSError:
        return ""


def _by_commit(output: bytes) -> Iterator[tuple[str, dict[str, Blob | None]]]:
    """``<commit>\\0``, then ``:<mode> <mode> <id> <id> <status>\\0<path>\\0`` each."""
    found: dict[str, Blob | None] = {}
    parts = iter(output.split(b"\0"))
    for part in parts:
        if not part.startswith(b":"):
            if part:
                found = {}
                yield part.decode("ascii"), found
            continue
        _, mode, _, name, status = part.decode("ascii").split(" ")
        blob = None if status == "D" else Blob(_KINDS.get(mode, Kind.FILE), name)
        found[next(parts).decode("utf-8", "surrogateescape")] = blob
