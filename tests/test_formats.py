"""The formats: word for word for one set of findings, right for their readers, inert whatever stands in a file."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powerctl.cli.check import check
from powerctl.cli.validate_command import Format
from powerctl.formats import FORMATS, markdown, sarif
from powerctl.formats.fingerprint import fingerprints
from powerctl.messages import Words
from powerctl.results import Fact, Finding, Location, Related, Report, Severity
from powerctl.visible import visible
from tests.readers import commands, junit_suites, sarif_run, summary
from tests.samples import one_power
from tests.test_cli import AS_OF, powerctl

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "formats"
SUFFIXES = {"sarif": "sarif", "junit": "xml", "github": "txt", "gitlab": "json", "markdown": "md"}
LANGUAGES = ("zh", "en")
EMPTY = Report(1, 5, ())

TENDER = "catalogues/东镇/units/town/powers/tender.yaml"
ODD = "catalogues/东镇/units/\x1b[31m::error|`x`,%0A\n<script>]]>@mayor\u2028\udcff/power.yaml"
CURSED = "::error::x\n%0A]]><script>alert(1)</script>|`[点击](https://evil.example)@mayor#1\u2028\ud800\x00权力"


def fault(file: str, line: int, column: int, **facts: Fact) -> Finding:
    """A reference to nothing, the most ordinary finding."""
    known: dict[str, Fact] = {"kind": "post", "reference": "x", "nearest": "", **facts}
    return Finding("S003", Severity.ERROR, Location(file, line, column), known, subject="town/tender")


FINDINGS = (
    Finding(
        "R405", Severity.ERROR, Location("catalogues/东镇/catalogue.yaml"), {"problem": "KeyError: 'x'"}, "crashed"
    ),
    fault(TENDER, 5, 9, reference="comittee", nearest="committee"),
    Finding(
        "S004",
        Severity.ERROR,
        Location(TENDER, 8, 3),
        {"id": "gifts", "kind": "risk", "key": "id"},
        subject="town/tender/gifts",
        related=(Related(Location(TENDER, 3, 3), "first_here"), Related(Location(ODD, 1, 1), "same_here")),
    ),
    fault(TENDER, 12, 7, reference="mayor"),
    fault(TENDER, 20, 7, reference="mayor"),
    Finding("S009", Severity.WARNING, Location(TENDER, 21, 5), {}, "mobile", TENDER),
    Finding("S010", Severity.INFO, Location(TENDER, 22, 5), {"text": "国家秘密 100%"}, "caution", TENDER),
    dataclasses.replace(fault(ODD, 2, 1, reference=CURSED, nearest=CURSED), subject=f"town/{CURSED}"),
)
REPORT = Report(2, 31, FINDINGS, waived=3, crashed=("R405",))


@pytest.fixture(scope="module")
def faulty() -> Report:
    """The findings of the example that has every fault in it."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return check([Path("examples/faulty")], as_of=date(2026, 6, 30))
    finally:
        os.chdir(here)


def of(form: str, report: Report = REPORT, language: str = "zh") -> str:
    return FORMATS[form](report, Words(language))


# All formats


def test_the_command_line_offers_every_format() -> None:
    assert [form.value for form in Format] == list(FORMATS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", sorted(SUFFIXES))
def test_what_is_said_of_one_set_of_findings(form: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "__version__", "0.0.0")
    text = of(form, language=language)
    golden = GOLDEN / f"report.{language}.{SUFFIXES[form]}"
    if os.environ.get("POWERCTL_GOLDEN") == "renew":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("form", sorted(SUFFIXES))
def test_a_user_gets_it(form: str, tmp_path: Path) -> None:
    catalogue = one_power("bad", tmp_path / "c")
    result = powerctl("validate", ".", "--select", "S003", "--format", form, *AS_OF, cwd=catalogue)
    assert result.returncode == 1
    assert "units/town/powers/tender" in result.stdout
    assert result.stdout.endswith("\n") and not result.stdout.endswith("\n\n")


def test_no_format_is_loaded_before_it_is_wanted() -> None:
    program = (
        "import powerctl.formats, sys; print(*(name for name in sys.modules if 'formats.' in name or 'xml' in name))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == "\n"


# Fingerprints


def shifted(report: Report) -> Report:
    """The same findings some lines further down and some columns to the right."""
    return dataclasses.replace(
        report,
        findings=tuple(
            dataclasses.replace(
                finding,
                location=Location(finding.location.file, finding.location.line + 7, finding.location.column + 2),
                related=(),
            )
            for finding in report.findings
        ),
    )


def sarif_fingerprints(text: str) -> list[str]:
    results = json.loads(text)["runs"][0]["results"]
    return [result["partialFingerprints"]["powerctl/v1"] for result in results if "suppressions" not in result]


def test_sarif_tells_of_waived_findings_that_they_are_suppressed(faulty: Report) -> None:
    results = json.loads(of("sarif", faulty))["runs"][0]["results"]
    suppressed = [result for result in results if "suppressions" in result]
    assert len(suppressed) == len(faulty.set_aside) > 0
    assert len(results) == len(faulty.findings) + len(faulty.set_aside)
    waiver = faulty.set_aside[0].waiver
    (told,) = suppressed[0]["suppressions"]
    assert waiver.reason in told["justification"] and waiver.approved_by in told["justification"]


def gitlab_fingerprints(text: str) -> list[str]:
    return [entry["fingerprint"] for entry in json.loads(text)]


@pytest.mark.parametrize("form, read", [("sarif", sarif_fingerprints), ("gitlab", gitlab_fingerprints)])
def test_fingerprints_depend_on_neither_lines_nor_language(
    form: str, read: Callable[[str], list[str]], faulty: Report
) -> None:
    for report in (REPORT, faulty):
        expected = list(fingerprints(report.findings))
        assert len(set(expected)) == len(expected)
        assert read(of(form, report)) == expected
        assert read(of(form, report, "en")) == expected
        assert read(of(form, shifted(report))) == expected


def test_a_fingerprint_stays_what_it_was() -> None:
    """Those who took note of a finding took note of this number: another one needs another name than v1."""
    first, second = fingerprints([FINDINGS[3], FINDINGS[4]])
    assert first == "b9e3461aa871f37ce37e0e4cb2b3c87ffaaea1c3cd62e051e8f367390c86c2d0"
    assert second == "89827c928312dc9d7c2f7351778e50118226968bc722996755e8acb52b09221e"


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "S005"},
        {"case": "other"},
        {"location": Location("other.yaml", 5, 9)},
        {"subject": "town/other"},
        {"facts": {**FINDINGS[1].facts, "reference": "commitee"}},
        {"facts": {**FINDINGS[1].facts, "reference": "", "kind": "postcomittee"}},
    ],
)
def test_what_is_said_makes_the_fingerprint(change: dict[str, Any]) -> None:
    finding = FINDINGS[1]
    assert [*fingerprints([finding])] != [*fingerprints([dataclasses.replace(finding, **change)])]


@pytest.mark.parametrize(
    "change",
    [
        {"severity": Severity.INFO},
        {"related": FINDINGS[2].related},
        {"facts": dict(sorted(FINDINGS[1].facts.items(), reverse=True))},
    ],
)
def test_how_it_is_said_does_not(change: dict[str, Any]) -> None:
    finding = FINDINGS[1]
    assert [*fingerprints([finding])] == [*fingerprints([dataclasses.replace(finding, **change)])]


# SARIF


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_is_what_the_standard_says(language: str, faulty: Report) -> None:
    for report in (EMPTY, REPORT, faulty):
        told = len(report.findings) + len(report.set_aside)
        assert len(sarif_run(of("sarif", report, language))["results"]) == told


def test_sarif_knows_what_json_knows() -> None:
    run = sarif_run(of("sarif"))
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert run["properties"] == {"catalogues": 2, "files": 31, "waived": 3}
    assert [result["level"] for result in run["results"]] == ["error"] * 5 + ["warning", "note", "error"]
    second = run["results"][2]
    assert second["locations"][0]["physicalLocation"]["region"] == {"startLine": 8, "startColumn": 3}
    assert second["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "town/tender/gifts"
    assert [part["message"]["text"] for part in second["relatedLocations"]] == ["第一次写在这里", "另一处在这里"]
    uri = run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == TENDER


@pytest.mark.parametrize(
    "file, artifact",
    [
        ("a b/权.yaml", {"uri": "a%20b/%E6%9D%83.yaml", "uriBaseId": "%SRCROOT%"}),
        ("a:b/%41?#.yaml", {"uri": "a%3Ab/%2541%3F%23.yaml", "uriBaseId": "%SRCROOT%"}),
        ("\udcff.yaml", {"uri": "%FF.yaml", "uriBaseId": "%SRCROOT%"}),
        ("\ud800.yaml", {"uri": "%ED%A0%80.yaml", "uriBaseId": "%SRCROOT%"}),
        ("/tmp/a b.yaml", {"uri": "file:///tmp/a%20b.yaml"}),
        ("//evil.example/x.yaml", {"uri": "file:///evil.example/x.yaml"}),
        ("C:/a.yaml", {"uri": "file:///C%3A/a.yaml"}),
    ],
)
def test_a_file_name_as_an_address(file: str, artifact: dict[str, str]) -> None:
    (result,) = json.loads(of("sarif", Report(1, 1, (fault(file, 1, 1),))))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


# JUnit


def test_junit_counts_and_places(faulty: Report) -> None:
    for report in (REPORT, faulty):
        root = junit_suites(of("junit", report))
        assert len([*root.iter("failure")]) + len([*root.iter("error")]) == sum(
            finding.severity is not Severity.INFO for finding in report.findings
        )
    root = junit_suites(of("junit"))
    assert [suite.get("name") for suite in root] == [
        "powerctl",
        "catalogues/东镇/catalogue.yaml",
        TENDER,
        visible(ODD),
    ]
    case = root[2][1]
    assert case.get("classname") == TENDER.removesuffix(".yaml")
    assert case.get("file") == TENDER
    assert f"{TENDER}:8:3: error S004" in (case[0].text or "")
    assert f"{TENDER}:3:3: 第一次写在这里" in (case[0].text or "")
    assert str(case[0].get("message")) in (case[0].text or "")


def test_junit_without_findings_has_one_case_and_it_passes() -> None:
    root = junit_suites(of("junit", EMPTY))
    (case,) = root.iter("testcase")
    assert len(case) == 0
    assert root.attrib == {"name": "powerctl", "tests": "1", "failures": "0", "errors": "0"}


# GitHub


@pytest.mark.parametrize("language", LANGUAGES)
def test_github_reads_back_what_was_found(language: str, faulty: Report) -> None:
    words = Words(language)
    for report in (REPORT, faulty):
        log = of("github", report, language)
        found = commands(log)
        expected = [
            (
                {"error": "error", "warning": "warning", "info": "notice"}[finding.severity],
                {
                    "file": visible(finding.location.file),
                    "line": str(finding.location.line),
                    "col": str(finding.location.column),
                    "title": f"{finding.rule} {words.rule(finding.rule).title}",
                },
                words.sentence(finding),
            )
            for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
            for finding in report.findings
            if finding.severity is severity
        ]
        assert found == expected
        assert len(log.splitlines()) == len(found) + 2 + bool(report.waived)
        assert log.splitlines()[-1] == of("text", report, language).splitlines()[-1]


def test_github_without_findings_has_no_command() -> None:
    assert of("github", EMPTY) == "检查了 1 个目录、5 个文件。\n没有发现问题。\n"


# GitLab


def test_gitlab_has_what_it_asks_for(faulty: Report) -> None:
    for report in (EMPTY, REPORT, faulty):
        entries = json.loads(of("gitlab", report))
        assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(report.findings)
        for entry, finding in zip(entries, report.findings, strict=True):
            assert list(entry) == ["description", "check_name", "fingerprint", "severity", "location"]
            assert entry["check_name"] == finding.rule
            assert entry["location"] == {
                "path": visible(finding.location.file),
                "lines": {"begin": finding.location.line},
            }
    severities = [entry["severity"] for entry in json.loads(of("gitlab"))]
    assert severities == ["blocker", "major", "major", "major", "major", "minor", "info", "major"]


# Markdown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_shows_everything(language: str, faulty: Report) -> None:
    words = Words(language)
    for report in (REPORT, faulty):
        items = summary(of("markdown", report, language))
        for finding in report.findings:
            assert visible(finding.location.file) in items
            place = f"{finding.location.line}:{finding.location.column}"
            severity = words.text("report", finding.severity)
            assert f"{severity} {place} {finding.rule} {words.sentence(finding)}" in items
        tables = [item for item in items if re.match("[A-Z][0-9]{3} ", item)]
        assert len(tables) == len({finding.rule for finding in report.findings})
    assert of("text", REPORT, language).splitlines()[-1] in summary(of("markdown", REPORT, language))[0]


def test_a_clean_summary_is_two_sentences() -> None:
    assert of("markdown", EMPTY) == "**没有发现问题。**\n\n检查了 1 个目录、5 个文件。\n"


@pytest.mark.parametrize("language, left", [("zh", "还有 ([0-9]+) 条"), ("en", "and ([0-9]+) more")])
@pytest.mark.parametrize("number, size", [(4_000, 200), (4_000, 1_000), (1, 2_000_000), (3, 299_000)])
def test_a_summary_that_is_too_long_tells_what_it_leaves_out(language: str, left: str, number: int, size: int) -> None:
    findings = tuple(fault(TENDER, line, 1, reference="权" * (size // 3)) for line in range(1, number + 1))
    text = of("markdown", Report(1, 1, findings), language)
    assert len(text.encode()) <= markdown.LIMIT
    listed = text.count("\n- ")
    last = text.splitlines()[-1]
    told = re.search(left, last)
    assert listed + (int(told[1]) if told else 0) == number
    assert told is not None or listed == number
    assert number > 1 or told


def test_the_last_sentence_fits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(1, 1, tuple(fault(TENDER, line, 1) for line in range(1, 100)))
    for limit in range(2_000, 2_200):
        monkeypatch.setattr(markdown, "LIMIT", limit)
        assert len(of("markdown", report).encode()) <= limit


# Whatever stands in a file


def one(value: str) -> Report:
    """A finding whose file, subject and facts are all the same text."""
    facts: dict[str, Fact] = {"kind": value, "reference": value, "nearest": value}
    place = Location(f"units/{value}/power.yaml", 3, 4)
    return Report(1, 1, (Finding("S003", Severity.ERROR, place, facts, subject=f"town/{value}"),))


def texts_of_sarif(text: str) -> Iterator[str]:
    (result,) = sarif_run(text)["results"]
    assert "](" not in result["message"]["text"]
    yield result["message"]["text"]


def texts_of_junit(text: str) -> Iterator[str]:
    (case,) = junit_suites(text).iter("testcase")
    (failure,) = case
    yield str(failure.get("message"))
    yield str(failure.text)
    yield str(case.get("name"))


def texts_of_github(text: str) -> Iterator[str]:
    ((name, properties, data),) = commands(text)
    assert (name, list(properties)) == ("error", ["file", "line", "col", "title"])
    yield properties["file"]
    yield data


def texts_of_gitlab(text: str) -> Iterator[str]:
    (entry,) = json.loads(text)
    yield entry["description"]
    yield entry["location"]["path"]


def texts_of_markdown(text: str) -> Iterator[str]:
    *_, heading, item = summary(text)
    yield heading
    yield item


READERS = {
    "sarif": texts_of_sarif,
    "junit": texts_of_junit,
    "github": texts_of_github,
    "gitlab": texts_of_gitlab,
    "markdown": texts_of_markdown,
}


def assert_inert(form: str, value: str) -> None:
    """The text is read as the text it is, and does nothing on its way."""
    output = of(form, one(value))
    assert all(visible(line) == line for line in output.split("\n"))
    assert "##[" not in output
    assert len(commands(output)) == (form == "github")
    shown = visible(value)
    if form == "github":
        shown = shown.replace("##[", "## [")
    if form == "sarif":
        shown = shown.replace("](", "] (")
    for text in READERS[form](output):
        assert shown in text


PAYLOADS = {
    entry["id"]: entry["value"] for entry in json.loads((ROOT / "tests/hostile/payloads.json").read_text("utf-8"))
}
LINKS = [
    "[点击](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>", "https://evil.example",
    "www.evil.example", "_www.evil.example_", "ftp://evil.example", "a@evil.example", "mailto:a@evil.example",
    "xmpp:a@evil.example/x", "@mayor", "@\u200bmayor", "#1", "owner/repo#1", "GH-1", "[^1]", "[x]: https://evil.example",
]  # fmt: skip
MARKS = [
    CURSED, ODD, "]]>", "<![CDATA[", "<!-- -->", "&copy; &#64; &amp;amp;", "`x`", "``", "```\nx", "\\", "\\\\[x\\]",
    "~~x~~", "**x**", "__x__", "# x", "- x", "> x", "| a |", "\\| a", "$x$", "   ", "\r", "\r\n::stop-commands::x",
    "%0A::error::x", "%250A", "%3A%2C", ",line=1", "=", "::", "x::y", "##[add-mask]x", "###[group]", "\x85::error::x",
    "\v\f\x1c", "\u2029", "\ud800\udc00", "\udfff", "\ufffe", "\U0001ffff", "🏛️", "{0} {{1}}", "%SRCROOT%",
]  # fmt: skip


@pytest.mark.parametrize("form", sorted(READERS))
@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in PAYLOADS.items()])
def test_a_payload_is_inert(form: str, value: str) -> None:
    assert_inert(form, value)


@pytest.mark.parametrize("form", sorted(READERS))
def test_links_and_marks_are_inert(form: str) -> None:
    for value in (*LINKS, *MARKS):
        assert_inert(form, value)


ACTIVE = st.text(st.sampled_from("@#[]()!<>&;|`*_~\\:/%,=-. \n\r\tw1a权\u2028\ud800"), max_size=20)


@pytest.mark.parametrize("form", sorted(READERS))
@given(value=st.text(st.characters(exclude_categories=()), max_size=20) | ACTIVE)
def test_any_text_is_inert(form: str, value: str) -> None:
    assert_inert(form, value)
