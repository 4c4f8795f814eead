"""The table of clauses: none is missing, and every rule, command, file and test that it names exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from powerctl.cli.app import app
from powerctl.rules.specs import SPECS

ROOT = Path(__file__).parent.parent
CLAUSES = {"000": 57, "001": 25, "002": 52, "003": 17, "004": 20}
_ROW = re.compile(r"\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
_CODE = re.compile(r"`([^`]+)`")


def rows() -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Document, clause, what meets it, what tests that."""
    document = ""
    for line in (ROOT / "docs" / "coverage.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            document = line.split()[1]
        elif row := _ROW.fullmatch(line):
            yield document, int(row[1]), _CODE.findall(row[3]), _CODE.findall(row[4])


@pytest.mark.parametrize("document, count", CLAUSES.items())
def test_every_clause_has_one_row(document: str, count: int) -> None:
    assert [number for name, number, _, _ in rows() if name == document] == list(range(1, count + 1))


def test_every_clause_is_met_and_tested_by_something_that_exists() -> None:
    commands = {entry.name or entry.callback.__name__ for entry in app.registered_commands if entry.callback}
    commands |= {str(group.name) for group in app.registered_groups}
    for document, number, met, tests in rows():
        assert met and tests, (document, number)
        for name in met:
            is_known = name in SPECS or name.removeprefix("powerctl ") in commands or (ROOT / name).is_file()
            assert is_known, (document, number, name)
        for name in tests:
            assert (ROOT / name).exists(), (document, number, name)


def test_a_rule_that_meets_a_clause_is_tested_by_its_sample() -> None:
    for document, number, met, tests in rows():
        for name in met:
            assert name not in SPECS or f"tests/rules/{name}" in tests, (document, number, name)
