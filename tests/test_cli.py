"""The command line as a user meets it: real processes, real exit codes, what goes to which stream."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import RULES, lay_out, one_power

ROOT = Path(__file__).parent.parent
AS_OF = ("--as-of", "2026-06-30")


def powerctl(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the tool with nothing of our own environment but what it needs."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", **environment}
    command = [sys.executable, "-m", "powerctl", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return one_power("ok", tmp_path / "good")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return one_power("bad", tmp_path / "bad")


def test_a_clean_catalogue_ends_with_zero_and_two_sentences(good: Path) -> None:
    result = powerctl("validate", str(good), "--select", "S", *AS_OF)
    assert result.returncode == 0
    assert result.stdout == "检查了 1 个目录、5 个文件。\n没有发现问题。\n"


def test_findings_end_with_one_and_one_line_each(bad: Path) -> None:
    result = powerctl("validate", str(bad), "--select", "S003", *AS_OF)
    lines = result.stdout.splitlines()
    assert result.returncode == 1
    assert lines[0] == "检查了 1 个目录、5 个文件。"
    assert lines[1] == (
        f"{bad}/units/town/powers/tender.yaml:5:9: error S003 没有集体、科室或岗位“comittee”（是不是“committee”？）；"
        "请改正，或先登记它"
    )
    assert lines[-1] == "发现 3 个错误、0 个提醒。"
    assert len(lines) == 5


def test_time_and_totals_go_to_stderr(bad: Path) -> None:
    result = powerctl("validate", str(bad), "--select", "S003", *AS_OF)
    assert re.fullmatch(r"5 个文件，3 条发现，用时 [0-9.]+ 秒\n", result.stderr)


def test_json_has_the_agreed_keys_and_no_escaped_chinese(bad: Path) -> None:
    result = powerctl("validate", str(bad), "--select", "S003", "--format", "json", *AS_OF)
    report = json.loads(result.stdout)
    assert list(report) == ["version", "summary", "findings"]
    assert report["version"] == 1
    assert report["summary"] == {"catalogues": 1, "files": 5, "errors": 3, "warnings": 0, "waived": 0}
    first = report["findings"][0]
    assert list(first) == ["rule", "severity", "file", "line", "column", "subject", "message", "facts"]
    assert (first["rule"], first["line"], first["column"], first["subject"]) == ("S003", 5, 9, "town/tender")
    assert "是不是" in result.stdout


def test_json_is_the_same_data_in_both_languages(bad: Path) -> None:
    reports = [
        json.loads(powerctl("validate", str(bad), "--format", "json", "--lang", lang, *AS_OF).stdout)
        for lang in ("zh", "en")
    ]
    for report in reports:
        for finding in report["findings"]:
            del finding["message"]
    assert reports[0] == reports[1]


@pytest.mark.parametrize(
    "arguments, environment, language",
    [
        ((), {}, "zh"),
        ((), {"LANG": "en_GB.UTF-8"}, "en"),
        ((), {"LANG": "de_DE.UTF-8"}, "en"),
        ((), {"LANG": "C.UTF-8"}, "zh"),
        ((), {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ((), {"POWERCTL_LANG": "en"}, "en"),
        (("--lang", "zh"), {"POWERCTL_LANG": "en"}, "zh"),
        (("--lang", "en"), {}, "en"),
    ],
)
def test_the_language_comes_from_option_variable_locale(
    good: Path, arguments: tuple[str, ...], environment: dict[str, str], language: str
) -> None:
    result = powerctl("validate", str(good), "--select", "S", *arguments, cwd=ROOT, **environment)
    assert result.stdout.startswith({"zh": "检查了", "en": "Checked"}[language])


@pytest.mark.parametrize("level, code", [("error", 0), ("warning", 1), ("never", 0)])
def test_fail_on_decides_which_findings_count(tmp_path: Path, level: str, code: int) -> None:
    catalogue = lay_out(RULES / "L804" / "bad", tmp_path / "c")
    result = powerctl("validate", str(catalogue), "--select", "L804", "--fail-on", level, *AS_OF)
    assert "L804" in result.stdout
    assert result.returncode == code


def test_select_and_ignore_take_ids_and_families(bad: Path) -> None:
    def rules(*arguments: str) -> set[str]:
        output = powerctl("validate", str(bad), "--format", "json", *arguments, *AS_OF).stdout
        return {finding["rule"] for finding in json.loads(output)["findings"]}

    everything = rules()
    assert rules("--select", "S") == {rule for rule in everything if rule[0] == "S"}
    assert rules("--select", "S003,P") == {rule for rule in everything if rule == "S003" or rule[0] == "P"}
    assert rules("--ignore", "s003", "--ignore", "P") == {
        rule for rule in everything if rule != "S003" and rule[0] != "P"
    }


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("validate", "nowhere"), "没有这个路径：nowhere"),
        (("validate", "."), "没有 YAML 文件"),
        (("validate", ".", "--select", "P999"), "没有规则 P999"),
        (("validate", ".", "--select", "S", "--ignore", "S"), "没有剩下任何规则"),
        (("validate", ".", "--as-of", "soon"), "soon 不是日期"),
        (("validate", ".", "--lang", "fr"), "不支持的语言 fr"),
        (("explain", "P999"), "没有规则 P999"),
        (("schema", "powr"), "没有种类 powr（是不是 power？）"),
    ],
)
def test_what_the_user_can_mend_is_one_line_and_two(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = powerctl(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_inside_a_catalogue_names_the_catalogue(good: Path) -> None:
    result = powerctl("validate", "units/town", cwd=good)
    assert result.returncode == 2
    assert "powerctl validate ." in result.stderr or f"powerctl validate {good}" in result.stderr


RULEBOOK = "kind: rulebook\nid: sample\nname: 样例\n"


@pytest.mark.parametrize(
    "rulebook, words",
    [
        (RULEBOOK + "extends: nothing\n", "没有内置规则 nothing"),
        (RULEBOOK + "extends: rulebook.yaml\n", "成环：rulebook.yaml → rulebook.yaml"),
        (RULEBOOK + "extends: other.yaml\n", "读不到规则文件 other.yaml"),
        (RULEBOOK + "extends: base\nriks: {}\n", "rulebook.yaml:5:1：规则文件有错，无法开始检查：不认识的键“riks”"),
        (RULEBOOK + "extends: base\nchief: {not_in_charge_of: [finanec]}\n", "rulebook.yaml:5:28：规则文件有错"),
        (RULEBOOK + "extends: base\nareas: {parks: {en: parks}}\n", "缺少必填的键“label”"),
        (RULEBOOK + "extends: [\n", "YAML 语法错误"),
    ],
)
def test_a_rulebook_that_cannot_be_used_stops_the_run(good: Path, rulebook: str, words: str) -> None:
    (good / "rulebook.yaml").write_text(rulebook, "utf-8")
    result = powerctl("validate", ".", cwd=good)
    assert result.returncode == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_ring_of_rulebooks_is_shown_whole(good: Path) -> None:
    (good / "rulebook.yaml").write_text(RULEBOOK + "extends: a.yaml\n", "utf-8")
    (good / "a.yaml").write_text(RULEBOOK + "extends: rulebook.yaml\n", "utf-8")
    assert "rulebook.yaml → a.yaml → rulebook.yaml" in powerctl("validate", ".", cwd=good).stderr


def test_a_broken_file_does_not_hide_the_others(bad: Path) -> None:
    (bad / "units/town/powers/broken.yaml").write_bytes(b"kind: power\n  id: [\n")
    output = powerctl("validate", ".", "--format", "json", "--select", "S", *AS_OF, cwd=bad).stdout
    rules = [finding["rule"] for finding in json.loads(output)["findings"]]
    assert rules.count("S001") == 1
    assert rules.count("S003") == 3


def test_hostile_names_and_texts_are_shown_harmless(bad: Path) -> None:
    power = bad / "units/town/powers/tender.yaml"
    power.write_text(power.read_text("utf-8").replace("comittee", '"\x1b[31mred\\u202e"'), "utf-8")
    (bad / "units/town/powers/\x1b[31mred.yaml").write_text("kind: power\n", "utf-8")
    for form in ("text", "json"):
        output = powerctl("validate", ".", "--format", form, *AS_OF, cwd=bad).stdout
        assert "\x1b" not in output
        assert "\u202e" not in output


def test_nothing_is_written(good: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in good.rglob("*")}
    powerctl("validate", ".", cwd=good)
    assert {path: path.stat().st_mtime_ns for path in good.rglob("*")} == before


def on_a_terminal(*arguments: str, cwd: Path, **environment: str) -> str:
    """What a terminal shows: stdout and stderr on a pseudo terminal."""
    ours, theirs = pty.openpty()
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "powerctl", *arguments]
    process = subprocess.Popen(command, cwd=cwd, env=clean, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(ours)
    return shown.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_shows_the_line_with_a_caret_below_the_value(bad: Path) -> None:
    shown = on_a_terminal("validate", ".", "--select", "S003", cwd=bad, NO_COLOR="1")
    assert "     5 | holder: comittee #! S003\n       |         ^\n" in shown
    assert "powerctl explain S003" in shown


def test_a_second_place_is_shown_too(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S004" / "bad", tmp_path / "c")
    shown = on_a_terminal("validate", ".", "--select", "S004", cwd=catalogue, NO_COLOR="1")
    assert "     4 |   - {id: gifts" in shown
    assert "     3 |   - {id: gifts" in shown
    assert "^ 第一次写在这里" in shown


def test_colours_only_on_a_terminal_that_wants_them(bad: Path) -> None:
    assert "\x1b[31m" in on_a_terminal("validate", ".", "--select", "S003", cwd=bad)
    plain = on_a_terminal("validate", ".", "--select", "S003", cwd=bad, NO_COLOR="1")
    assert "\x1b[3" not in plain.replace("\x1b[?25", "")
    assert "\x1b" not in powerctl("validate", ".", "--select", "S003", cwd=bad).stdout


def test_schema_prints_and_writes(tmp_path: Path) -> None:
    printed = powerctl("schema", "power").stdout
    assert json.loads(printed)["properties"]["kind"]["const"] == "power"
    result = powerctl("schema", "--write", "deep/schemas", cwd=tmp_path)
    assert result.returncode == 0
    written = sorted(path.name for path in (tmp_path / "deep/schemas").iterdir())
    assert written == sorted(path.name for path in (Path(__file__).parent.parent / "schemas").glob("*.schema.json"))
    assert (tmp_path / "deep/schemas/power.schema.json").read_text("utf-8") == printed
    assert powerctl("schema").stdout.split() == [name.removesuffix(".schema.json") for name in written]


def test_a_schema_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = powerctl("schema", "--write", "file/schemas", cwd=tmp_path)
    assert result.returncode == 2
    assert "写不进" in result.stderr


def test_rulebook_show_reads_back_as_the_rulebook_in_force(good: Path) -> None:
    (good / "rulebook.yaml").write_text(RULEBOOK + "extends: base\nchief: {speaks_last: true}\n", "utf-8")
    shown = powerctl("rulebook", "show", ".", cwd=good).stdout
    assert "speaks_last: true  # rulebook.yaml:5" in shown
    assert re.search(r"least_tiers: 3  # base.yaml:[0-9]+", shown)
    (good / "rulebook.yaml").write_text(shown, "utf-8")
    again = powerctl("rulebook", "show", ".", cwd=good)
    assert again.returncode == 0, again.stderr
    stripped = [re.sub(r"  # .*", "", text) for text in (shown, again.stdout)]
    assert stripped[0].splitlines()[1:] == stripped[1].splitlines()[1:]


def test_explain_tells_reason_remedy_and_both_samples() -> None:
    shown = powerctl("explain", "s003", "--lang", "en").stdout
    assert shown.startswith("## S003 Reference to nothing")
    assert "**Wrong** `units/town/powers/tender.yaml`" in shown
    assert "**Right** `units/town/powers/tender.yaml`" in shown


def test_version() -> None:
    assert re.fullmatch(r"powerctl [0-9]+\.[0-9]+\.[0-9]+\n", powerctl("--version").stdout)


LOADED = """
import sys
from powerctl.cli import main
try:
    main()
finally:
    print([name for name in sys.modules if name.startswith("powerctl.cli.") and name.endswith("_command")])
"""


@pytest.mark.parametrize("argument", ["--version", "validate"])
def test_what_is_run_the_most_loads_no_other_command(argument: str, good: Path) -> None:
    command = [sys.executable, "-c", LOADED, argument, *([str(good)] if argument == "validate" else [])]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.stdout.splitlines()[-1] == "['powerctl.cli.validate_command']"


def test_it_is_the_same_command_among_the_others() -> None:
    whole = [sys.executable, "-c", "from powerctl.cli.app import app; app(['validate', '--help'])"]
    shown = subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False).stdout
    alone = powerctl("validate", "--help").stdout
    assert alone.partition("\n\n")[2] == shown.partition("\n\n")[2] != ""
