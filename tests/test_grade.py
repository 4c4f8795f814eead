"""``powerctl grade``: every risk point with its grades, told in every format, and written only when asked."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from powerctl.cli.graded import supposition
from powerctl.errors import PowerctlError
from powerctl.formats.grade import GRADE_FORMATS
from powerctl.grading.whole import graded_catalogue
from powerctl.messages import Words
from powerctl.reckoning import GradeReport
from tests.briefs import brief
from tests.samples import RULES, lay_out
from tests.test_cli import AS_OF, powerctl

POWER = """\
# yaml-language-server: $schema=../../../../../schemas/power.schema.json
kind: power
id: tender
name: 小型工程招标
type: internal-decision
holder: committee
workflow:
  steps:
    - {id: apply, name: 申报, actor: works-clerk, duty: accept}
    - {id: review, name: 审查, actor: works-head, duty: review}
    - {id: decide, name: 研究, actor: committee, duty: decide}
risk_points:
  - id: tailored                      # 只此一家
    step: review
    category: process
    behaviour: 设置不合理条件
    factors: {importance: 3, frequency: 2, likelihood: 2}
    # 措施见下
    controls:
      - {id: apart, type: separation, measure: 两人以上共同审查招标条件, owners: [works-head], every: each-time}
      - {id: rules, type: regulation, measure: 招标文件集体会审, owners: [works-head], every: each-time}
  - {id: leak, step: decide, category: process, behaviour: 泄露,
     factors: {importance: 1, frequency: 1, likelihood: 1}, grade: medium, controls: []}
  - id: gift
    step: apply
    category: ethics
    behaviour: 收受礼品
    factors: {importance: 1, frequency: 1, likelihood: 1}
    flags: [past-case]
    grade: low
    graded: {by: committee, on: 2026-01-05, reason: 三年前的案件已经整改}
"""
FILES = {"units/town/powers/tender.yaml": POWER}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue with one risk point undeclared, one open to doubt and one settled."""
    root = lay_out(RULES / "S003" / "ok", tmp_path / "town")
    (root / "units/town/powers/tender.yaml").write_text(POWER, "utf-8")
    return root


def graded(root: Path, *options: str, code: int = 1) -> Any:
    """What ``--format json`` says."""
    result = powerctl("grade", str(root), "--format", "json", *AS_OF, *options)
    assert result.returncode == code, result.stderr
    return json.loads(result.stdout)


def report(by: str = "", *, is_explained: bool = False, more: dict[str, str] | None = None) -> GradeReport:
    """The report on the sample, without a process."""
    told = brief({**FILES, **(more or {})})
    one = graded_catalogue(told.catalogue, told.rulebook, told.as_of, None, by, is_explained=is_explained)
    return GradeReport((one,), by, is_explained=is_explained)


def test_the_json_is_as_agreed(catalogue: Path) -> None:
    data = graded(catalogue)
    assert list(data) == ["version", "risks", "summary"]
    keys = ["subject", "declared", "computed", "residual", "score", "method", "factors", "steps"]
    assert [list(risk) for risk in data["risks"]] == [keys] * 3
    gift, leak, tailored = data["risks"]
    assert [risk["subject"] for risk in data["risks"]] == [
        "town/tender/gift",
        "town/tender/leak",
        "town/tender/tailored",
    ]
    assert (gift["declared"], gift["computed"], gift["score"]) == ("low", "high", 1)
    assert (leak["declared"], leak["computed"], leak["residual"]) == ("medium", "low", "medium")
    assert (tailored["declared"], tailored["computed"], tailored["residual"]) == ("", "high", "medium")
    assert tailored["factors"] == {"importance": 3, "frequency": 2, "likelihood": 2}
    steps = ["factor"] * 3 + ["score_product", "band"]
    assert [step["step"] for step in gift["steps"]] == [*steps, "flag", "declared_settled", "residual_none"]
    assert [step["step"] for step in tailored["steps"]] == [*steps, "undeclared", "residual"]
    assert data["summary"] == {
        "catalogues": 1, "risks": 3, "high": 1, "medium": 1, "low": 1, "ungraded": 0, "differing": 2, "unreasoned": 1,
    }  # fmt: skip


def test_ids_and_numbers_are_the_same_in_every_language(catalogue: Path) -> None:
    def bare(data: Any) -> Any:
        for risk in data["risks"]:
            for step in risk["steps"]:
                del step["message"]
        return data

    assert bare(graded(catalogue, "--lang", "en")) == bare(graded(catalogue, "--lang", "zh"))


@pytest.mark.parametrize("form", GRADE_FORMATS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("by", ["", "power", "post", "office", "unit", "category"])
def test_every_format_tells_every_roll_up(form: str, language: str, by: str) -> None:
    text = GRADE_FORMATS[form](report(by, is_explained=not by), Words(language))
    assert "⟦" not in text
    assert "town" in text or by == "category"


def test_the_text_shows_the_sum_the_map_and_what_is_open(catalogue: Path) -> None:
    result = powerctl("grade", str(catalogue), *AS_OF)
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "定级：1 个目录，3 个风险点。"
    (tailored,) = [line for line in lines if line.startswith("town/tender/tailored")]
    assert "重要程度 3 × 行使频率 2 × 发生问题几率 2 = 12" in tailored
    (gift,) = [line for line in lines if line.startswith("town/tender/gift")]
    assert gift.endswith("不同，有理由")
    assert any(line.startswith("分布") for line in lines)
    assert lines[-1] == "申报与计算不同的 2 个，其中 1 个没有写明理由和审定人（R403）。"
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    "subject, risks", [("town", 3), ("town/tender", 3), ("tender", 3), ("tender/leak", 1), ("gift", 1)]
)
def test_a_subject_is_explained_step_by_step(catalogue: Path, subject: str, risks: int) -> None:
    assert len(graded(catalogue, "--explain", subject, code=int(subject != "gift"))["risks"]) == risks


def test_an_explanation_is_in_plain_words(catalogue: Path) -> None:
    result = powerctl("grade", str(catalogue), "--explain", "gift", *AS_OF)
    assert result.returncode == 0
    for line in (
        "1. 重要程度取 1（低）", "4. 各因素相乘，得 1", "5. 不少于 1，定为“低”",
        "6. 有加重情形“曾发生问题”，至少为“高”，因此提高",
        "7. 申报为“低”，与计算的“高”不同；由 committee 于 2026-01-05 审定，理由：三年前的案件已经整改",
    ):  # fmt: skip
        assert line in result.stdout


def test_supposing_changes_computed_grades_and_no_file(catalogue: Path) -> None:
    before = (catalogue / "units/town/powers/tender.yaml").read_bytes()
    data = graded(catalogue, "--what-if", "importance=3,frequency=3", "--what-if", "past-case=no", code=0)
    assert [risk["computed"] for risk in data["risks"]] == ["medium", "medium", "high"]
    assert data["summary"]["supposed"] == "importance=3 frequency=3 past-case=no"
    assert [data["summary"][grade] for grade in ("high", "medium", "low")] == [1, 2, 0]
    assert (catalogue / "units/town/powers/tender.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "text, key",
    [
        ("importance", "grade.bad_supposition"),
        ("=3", "grade.bad_supposition"),
        ("past-case=3", "grade.bad_supposition"),
        ("importance=4", "grade.off_scale"),
        ("importance=x", "grade.off_scale"),
        ("importance=３", "grade.off_scale"),
        ("importance=99999999999999999999", "grade.off_scale"),
        ("importanse=3", "grade.unknown_factor"),
    ],
)
def test_a_supposition_that_nobody_understands(text: str, key: str) -> None:
    with pytest.raises(PowerctlError) as caught:
        supposition(brief({}).rulebook, (text,))
    assert caught.value.key == key
    assert Words("zh").error(caught.value)


@pytest.mark.parametrize(
    "options, told",
    [
        (("--explain", "town/tendr"), "town/tender"),
        (("--what-if", "importance=9"), "3 2 1"),
        (("--write", "--what-if", "importance=3"), "--what-if"),
    ],
)
def test_what_the_user_can_mend_ends_with_two(catalogue: Path, options: tuple[str, ...], told: str) -> None:
    result = powerctl("grade", str(catalogue), *options)
    assert result.returncode == 2
    assert told in result.stderr
    assert result.stdout == ""


# ---------------------------------------------------------------------------------------------------------
# Writing
# ---------------------------------------------------------------------------------------------------------


def test_without_write_nothing_is_written_even_where_nothing_can_be(catalogue: Path) -> None:
    before = {path: path.read_bytes() for path in catalogue.rglob("*.yaml")}
    folders = [catalogue, *(path for path in catalogue.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert powerctl("grade", str(catalogue), *AS_OF).returncode == 1
    finally:
        for folder in folders:
            folder.chmod(stat.S_IRWXU)
    assert {path: path.read_bytes() for path in catalogue.rglob("*.yaml")} == before


def test_write_puts_grades_in_and_leaves_every_other_byte(catalogue: Path) -> None:
    file = catalogue / "units/town/powers/tender.yaml"
    result = powerctl("grade", str(catalogue), "--write", *AS_OF)
    assert result.returncode == 0
    wanted = POWER.replace(
        "    factors: {importance: 3, frequency: 2, likelihood: 2}\n",
        "    factors: {importance: 3, frequency: 2, likelihood: 2}\n    grade: high\n",
    ).replace("grade: medium, controls: []}", "grade: low, controls: []}")
    assert file.read_text("utf-8") == wanted
    assert "写入 2 个等级，涉及 1 个文件。" in result.stderr
    again = powerctl("grade", str(catalogue), "--write", *AS_OF)
    assert file.read_text("utf-8") == wanted
    assert "写入 0 个等级" in again.stderr
    assert powerctl("fmt", "--check", str(file)).returncode == 0


def test_write_keeps_to_the_subject_and_tells_of_approvals_of_the_earlier_grade(catalogue: Path) -> None:
    file = catalogue / "units/town/powers/tender.yaml"
    file.write_text(POWER.replace(", reason: 三年前的案件已经整改", ""), "utf-8")
    result = powerctl("grade", str(catalogue), "--write", "--explain", "gift", *AS_OF)
    text = file.read_text("utf-8")
    assert text.count("grade: high") == 1
    assert "grade: medium" in text
    assert "2026-01-05 的审定针对原来的等级，请重新提请审定" in result.stderr


def test_faults_in_files_are_told(catalogue: Path) -> None:
    (catalogue / "units/town/powers/odd.yaml").write_text("kind: power\nid: odd\nname: [\n", "utf-8")
    result = powerctl("grade", str(catalogue), "--explain", "gift", *AS_OF)
    assert result.returncode == 1
    assert "odd.yaml" in result.stderr


# ---------------------------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------------------------


def test_csv_has_a_row_each_and_computes_nothing() -> None:
    evil = POWER.replace("behaviour: 收受礼品", 'behaviour: \'=HYPERLINK("http://x","点击")\'')
    told = report(more={"units/town/powers/tender.yaml": evil})
    text = GRADE_FORMATS["csv"](told, Words("zh"))
    assert text.startswith("\ufeff风险点,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert {len(row) for row in rows} == {7}
    assert rows[1][1] == '\'=HYPERLINK("http://x","点击")'


def test_the_output_goes_to_a_file(catalogue: Path, tmp_path: Path) -> None:
    target = tmp_path / "grades.csv"
    result = powerctl("grade", str(catalogue), "--format", "csv", "--output", str(target), *AS_OF)
    assert result.stdout == ""
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_shipped_catalogues_declare_what_is_computed() -> None:
    data = graded(Path("catalogues"), code=0)
    assert data["summary"]["catalogues"] == 5
    assert data["summary"]["unreasoned"] == 0
    assert data["summary"]["ungraded"] == 0
