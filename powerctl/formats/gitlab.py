"""The report as GitLab's Code Quality reads it, for the margin of a merge request."""

from __future__ import annotations

from powerctl.formats.dump import dump
from powerctl.formats.fingerprint import fingerprints
from powerctl.messages import Words
from powerctl.results import Finding, Report, Severity
from powerctl.visible import visible

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, words: Words) -> str:
    """A list of findings; an empty one if nothing is wrong."""
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    return dump([_entry(finding, fingerprint, words) for finding, fingerprint in named])


def _entry(finding: Finding, fingerprint: str, words: Words) -> dict[str, object]:
    return {
        "description": words.sentence(finding),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {"path": visible(finding.location.file), "lines": {"begin": finding.location.line}},
    }


def _severity(finding: Finding) -> str:
    """A rule that broke down blocks: nobody knows what it would have found."""
    return "blocker" if finding.case == "crashed" else _SEVERITIES[finding.severity]
