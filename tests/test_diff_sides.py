"""Sides of a comparison: revisions, days, tags, folders, the working tree; and what no comparison may do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl.changes import State, compare
from powerctl.cli.compared import Wanted, comparison, opened
from powerctl.errors import PowerctlError
from powerctl.partial import Two, load_two
from powerctl.repository import find_repository
from powerctl.sides import Sides
from tests.repositories import commit, git, repository
from tests.test_diff import CATALOGUE
from tests.test_git import REVISIONS, of_kind, posix, scenario

TENDER = "units/town/powers/tender.yaml"


def cli(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en"}
    command = [sys.executable, "-m", "powerctl", "diff", *arguments]
    return subprocess.run(
        command, cwd=at, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def edit(root: Path, before: str, after: str, file: str = TENDER) -> None:
    text = (root / file).read_text("utf-8")
    assert before in text
    (root / file).write_text(text.replace(before, after), "utf-8")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Three commits, a year apart each: the promised limit goes 10, 11, 12; v1 is the second."""
    root = repository(tmp_path / "repo")
    shutil.copytree(CATALOGUE, root / "list")
    for year, days in ((2021, 10), (2022, 11), (2023, 12)):
        edit(root / "list", "promised: 10wd" if days == 10 else f"promised: {days - 1}wd", f"promised: {days}wd")
        _commit_in(root, year)
        if year == 2022:
            git(root, "tag", "v1")
    return root


def _commit_in(root: Path, year: int) -> None:
    git(root, "add", "-A")
    day = f"{year}-06-01T12:00:00+00:00"
    environment = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "commit", "-q", "-m", str(year)], cwd=root, env=environment, check=True)


def limits(base: str | None, revision: str | None, place: Path) -> tuple[object, object]:
    """The promised limits that a comparison tells."""
    with opened(base, revision, place) as sides:
        (change,) = comparison(*sides, Wanted()).changes
    assert change.field == "limits.promised"
    return change.before, change.after


@pytest.mark.parametrize(
    "base, revision, told",
    [
        ("HEAD~2", "HEAD", ("10wd", "12wd")),
        ("v1", "HEAD", ("11wd", "12wd")),
        ("HEAD", "v1", ("12wd", "11wd")),
        ("@{2021-12-31}", "main", ("10wd", "12wd")),
        ("main@{2022-06-01}", "main", ("11wd", "12wd")),
        ("@{2022-05-31}", "@{2024-01-01}", ("10wd", "12wd")),
        ("HEAD~2", "v1", ("10wd", "11wd")),
        ("HEAD", None, ("12wd", "20wd")),
        (None, None, ("11wd", "20wd")),
        ("../old", "list", ("15wd", "20wd")),
        ("../old", "v1", ("15wd", "11wd")),
        ("v1", "../old", ("11wd", "15wd")),
    ],
)
def test_a_side_is_what_it_is_called(
    base: str | None, revision: str | None, told: tuple[str, str], repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CATALOGUE, repo.parent / "old")
    edit(repo.parent / "old", "promised: 10wd", "promised: 15wd")
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    monkeypatch.chdir(repo)
    assert limits(base, revision, Path()) == told
    assert limits(base, revision, Path("list")) == told


def test_without_a_tag_the_last_commit_is_the_base(repo: Path) -> None:
    git(repo, "tag", "-d", "v1")
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    assert limits(None, None, repo) == ("12wd", "20wd")


def test_the_same_on_both_sides_is_nothing(repo: Path) -> None:
    for base, revision in (("HEAD", "HEAD"), ("HEAD", "main"), ("HEAD", None)):
        with opened(base, revision, repo) as sides:
            found = comparison(*sides, Wanted())
        assert (found.changes, found.files, found.catalogues) == ((), 0, 1)


def test_a_merged_branch_does_not_count_for_a_day(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "side", "HEAD~2")
    edit(repo / "list", "promised: 10wd", "promised: 99wd")
    _commit_in(repo, 2020)
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "-s", "ours", "-m", "merge", "side")
    with find_repository(repo) as found:
        assert found.resolve("@{2022-01-01}") == git(repo, "rev-parse", "main~3")


@pytest.mark.parametrize(
    "base, key",
    [
        ("@{2001-01-01}", "git_no_day"),
        ("@{2001-13-01}", "git_bad_revision"),
        ("nowhere@{2022-01-01}", "git_no_revision"),
        ("v9", "git_no_revision"),
        ("--output=x", "git_bad_revision"),
        ("./nowhere", "no_such_path"),
        ("HEAD:list", "git_bad_revision"),
    ],
)
def test_a_side_that_is_none(base: str, key: str, repo: Path) -> None:
    with pytest.raises(PowerctlError) as caught, opened(base, "HEAD", repo):
        pass
    assert caught.value.key == key


def test_nothing_to_compare_is_no_success(tmp_path: Path) -> None:
    empty = repository(tmp_path / "empty")
    commit(empty, "nothing")
    ended = cli("HEAD", at=empty)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "catalogue.yaml" in ended.stderr


def test_a_catalogue_on_one_side_only(repo: Path) -> None:
    shutil.copytree(CATALOGUE, repo / "other")
    with opened("HEAD", None, repo) as sides:
        found = comparison(*sides, Wanted())
    assert found.catalogues == 2
    told = {change.id for change in found.changes}
    assert {"catalogue.added", "unit.added", "power.added", "risk.added"} <= told
    assert not any(change.id.startswith(("rulebook", "requirement")) for change in found.changes)


@posix
@pytest.mark.parametrize("case", of_kind("git-revision"))
def test_a_hostile_revision_is_refused_and_runs_nothing(case: dict[str, Any], repo: Path) -> None:
    ended = cli("--", REVISIONS[case["id"]]["value"], "HEAD", at=repo)
    assert ended.returncode == (0 if case["expect"] == "ok" else 2), ended.stderr
    assert "Traceback" not in ended.stderr
    assert not Path("/tmp/powerctl_pwned").exists()


@posix
@pytest.mark.parametrize("case", of_kind("git-scenario"))
def test_a_hostile_repository_is_compared_and_nothing_runs(case: dict[str, Any], tmp_path: Path) -> None:
    name = case["file"].split()[-1]
    place = scenario(name, tmp_path) / "u"
    if case["expect"] == "refuse":
        with pytest.raises(PowerctlError):
            _two(place)
    else:
        found = _two(place).findings
        assert bool(found) == (case["expect"] == "error-with-location")
        assert all(finding.location.file for finding in found)
    assert not (tmp_path / "marker").exists()
    assert cli("HEAD~1", at=place).returncode == 2  # it holds no catalogue, or cannot be read
    assert not (tmp_path / "marker").exists()


def _two(place: Path) -> Two:
    """The last two commits, with the folder taken for a catalogue."""
    with opened("HEAD~1", "HEAD", place) as (base, revision):
        two = load_two(base.source(""), revision.source(""))
        compare(State(two.base, two.base_rulebook), State(two.revision, two.rulebook))
        return two


@posix
def test_an_unsettled_merge_names_the_command(tmp_path: Path) -> None:
    place = scenario("conflict", tmp_path)
    ended = cli("HEAD~1", at=place)
    assert ended.returncode == 2
    assert "u/a.yaml" in ended.stderr
    assert "git merge --abort" in ended.stderr
    with find_repository(place) as found, pytest.raises(PowerctlError, match=r"diff\.unmerged"):
        Sides(place, found).working_tree()


@posix
def test_a_shallow_clone_names_the_command(tmp_path: Path) -> None:
    ended = cli("HEAD~1", "HEAD", at=scenario("shallow", tmp_path))
    assert ended.returncode == 2
    assert "git fetch --unshallow" in ended.stderr


@posix
def test_a_hostile_configuration_runs_nothing_while_catalogues_are_compared(repo: Path) -> None:
    trap = f"touch {repo.parent}/marker; false"
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "diff.x.textconv",
        "filter.z.clean",
        "filter.z.smudge",
    ):
        git(repo, "config", key, trap)
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    (repo / ".gitattributes").write_text("*.yaml diff=x filter=z\n", "utf-8")
    assert cli("v1", "--fail-on", "loosened", at=repo).returncode == 1
    assert not (repo.parent / "marker").exists()


@posix
def test_nothing_is_written(repo: Path) -> None:
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    before = _tree(repo)
    for form in ("text", "json", "markdown", "sarif"):
        assert cli("v1", "--format", form, at=repo).returncode == 0
    assert _tree(repo) == before


def _tree(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_broken_file_is_told_and_the_others_are_compared(repo: Path) -> None:
    (repo / "list/units/town/powers/grant.yaml").write_text("kind: [power\n", "utf-8")
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    ended = cli("HEAD", "--format", "json", "--fail-on", "loosened", at=repo)
    data = json.loads(ended.stdout)
    assert [change["field"] for change in data["changes"]] == ["limits.promised"]
    assert [(found["rule"], found["file"]) for found in data["findings"]] == [
        ("S001", "list/units/town/powers/grant.yaml")
    ]
    back = json.loads(cli("./list", "HEAD", "--format", "json", at=repo).stdout)
    assert back["findings"][0]["file"] == "list/units/town/powers/grant.yaml"


def test_nothing_is_said_of_what_could_not_be_compared(repo: Path) -> None:
    grant = repo / "list/units/town/powers/grant.yaml"
    grant.write_text("kind: [power\n", "utf-8")
    ended = cli("HEAD", at=repo)
    assert "1 file has faults and was not compared" in ended.stdout and "Nothing changed" not in ended.stdout
    assert ended.returncode == 0
    assert cli("HEAD", "--require-adjustments", at=repo).returncode == 1
    edit(repo / "list", "promised: 12wd", "promised: 20wd")
    assert "1 more file has faults" in cli("HEAD", "--format", "markdown", at=repo).stdout


def test_a_rulebook_that_cannot_be_used_is_told_with_its_revision(repo: Path) -> None:
    rulebook = repo / "list/rulebook.yaml"
    whole = rulebook.read_text("utf-8")
    rulebook.write_text(f"{whole}oldkey: 1\n", "utf-8")
    faulty = cli("HEAD", at=repo)
    assert faulty.returncode == 2 and faulty.stderr.startswith("list/rulebook.yaml:")
    commit(repo, "old")
    rulebook.write_text(whole, "utf-8")
    commit(repo, "new")
    for arguments in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1"), ("HEAD~1",)):
        ended = cli(*arguments, at=repo)
        assert ended.returncode == 2
        assert ended.stderr.startswith("HEAD~1:list/rulebook.yaml:") and "the rulebook of HEAD~1" in ended.stderr


def new_note(base: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powerctl", "new", "adjustment", "review", "--unit", "town", "--from-diff", base]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_note_drafted_from_a_comparison_explains_it(repo: Path) -> None:
    place = repo / "list"
    (place / "units/town/powers/grant.yaml").unlink()
    for name, text in (("aid", "replaces: [grant, permit]"), ("new", "scope: 全镇")):
        path = place / f"units/town/powers/{name}.yaml"
        path.write_text(f"kind: power\nid: {name}\nname: 临时救助\ntype: benefit\nholder: mayor\n{text}\n", "utf-8")
    (place / "units/town/powers/permit.yaml").unlink()
    edit(place, "promised: 12wd", "promised: 20wd")
    edit(place, "type: licence", "type: confirmation")
    assert cli("HEAD", "--require-adjustments", at=place).returncode == 1
    ended = new_note("HEAD", place)
    assert ended.returncode == 0, ended.stderr
    path = place / "units/town/adjustments/review.yaml"
    told = YAML(typ="safe").load(path.read_text("utf-8"))["powers"]
    assert [(entry["power"], entry["action"], entry.get("to")) for entry in told] == [
        ("grant", "merged", ["aid"]), ("permit", "merged", ["aid"]), ("new", "added", None),
        ("tender", "retyped", None),
    ]  # fmt: skip
    assert cli("HEAD", "--require-adjustments", at=place).returncode == 0
    assert cli("HEAD", "--fail-on", "loosened", at=place).returncode == 1
    path.write_text(path.read_text("utf-8").replace("\n#  ", "\n  "), "utf-8")
    left = json.loads(cli("HEAD", "--format", "json", "--only", "loosened", at=place).stdout)
    assert left["summary"]["approved"] == left["summary"]["loosened"]


def test_a_note_about_nothing_is_not_written(repo: Path) -> None:
    ended = new_note("HEAD", repo / "list")
    assert ended.returncode == 2
    assert not (repo / "list/units/town/adjustments").exists()
