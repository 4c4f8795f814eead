"""The report for machines, version 1: the same ids, places and facts in every language."""

from __future__ import annotations

import json

from powerctl.messages import Words
from powerctl.model.waiver import Waiver
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
        **({"left_aside": report.left_aside} if report.left_aside else {}),
    }
    findings = [finding_entry(finding, words) for finding in report.findings]
    data = {"version": 1, "summary": summary, "findings": findings, **_wished(report, words)}
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _wished(report: Report, words: Words) -> dict[str, object]:
    """Keys that are there only if there is something in them, or somebody asked for them."""
    waived = [{**finding_entry(entry.finding, words), "waiver": _waiver(entry.waiver)} for entry in report.set_aside]
    statistics = dict(report.by_rule()) if report.view.statistics else None
    return {key: value for key, value in (("waived", waived or None), ("statistics", statistics)) if value is not None}


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {"reason": waiver.reason, "approved_by": waiver.approved_by, "until": waiver.until}


def finding_entry(finding: Finding, words: Words) -> dict[str, object]:
    """One finding."""
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
