"""The report as workflow commands of GitHub Actions: each finding becomes an annotation at its line."""

from __future__ import annotations

from powerctl.formats.text import more
from powerctl.formats.totals import totals
from powerctl.messages import Words
from powerctl.results import Finding, Report, Severity
from powerctl.visible import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, words: Words) -> str:
    """What was checked, a command a finding, what was found; errors first, since a step shows ten of each kind."""
    checked, *found = totals(report, words)
    gravest_first = sorted(report.findings, key=lambda finding: -finding.severity.weight)
    listed = (_command(finding, words) for finding in gravest_first[: len(report.shown)])
    return "\n".join([checked, *listed, *more(report, words), *found]) + "\n"


def _command(finding: Finding, words: Words) -> str:
    properties = {
        "file": finding.location.file,
        "line": finding.location.line,
        "col": finding.location.column,
        "title": f"{finding.rule} {words.rule(finding.rule).title}",
    }
    listed = ",".join(f"{name}={_harmless(str(value)).translate(_PROPERTY)}" for name, value in properties.items())
    message = _harmless(words.sentence(finding)).translate(_DATA)
    return f"::{_COMMANDS[finding.severity]} {listed}::{message}"


def _harmless(text: str) -> str:
    """Nothing in it ends the line, and ``##[``, an old form of command read anywhere in a line, is broken up."""
    return visible(text).replace("##[", "## [")
