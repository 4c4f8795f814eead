"""The report as GitHub Flavored Markdown, for the summary of a step: totals, a table by rule, the findings by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from powerctl.formats.totals import totals
from powerctl.messages import Words
from powerctl.results import Finding, Report, Severity
from powerctl.visible import visible

LIMIT = 900_000  # bytes; a step whose summary is longer than a megabyte shows none at all
_MORE = 500  # bytes kept for the sentence that tells how many are left out

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_MARKS = re.compile(r"[\\`*_\[\]|~$#]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Mentions, numbers of issues and bare addresses are found in the text that is left after backslashes were read, so only
# an empty character in their midst stops them.
_FOUND_LATER = re.compile(r"@|\\#(?=[0-9])|GH-(?=[0-9])|:(?=//)|www(?=\.)", re.IGNORECASE)


def render(report: Report, words: Words) -> str:
    """As much as a summary may hold; what is left out is counted."""
    parts = ["\n\n".join(_head(report, words)) + "\n"]
    room = LIMIT - _MORE - len(parts[0].encode())
    for part in _findings(report, words):
        room -= len(part.encode())
        if room < 0:
            break
        parts.append(part)
    if left := len(report.findings) - len(parts) + 1:
        parts.append(f"\n{words.text('report', 'more', more=left)}\n")
    return "".join(parts)


def escaped(text: str) -> str:
    """The text as it is: nothing in it makes a link, a mention, an image, a tag, a cell or an emphasis."""
    plain = _MARKS.sub(r"\\\g<0>", text.translate(_ENTITIES))
    return _FOUND_LATER.sub(r"\g<0>&#8203;", plain)


def _head(report: Report, words: Words) -> Iterator[str]:
    *lead, verdict = totals(report, words)
    yield f"**{verdict}**"
    yield from lead
    if report.findings:
        yield "\n".join(_table(report, words))


def _table(report: Report, words: Words) -> Iterator[str]:
    yield _row(words.text("manual", "id"), *(words.text("report", severity) for severity in _SEVERITIES))
    yield "| --- | ---: | ---: | ---: |"
    counts = Counter((finding.rule, finding.severity) for finding in report.findings)
    for rule in sorted({rule for rule, _ in counts}):
        title = f"{rule} {escaped(words.rule(rule).title)}"
        yield _row(title, *(str(counts[rule, severity]) for severity in _SEVERITIES))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _findings(report: Report, words: Words) -> Iterator[str]:
    """A list item a finding, below the name of its file."""
    file = None
    for finding in report.findings:
        head = "" if finding.location.file == file else f"\n### {escaped(visible(finding.location.file))}\n\n"
        file = finding.location.file
        yield head + _item(finding, words)


def _item(finding: Finding, words: Words) -> str:
    severity = words.text("report", finding.severity)
    place = f"{finding.location.line}:{finding.location.column}"
    return f"- {severity} {place} **{finding.rule}** {escaped(words.sentence(finding))}\n"
