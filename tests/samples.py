"""The samples of the rules: each is a small catalogue laid over ``tests/rules/base``."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from powerctl.cli.check import check
from powerctl.results import Finding

RULES = Path(__file__).parent / "rules"
AS_OF = date(2026, 6, 30)
_MARK = re.compile(r"#! ((?:[A-Z][0-9]{3} ?)+)$")


def lay_out(sample: Path, into: Path) -> Path:
    """The sample laid over the base catalogue, as a folder that can be validated."""
    shutil.copytree(RULES / "base", into, dirs_exist_ok=True)
    shutil.copytree(sample, into, dirs_exist_ok=True, symlinks=True)
    (into / "findings.txt").unlink(missing_ok=True)
    return into


def one_power(verdict: str, into: Path) -> Path:
    """The power of S003's samples alone, five files in all; if it is the bad one, three references lead nowhere."""
    shutil.copytree(RULES / "base", into, dirs_exist_ok=True)
    powers = "units/town/powers"
    shutil.copytree(RULES / "S003" / verdict / powers, into / powers, dirs_exist_ok=True)
    return into


def found(catalogue: Path, rule: str) -> list[Finding]:
    """The findings of one rule in a catalogue."""
    report = check([catalogue], as_of=AS_OF)
    assert not report.crashed, report.findings
    return [finding for finding in report.findings if finding.rule == rule]


def places(findings: list[Finding], root: Path) -> set[tuple[str, int]]:
    """File (relative to the catalogue) and line of each finding."""
    return {(finding.location.file.removeprefix(f"{root}/"), finding.location.line) for finding in findings}


def expected(sample: Path, rule: str) -> set[tuple[str, int]]:
    """Where the sample says that the rule must find something: lines that end in ``#! P101``, and
    ``findings.txt`` (``file:line`` each) for files that can hold no comment."""
    wanted = set()
    for file in sorted(path for path in sample.rglob("*.yaml") if path.is_file()):
        for number, line in enumerate(file.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            match = _MARK.search(line)
            if match and rule in match[1].split():
                wanted.add((file.relative_to(sample).as_posix(), number))
    listed = sample / "findings.txt"
    for line in listed.read_text("utf-8").splitlines() if listed.exists() else ():
        file_name, _, line_number = line.rpartition(":")
        wanted.add((file_name, int(line_number)))
    return wanted
