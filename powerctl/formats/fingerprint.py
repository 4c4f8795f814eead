"""What a finding is called across runs: by what it says, not by its line, its column or the language."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from powerctl.results import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """One for each finding, in their order; findings that say the same in the same file are numbered."""
    seen: Counter[str] = Counter()
    for finding in findings:
        said = _said(finding)
        seen[said] += 1
        yield sha256(f"{said} {seen[said]}".encode()).hexdigest()


def _said(finding: Finding) -> str:
    """As ASCII, so that a file name that is no proper Unicode has its fingerprint too."""
    facts = sorted(finding.facts.items())
    return json.dumps([finding.rule, finding.case, finding.location.file, finding.subject, facts])
