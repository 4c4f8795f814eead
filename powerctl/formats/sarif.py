"""The report as SARIF 2.1.0, the form in which code scanning and editors exchange findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from powerctl import __version__
from powerctl.formats.dump import dump
from powerctl.formats.fingerprint import fingerprints
from powerctl.formats.markdown import escaped
from powerctl.messages import LANGUAGES, Words
from powerctl.model.waiver import Waiver
from powerctl.results import Finding, Location, Report, Severity
from powerctl.visible import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FROM_A_ROOT = re.compile("/|[A-Za-z]:/")
Json = dict[str, object]


def render(report: Report, words: Words) -> str:
    """One run; the rules that found something are told with their reason and their remedy."""
    levels = _levels([*report.findings, *(entry.finding for entry in report.set_aside)])
    rules = sorted(levels)
    driver = {
        "name": "powerctl",
        "version": __version__,
        "rules": [_rule(rule, levels[rule], words) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "language": LANGUAGES[words.language],
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not report.crashed}],
        "results": list(_results(report, rules, words)),
        "properties": {"catalogues": report.catalogues, "files": report.files, "waived": report.waived},
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _levels(findings: Iterable[Finding]) -> dict[str, str]:
    """Of each rule the gravest level of this run: what the rulebook in force left it."""
    by_weight = sorted(findings, key=lambda finding: finding.severity.weight)
    return {finding.rule: _LEVELS[finding.severity] for finding in by_weight}


def _rule(rule: str, level: str, words: Words) -> Json:
    told = words.rule(rule)
    return {
        "id": rule,
        "name": told.title,
        "shortDescription": {"text": told.title},
        "fullDescription": {"text": told.why.strip()},
        "help": {
            "text": told.fix.strip(),
            "markdown": f"**{words.text('manual', 'fix')}**: {escaped(told.fix.strip())}",
        },
        "defaultConfiguration": {"level": level},
    }


def _results(report: Report, rules: list[str], words: Words) -> Iterator[Json]:
    """The findings, then those that a waiver covers, as suppressed: who looks at the run sees why it passed."""
    index = {rule: number for number, rule in enumerate(rules)}
    findings = (*report.findings, *(entry.finding for entry in report.set_aside))
    waivers = (*(None for _ in report.findings), *(entry.waiver for entry in report.set_aside))
    for finding, waiver, fingerprint in zip(findings, waivers, fingerprints(findings), strict=True):
        result: Json = {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": message(words.sentence(finding)),
            "locations": [{"physicalLocation": physical(finding.location), **_logical(finding)}],
            "partialFingerprints": {"powerctl/v1": fingerprint},
        }
        yield {**result, **_related(finding, words), **_suppressed(waiver)}


def _suppressed(waiver: Waiver | None) -> Json:
    """That somebody has allowed a finding, and why."""
    if waiver is None:
        return {}
    reason = f"{waiver.reason} ({waiver.approved_by}, {waiver.until})"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": visible(reason)}]}


def message(text: str) -> Json:
    """SARIF reads ``[text](target)`` as a link in plain text too; here it never is one."""
    return {"text": text.replace("](", "] (")}


def physical(place: Location) -> Json:
    """A place in a file."""
    region = {"startLine": place.line, "startColumn": place.column}
    return {"artifactLocation": _artifact(place.file), "region": region}


def _artifact(file: str) -> Json:
    if _FROM_A_ROOT.match(file):
        return {"uri": f"file:///{_quoted(file.lstrip('/'))}"}
    return {"uri": _quoted(file), "uriBaseId": "%SRCROOT%"}


def _quoted(file: str) -> str:
    """Percent-encoded; a name that is no proper Unicode with the bytes that it has on the disk."""
    try:
        return quote(file, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(file, errors="surrogatepass")


def _logical(finding: Finding) -> Json:
    subject = visible(finding.subject)
    named = {"name": subject.rpartition("/")[2], "fullyQualifiedName": subject}
    return {"logicalLocations": [named]} if subject else {}


def _related(finding: Finding, words: Words) -> Json:
    places = [
        {
            "id": number,
            "physicalLocation": physical(part.location),
            "message": {"text": words.text("notes", part.note)},
        }
        for number, part in enumerate(finding.related, 1)
    ]
    return {"relatedLocations": places} if places else {}
