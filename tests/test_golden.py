"""The example full of faults, word for word; ``make golden`` renews the files."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from powerctl.cli.check import check
from powerctl.formats import FORMATS
from powerctl.messages import Words
from powerctl.results import Report
from powerctl.rules.specs import SPECS

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SHOWN = [("faulty.zh.txt", "text", "zh"), ("faulty.en.txt", "text", "en"), ("faulty.json", "json", "zh")]


@pytest.fixture(scope="module")
def report() -> Report:
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        return check([Path("examples/faulty")], as_of=date(2026, 6, 30))
    finally:
        os.chdir(here)


def test_every_rule_has_a_fault_in_it(report: Report) -> None:
    assert {finding.rule for finding in report.findings} == set(SPECS)


@pytest.mark.parametrize("name, form, language", SHOWN)
def test_what_is_said_of_it(name: str, form: str, language: str, report: Report) -> None:
    text = FORMATS[form](report, Words(language))
    if os.environ.get("POWERCTL_GOLDEN") == "renew":
        (GOLDEN / name).write_text(text, "utf-8")
    assert text == (GOLDEN / name).read_text("utf-8")


def test_the_order_is_by_place(report: Report) -> None:
    places = [finding.location for finding in report.findings]
    assert places == sorted(places)
