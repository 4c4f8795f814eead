"""Where reports go and how much of them is told; waivers written for all that is found."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from powerctl.cli.reporting import Target, targets
from powerctl.errors import PowerctlError
from tests.samples import RULES, lay_out, one_power
from tests.test_cli import AS_OF, on_a_terminal, powerctl

UNTIL = ("--until", "2026-12-31")
SIGNED = ("--write-waivers", *UNTIL, "--approved-by", "town/secretary")
EXAMPLE = Path(__file__).parent.parent / "examples" / "faulty"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return one_power("bad", tmp_path / "bad")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Many findings, and some that cannot be waived."""
    shutil.copytree(EXAMPLE, tmp_path / "faulty", symlinks=True)
    return tmp_path / "faulty"


# Outputs


@pytest.mark.parametrize(
    "written, found",
    [
        ("", [Target("text")]),
        ("f:json", [Target("json")]),
        ("o:a", [Target("text", "a")]),
        ("f:json o:a", [Target("json", "a")]),
        ("o:a f:json", [Target("json", "a")]),
        ("f:json o:a f:text", [Target("json", "a"), Target("text")]),
        ("f:text f:json o:a", [Target("text"), Target("json", "a")]),
        ("f:text o:- f:json o:a", [Target("text"), Target("json", "a")]),
        ("f:json o:a f:sarif o:b f:junit o:c", [Target("json", "a"), Target("sarif", "b"), Target("junit", "c")]),
        ("o:a f:json f:sarif o:b", [Target("json", "a"), Target("sarif", "b")]),
        ("f:json f:text", "one_stdout"),
        ("f:json o:- f:text", "one_stdout"),
        ("f:json o:a f:text o:a", "output_twice"),
        ("f:json o:a o:b", "output_alone"),
        ("o:a o:b", "output_alone"),
        ("o:a f:json o:b", "output_alone"),
    ],
)
def test_an_output_belongs_to_the_format_before_it(written: str, found: list[Target] | str) -> None:
    given = [(("form" if word[0] == "f" else "output"), word[2:]) for word in written.split()]
    if isinstance(found, str):
        with pytest.raises(PowerctlError) as caught:
            targets(given)
        assert caught.value.key == found
    else:
        assert targets(given) == tuple(found)


def test_several_formats_in_one_run(bad: Path) -> None:
    outputs = ("--format", "text", "--format=json", "--output", "r.json", "--format", "sarif", "--output=r.sarif")
    result = powerctl("validate", ".", "--select", "S003", *outputs, *AS_OF, cwd=bad)
    assert result.returncode == 1
    assert result.stdout.endswith("发现 3 个错误、0 个提醒。\n")
    assert json.loads((bad / "r.json").read_text("utf-8"))["summary"]["errors"] == 3
    assert json.loads((bad / "r.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_a_format_with_a_file_leaves_stdout_empty(bad: Path) -> None:
    plain = powerctl("validate", ".", "--select", "S003", *AS_OF, cwd=bad).stdout
    result = powerctl("validate", ".", "--select", "S003", "--output", "r.txt", *AS_OF, cwd=bad)
    assert result.stdout == ""
    assert (bad / "r.txt").read_text("utf-8") == plain
    assert "3 条发现" in result.stderr


def test_a_file_is_never_coloured(bad: Path) -> None:
    on_a_terminal("validate", ".", "--select", "S003", "--output", "r.txt", cwd=bad)
    text = (bad / "r.txt").read_text("utf-8")
    assert "error S003" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("file", ["nowhere/r.json", ".", "catalogue.yaml/r.json"])
def test_a_file_that_cannot_be_written_is_one_line_and_two(bad: Path, file: str) -> None:
    result = powerctl("validate", ".", "--output", file, *AS_OF, cwd=bad)
    assert result.returncode == 2
    assert result.stderr.startswith(f"写不进 {file}")
    assert result.stderr.count("\n") == 1


def test_a_pipe_is_written_to_and_a_link_followed(bad: Path) -> None:
    os.mkfifo(bad / "pipe")
    reader = os.open(bad / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    powerctl("validate", ".", "--select", "S003", "--output", "pipe", *AS_OF, cwd=bad)
    assert b"S003" in os.read(reader, 65536)
    os.close(reader)
    assert (bad / "pipe").is_fifo()
    (bad / "link.txt").symlink_to("real.txt")
    powerctl("validate", ".", "--output", "link.txt", *AS_OF, cwd=bad)
    assert (bad / "link.txt").is_symlink()
    assert "S003" in (bad / "real.txt").read_text("utf-8")


def test_nothing_is_run_for_outputs_that_cannot_be_meant(bad: Path) -> None:
    result = powerctl("validate", ".", "--format", "json", "--format", "text", cwd=bad)
    assert (result.returncode, result.stdout) == (2, "")
    assert "标准输出只能写一种格式，这里有：json text" in result.stderr


# How much is told


def test_the_list_may_be_cut_but_never_the_counts(faulty: Path) -> None:
    whole = powerctl("validate", ".", *AS_OF, cwd=faulty).stdout.splitlines()
    cut = powerctl("validate", ".", "--max-findings", "3", *AS_OF, cwd=faulty).stdout.splitlines()
    assert cut[:4] == whole[:4]
    assert cut[-1] == whole[-1]
    total = json.loads(powerctl("validate", ".", "--format", "json", *AS_OF, cwd=faulty).stdout)
    assert cut[4] == f"……还有 {len(total['findings']) - 3} 条发现没有在这里列出。"


def test_github_is_cut_after_the_gravest_came_first(faulty: Path) -> None:
    lines = powerctl("validate", ".", "--max-findings", "2", "--format", "github", *AS_OF, cwd=faulty).stdout.split(
        "\n"
    )
    assert [line.split(" ")[0] for line in lines[1:3]] == ["::error", "::error"]
    assert lines[3].startswith("……还有 ")


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "gitlab"])
def test_what_machines_read_is_whole(faulty: Path, form: str) -> None:
    whole = powerctl("validate", ".", "--format", form, *AS_OF, cwd=faulty).stdout
    assert powerctl("validate", ".", "--format", form, "--max-findings", "1", *AS_OF, cwd=faulty).stdout == whole


def test_thousands_are_easy_to_read(bad: Path) -> None:
    unit = bad / "units/town/unit.yaml"
    unit.write_text(unit.read_text("utf-8") + "".join(f"# 1381234{n:04}\n" for n in range(1500)), "utf-8")
    result = powerctl("validate", ".", "--max-findings", "1", "--lang", "en", "--select", "S009", *AS_OF, cwd=bad)
    assert "… and 1,499 more findings" in result.stdout


def test_statistics_count_by_rule(bad: Path) -> None:
    arguments = ("validate", ".", "--select", "S003,D701", "--statistics", *AS_OF)
    lines = powerctl(*arguments, cwd=bad).stdout.splitlines()
    assert lines[-4] == "各条规则的发现数："
    assert (
        lines[-3:-1] == ["       3  S003  引用的对象不存在", "       1  D701  没有写明怎样公开"] or "S003" in lines[-3]
    )
    report = json.loads(powerctl(*arguments, "--format", "json", cwd=bad).stdout)
    assert list(report["statistics"].items()) == [("S003", 3), ("D701", 1)]
    assert "statistics" not in json.loads(powerctl(*arguments[:4], "--format", "json", *AS_OF, cwd=bad).stdout)


def test_timings_go_to_stderr(bad: Path) -> None:
    result = powerctl("validate", ".", "--select", "S003,P101", "--timings", *AS_OF, cwd=bad)
    lines = result.stderr.splitlines()
    assert re.fullmatch(r"读取 [0-9.]+ 秒，判断 [0-9.]+ 秒，定位 [0-9.]+ 秒，输出 [0-9.]+ 秒", lines[1])
    assert re.fullmatch(r"最慢的规则（毫秒）：[SP][0-9]{3} [0-9]+  [SP][0-9]{3} [0-9]+", lines[2])
    assert "秒，判断" not in powerctl("validate", ".", *AS_OF, cwd=bad).stderr


# Waivers in a report


def test_what_is_waived_is_told_in_a_sentence_and_whole_in_json(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S011" / "ok", tmp_path / "c")
    arguments = ("validate", ".", "--select", "P101,S011", *AS_OF)
    result = powerctl(*arguments, cwd=catalogue)
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == [
        "另有 1 条发现已在 waivers.yaml 中登记豁免，没有计入。",
        "没有发现问题。",
    ]
    report = json.loads(powerctl(*arguments, "--format", "json", cwd=catalogue).stdout)
    assert (report["findings"], report["summary"]["waived"]) == ([], 1)
    assert report["waived"][0]["rule"] == "P101"
    assert report["waived"][0]["waiver"]["until"] == "2026-06-30"


# --write-waivers


def test_after_waivers_are_written_all_is_well_and_a_second_run_adds_nothing(bad: Path) -> None:
    first = powerctl("validate", ".", *SIGNED, *AS_OF, cwd=bad)
    assert first.returncode == 0
    assert re.match(r"waivers.yaml：写入 [0-9]+ 条豁免，涉及 [0-9]+ 条发现，到 2026-12-31 为止\n", first.stderr)
    text = (bad / "waivers.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../../schemas/waivers.schema.json\nkind: waivers\nwaivers:\n  - rule: "
    )
    assert "    reason: 接入时已有，将逐项改正\n" in text
    assert powerctl("validate", ".", *AS_OF, cwd=bad).returncode == 0
    again = powerctl("validate", ".", *SIGNED, *AS_OF, cwd=bad)
    assert ".：没有可以登记豁免的发现，什么也没有写\n" in again.stderr
    assert (bad / "waivers.yaml").read_text("utf-8") == text


def test_what_cannot_be_waived_stays_and_what_is_there_too(faulty: Path) -> None:
    before = (faulty / "waivers.yaml").read_text("utf-8")
    result = powerctl("validate", ".", *SIGNED, "--reason", "接入: 第一批", "--format", "json", *AS_OF, cwd=faulty)
    left = {finding["rule"] for finding in json.loads(result.stdout)["findings"]}
    assert left == {"S001", "S002", "S005", "S006", "S010", "S011", "D704"}
    assert result.returncode == 1
    assert "条发现不能豁免，须改正" in result.stderr
    after = (faulty / "waivers.yaml").read_text("utf-8")
    assert after.startswith(before)
    assert '    reason: "接入: 第一批"\n' in after
    again = json.loads(powerctl("validate", ".", "--format", "json", *AS_OF, cwd=faulty).stdout)
    assert not [finding for finding in again["findings"] if finding["facts"].get("where", "").startswith("units/")]


def test_a_selection_is_waived_alone(bad: Path) -> None:
    powerctl("validate", ".", "--select", "S003", *SIGNED, *AS_OF, cwd=bad)
    assert set(re.findall(r"rule: (\w+)", (bad / "waivers.yaml").read_text("utf-8"))) == {"S003"}


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--write-waivers",), "同时写"),
        (("--write-waivers", *UNTIL), "同时写"),
        (("--write-waivers", "--approved-by", "town/secretary"), "同时写"),
        ((*UNTIL, "--approved-by", "town/secretary"), "同时写"),
        (("--write-waivers", "--until", "2026-06-29", "--approved-by", "town/secretary"), "已经过去"),
        (("--write-waivers", "--until", "soon", "--approved-by", "town/secretary"), "soon 不是日期"),
        (("--write-waivers", *UNTIL, "--approved-by", "town/nobody"), "没有集体、科室或岗位“town/nobody”"),
        (("--write-waivers", *UNTIL, "--approved-by", "secretary"), "没有集体、科室或岗位“secretary”"),
        ((*SIGNED, "--reason", " "), "什么也没有写"),
        ((*SIGNED, "--reason", "找 13812345678"), "手机号码"),
        ((*SIGNED, "--reason", "a\u202eb"), "U+202E"),
    ],
)
def test_a_waiver_needs_a_name_a_day_and_a_sound_reason(bad: Path, arguments: tuple[str, ...], words: str) -> None:
    result = powerctl("validate", ".", *arguments, *AS_OF, cwd=bad)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (bad / "waivers.yaml").exists()


@pytest.mark.parametrize(
    "text, words",
    [
        ("kind: waivers\nwaivers: [\n", "YAML 语法错误"),
        ("kind: waivers\nwaivers:\n  - rule: P101\n", "waivers.yaml:3:5：豁免清单有错，所以什么也没有写：缺少必填的键"),
        ("kind: waivers\nwaivers: &a []\n", "不接受锚点"),
    ],
)
def test_a_faulty_list_is_not_added_to(bad: Path, text: str, words: str) -> None:
    (bad / "waivers.yaml").write_text(text, "utf-8")
    result = powerctl("validate", ".", *SIGNED, *AS_OF, cwd=bad)
    assert result.returncode == 2
    assert words in result.stderr
    assert (bad / "waivers.yaml").read_text("utf-8") == text


def test_nothing_is_written_through_a_link(bad: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("kind: waivers\n", "utf-8")
    (bad / "waivers.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    result = powerctl("validate", ".", *SIGNED, *AS_OF, cwd=bad)
    assert result.returncode == 2
    assert (tmp_path / "elsewhere.yaml").read_text("utf-8") == "kind: waivers\n"


def test_more_findings_than_waivers_are_waived_by_file_or_unit(bad: Path) -> None:
    powers = bad / "units/town/powers"
    for number in range(600):
        (powers / f"p{number}.yaml").write_text(f"kind: power\nid: p{number}\nname: x\ntype: licence\n", "utf-8")
    result = powerctl("validate", ".", *SIGNED, *AS_OF, cwd=bad)
    assert result.returncode == 0
    text = (bad / "waivers.yaml").read_text("utf-8")
    assert text.count("- rule: ") <= 500
    assert "    unit: town\n" in text


# --level


def test_a_level_is_a_ladder(faulty: Path) -> None:
    def rules(level: str) -> set[str]:
        output = powerctl("validate", ".", "--format", "json", "--level", level, *AS_OF, cwd=faulty).stdout
        return {finding["rule"] for finding in json.loads(output)["findings"]}

    assert {rule[0] for rule in rules("draft")} == {"S"}
    assert {rule[0] for rule in rules("basic")} == {"S", "P", "B", "D"}
    assert rules("basic") < rules("full") <= rules("inspection")


@pytest.mark.parametrize("arguments, code", [((), 1), (("--fail-on", "error"), 0), (("--fail-on", "never"), 0)])
def test_at_an_inspection_warnings_count(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    catalogue = lay_out(RULES / "L804" / "bad", tmp_path / "c")
    common = ("validate", ".", "--select", "L804", *AS_OF)
    assert powerctl(*common, "--level", "inspection", *arguments, cwd=catalogue).returncode == code
    assert powerctl(*common, "--level", "full", cwd=catalogue).returncode == 0


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--level", "ful"), "没有严格程度 ful（是不是 full？）；可用：draft basic full inspection。"),
        (("--level", "draft", "--select", "P"), "没有剩下任何规则"),
    ],
)
def test_a_level_that_asks_for_nothing_is_one_line_and_two(bad: Path, arguments: tuple[str, ...], words: str) -> None:
    result = powerctl("validate", ".", *arguments, cwd=bad)
    assert (result.returncode, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_place_has_its_own_ladder(bad: Path) -> None:
    book = bad / "rulebook.yaml"
    book.write_text(
        book.read_text("utf-8") + "ladder: {draft: {rules: [P104]}, start: {label: 起步, rank: 1, rules: [S003]}}\n",
        "utf-8",
    )
    output = powerctl("validate", ".", "--format", "json", "--level", "start", *AS_OF, cwd=bad).stdout
    assert {finding["rule"] for finding in json.loads(output)["findings"]} == {"S003", "P104"}
