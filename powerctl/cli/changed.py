"""What a change has to answer for: the findings of the files it touches, and those that it caused elsewhere."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from powerctl.cli.check import Checked
from powerctl.git import GitRevision
from powerctl.listing import Kind
from powerctl.results import Finding
from powerctl.source import Source

_Key = tuple[str, str, str, str, tuple[tuple[str, object], ...]]
_GRAVEST = 3


def changed_files(now: Source, base: GitRevision) -> frozenset[str]:
    """The files that differ between a revision and what is there now; new and deleted ones too."""
    files = set(now.listing().files)
    before = set(base.listing().files)
    return frozenset(files ^ before | {file for file in files & before if not _is_same(file, now, base)})


def answered_for(now: Checked, before: Checked | None, changed: frozenset[str]) -> Checked:
    """The findings of changed files, and of others those that were not there before; the rest is counted."""
    known = Counter((_key(finding), finding.severity.weight) for finding in (before.findings if before else ()))
    kept = tuple(_caused(now.findings, known, changed))
    return dataclasses.replace(now, findings=kept, left_aside=len(now.findings) - len(kept))


def _caused(
    findings: Iterable[Finding], known: Counter[tuple[_Key, int]], changed: frozenset[str]
) -> Iterator[Finding]:
    """A finding was there before if there was one like it, and no milder; each of those is used up once."""
    for finding in findings:
        likes = ((_key(finding), weight) for weight in range(finding.severity.weight, _GRAVEST + 1))
        like = next((like for like in likes if known[like]), None)
        if like is not None:
            known[like] -= 1
        if like is None or finding.location.file in changed:
            yield finding


def _key(finding: Finding) -> _Key:
    facts = tuple(sorted(finding.facts.items()))
    return finding.rule, finding.case, finding.location.file, finding.subject, facts


def _is_same(file: str, now: Source, base: GitRevision) -> bool:
    raw, blob = now.read(file), base.blobs[file]
    if isinstance(raw, Finding):
        return raw == base.read(file)
    return blob.kind is Kind.FILE and blob.id in (_id(raw, blob.id), _id(raw.replace(b"\r\n", b"\n"), blob.id))


def _id(raw: bytes, like: str) -> str:
    """What git would call a content, in the kind of id that its repository uses."""
    digest = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
