"""Catalogues in revisions: the same reading as from a disk, and nothing that a repository brings is ever run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from powerctl import git_process
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.limits import MAX_BYTES
from powerctl.listing import Listing
from powerctl.repository import find_repository
from powerctl.results import Finding
from powerctl.source import Source, WorkingTree
from tests.repositories import commit, git, repository

HOSTILE = Path(__file__).parent / "hostile"
CASES: list[dict[str, Any]] = json.loads((HOSTILE / "manifest.json").read_text("utf-8"))["cases"]
REVISIONS = {case["id"]: case for case in json.loads((HOSTILE / "revisions.json").read_text("utf-8"))}

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell and POSIX names")


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


def scenario(name: str, folder: Path) -> Path:
    """A hostile repository; ``folder/marker`` appears when it has run anything."""
    subprocess.run(["sh", str(HOSTILE / "git/make_repo.sh"), name, str(folder)], check=True, capture_output=True)
    return folder / "repo"


def read_all(root: Path, revision: str) -> tuple[Listing, dict[str, bytes | Finding]]:
    with find_repository(root) as found:
        source = GitRevision.of(found, found.resolve(revision), root)
        listing = source.listing()
        return listing, {file: source.read(file) for file in listing.files}


def key_of(root: Path, revision: str) -> str:
    """Which error stops the reading."""
    with pytest.raises(PowerctlError) as caught:
        read_all(root, revision)
    return caught.value.key


def said(listing: Listing) -> list[str]:
    return [f"{found.rule} {found.case} {found.location.file}" for found in listing.findings]


@posix
@pytest.mark.parametrize("case", of_kind("git-revision"))
def test_a_revision_is_taken_as_the_manifest_says(case: dict[str, Any], tmp_path: Path) -> None:
    root = scenario("fsmonitor", tmp_path)
    value = REVISIONS[case["id"]]["value"]
    if case["expect"] == "ok":
        assert read_all(root, value)[1] == {"u/a.yaml": b"k: 2\n"}
    else:
        assert key_of(root, value) in ("git_bad_revision", "git_no_revision")
    assert not Path("/tmp/powerctl_pwned").exists()
    assert not (tmp_path / "marker").exists()


# What HEAD and HEAD~1 come to: the findings, or the error.
SCENARIOS: dict[str, tuple[str | list[str], str | list[str]]] = {
    "fsmonitor": ([], []),
    "textconv": ([], []),
    "extdiff": ([], []),
    "filters": ([], []),
    "hooks": ([], []),
    "promisor": ([], "git_object"),
    "replace": ([], []),
    "grafts": ([], []),
    "shallow": ([], "git_shallow"),
    "bare": ([], []),
    "symlink": (["S006 link link.yaml"], []),
    "gitlink": (["S006 submodule sub.yaml"], []),
    "casefold": (["S005 collision a.yaml"], []),
    "worktree": ([], []),
    "conflict": ([], []),
    "nonutf8path": (["S005 name \udcb0\udcec.yaml"], []),
    "sha256": ([], []),
    "noncommit": ("git_no_commit", "git_no_commit"),
    "norepo": ("git_no_repository", "git_no_repository"),
}


@posix
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_hostile_repository_is_read_and_nothing_runs(name: str, tmp_path: Path) -> None:
    folder = scenario(name, tmp_path) / "u"
    for revision, wanted in zip(("HEAD", "HEAD~1"), SCENARIOS[name], strict=True):
        if isinstance(wanted, str):
            assert key_of(folder, revision) == wanted
        else:
            listing, contents = read_all(folder, revision)
            assert said(listing) == wanted
            assert all(isinstance(content, bytes) for content in contents.values())
    assert not (tmp_path / "marker").exists()


@posix
@pytest.mark.parametrize("case", of_kind("git-scenario"))
def test_a_scenario_ends_as_the_manifest_says(case: dict[str, Any]) -> None:
    head, before = SCENARIOS[case["file"].split()[-1]]
    wanted = {"ok": head == before == [], "error-with-location": bool(head) and isinstance(head, list)}
    assert wanted.get(case["expect"], isinstance(before, str))


@posix
def test_no_replacement_hides_a_change(tmp_path: Path) -> None:
    root = scenario("replace", tmp_path)
    assert read_all(root, "HEAD")[1] != read_all(root, "HEAD~1")[1]


@posix
@pytest.mark.parametrize(
    "name, command",
    [
        ("fsmonitor", ["git", "status"]),
        ("extdiff", ["git", "diff", "HEAD~1"]),
        ("hooks", ["git", "checkout", "HEAD~1"]),
        ("promisor", ["git", "cat-file", "-p", "HEAD~1:u/a.yaml"]),
    ],
)
def test_the_marker_does_appear_where_git_is_run_carelessly(name: str, command: list[str], tmp_path: Path) -> None:
    subprocess.run(command, cwd=scenario(name, tmp_path), capture_output=True, check=False)
    assert (tmp_path / "marker").exists()


@posix
def test_neither_surroundings_nor_configuration_run_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = scenario("promisor", tmp_path)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/marker\n", "utf-8")
    trap.chmod(0o755)
    for folder in (root, root / "u", root / ".git"):
        shutil.copy(trap, folder / "git")
    for key in ("core.pager", "core.gitProxy", "core.askPass", "credential.helper", "core.alternateRefsCommand"):
        git(root, "config", key, str(trap))
    for alias in ("rev-parse", "ls-tree", "cat-file", "merge-base"):
        git(root, "config", f"alias.{alias}", f"!{trap}")
    git(root, "config", "remote.origin.url", f"ext::{trap}")
    git(root, "config", "protocol.ext.allow", "always")
    git(root, "config", "core.fsmonitor", str(trap))
    git(root, "config", "core.worktree", "../nowhere")
    for name in ("GIT_SSH_COMMAND", "GIT_SSH", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_ASKPASS", "GIT_PROXY_COMMAND"):
        monkeypatch.setenv(name, str(trap))
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ssh:ext")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "marker"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(root)
    (tmp_path / "marker").unlink(missing_ok=True)
    assert read_all(root / "u", "HEAD")[1] == {"a.yaml": b"k: 2\n"}
    assert key_of(root / "u", "HEAD~1") == "git_object"
    assert not (tmp_path / "marker").exists()


@posix
def test_an_embedded_bare_repository_is_only_files(tmp_path: Path) -> None:
    root = scenario("bare", tmp_path)
    with find_repository(root / "data/unit") as found:
        assert found.root == root.resolve()
    assert not (tmp_path / "marker").exists()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A repository with a catalogue in a folder of its own."""
    root = repository(tmp_path / "repo")
    files = {"catalogue.yaml": "kind: catalogue\n", "b.yaml": "k: 1\n", "units/a/unit.yaml": "一\n", ".x.yaml": ""}
    for file, text in files.items():
        (root / "lists/one" / file).parent.mkdir(parents=True, exist_ok=True)
        (root / "lists/one" / file).write_text(text, "utf-8")
    (root / "other.yaml").write_text("k: 1\n", "utf-8")
    commit(root, "first")
    return root


def test_a_revision_is_listed_and_read_like_the_disk_was(sample: Path) -> None:
    folder = sample / "lists/one"
    tree = WorkingTree(folder)
    before = tree.listing(), {file: tree.read(file) for file in tree.listing().files}
    (folder / "b.yaml").write_text("k: 2\n", "utf-8")
    (folder / "units/a/unit.yaml").unlink()
    (folder / "new.yaml").write_text("k: 1\n", "utf-8")
    git(sample, "add", ".")
    assert read_all(folder, "HEAD") == before
    commit(sample, "second")
    assert read_all(folder, "HEAD~1") == before
    assert read_all(folder, "HEAD") == (tree.listing(), {file: tree.read(file) for file in tree.listing().files})


def test_a_revision_is_a_source(sample: Path) -> None:
    with find_repository(sample) as found:
        source: Source = GitRevision.of(found, found.resolve("main"), sample)
        assert source.read("other.yaml") == b"k: 1\n"


@pytest.mark.parametrize(
    "revision", ["main", "HEAD", "@", "v1", "v1^{commit}", "HEAD^0", "HEAD~0", "refs/heads/main", "分支", "a-b"]
)
def test_a_revision_that_names_a_commit(revision: str, sample: Path) -> None:
    for name in ("分支", "a-b"):
        git(sample, "branch", name)
    git(sample, "tag", "-a", "-m", "one", "v1")
    with find_repository(sample / "lists/one/units") as found:
        assert found.resolve(revision) == git(sample, "rev-parse", "HEAD")
        assert found.resolve(found.resolve(revision)[:9]) == found.resolve(revision)


@pytest.mark.parametrize(
    "revision",
    [
        *("", "-", "--all", "-q", "^main", "main..HEAD", "main...HEAD", "HEAD:", ":/first", ":other.yaml", "HEAD^!"),
        *("HEAD^@", "HEAD^-", "HEAD@{0}", "@{u}", "main@{yesterday}", "HEAD^{tree}", "HEAD^{/first}", "HEAD^{}"),
        *(" HEAD", "HEAD\n", "HEAD\0", "a b", "ma*", "m?in", "[a]", "a\\b", "\udcff"),
    ],
)
def test_a_revision_that_may_mean_something_else(revision: str, sample: Path) -> None:
    assert key_of(sample, revision) == "git_bad_revision"


@pytest.mark.parametrize(
    "revision, command",
    [
        ("origin/main", "git fetch origin main"),
        ("v9.9", "git fetch origin v9.9"),
        ("dev~2", "git fetch origin dev"),
        ("HEAD~9", "git log"),
        ("0" * 40, "git fetch origin " + "0" * 40),
    ],
)
def test_a_revision_that_is_not_here_names_the_command(revision: str, command: str, sample: Path) -> None:
    with find_repository(sample) as found, pytest.raises(PowerctlError) as caught:
        found.resolve(revision)
    assert (caught.value.key, caught.value.facts["command"]) == ("git_no_revision", command)


def test_a_blob_or_a_tree_is_no_revision(sample: Path) -> None:
    for name in ("HEAD:other.yaml", "HEAD^{tree}"):
        assert key_of(sample, git(sample, "rev-parse", name)) == "git_no_revision"


@posix
@pytest.mark.parametrize(
    "target, name, refused",
    [
        ("b.yaml", "a.yaml", True),
        ("../../other.yaml", "a.yaml", True),
        ("nowhere", "a.yaml", True),
        ("a.yaml", "a.yaml", True),
        ("/dev/zero", "a.yaml", True),
        ("b.yaml", "a.yml", True),
        ("..", "a", True),
        ("../..", "a", True),
        ("../../..", "a", True),
        ("../two", "a", True),
        ("/etc", "a", True),
        (".", "a", False),
        ("units", "a", False),
        ("units/../units/a/", "a.yaml", False),
        ("../one/units", "a", False),
        ("b.yaml", "a.txt", False),
        ("../../other.yaml", ".a.yaml", False),
        ("nowhere", "a", False),
    ],
)
def test_a_link_is_judged_as_on_the_disk(target: str, name: str, refused: bool, sample: Path) -> None:
    folder = sample / "lists/one"
    (sample / "lists/two").mkdir()
    (sample / "lists/two/x.yaml").write_text("", "utf-8")
    (folder / name).symlink_to(target)
    commit(sample, "link")
    listing, _ = read_all(folder, "HEAD")
    assert said(listing) == ([f"S006 link {name}"] if refused else [])
    assert listing == WorkingTree(folder).listing()


@posix
def test_a_link_to_a_link_is_followed_to_its_end(sample: Path) -> None:
    folder = sample / "lists/one"
    (folder / "inner").symlink_to("units")
    (folder / "outer").symlink_to("inner/a")
    (folder / "far").symlink_to("../../out")
    (sample / "out").symlink_to("lists")
    commit(sample, "links")
    assert said(read_all(folder, "HEAD")[0]) == ["S006 link far"] == said(WorkingTree(folder).listing())


@posix
def test_why_there_is_nothing_to_read(sample: Path) -> None:
    folder = sample / "lists/one"
    (folder / "link.yaml").symlink_to("b.yaml")
    (folder / "same").symlink_to("units")
    commit(sample, "links")
    head = git(sample, "rev-parse", "HEAD")
    git(sample, "update-index", "--add", "--cacheinfo", f"160000,{head},lists/one/sub")
    git(sample, "commit", "-qm", "sub")
    cases = {
        "b.yaml": "read",
        "link.yaml": "link",
        "same/a/unit.yaml": "link",
        "sub/x.yaml": "submodule",
        "units": "device",
        "x.yaml": "vanished",
        "b.yaml/c": "vanished",
        "../../other.yaml": "outside",
        "./b.yaml": "outside",
        "": "outside",
    }
    with find_repository(folder) as found:
        source = GitRevision.of(found, found.resolve("HEAD"), folder)
        read = {file: source.read(file) for file in cases}
    assert {file: raw.case if isinstance(raw, Finding) else "read" for file, raw in read.items()} == cases


def test_a_submodule_on_the_disk_is_refused_too(sample: Path) -> None:
    inner = repository(sample / "lists/one/inner")
    (inner / "a.yaml").write_text("", "utf-8")
    listing = WorkingTree(sample / "lists/one").listing()
    assert said(listing) == ["S006 submodule inner"]
    assert "inner/a.yaml" not in listing.files


def test_a_blob_over_the_limit_is_refused_and_hides_nothing(sample: Path) -> None:
    folder = sample / "lists/one"
    (folder / "a.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    (folder / "aa.yaml").write_bytes(b"#" * MAX_BYTES)
    (folder / "huge.yaml").write_bytes(b"#" * (32 * 1024 * 1024))
    commit(sample, "large")
    contents = read_all(folder, "HEAD")[1]
    cases = {file: raw.case for file, raw in contents.items() if isinstance(raw, Finding)}
    assert cases == {"a.yaml": "size", "huge.yaml": "size"}
    assert contents["b.yaml"] == b"k: 1\n"


def test_a_damaged_object_stops_the_run(sample: Path) -> None:
    name = git(sample, "rev-parse", "HEAD:other.yaml")
    path = sample / ".git/objects" / name[:2] / name[2:]
    path.chmod(0o600)
    path.write_bytes(b"nonsense")
    assert key_of(sample, "HEAD") == "git_object"


def test_no_common_ancestor(sample: Path) -> None:
    git(sample, "checkout", "-q", "--orphan", "lone")
    commit(sample, "lone")
    with find_repository(sample) as found:
        with pytest.raises(PowerctlError) as caught:
            found.merge_base("main")
        assert caught.value.key == "git_no_merge_base"
        assert found.merge_base("lone") == found.resolve("HEAD")


def test_without_git(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(sample))
    assert key_of(sample, "HEAD") == "git_missing"


@posix
@pytest.mark.parametrize("hangs_at", ["rev-parse", "cat-file"])
def test_a_git_that_never_answers(hangs_at: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which("git")
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text(f'#!/bin/sh\ncase "$*" in *" {hangs_at}"*) exec sleep 60;; esac\nexec {real} "$@"\n', "utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(git_process, "SECONDS", 0.4)
    assert key_of(sample, "HEAD") == "git_slow"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The long-lived processes that are started."""
    kept: list[subprocess.Popen[bytes]] = []
    real = git_process._batch

    def batch(folder: Path) -> subprocess.Popen[bytes]:
        kept.append(real(folder))
        return kept[-1]

    monkeypatch.setattr(git_process, "_batch", batch)
    return kept


def test_one_process_reads_everything_and_is_closed(sample: Path, started: list[subprocess.Popen[bytes]]) -> None:
    commit(sample, "again")
    with find_repository(sample) as found:
        for revision in ("HEAD", "HEAD~1"):
            source = GitRevision.of(found, found.resolve(revision), sample)
            assert all(isinstance(source.read(file), bytes) for file in source.listing().files)
        assert len(started) == 1
        assert started[0].poll() is None
    assert started[0].poll() is not None
    assert started[0].stdout is not None and started[0].stdout.closed


def test_a_process_that_nobody_closed_is_ended(sample: Path, started: list[subprocess.Popen[bytes]]) -> None:
    source = GitRevision.of(found := find_repository(sample), found.resolve("HEAD"), sample)
    source.read("other.yaml")
    del source, found
    assert started[0].poll() is not None
