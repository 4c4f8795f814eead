"""What is owed: recurring duties case by case, what follows from ledgers, and the command that lists it."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from powerctl.duties import owed
from powerctl.duties.deadline import deadline
from powerctl.duty import Kind, Owed
from powerctl.workdays import WorkCalendar
from tests.briefs import brief
from tests.test_cli import powerctl

UNIT = """kind: unit
id: town
name: 样例镇
type: town
posts:
  - {id: secretary, name: 党委书记, chief: true, since: 2021-03-01}
  - {id: mayor, name: 镇长, roles: [talker], since: 2024-01-31}
"""


def rulebook(duty: str, more: str = "") -> str:
    return (
        "kind: rulebook\nid: sample\nname: 样例\nextends: base\nroles:\n  talker: {label: 谈话人}\n"
        "supervision:\n  matrix:\n    - {id: organ, by: 区纪委, whom: 镇, what: 履职}\n"
        f"    - {{id: home, by: 镇, whom: 镇, what: 履职, unit: town}}\n{more}"
        f"  duties:\n    talk: {{label: 谈话, {duty}}}\n"
    )


def ledger(*entries: str) -> str:
    return "kind: supervision\ndone:\n" + "".join(f"  - {{duty: talk, {entry}}}\n" for entry in entries)


def of(duty: str, *entries: str, more: str = "", **files: str) -> list[Owed]:
    texts = {"rulebook.yaml": rulebook(duty, more), "units/town/unit.yaml": UNIT}
    if entries:
        texts["units/town/supervision.yaml"] = ledger(*entries)
    handed = brief(texts | files)
    return [one for one in owed(handed.catalogue, handed.rulebook) if one.duty == "talk"]


def days(found: list[Owed]) -> list[tuple[str, str, str]]:
    return [(one.owner, one.about, one.due) for one in found]


@pytest.mark.parametrize(
    "duty, entries, wanted",
    [
        # A row of the matrix about a role: each such post, from the day it took office.
        ("by: organ, about: chief, months: 3", [], [("区纪委", "样例镇党委书记", "2021-06-01")]),
        (
            "by: organ, about: chief, months: 3",
            ["by: mayor, on: 2026-05-31, about: secretary"],
            [("区纪委", "样例镇党委书记", "2026-08-31")],
        ),
        # A record about somebody else does not count.
        (
            "by: organ, about: chief, months: 3",
            ["by: mayor, on: 2026-05-31, about: mayor"],
            [("区纪委", "样例镇党委书记", "2021-06-01")],
        ),
        # A role that owes: the post itself must have done it; the end of a short month is its last day.
        ("by: talker, months: 1", [], [("镇长", "", "2024-02-29")]),
        ("by: talker, months: 1", ["by: mayor, on: 2026-01-31"], [("镇长", "", "2026-02-28")]),
        ("by: talker, months: 1", ["by: secretary, on: 2026-01-31"], [("镇长", "", "2024-02-29")]),
        # Twice in each period: the one before the last counts.
        (
            "by: organ, months: 12, times: 2",
            ["by: mayor, on: 2026-01-10", "by: mayor, on: 2026-05-10"],
            [("区纪委", "", "2027-01-10")],
        ),
        ("by: organ, months: 12, times: 2", ["by: mayor, on: 2026-01-10"], [("区纪委", "", "")]),
        # Nothing says from when on: overdue from the beginning.
        ("by: 区政府办, months: 12", [], [("区政府办", "", "")]),
        # What only follows an event is not owed by itself.
        ("by: organ, within: 10d, after: 离任", [], []),
    ],
)
def test_when_a_duty_is_due_next(duty: str, entries: list[str], wanted: list[tuple[str, str, str]]) -> None:
    assert days(of(duty, *entries)) == wanted


def test_a_term_is_audited_once_when_it_has_lasted() -> None:
    five = "  audit_after_years: 5\n"
    duty = "by: organ, about: chief, tenure: true"
    assert days(of(duty, more=five)) == [("区纪委", "样例镇党委书记", "2026-03-01")]
    assert not of(duty, "by: mayor, on: 2026-03-20, about: secretary", more=five)
    before = of(duty, "by: mayor, on: 2021-02-20, about: secretary", more=five)
    assert days(before) == [("区纪委", "样例镇党委书记", "2026-03-01")], "an audit before this term does not count"
    assert not of(duty), "the rulebook asks for none"


def test_high_risk_units_are_checked_one_by_one_but_never_by_themselves() -> None:
    risk = "kind: risks\nrisk_points:\n  - {id: r, post: secretary, category: ethics, behaviour: 插手, grade: high}\n"
    other = UNIT.replace("id: town", "id: village", 1).replace("样例镇", "样例村")
    files = {"units/town/risks.yaml": risk, "units/village/unit.yaml": other, "units/village/risks.yaml": risk}
    assert [one.about for one in of("by: organ, about: high-risk, months: 12", **files)] == ["样例村", "样例镇"]
    assert [one.about for one in of("by: home, about: high-risk, months: 12", **files)] == ["样例村"]
    seen = of("by: home, about: high-risk, months: 12", "by: mayor, on: 2026-05-01, about: village/mayor", **files)
    assert [one.due for one in seen] == ["2027-05-01"]
    low = {name: text.replace("grade: high", "grade: low") for name, text in files.items()}
    assert not of("by: organ, about: high-risk, months: 12", **low)


def test_what_follows_from_the_ledgers() -> None:
    handed = brief(
        {
            "units/town/warnings/w.yaml": "kind: warning\nid: w\nlevel: yellow\n"
            "description: 走过场\npost: works-clerk\nnotice: {type: rectification, served: 2026-06-01}\n",
            "units/town/decisions/d.yaml": "kind: decision\nid: d\nname: 会议\nbody: committee\n"
            "date: 2026-03-05\nitems:\n  - {id: road, title: 道路, matter: project, "
            "follow_up: [{owner: works-head, deadline: 2026-07-01}, "
            "{owner: works-clerk, deadline: 2026-05-01, done: 2026-05-01}]}\n",
            "units/town/adjustments/a.yaml": "kind: adjustment\nid: a\ntitle: 取消\nreason: 法律修改\n"
            "date: 2026-05-20\narose: 2026-04-30\n",
        }
    )
    found = [(one.kind, one.owner, one.due) for one in owed(handed.catalogue, handed.rulebook)]
    assert found == [
        # Twenty working days from 30 April 2026: 1 to 5 May are a holiday, Saturday 9 May is worked.
        (Kind.ADJUSTMENT, "样例镇", "2026-06-01"),
        (Kind.FOLLOW_UP, "城建办主任", "2026-07-01"),
        (Kind.REPLY, "城建办经办人", "2026-07-01"),
    ]


def test_limits_in_every_unit() -> None:
    start, calendar = date(2026, 1, 30), WorkCalendar()
    assert deadline(start, "30d", calendar) is not None
    assert [
        found.day.isoformat()
        for limit in ("30d", "0d", "1mo", "1wd")
        if (found := deadline(start, limit, calendar)) is not None
    ] == ["2026-03-01", "2026-01-30", "2026-02-28", "2026-02-02"]
    unknown = deadline(date(2093, 1, 1), "5wd", calendar)
    assert unknown is not None
    assert unknown.estimated
    assert deadline(start, "soon", calendar) is None


@settings(max_examples=100, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 2000),
    st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
)
def test_what_is_overdue_stays_so_as_days_go_by(as_of: date, later: int, done: list[date]) -> None:
    found = of("by: organ, about: chief, months: 3", *(f"by: mayor, on: {on}, about: secretary" for on in done))
    then = as_of + timedelta(days=later)
    for one in found:
        assert one.is_overdue(then.isoformat()) >= one.is_overdue(as_of.isoformat())
        assert one.days_over(then) >= one.days_over(as_of)


@given(st.permutations([f"by: mayor, on: 2026-0{month}-11, about: secretary" for month in (1, 3, 5)]))
def test_the_order_of_records_does_not_count(entries: list[str]) -> None:
    assert days(of("by: organ, about: chief, months: 3", *entries)) == [("区纪委", "样例镇党委书记", "2026-08-11")]


def due(*arguments: str) -> subprocess.CompletedProcess[str]:
    return powerctl("due", "catalogues", *arguments)


def test_the_shipped_catalogues_owe_nothing_overdue_on_their_day() -> None:
    result = due("--as-of", "2026-06-30")
    assert (result.returncode, result.stdout) == (0, "截至 2026-06-30 没有应履行而未履行的事项。\n")


def test_machines_read_the_same_in_both_languages() -> None:
    chinese, english = (due("--as-of", "2026-11-21", "--format", "json", "--lang", lang) for lang in ("zh", "en"))
    assert chinese.stdout == english.stdout
    told = json.loads(chinese.stdout)
    assert told["version"] == 1
    assert told["summary"]["overdue"] == sum(entry["overdue"] for entry in told["duties"]) > 0
    talk = next(entry for entry in told["duties"] if entry["duty"] == "reminder-talk")
    assert talk["file"].startswith("units/example-town/")
    assert talk["days_over"] == 3


def test_a_desk_calendar_gets_each_duty_once_under_the_same_name() -> None:
    first, later = (due("--as-of", on, "--within", "200d", "--format", "ics") for on in ("2026-06-30", "2026-07-02"))
    events = [list(Calendar.from_ical(result.stdout).walk("VEVENT")) for result in (first, later)]
    names = [{str(event["uid"]) for event in found} for found in events]
    assert len(names[0]) == len(events[0]) > 5
    assert names[0] <= names[1]
    assert all(len(line.encode()) <= 75 for line in first.stdout.splitlines())


def test_one_unit_a_file_and_what_is_asked_wrongly(tmp_path: Path) -> None:
    target = tmp_path / "due.md"
    written = due(
        "--within",
        "1mo",
        "--as-of",
        "2026-06-30",
        "--unit",
        "sunshine-town",
        "--format",
        "markdown",
        "--output",
        str(target),
    )
    assert (written.returncode, written.stdout) == (0, "")
    assert "| 决议落实：集镇农贸市场周边道路改造立项 |" in target.read_text("utf-8")
    for arguments, words in ((("--unit", "sunshin"), "sunshine-town"), (("--within", "soon"), "30d")):
        wrong = due(*arguments)
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert words in wrong.stderr
