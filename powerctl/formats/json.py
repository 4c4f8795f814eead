"""The report for machines, version 1: the same ids, places and facts in every language."""

from __future__ import annotations

import json

from powerctl.messages import Words
from powerctl.results import Finding, Report, Severity
from powerctl.visible import json_safe


def render(report: Report, words: Words) -> str:
    """One JSON object; Chinese unescaped, every character that a screen would obey escaped."""
    summary = {
        "catalogues": report.catalogues,
        "files": report.files,
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "waived": report.waived,
    }
    findings = [_finding(finding, words) for finding in report.findings]
    data = {"version": 1, "summary": summary, "findings": findings}
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _finding(finding: Finding, words: Words) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "subject": finding.subject,
        "message": words.sentence(finding),
        "facts": dict(sorted(finding.facts.items())),
    }
