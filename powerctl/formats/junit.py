"""The report as JUnit XML, as GitLab and Jenkins show it: a suite a file, a case a finding.

Both show one failure of a case and compare runs by the names of the cases: so each finding is a case of its own, and no
name has a line number in it. Errors and warnings fail; notes count as skipped, since they ask for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from powerctl.formats.text import line, waived
from powerctl.formats.totals import totals
from powerctl.messages import Words, place_text
from powerctl.results import Finding, Report, Severity
from powerctl.visible import visible


def render(report: Report, words: Words) -> str:
    """A run without findings has one case, and it passes."""
    root = Element("testsuites", name="powerctl")
    root.extend([*_about_the_run(report, words), *_files(report, words)])
    _count(root, "tests", "failures", "errors")
    indent(root, " ")
    # As a character reference ``##[`` is the same text, and no command to a build that logs it.
    text = tostring(root, encoding="unicode").replace("##[", "##&#91;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _about_the_run(report: Report, words: Words) -> Iterator[Element]:
    suite = Element("testsuite", name="powerctl")
    if not report.findings:
        SubElement(suite, "testcase", classname="powerctl", name=" ".join(totals(report, words)))
    for sentence in waived(report, words):
        case = SubElement(suite, "testcase", classname="powerctl", name=sentence)
        SubElement(case, "skipped", message=sentence)
    if len(suite):
        yield _counted(suite)


def _files(report: Report, words: Words) -> Iterator[Element]:
    files: dict[str, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(finding.location.file, []).append(finding)
    for file, findings in files.items():
        suite = Element("testsuite", name=visible(file))
        names: Counter[str] = Counter()
        for finding in findings:
            name = f"{finding.rule} {words.sentence(finding)}"
            names[name] += 1
            suite.append(_case(finding, name if names[name] == 1 else f"{name} ({names[name]})", words))
        yield _counted(suite)


def _case(finding: Finding, name: str, words: Words) -> Element:
    file = finding.location.file
    # Without the suffix: Jenkins takes what follows the last dot of a classname for the class.
    case = Element("testcase", classname=visible(file.removesuffix(".yaml")), name=name, file=visible(file))
    verdict = SubElement(case, _kind(finding), message=words.sentence(finding))
    if verdict.tag != "skipped":
        verdict.set("type", finding.severity)
    verdict.text = "\n".join(_told(finding, words))
    return case


def _kind(finding: Finding) -> str:
    if finding.case == "crashed":
        return "error"
    return "skipped" if finding.severity is Severity.INFO else "failure"


def _told(finding: Finding, words: Words) -> Iterator[str]:
    """The finding with its place, the second places, the remedy."""
    yield line(finding, words)
    for part in finding.related:
        yield f"{place_text(part.location)}: {words.text('notes', part.note)}"
    yield f"{words.text('manual', 'fix')}: {words.rule(finding.rule).fix.strip()}"


def _counted(suite: Element) -> Element:
    _count(suite, "tests", "failures", "errors", "skipped")
    return suite


def _count(element: Element, *kinds: str) -> None:
    for kind in kinds:
        tag = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}[kind]
        element.set(kind, str(sum(1 for _ in element.iter(tag))))
