"""The life of a power is told commit by commit, under all its ids, from real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.repositories import commit, git, repository
from tests.test_diff import CATALOGUE

POWERS = "units/town/powers"
GRANT = "kind: power\nid: {id}\nname: 临时救助\ntype: benefit\nholder: mayor\n"


def run(root: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en", **more}
    command = [sys.executable, "-m", "powerctl", "log", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def told(root: Path, *arguments: str) -> list[list[tuple[str, str]]]:
    """The kinds and subjects of each commit."""
    data = events(root, *arguments)
    return [[(change["id"], change["subject"]) for change in event["changes"]] for event in data["events"]]


def events(root: Path, *arguments: str) -> Any:
    done = run(root, *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A repository with the catalogue in a folder of it, and a file beside it."""
    root = repository(tmp_path / "repo")
    shutil.copytree(CATALOGUE, root / "c")
    commit(root, "first")
    return root / "c"


def write(root: Path, name: str, more: str = "") -> None:
    (root / POWERS / f"{name}.yaml").write_text(GRANT.format(id=name) + more, "utf-8")


def change(root: Path, file: str, before: str, after: str) -> str:
    text = (root / file).read_text("utf-8")
    assert before in text
    (root / file).write_text(text.replace(before, after, 1), "utf-8")
    return commit(root.parent, "changed")


def test_each_commit_that_changed_something_by_meaning_is_told(there: Path) -> None:
    tender = f"{POWERS}/tender.yaml"
    change(there, tender, "kind: power\n", "# 注释\nkind: power\n")
    change(there, f"{POWERS}/permit.yaml", "type: licence", "type: confirmation")
    longer = change(there, tender, "promised: 10wd", "promised: 15wd")
    change(there, tender, "every: month", "every: quarter")
    (there / tender).unlink()
    commit(there.parent, "gone")
    assert told(there, "town/tender") == [
        [("power.added", "town/tender")],
        [("limit.promised-lengthened", "town/tender")],
        [("control.interval-lengthened", "town/tender/tailored/joint")],
        [("power.removed", "town/tender")],
    ]
    assert told(there, "town/tender/tailored")[1:-1] == [
        [("control.interval-lengthened", "town/tender/tailored/joint")]
    ]
    assert len(told(there, "town/tender", longer)) == 2
    entry = events(there, "town/tender")["events"][1]
    assert (entry["commit"], entry["changes"][0]["before"], entry["changes"][0]["after"]) == (longer, "10wd", "15wd")


def test_a_power_is_followed_to_what_it_was_and_what_it_became(there: Path) -> None:
    grant = there / POWERS / "grant.yaml"
    grant.unlink()
    write(there, "aid", "replaces: [grant]\n")
    commit(there.parent, "renamed")
    write(there, "aid", "replaces: [grant]\nscope: 全镇\n")
    commit(there.parent, "changed")
    (there / POWERS / "aid.yaml").unlink()
    write(there, "one", "scope: 全镇\nreplaces: [town/aid]\n")
    write(there, "two", "scope: 全镇\nreplaces: [aid]\n")
    commit(there.parent, "split")
    life = [
        [("power.added", "town/grant")],
        [("power.renamed", "town/aid")],
        [("power.changed", "town/aid")],
        [("power.split", "town/aid")],
    ]
    for subject in ("town/grant", "town/aid", "town/one"):
        assert told(there, subject) == life
    assert events(there, "town/one")["other_subjects"] == ["town/aid", "town/grant", "town/two"]


def test_a_grade_that_the_rulebook_changed_and_a_post_are_told(there: Path) -> None:
    bands = "method: {kind: product, factors: [importance, frequency, likelihood], bands: [{grade: low, from: 1}]}"
    change(there, "rulebook.yaml", "risk:\n", f"risk:\n  {bands}\n")
    change(there, "units/town/unit.yaml", "portfolio: [discipline]", "portfolio: [discipline, finance]")
    assert told(there, "town/tender")[1:] == [[("computed-grade.lowered", "town/tender/tailored")]]
    assert [kinds for kinds in told(there, "town/discipline-secretary") if kinds] == told(
        there, "town/discipline-secretary"
    )
    (last,) = told(there, "town/discipline-secretary")[-1]
    assert last[1] == "town/discipline-secretary"


def test_what_could_not_be_read_is_said_and_compared_when_it_can(there: Path) -> None:
    tender = f"{POWERS}/tender.yaml"
    change(there, tender, "promised: 10wd", "promised: [")
    change(there, tender, "promised: [", "promised: 15wd")
    found = events(there, "town/tender")["events"]
    assert [event.get("unread", False) for event in found] == [False, True, False]
    assert [change["id"] for change in found[2]["changes"]] == ["limit.promised-lengthened"]
    assert "could not be read" in run(there, "town/tender").stdout


def test_a_merge_is_told_once_on_the_first_parent_line(there: Path) -> None:
    root = there.parent
    git(root, "checkout", "-q", "-b", "side")
    change(there, f"{POWERS}/tender.yaml", "promised: 10wd", "promised: 12wd")
    change(there, f"{POWERS}/tender.yaml", "promised: 12wd", "promised: 15wd")
    git(root, "checkout", "-q", "main")
    change(there, f"{POWERS}/permit.yaml", "type: licence", "type: confirmation")
    git(root, "merge", "-q", "--no-edit", "side")
    (_, merged) = events(there, "town/tender")["events"]
    assert merged["commit"] == git(root, "rev-parse", "HEAD")
    assert [change["after"] for change in merged["changes"]] == ["15wd"]


def test_a_cut_off_clone_says_so(there: Path, tmp_path: Path) -> None:
    change(there, f"{POWERS}/tender.yaml", "promised: 10wd", "promised: 15wd")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{there.parent}", "clone")
    done = run(tmp_path / "clone/c", "town/tender")
    assert "git fetch --unshallow" in done.stdout
    assert "git fetch" not in run(there, "town/tender").stdout


def test_a_subject_that_never_was_is_refused(there: Path) -> None:
    done = run(there, "town/tendr")
    assert (done.returncode, "did you mean town/tender" in done.stderr) == (2, True)
    assert run(there, "town/tender", "--", "--all").returncode == 2


def _signatures(root: Path, trap: Path) -> None:
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "gpg.program", trap.as_posix())


def _drivers(root: Path, trap: Path) -> None:
    git(root, "config", "diff.yaml.textconv", trap.as_posix())
    git(root, "config", "diff.yaml.command", trap.as_posix())
    git(root, "config", "diff.external", trap.as_posix())
    (root / ".gitattributes").write_text("*.yaml diff=yaml\n", "utf-8")


@pytest.mark.parametrize("lay", [_signatures, _drivers])
def test_a_hostile_repository_runs_nothing(lay: Callable[[Path, Path], None], there: Path, tmp_path: Path) -> None:
    trap, sprung = tmp_path / "trap.sh", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n", "utf-8")
    trap.chmod(0o755)
    change(there, f"{POWERS}/tender.yaml", "promised: 10wd", "promised: 15wd")
    lay(there.parent, trap)
    assert len(told(there, "town/tender")) == 2
    assert not sprung.exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_and_markdown_tell_every_change_safely(language: str, there: Path) -> None:
    hostile = "scope: '|\u202e`x`<b>'"
    change(there, f"{POWERS}/tender.yaml", "scope: 五十万元以下的工程", hostile)
    for form in ("text", "markdown"):
        done = run(there, "town/tender", "--format", form, "--lang", language)
        assert done.returncode == 0, done.stderr
        assert "\u202e" not in done.stdout
        assert "{" not in done.stdout
    rows = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len({line.replace("\\|", "").count("|") for line in rows}) == 1


def test_a_post_and_a_risk_live_from_the_commit_that_brought_them(there: Path) -> None:
    assert told(there, "town/mayor") == [[("unit.added", "town")]]
    unit = "units/town/unit.yaml"
    change(there, unit, "posts:\n", "posts:\n  - {id: clerk, name: 文书}\n")
    assert told(there, "town/clerk") == [[("post.added", "town/clerk")]]
    tender = f"{POWERS}/tender.yaml"
    point = "  - {id: hurried, category: process, behaviour: 走过场, grade: low}\n"
    change(there, tender, "risk_points:\n", f"risk_points:\n{point}")
    assert told(there, "town/tender/hurried") == [[("risk.added", "town/tender/hurried")]]


@pytest.mark.parametrize("subject", ["town", "town/nobody", "town/tender/nothing"])
def test_what_never_was_has_no_life(there: Path, subject: str) -> None:
    done = run(there, subject)
    assert done.returncode == 2 and subject in done.stderr
