"""Which files differ between two sources: by the ids of their contents where git knows them, by the bytes elsewhere."""

from __future__ import annotations

import hashlib

from powerctl.git import GitRevision
from powerctl.listing import Kind
from powerctl.results import Finding
from powerctl.source import Source


def changed_files(now: Source, base: Source) -> frozenset[str]:
    """The files that differ between two sources, those that only one of them has among them."""
    files = frozenset(now.listing().files)
    before = frozenset(base.listing().files)
    return (files ^ before) | {file for file in files & before if not _is_same(file, now, base)}


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
