"""What others' pipelines and shells use: the action, the hook, the samples, completion."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl.cli.init_command import catalogue_files
from tests.samples import RULES, lay_out

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "examples/ci").glob("*.yml"))
FILES = [ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", *SAMPLES]
ANSWERS = {"name": "阳光县", "level": "county", "region": "", "rulebook": "base"}


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def steps(data: Any) -> Iterator[Any]:
    """Every step of an action or of the jobs of a workflow."""
    yield from data.get("runs", {}).get("steps", ())
    for job in data.get("jobs", {}).values():
        yield from job["steps"]


def workflows() -> dict[str, Any]:
    return {
        "action": load((ROOT / "action.yml").read_text("utf-8")),
        "sample": load((ROOT / "examples/ci/github.yml").read_text("utf-8")),
        "init": load(catalogue_files("x", ANSWERS)[".github/workflows/powerctl.yml"].decode()),
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_yaml_of_unix_lines(path: Path) -> None:
    raw = path.read_bytes()
    assert load(raw.decode("utf-8"))
    assert b"\r" not in raw
    assert b"\t" not in raw


@pytest.mark.parametrize("name", ["action", "sample", "init"])
def test_no_expression_stands_in_a_script(name: str) -> None:
    for step in steps(workflows()[name]):
        assert "${{" not in step.get("run", "")
        assert step.keys() <= {"id", "name", "uses", "with", "run", "shell", "env", "if"}
        assert ("run" in step) != ("uses" in step)
        if name == "action":
            assert step["shell"] == "bash"
        if "uses" in step:
            assert re.fullmatch(r"[\w.-]+/[\w./-]+@[\w.]+", step["uses"])


@pytest.mark.parametrize("name", ["sample", "init"])
def test_workflows_may_only_read(name: str) -> None:
    workflow = workflows()[name]
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in workflow["on"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_every_expression_names_something_that_exists() -> None:
    action = (ROOT / "action.yml").read_text("utf-8")
    data = load(action)
    known = {f"inputs.{name}" for name in data["inputs"]} | {"github.action_path", "steps.validate.outputs.sarif"}
    assert set(re.findall(r"\$\{\{ ([\w.-]+) \}\}", action)) == known
    assert action.count("${{") == len(known)
    given = next(step["with"] for step in steps(workflows()["sample"]) if step["uses"].startswith("OWNER/"))
    assert given.keys() <= data["inputs"].keys()


def test_scripts_are_shell(tmp_path: Path) -> None:
    for data in workflows().values():
        for step in steps(data):
            script = tmp_path / "script"
            script.write_text(step.get("run", ""), "utf-8")
            subprocess.run(["bash", "-n", str(script)], check=True)


def commands() -> Iterator[list[str]]:
    """Every ``powerctl`` command line in the samples."""
    for path in SAMPLES:
        data = load(path.read_text("utf-8"))
        lines = [line for step in steps(data) for line in step.get("run", "").splitlines()]
        lines += data.get("powerctl", {}).get("script", ())
        stages = data.get("stages", ())
        lines += [line for stage in stages for step in stage["steps"] for line in step["commands"]]
        yield from (shlex.split(line) for line in lines if line.startswith("powerctl "))


def test_the_commands_of_the_samples_run(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S003" / "bad", tmp_path / "c")
    found = list(commands())
    assert len(found) == 2
    for _, *arguments in found:
        result = subprocess.run(
            [sys.executable, "-m", "powerctl", *arguments],
            cwd=catalogue, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 1, result.stderr
    assert (catalogue / "junit.xml").is_file()
    assert (catalogue / "gl-code-quality-report.json").is_file()


def run_action(tmp_path: Path, cwd: Path, **inputs: str) -> tuple[int, str, str]:
    """The validating step of the action as a runner would run it; its exit code, what it said, the summary."""
    bin_ = tmp_path / "runner/powerctl/bin"
    bin_.mkdir(parents=True, exist_ok=True)
    (bin_ / "powerctl").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m powerctl "$@"\n', "utf-8")
    (bin_ / "powerctl").chmod(0o755)
    step = next(step for step in steps(workflows()["action"]) if step.get("id") == "validate")
    script = tmp_path / "step.sh"
    script.write_text(step["run"], "utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        **{"PATHS": ".", "FAIL_ON": "error", "ARGS": "", **inputs},
    }
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    summary = tmp_path / "summary.md"
    return result.returncode, result.stdout + result.stderr, summary.read_text("utf-8") if summary.exists() else ""


def test_the_action_annotates_summarises_and_fails(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S003" / "bad", tmp_path / "a b")
    (tmp_path / "summary.md").write_text("before\n", "utf-8")
    code, said, summary = run_action(tmp_path, tmp_path, PATHS="a b\n", ARGS="--select S003\n--as-of 2026-06-30")
    assert code == 1, said
    assert f"::error file={catalogue.name}/units/town/powers/tender.yaml" in said
    assert summary.startswith("before\n")
    assert "S003" in summary
    assert (tmp_path / "output").read_text("utf-8") == f"sarif={tmp_path}/runner/powerctl.sarif\n"
    assert (tmp_path / "runner/powerctl.sarif").is_file()


def test_the_action_is_well_where_nothing_is_found(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S003" / "ok", tmp_path / "c")
    assert run_action(tmp_path, catalogue, ARGS="--select S")[0] == 0


@pytest.mark.parametrize(
    "inputs",
    [
        {"PATHS": "$(touch pwned)"},
        {"PATHS": "`touch pwned`"},
        {"PATHS": "x; touch pwned"},
        {"PATHS": "--version"},
        {"ARGS": "$(touch pwned) ; touch pwned"},
        {"ARGS": "--as-of $(touch${IFS}pwned)"},
        {"FAIL_ON": "error; touch pwned"},
    ],
)
def test_inputs_are_never_run(tmp_path: Path, inputs: dict[str, str]) -> None:
    catalogue = lay_out(RULES / "S003" / "ok", tmp_path / "c")
    code, _, _ = run_action(tmp_path, catalogue, **inputs)
    assert code == 2
    assert not list(tmp_path.rglob("pwned"))


def test_the_hook_runs_a_command_that_exists() -> None:
    (hook,) = load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["id"] == "powerctl-validate"
    assert hook["entry"] == "powerctl validate"
    assert hook["language"] == "python"
    assert hook["pass_filenames"] is False
    assert re.search(hook["files"], "units/town/unit.yaml")
    assert not re.search(hook["files"], "README.md")


def test_every_sample_is_in_the_guide_twice() -> None:
    guide = (ROOT / "examples/ci/README.md").read_text("utf-8")
    assert guide.index("检查") < guide.index("## In English")
    for path in SAMPLES:
        assert guide.count(f"({path.name})") == 2


def complete(shell: str, line: str) -> list[str]:
    """What the shell is offered for the last word of a line."""
    words = line.split(" ")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_POWERCTL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
    }
    start = "import sys; sys.argv = ['powerctl']; from powerctl.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", start], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return result.stdout.split()


@pytest.mark.parametrize(
    "line, offered",
    [
        ("powerctl va", ["validate"]),
        ("powerctl ini", ["init"]),
        ("powerctl new dec", ["decision"]),
        ("powerctl validate --fail", ["--fail-on"]),
        ("powerctl init --rulebo", ["--rulebook"]),
        ("powerctl validate --fail-on warn", ["warning"]),
    ],
)
def test_the_shell_is_offered_what_fits(line: str, offered: list[str]) -> None:
    assert complete("bash", line) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown_for_a_shell(shell: str) -> None:
    start = (
        f"import sys; sys.argv = ['powerctl', '--show-completion', '{shell}']; from powerctl.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", start],
        # The shell is named, not guessed from the process that runs the tests: a build runs them under sh.
        env={**os.environ, "PYTHONPATH": str(ROOT), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "_POWERCTL_COMPLETE" in result.stdout
