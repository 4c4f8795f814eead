"""Waivers: what they cover, what is wrong with them, which are proposed, how they are written below others."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from powerctl import document
from powerctl.cli.check import check
from powerctl.edit.append import appending, written
from powerctl.edit.checked import edited, same, text_of
from powerctl.model.place import Ref
from powerctl.model.waiver import Waiver
from powerctl.results import Finding, Location, Severity
from powerctl.rulebook import load_rulebook
from powerctl.rules.specs import SPECS, on_rung
from powerctl.source import WorkingTree
from powerctl.waivers import Terms, covers, proposed, settle
from tests.samples import AS_OF, RULES, lay_out, one_power

POWER = "units/town/powers/tender.yaml"
TERMS = Terms(SPECS.keys(), SPECS.keys(), ("S010",), AS_OF)


def finding(rule: str = "C501", file: str = POWER, subject: str = "town/tender/leak", case: str = "") -> Finding:
    return Finding(rule, Severity.ERROR, Location(file, 3), case=case, subject=subject)


def waiver(rule: str = "C501", until: str = "2026-12-31", index: str = "0", **where: str) -> Waiver:
    ref = Ref("waivers.yaml", ("waivers", int(index)))
    return Waiver(rule=rule, reason="x", approved_by="town/secretary", until=until, ref=ref, **where)


@pytest.mark.parametrize(
    "where, is_covered",
    [
        ({}, True),
        ({"file": POWER}, True),
        ({"file": "units/town/powers/other.yaml"}, False),
        ({"file": "units/town/powers"}, False),
        ({"unit": "town"}, True),
        ({"unit": "tow"}, False),
        ({"subject": "town"}, True),
        ({"subject": "town/tender"}, True),
        ({"subject": "town/tender/leak"}, True),
        ({"subject": "town/tend"}, False),
        ({"subject": "town/tender/leaks"}, False),
        ({"file": POWER, "unit": "town", "subject": "town/tender"}, True),
        ({"file": POWER, "unit": "other"}, False),
        ({"unit": "town", "subject": "town/other"}, False),
    ],
)
def test_all_that_a_waiver_names_must_match(where: dict[str, str], is_covered: bool) -> None:
    assert covers(waiver(**where), finding()) is is_covered
    assert not covers(waiver("C502", **where), finding())


def test_a_finding_about_the_catalogue_belongs_to_no_unit() -> None:
    assert not covers(waiver("B202", unit="town"), finding("B202", "laws.yaml", ""))
    assert covers(waiver("B202", file="laws.yaml"), finding("B202", "laws.yaml", ""))


@pytest.mark.parametrize(
    "given, case, path",
    [
        (waiver(until="2026-06-29"), "expired", "until"),
        (waiver(until="2026-06-30"), "", ""),
        (waiver("C999"), "unknown", "rule"),
        (waiver("S010"), "forbidden", "rule"),
        (waiver("S001"), "forbidden", "rule"),  # whatever the rulebook says
        (waiver("S011"), "forbidden", "rule"),
        (waiver("S010", until="2020-01-01"), "forbidden", "rule"),  # one fault is enough
        (waiver(unit="other"), "unused", None),
    ],
)
def test_what_is_wrong_with_a_waiver(given: Waiver, case: str, path: str | None) -> None:
    settled = settle([finding(), finding("S010"), finding("S001"), finding("S011")], [given], TERMS)
    assert [hit.case for hit in settled.hits] == [case] * bool(case)
    assert len(settled.set_aside) == (not case)
    if path:
        assert settled.hits[0].ref == given.ref.at(path)


def test_a_waiver_of_a_rule_that_did_not_run_is_not_idle() -> None:
    assert settle([], [waiver("P101"), waiver("C501")], Terms(SPECS.keys(), {"C501"}, (), AS_OF)).hits[0].facts == {
        "rule": "C501",
        "where": "",
    }


def test_a_rule_that_broke_down_is_told_in_any_case() -> None:
    crash = finding(case="crashed")
    assert settle([crash], [waiver()], Terms(SPECS.keys(), set(), (), AS_OF)).kept == (crash,)


def test_two_waivers_of_one_finding_are_both_of_use() -> None:
    settled = settle([finding()], [waiver(), waiver(index="1", unit="town")], TERMS)
    assert not settled.hits
    assert [entry.waiver.unit for entry in settled.set_aside] == [""]


def test_faults_stand_in_the_order_of_the_file() -> None:
    given = [
        waiver("P101"),
        waiver("C999", index="1"),
        waiver("P102", index="2"),
        waiver(until="2020-01-01", index="3"),
    ]
    assert [hit.case for hit in settle([], given, TERMS).hits] == ["unused", "unknown", "unused", "expired"]


FINDINGS = (
    finding("P101", "units/b/powers/x.yaml", "b/x"),
    finding("C501", POWER, "town/tender/leak"),
    finding("C501", POWER, "town/tender/leak"),
    finding("C501", POWER, "town/tender/bribe"),
    finding("C501", POWER, "town/tender/编号"),
    finding("B202", "laws.yaml", ""),
)


@pytest.mark.parametrize(
    "most, entries",
    [
        (
            9,
            [
                ("B202", "laws.yaml", "", ""),
                ("C501", POWER, "", "town/tender/bribe"),
                ("C501", POWER, "", "town/tender/leak"),
                ("C501", POWER, "", ""),
                ("P101", "units/b/powers/x.yaml", "", ""),
            ],
        ),
        (4, [("B202", "laws.yaml", "", ""), ("C501", POWER, "", ""), ("P101", "units/b/powers/x.yaml", "", "")]),
        (2, [("B202", "", "", ""), ("C501", "", "", ""), ("P101", "", "", "")]),
    ],
)
def test_waivers_are_as_narrow_as_there_is_room(most: int, entries: list[tuple[str, str, str, str]]) -> None:
    found = proposed(FINDINGS, waiver(""), most)
    assert [(one.rule, one.file, one.unit, one.subject) for one in found] == entries
    assert proposed(reversed(FINDINGS), waiver(""), most) == found
    assert all(any(covers(one, entry) for one in found) for entry in FINDINGS)


def test_units_come_before_the_whole_catalogue() -> None:
    many = [finding("P101", f"units/b/powers/{name}.yaml", f"b/{name}") for name in "xyz"]
    assert [(one.file, one.unit) for one in proposed(many, waiver(""), 2)] == [("", "b")]


def test_a_file_that_no_waiver_can_name_is_left_out() -> None:
    assert proposed([finding(file="units/b/powers/a:b.yaml")], waiver(""), 9) == ()


# The list in the file

ENTRY = {"rule": "P101", "reason": "待改正: 1"}
HEAD = "# head\nkind: waivers\n"
OLD = "  - rule: S003   # why\n    until: 2026-01-01\n"
NEW = '  - rule: P101\n    reason: "待改正: 1"\n'
BARE = '- rule: P101\n  reason: "待改正: 1"\n'
FLOW = '{"rule": "P101", "reason": "待改正: 1"}'


@pytest.mark.parametrize(
    "before, after",
    [
        (HEAD, HEAD + "waivers:\n" + NEW),
        (HEAD.rstrip("\n"), HEAD + "waivers:\n" + NEW),
        (HEAD + "waivers:\n" + OLD, HEAD + "waivers:\n" + OLD + NEW),
        (HEAD + "waivers:\n" + OLD.rstrip("\n"), HEAD + "waivers:\n" + OLD + NEW),
        (HEAD + "waivers:\n" + OLD + "    # its own\n", HEAD + "waivers:\n" + OLD + "    # its own\n" + NEW),
        (HEAD + "waivers:\n" + OLD + "# end\n", HEAD + "waivers:\n" + OLD + NEW + "# end\n"),
        (HEAD + "waivers:\n" + OLD + "\nx-a: 1\n", HEAD + "waivers:\n" + OLD + NEW + "\nx-a: 1\n"),
        (
            "waivers:\n- rule: S003\nkind: waivers\n",
            "waivers:\n- rule: S003\n" + NEW.replace("\n  ", "\n")[2:] + "kind: waivers\n",
        ),
        (HEAD + "waivers:\n  - x: |\n      a\n\n", HEAD + "waivers:\n  - x: |\n      a\n" + NEW + "\n"),
        (HEAD + "waivers: []  # none\n", HEAD + f"waivers: [\n  {FLOW}]  # none\n"),
        (HEAD + "waivers: [{rule: S003}, ]\n", HEAD + f"waivers: [{{rule: S003}},\n  {FLOW}, ]\n"),
        ("{kind: waivers}\n", f'{{kind: waivers, "waivers": [\n  {FLOW}]}}\n'),
        (HEAD.replace("\n", "\r\n"), (HEAD + "waivers:\n" + NEW).replace("\n", "\r\n")),
        (HEAD + "...\n", HEAD + "waivers:\n" + NEW + "...\n"),
        ("\ufeff" + HEAD, "\ufeff" + HEAD + "waivers:\n" + NEW),
    ],
)
def test_entries_are_added_and_every_byte_is_kept(before: str, after: str) -> None:
    raw = before.encode()
    read = document.read("waivers.yaml", raw)
    assert isinstance(read.data, dict)
    meant = {**read.data, "waivers": [*read.data.get("waivers", []), ENTRY]}
    result = edited(read, raw, appending(text_of(raw), "waivers", [ENTRY]), lambda data: same(data, meant))
    assert result is not None
    assert result.decode() == after


@pytest.mark.parametrize(
    "text, shown",
    [
        ("待改正（见方案）", "待改正（见方案）"),
        ("town/secretary", "town/secretary"),
        ("2026-12-31", "2026-12-31"),
        ("0571", '"0571"'),
        ("no", '"no"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        (" a", '" a"'),
        ("a\nb", '"a\\nb"'),
        ("- a", '"- a"'),
        ('"', '"\\""'),
    ],
)
def test_a_text_is_quoted_where_there_is_a_doubt(text: str, shown: str) -> None:
    assert written(text) == shown
    assert document.read("x", f"a: {shown}\n".encode()).data == {"a": text}


# A whole catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return lay_out(RULES / "S011" / "ok", tmp_path / "c")


def test_what_is_set_aside_is_counted_and_kept_with_its_waiver(catalogue: Path) -> None:
    report = check([catalogue], as_of=AS_OF, select=("P101", "S011"))
    assert (report.findings, report.waived) == ((), 1)
    (entry,) = report.set_aside
    assert entry.finding.rule == "P101"
    assert entry.finding.location.file.endswith(f"c/{POWER}")
    assert entry.waiver.approved_by == "town/secretary"


def test_a_day_later_the_finding_is_back_and_the_waiver_one_more(catalogue: Path) -> None:
    report = check([catalogue], as_of=date(2026, 7, 1), select=("P101", "S011"))
    assert [(found.rule, found.case) for found in report.findings] == [("P101", ""), ("S011", "expired")]
    assert report.waived == 0


@pytest.mark.parametrize("severity, seen", [("info", [Severity.INFO]), ('"off"', [])])
def test_a_rulebook_weighs_faulty_waivers_too(catalogue: Path, severity: str, seen: list[Severity]) -> None:
    book = catalogue / "rulebook.yaml"
    book.write_text(book.read_text("utf-8") + f"severity: {{S011: {severity}}}\n", "utf-8")
    report = check([catalogue], as_of=date(2026, 7, 1), select=("S011",))
    assert [found.severity for found in report.findings] == seen


def test_a_rulebook_says_what_cannot_be_waived(catalogue: Path) -> None:
    book = catalogue / "rulebook.yaml"
    book.write_text(book.read_text("utf-8") + "unwaivable: [P101]\n", "utf-8")
    report = check([catalogue], as_of=AS_OF, select=("P101", "S011"))
    assert [(found.rule, found.case) for found in report.findings] == [("P101", ""), ("S011", "forbidden")]


# The ladder


def test_the_rungs_of_the_built_in_ladder_hold_every_rule_at_last(catalogue: Path) -> None:
    ladder = load_rulebook(WorkingTree(catalogue), "rulebook.yaml").ladder
    rungs = [on_rung(ladder, level) for level in ("draft", "basic", "full", "inspection")]
    assert all(lower < higher or higher == SPECS.keys() for lower, higher in pairwise(rungs))
    assert {rule[0] for rule in rungs[0]} == {"S"}
    assert rungs[-1] == SPECS.keys()


@pytest.mark.parametrize("level, rules", [("draft", {"S003"}), ("basic", {"S003", "D701"}), ("", {"S003", "D701"})])
def test_a_level_narrows_and_a_selection_narrows_further(tmp_path: Path, level: str, rules: set[str]) -> None:
    catalogue = one_power("bad", tmp_path / "c")
    report = check([catalogue], as_of=AS_OF, select=("S003", "D701"), level=level)
    assert {found.rule for found in report.findings} == rules
    assert {found.rule for found in check([catalogue], as_of=AS_OF, select=("S003",), level=level).findings} == {"S003"}
