"""``powerctl init``: what it writes can be checked at once, and it never touches what is there."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl.cli import entered
from powerctl.cli.init_command import catalogue_files
from powerctl.document import read
from powerctl.errors import PowerctlError
from powerctl.layers import built_in_names
from powerctl.schema import KINDS, schema_of
from tests.test_cli import ROOT, powerctl

LEVELS = tuple(schema_of("catalogue")["$defs"]["level"]["enum"])


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def everything(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_catalogue_has_no_findings(tmp_path: Path, lang: str) -> None:
    made = powerctl("init", "a b", "--yes", "--lang", lang, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert sorted(made.stdout.splitlines()) == sorted(f"a b/{name}" for name in everything(tmp_path / "a b"))
    assert made.stderr.splitlines()[-1].endswith("powerctl validate 'a b'")
    checked = powerctl("validate", "a b", "--fail-on", "warning", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "没有发现问题" in checked.stdout


@pytest.mark.parametrize("rulebook", built_in_names())
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_and_rulebook_gives_a_good_catalogue(tmp_path: Path, level: str, rulebook: str) -> None:
    made = powerctl("init", ".", "--level", level, "--rulebook", rulebook, "--region", "330411", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert load(tmp_path / "catalogue.yaml")["level"] == level
    assert load(tmp_path / "catalogue.yaml")["region"] == "330411"
    assert load(tmp_path / "rulebook.yaml")["extends"] == rulebook
    checked = powerctl("validate", ".", "--fail-on", "warning", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_one_unit_one_power_and_the_files_of_an_editor(tmp_path: Path) -> None:
    powerctl("init", "town", cwd=tmp_path)
    files = everything(tmp_path / "town")
    assert sum(name.endswith("/unit.yaml") for name in files) == 1
    assert sum("/powers/" in name for name in files) == 1
    assert {f"schemas/{kind}.schema.json" for kind in KINDS} <= files.keys()
    assert {".gitattributes", ".gitignore", ".editorconfig", "README.md", "laws.yaml", "rulebook.yaml"} <= files.keys()
    assert load(tmp_path / "town/catalogue.yaml")["id"] == "town"
    assert all(b"\r" not in content and content.endswith(b"\n") for content in files.values())


def test_the_first_lines_lead_to_schemas(tmp_path: Path) -> None:
    powerctl("init", ".", cwd=tmp_path)
    for path in tmp_path.rglob("*.yaml"):
        marker, _, schema = path.read_text("utf-8").splitlines()[0].partition("$schema=")
        assert marker == "# yaml-language-server: "
        kind = load(path)["kind"]
        assert (path.parent / schema).resolve() == tmp_path / "schemas" / f"{kind}.schema.json"


def test_the_editor_finds_a_schema_for_every_kind(tmp_path: Path) -> None:
    powerctl("init", ".", cwd=tmp_path)
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text("utf-8"))
    assert settings["files.eol"] == "\n"
    assert settings["files.encoding"] == "utf8"
    for schema, globs in settings["yaml.schemas"].items():
        assert (tmp_path / schema).is_file()
        assert len(globs) == 1
    assert len(settings["yaml.schemas"]) == len(KINDS)
    for path in tmp_path.rglob("*.yaml"):
        (schema,) = [
            schema
            for schema, (glob,) in settings["yaml.schemas"].items()
            if path.relative_to(tmp_path).match(glob)
            and path.relative_to(tmp_path).as_posix().count("/") == glob.count("/")
        ]
        assert schema == f"./schemas/{load(path)['kind']}.schema.json"
    assert "redhat.vscode-yaml" in (tmp_path / ".vscode/extensions.json").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["{{7*7}}", '"; x: 1', "a: b # c", "'", "- a", "{% raw %}", "\\", "&a *b !c", "0571", "是"]
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    answers = {"name": name, "level": "county", "region": "", "rulebook": "base"}
    for file, content in catalogue_files("x", answers).items():
        if file.endswith(".yaml"):
            assert not [finding for finding in read(file, content).findings if finding.severity == "error"]
    files = catalogue_files("x", answers)
    data: Any = read("catalogue.yaml", files["catalogue.yaml"]).data
    assert data["name"] == name
    assert data["site"]["title"] == name
    assert b"49" not in files["README.md"]
    assert b"49" not in files["catalogue.yaml"]


@pytest.mark.parametrize("name", ["a\nb", "\x1b[31m", "a\u202eb", "", "  ", "x" * 101, "\ufeff", "\u2028", "\udc80"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(PowerctlError):
        entered.name(name)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--name", "a\nb"), "--name 里有换行"),
        (("--name", "13812345678"), "手机号码"),
        (("--name", "⼀县"), "通不过检查"),
        (("--level", "couty"), "是不是 county"),
        (("--region", "33041"), "33041 不是行政区划代码"),
        (("--region", "330411\n"), "不是行政区划代码"),
        (("--rulebook", "bsae"), "是不是 base"),
        (("--lang", "fr"), "不支持的语言"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = powerctl("init", "new", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["README.md", ".vscode/settings.json", "schemas/unit.schema.json", "units", ".github"])
def test_nothing_is_overwritten(tmp_path: Path, file: str) -> None:
    theirs = tmp_path / "c" / file
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", "utf-8")
    result = powerctl("init", "c", cwd=tmp_path)
    assert result.returncode == 2
    assert f"c/{file} 已经在那里" in result.stderr
    assert everything(tmp_path) == {f"c/{file}": b"theirs"}


def test_what_is_not_in_the_way_stays(tmp_path: Path) -> None:
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode/tasks.json").write_text("{}", "utf-8")
    (tmp_path / "notes.txt").write_text("notes", "utf-8")
    assert powerctl("init", cwd=tmp_path).returncode == 0
    assert (tmp_path / "notes.txt").read_text("utf-8") == "notes"
    assert (tmp_path / ".vscode/tasks.json").read_text("utf-8") == "{}"


@pytest.mark.parametrize("into", [".", "units/x", "..", "../other/../made"])
def test_a_catalogue_at_above_or_below_is_in_the_way(tmp_path: Path, into: str) -> None:
    powerctl("init", "made", cwd=tmp_path)
    before = everything(tmp_path)
    result = powerctl("init", into, cwd=tmp_path / "made")
    assert result.returncode == 2
    assert "已经是一个目录" in result.stderr
    assert result.stderr.count("\n") == 1
    assert everything(tmp_path) == before


def on_a_terminal(typed: str, *arguments: str, cwd: Path) -> tuple[int, str]:
    """Runs the tool with a person at the keyboard."""
    ours, theirs = pty.openpty()
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "TERM": "dumb"}
    command = [sys.executable, "-m", "powerctl", *arguments]
    process = subprocess.Popen(command, cwd=cwd, env=clean, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return process.wait(timeout=60), shown.decode("utf-8", "replace")


def test_a_person_is_asked_and_asked_again(tmp_path: Path) -> None:
    code, shown = on_a_terminal("阳光县\ncouty\ncounty\n12345\n330411\n\n", "init", "new", cwd=tmp_path)
    assert code == 0, shown
    assert "是不是 county" in shown
    assert "12345 不是行政区划代码" in shown
    made = load(tmp_path / "new/catalogue.yaml")
    assert (made["name"], made["level"], made["region"]) == ("阳光县", "county", "330411")


def test_options_and_yes_are_not_asked_for(tmp_path: Path) -> None:
    code, shown = on_a_terminal("", "init", "new", "--yes", "--name", "甲", cwd=tmp_path)
    assert code == 0, shown
    assert "行政区划代码" not in shown
    assert load(tmp_path / "new/catalogue.yaml")["name"] == "甲"


def test_a_person_may_leave(tmp_path: Path) -> None:
    code, shown = on_a_terminal("阳光县\n\x04", "init", "new", cwd=tmp_path)
    assert code == 130, shown
    assert list(tmp_path.iterdir()) == []
