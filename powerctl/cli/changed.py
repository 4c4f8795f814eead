"""What a change has to answer for: the findings of the files it touches, and those that it caused elsewhere."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator

from powerctl.cli.check import Checked
from powerctl.results import Finding

_Key = tuple[str, str, str, str, tuple[tuple[str, object], ...]]
_GRAVEST = 3


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
