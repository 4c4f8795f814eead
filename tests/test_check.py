"""One run over catalogues: what is covered, what a rule that breaks down becomes, what a rulebook may change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from powerctl.cli.app import app
from powerctl.cli.check import check
from powerctl.errors import PowerctlError
from powerctl.results import Hit, Severity
from powerctl.rules import RULES, Brief, Rule
from tests.samples import AS_OF, lay_out, one_power
from tests.samples import RULES as SAMPLES


def broken(brief: Brief) -> Iterator[Hit]:
    """Breaks down after its first hit."""
    yield Hit(brief.catalogue.units[0].ref.at("id"), {"power": "招标", "status": "保留"})
    raise ZeroDivisionError("division by zero")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return one_power("bad", tmp_path / "c")


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch) -> str:
    rule = RULES["P101"]
    monkeypatch.setitem(RULES, "P101", Rule(rule.spec, rule.holds, broken))
    return "P101"


def test_a_rule_that_breaks_down_is_told_and_the_others_go_on(catalogue: Path, crashing: str) -> None:
    report = check([catalogue], as_of=AS_OF)
    assert report.crashed == (crashing,)
    (told,) = [finding for finding in report.findings if finding.case == "crashed"]
    assert told.rule == crashing
    assert told.severity is Severity.ERROR
    assert "division by zero" in str(told.facts["problem"])
    assert [finding.rule for finding in report.findings].count("S003") == 3


def test_a_rule_that_breaks_down_ends_with_three(catalogue: Path, crashing: str) -> None:
    result = CliRunner().invoke(app, ["validate", str(catalogue), "--fail-on", "never", "--lang", "en"])
    assert result.exit_code == 3
    assert f"error {crashing} the rule itself broke down" in result.output
    assert "division by zero" in result.output


@pytest.mark.parametrize(
    "severity, seen",
    [("error", Severity.ERROR), ("warning", Severity.WARNING), ("info", Severity.INFO), ('"off"', None)],
)
def test_a_rulebook_changes_severities(severity: str, seen: Severity | None, catalogue: Path) -> None:
    book = catalogue / "rulebook.yaml"
    book.write_text(book.read_text("utf-8") + f"severity: {{S003: {severity}, S009: {severity}}}\n", "utf-8")
    power = catalogue / "units/town/powers/tender.yaml"
    power.write_text(power.read_text("utf-8") + "note: 13812345678\n", "utf-8")
    findings = check([catalogue], as_of=AS_OF, select=("S003", "S009")).findings
    assert {finding.severity for finding in findings} == ({seen} if seen else set())


def test_a_file_that_cannot_be_read_is_told_whatever_the_rulebook_says(catalogue: Path) -> None:
    book = catalogue / "rulebook.yaml"
    book.write_text(book.read_text("utf-8") + 'severity: {S001: "off", S002: "off", S006: info}\n', "utf-8")
    (catalogue / "units/town/powers/a.yaml").write_bytes(b"\xff")
    (catalogue / "units/town/powers/b.yaml").write_text("kind: power\n", "utf-8")
    (catalogue / "units/town/powers/c.yaml").symlink_to("/etc/hostname")
    findings = check([catalogue], as_of=AS_OF, select=("S001", "S002", "S006")).findings
    assert {finding.rule for finding in findings} == {"S001", "S002", "S006"}
    assert {finding.severity for finding in findings} == {Severity.ERROR}


def test_each_catalogue_below_the_paths_is_checked_once(tmp_path: Path) -> None:
    for name in ("a", "b/deep"):
        one_power("ok", tmp_path / name)
    report = check([tmp_path, tmp_path / "a", tmp_path / "b"], as_of=AS_OF, select=("S",))
    assert (report.catalogues, report.files) == (2, 10)


def test_the_day_decides(tmp_path: Path) -> None:
    catalogue = lay_out(SAMPLES / "B202" / "ok", tmp_path / "c")
    assert check([catalogue], as_of=AS_OF, select=("B202",)).findings == ()
    assert check([catalogue], as_of=date(1990, 1, 1), select=("B202",)).findings != ()


def test_the_same_input_gives_the_same_findings(catalogue: Path) -> None:
    assert check([catalogue], as_of=AS_OF) == check([catalogue], as_of=AS_OF)


def test_a_wrong_option_stops_before_anything_is_mended(catalogue: Path) -> None:
    power = next(catalogue.rglob("powers/*.yaml"))
    power.write_bytes(b"\xef\xbb\xbf" + power.read_bytes())
    before = power.read_bytes()
    result = CliRunner().invoke(app, ["validate", str(catalogue), "--fix", "--level", "nonsense"])
    assert isinstance(result.exception, PowerctlError) and result.exception.key == "unknown_level"
    assert power.read_bytes() == before
    signed = ["--write-waivers", "--until", "2999-01-01", "--approved-by", "town/clerk", "--waivers-from", "HEAD"]
    result = CliRunner().invoke(app, ["validate", str(catalogue), *signed])
    assert isinstance(result.exception, PowerctlError) and result.exception.key == "waivers_elsewhere"
