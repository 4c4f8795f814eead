"""``powerctl doctor``: what is there, what is not, and what to do; only what is needed makes it fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from powerctl.cli import surroundings
from powerctl.cli.surroundings import State, cache_folder, look_around
from tests.test_cli import powerctl

NAMES = [
    "powerctl", "python", "platform", "parser", "schemas", "data",
    "git", "dot", "fonts", "encoding", "language", "cache",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_thing_has_a_line_and_the_last_is_the_verdict(lang: str) -> None:
    result = powerctl("doctor", "--lang", lang)
    assert result.returncode == 0
    lines = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert len(lines) == len(NAMES) + 1
    assert all(line.startswith(("ok ", "warn ")) for line in lines[:-1])
    assert lines[-1].startswith({"zh": ("好了", "可以使用"), "en": ("Well", "Ready")}[lang])


def test_json_has_the_agreed_keys() -> None:
    report = json.loads(powerctl("doctor", "--format", "json").stdout)
    assert report["version"] == 1
    assert [check["name"] for check in report["checks"]] == NAMES
    assert all(list(check) == ["name", "state", "value", "advice"] for check in report["checks"])
    assert all(bool(check["advice"]) == (check["state"] != "ok") for check in report["checks"])


def test_nothing_beside_python_will_do(tmp_path: Path) -> None:
    result = powerctl("doctor", "--lang", "en", PATH=str(tmp_path), HOME=str(tmp_path), PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert result.stdout.count("warn ") == 3  # git, dot, fonts; prepare() has already set pipes to UTF-8
    assert "Install git" in result.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "module, state, name",
    [
        ("_ruamel_yaml", State.WARN, "parser"),
        ("ruamel.yaml", State.MISSING, "parser"),
        ("jsonschema_rs", State.WARN, "schemas"),
        ("jsonschema", State.MISSING, "schemas"),
    ],
)
def test_a_module_that_is_not_there(monkeypatch: pytest.MonkeyPatch, module: str, state: State, name: str) -> None:
    there = surroundings.is_there
    monkeypatch.setattr(surroundings, "is_there", lambda wanted: wanted != module and there(wanted))
    probe = next(probe for probe in look_around("zh") if probe.name == name)
    assert (probe.state, bool(probe.advice)) == (state, True)


def test_data_that_did_not_travel_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("powerctl.resources.resource", lambda name: tmp_path / name)
    probe = next(probe for probe in look_around("zh") if probe.name == "data")
    assert probe.state is State.MISSING
    assert "templates/init" in probe.value


def test_a_program_that_fails_or_hangs_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in {"git": "exit 3", "dot": "sleep 60"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin:/usr/bin")
    monkeypatch.setattr(surroundings, "_PATIENCE", 0.2)
    states = {probe.name: probe.state for probe in look_around("zh")}
    assert (states["git"], states["dot"]) == (State.WARN, State.WARN)


def test_the_cache_goes_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "powerctl"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert cache_folder() == tmp_path / "me/.cache/powerctl"
    (tmp_path / "me").write_text("a file", "utf-8")
    assert next(probe.state for probe in look_around("zh") if probe.name == "cache") is State.WARN
    assert (tmp_path / "me").read_text("utf-8") == "a file"
