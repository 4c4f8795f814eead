"""Minutes of meetings, notices of warnings, their ledger and their reports, as a clerk gets them."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import docx as word
import pytest

from powerctl.ledger import Period, parse_period, report
from powerctl.model.warning import Collected, EarlyWarning
from powerctl.office.days import ordinal, written
from powerctl.table import Word
from tests.briefs import brief
from tests.test_cli import ROOT, powerctl

FAULTY = "examples/faulty/units/town/decisions/hasty.yaml"
MEETING = ("decision", "minutes", "sunshine-town/2026-04-28-leadership-meeting", "--catalogue", "catalogues")
WARNING = ("warning", "notice", "w-2026-03-subsidy", "--catalogue", "catalogues/qidaojiang")


def test_one_record_is_checked_and_nothing_else() -> None:
    result = powerctl("decision", "check", FAULTY, "--as-of", "2026-06-30")
    assert result.returncode == 1
    found = [line for line in result.stdout.splitlines() if ": " in line]
    assert {line.split(":")[0] for line in found} == {FAULTY}
    assert {line.split(" ")[2] for line in found} == {f"M90{number}" for number in (1, 2, 3, 4, 5, 7, 8)}
    good = "catalogues/xiuzhou/units/sunshine-town/decisions/2026-04-28-leadership-meeting.yaml"
    assert powerctl("decision", "check", good, "--as-of", "2026-06-30").returncode == 0
    assert powerctl("decision", "check", "no-such.yaml").returncode == 2


def test_minutes_have_who_said_what_the_votes_and_what_follows() -> None:
    text = powerctl(*MEETING).stdout
    for told in (
        "应到 9 人，实到 8 人",
        "| 6 | 镇党委委员、纪委书记 | 弃权 |",
        "赞成 7 票，反对 0 票，弃权 1 票",
        "已于2026年5月27日办结",
    ):
        assert told in text
    english = powerctl(*MEETING, "--lang", "en").stdout
    assert "7 in favour, 0 against, 1 abstaining" in english


def test_minutes_of_a_secret_ballot_never_tell_who_voted_how() -> None:
    text = powerctl("decision", "minutes", "county-water/2026-04-22-party-group", "--catalogue", "catalogues").stdout
    assert "无记名票决。赞成 5 票" in text
    assert "档案和个人事项核查无问题" not in text
    assert "| 成员 |" not in text


@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_minutes_and_notices_in_every_form(form: str, tmp_path: Path) -> None:
    for number, command in enumerate((MEETING, WARNING)):
        file = tmp_path / f"{number}.{form}"
        result = powerctl(*command, "--to", form, "--output", str(file))
        assert (result.returncode, result.stderr) == (0, "")
        once = file.read_bytes()
        assert powerctl(*command, "--to", form, "--output", str(file)).returncode == 0
        assert file.read_bytes() == once


def test_a_notice_says_what_is_asked_by_when() -> None:
    text = powerctl(*WARNING).stdout
    assert text.startswith("# 廉政风险预警整改通知书\n\n七纪预警〔2026〕3号")
    assert "决定发出中级（黄色）预警，并采取以下处置措施：诫勉谈话、函询整改" in text
    assert "30日内（最迟2026年4月16日）书面回告" in text and "本通知书于2026年3月17日送达" in text
    assert "依据《七道江镇廉政风险预警防控暂行办法》第四十二条、第四十三条，决定发出" in text
    assert text.endswith("中共七道江镇纪律检查委员会  \n签发：镇纪委书记  \n2026年3月16日\n")
    assert "镇纪委书记\n" not in text.split("\n\n")[0]
    form = powerctl(*WARNING, "--form", "collection").stdout
    assert form.startswith("# 廉政风险预警信息采集表")
    assert "市长热线" in form
    assert "虚报面积、把退耕地和征占地列入" in form and "ghost-acres" not in form


def test_word_opens_the_notice() -> None:
    with subprocess.Popen(
        [shutil.which("env") or "env", f"PYTHONPATH={ROOT}", _python(), "-m", "powerctl", *WARNING, "--to", "docx"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        content = process.communicate()[0]
    assert word.Document(io.BytesIO(content)).paragraphs[0].text == "廉政风险预警整改通知书"


def _python() -> str:
    import sys

    return sys.executable


def test_the_ledger_is_narrowed_by_unit_level_and_state() -> None:
    whole = powerctl("warning", "list", "catalogues/qidaojiang").stdout
    assert "| agri-station/w-2026-03-subsidy |" in whole
    assert "| agri-station/w-2026-03-subsidy |" in powerctl("warning", "list", "catalogues", "--level", "yellow").stdout
    assert "w-2026-03-subsidy" not in powerctl("warning", "list", "catalogues/qidaojiang", "--state", "served").stdout
    rows = powerctl("warning", "list", "catalogues/qidaojiang", "--format", "csv").stdout
    assert "agri-station/w-2026-03-subsidy" in rows


def test_what_is_asked_wrongly_is_told() -> None:
    for arguments, words in (
        (("warning", "notice", "w-2026-03-subsid", "--catalogue", "catalogues"), "agri-station/w-2026-03-subsidy"),
        (("decision", "check", "catalogues/xiuzhou/units/sunshine-town/unit.yaml"), "不是议决记录"),
        (("decision", "minutes", "nothing", "--catalogue", "catalogues"), "没有议决记录"),
        (("warning", "report", "catalogues", "--quarter", "2026Q5"), "2026Q1"),
        (("warning", "report", "catalogues", "--quarter", "2026H1"), "2026Q1"),
        (("warning", "report", "catalogues"), "--quarter"),
        (("warning", "report", "catalogues", "--quarter", "2026Q1", "--half", "2026H1"), "--quarter"),
    ):
        wrong = powerctl(*arguments)
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert words in wrong.stderr


@pytest.mark.parametrize(
    "text, kind, day, within",
    [
        ("2011Q4", "Q", "2011-10-01", True),
        ("2011Q4", "Q", "2011-12-31", True),
        ("2011Q4", "Q", "2012-01-01", False),
        ("2011Q4", "Q", "2011-09-30", False),
        ("2011H2", "H", "2011-07-01", True),
        ("2011H2", "H", "2011-06-30", False),
        ("2011H1", "H", "2011-06-30", True),
        ("2011H1", "H", "soon", False),
    ],
)
def test_what_lies_in_a_period(text: str, kind: str, day: str, within: bool) -> None:
    period = parse_period(text, kind)
    assert period is not None
    assert period.holds(day) is within


@pytest.mark.parametrize(
    "text, kind", [("2011Q5", "Q"), ("2011H3", "H"), ("2011Q1", "H"), ("2011-Q1", "Q"), ("Q1", "Q")]
)
def test_what_is_no_period(text: str, kind: str) -> None:
    assert parse_period(text, kind) is None


def test_the_period_before() -> None:
    assert [str(Period(2011, "Q", 1).before), str(Period(2011, "H", 2).before)] == ["2010Q4", "2011H1"]


def test_a_report_counts_the_period_alone_and_shows_the_trend() -> None:
    files = {
        f"units/town/warnings/w{number}.yaml": f"kind: warning\nid: w{number}\nlevel: {level}\ndescription: 走过场\n"
        f"post: works-clerk\ncollected: {{by: works-head, on: {on}, source: {source}}}\n{more}"
        for number, (level, on, source, more) in enumerate(
            [
                ("yellow", "2026-01-10", "audit", ""),
                ("blue", "2026-03-31", "audit", ""),
                ("blue", "2026-02-01", "media", "notice: {type: warning, issued: 2026-02-02, served: 2026-02-03}\n"),
                ("red", "2025-12-31", "audit", ""),
            ]
        )
    }
    handed = brief(files)
    paper = report(handed.catalogue, handed.rulebook, Period(2026, "Q", 1), date(2026, 6, 30))
    level, unit, source, risk, trend, overdue = paper.tables
    assert paper.entries == 3
    assert level.rows == ((Word("红色预警", "red"), 0), (Word("黄色预警", "yellow"), 1), (Word("蓝色预警", "blue"), 2))
    assert [row[1] for row in unit.rows] == [3]
    assert [row[1] for row in source.rows] == [2, 1]
    assert [row[1] for row in risk.rows] == [3]
    assert [(str(row[0].label)[4:], *row[1:]) for row in trend.rows if isinstance(row[0], Word)] == [
        ("年第二季度", 0, 0, 0, 0), ("年第三季度", 0, 0, 0, 0), ("年第四季度", 1, 1, 0, 0), ("年第一季度", 3, 0, 1, 2)
    ]  # fmt: skip
    assert [row[0] for row in overdue.rows] == ["town/w2"]
    earlier = report(handed.catalogue, handed.rulebook, Period(2025, "Q", 4), date(2026, 6, 30))
    assert not earlier.tables[-1].rows
    assert (earlier.key, earlier.owner.label[-9:], earlier.owner.en[-26:]) == (
        "quarter", "2025年第四季度", "the fourth quarter of 2025"
    )  # fmt: skip


def test_a_warning_belongs_to_the_day_of_its_notice_or_else_of_its_form() -> None:
    told = Collected(by="x", on="2026-01-01")
    from powerctl.ledger import day_of

    assert day_of(EarlyWarning(id="w", level="blue", description="", collected=told)) == "2026-01-01"
    assert day_of(EarlyWarning(id="w", level="blue", description="")) == ""


def test_dates_and_numbers_as_papers_write_them() -> None:
    assert written("2026-03-06", "zh") == "2026年3月6日"
    assert (written("2026-03-06", "en"), written("soon", "zh")) == ("2026-03-06", "soon")
    assert [ordinal(number, "zh") for number in (1, 10, 11, 20, 21, 99, 100)] == [
        "一、", "十、", "十一、", "二十、", "二十一、", "九十九、", "100. ",
    ]  # fmt: skip
    assert ordinal(2, "en") == "2. "
