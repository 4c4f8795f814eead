"""Which files differ between two sources: by the ids of their contents where git knows them, by the bytes elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from powerctl.git import GitRevision
from powerctl.listing import Kind
from powerctl.results import Finding
from powerctl.source import Source


def changed_files(now: Source, base: Source) -> frozenset[str]:
    """The files that differ between two sources, those that only one of them has among them."""
    files = frozenset(now.listing().files)
    before = frozenset(base.listing().files)
    return (files ^ before) | {file for file in files & before if not _is_same(file, now, base)}


@dataclass(frozen=True, slots=True)
class Unlike:
    """The files that differ between two sources, and what each side refuses that the other does not."""

    files: frozenset[str]
    base: frozenset[str]
    revision: frozenset[str]
    base_findings: tuple[Finding, ...]
    findings: tuple[Finding, ...]


def unlike(base: Source, revision: Source) -> Unlike:
    """What differs; of two revisions of one repository only the names beside those that differ are looked at."""
    if isinstance(base, GitRevision) and isinstance(revision, GitRevision) and base.repository is revision.repository:
        near = _near(base, revision)
        base, revision = base.only(near), revision.only(near)
    old, new = base.listing(), revision.listing()
    files = changed_files(revision, base)
    return Unlike(
        files,
        files.intersection(old.files),
        files.intersection(new.files),
        tuple(finding for finding in old.findings if finding not in new.findings),
        tuple(finding for finding in new.findings if finding not in old.findings),
    )


def _near(base: GitRevision, revision: GitRevision) -> frozenset[str]:
    """The paths that differ, and all beside a name that is new or gone: the two may collide."""
    old, new = base.blobs, revision.blobs
    differing = {path for path, blob in new.items() if (then := old.get(path)) is not blob and then != blob}
    differing |= old.keys() - new.keys()
    folders = {path.rpartition("/")[0] for path in differing if (path in old) != (path in new)}
    above = {folder[:end] for folder in folders for end in _ends(folder)}
    beside = (path for path in (*old, *new) if path.rpartition("/")[0] in above) if above else ()
    return frozenset(differing).union(beside)


def _ends(folder: str) -> tuple[int, ...]:
    """Where a folder and each one above it end."""
    return (*(index for index, sign in enumerate(folder) if sign == "/"), len(folder), 0)


def _is_same(file: str, now: Source, base: Source) -> bool:
    if isinstance(base, GitRevision):
        return _is_blob(file, now, base)
    if isinstance(now, GitRevision):
        return _is_blob(file, base, now)
    return now.read(file) == base.read(file)


def _is_blob(file: str, other: Source, revision: GitRevision) -> bool:
    blob = revision.blobs[file]
    if isinstance(other, GitRevision) and other.repository is revision.repository:
        return blob == other.blobs[file]
    raw = other.read(file)
    if isinstance(raw, Finding):
        return raw == revision.read(file)
    return blob.kind is Kind.FILE and blob.id in (_id(raw, blob.id), _id(raw.replace(b"\r\n", b"\n"), blob.id))


def _id(raw: bytes, like: str) -> str:
    """What git would call a content, in the kind of id that its repository uses."""
    digest = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
