"""``powerctl approve`` records what was approved, P110 tells when that has changed; what only looks never writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from powerctl.changes.approval import approved_of_power, changed_parts
from powerctl.cli.approving import Approval, found, record
from powerctl.cli.opened import opened_at
from powerctl.cli.rewrite import still_as_judged
from powerctl.errors import PowerctlError
from powerctl.load import load
from powerctl.messages import Words
from powerctl.model.power import Power
from powerctl.rules import Brief
from powerctl.rules.approval import changed_since_approved
from powerctl.source import WorkingTree
from tests.repositories import commit, repository
from tests.test_diff import CATALOGUE, EDITS, Told, edited, named

TENDER = "units/town/powers/tender.yaml"
STAGES = """
review:
  catalogue:
    - {stage: team, label: 班子会议审定}
    - {stage: office, label: 协调小组办公室检查}
  chart: [{stage: team, label: 流程图审核}]
"""
ON = ("--on", "2026-03-10")


def run(*arguments: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en"}
    command = [sys.executable, "-m", "powerctl", *arguments]
    return subprocess.run(
        command, cwd=at, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A catalogue whose rulebook has stages."""
    shutil.copytree(CATALOGUE, tmp_path / "c")
    with (tmp_path / "c/rulebook.yaml").open("a", encoding="utf-8") as file:
        file.write(STAGES)
    return tmp_path / "c"


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a power, its chart and its risk point approved."""
    root = tmp_path_factory.mktemp("approved") / "c"
    shutil.copytree(CATALOGUE, root)
    with (root / "rulebook.yaml").open("a", encoding="utf-8") as file:
        file.write(STAGES)
    for options in (
        ("town/tender", "--stage", "office"),
        ("town/tender", "--stage", "team", "--chain", "chart"),
        ("town/tender/tailored",),
    ):
        done = run("approve", *options, "--by", "committee", *ON, at=root)
        assert done.returncode == 0, done.stderr
    assert stale(root) == []
    return root


def stale(root: Path) -> list[tuple[str, str]]:
    """What P110 says: the place and the parts that changed."""
    loaded = load(WorkingTree(root))
    assert not [finding for finding in loaded.findings if finding.rule in ("S001", "S002")]
    hits = list(changed_since_approved(Brief(loaded.catalogue, loaded.rulebook, date(2026, 6, 30))))
    return [(".".join(map(str, hit.ref.path)), str(hit.facts["changed"])) for hit in hits]


def tender(root: Path) -> Power:
    return load(WorkingTree(root)).catalogue.powers_by_subject["town/tender"]


# Edits that change a power in nothing that anybody approves: who settled a grade, and when.
NO_CONTENT = frozenset({"risk.changed"})
OF_TENDER = [edit for edit in EDITS if edit[0] == TENDER]


@pytest.mark.parametrize("file, before, after, told", OF_TENDER, ids=named)
def test_what_a_diff_tells_of_a_power_makes_its_approval_stale(
    file: str, before: str, after: str, told: Told, tmp_path: Path
) -> None:
    other = edited(tmp_path / "other", file, before, after)
    then, now = approved_of_power(tender(CATALOGUE), "catalogue"), approved_of_power(tender(other), "catalogue")
    is_content = not {kind for kind, _, field in told if not field.startswith("graded")} <= NO_CONTENT
    assert (then.of != now.of) == is_content
    assert bool(changed_parts(then.parts, now)) == is_content


@pytest.mark.parametrize(
    "before, after, power, chart, risk",
    [
        ("promised: 10wd", "promised: 15wd", "limits", "limits", ""),
        ("scope: 五十万元以下的工程", "scope: 六十万元以下的工程", "item", "", ""),
        ("importance: 3", "importance: 2", "factors", "", "factors"),
        ("every: month", "every: quarter", "controls", "", "controls"),
        ("measure: 集体会审", "measure: 会审", "controls", "", "controls"),
        ("duty: accept, limit: 1wd", "duty: accept, limit: 2wd", "steps", "steps", ""),
        ('articles: ["3", "5"]', 'articles: ["3"]', "basis", "basis", "basis"),
        ("scope: public", "scope: internal", "disclosure", "", ""),
        ("duty: accept, limit: 1wd", "limit: 1wd, duty: accept, note: 当场告知", "", "", ""),
        ("limits: {statutory: 20wd, promised: 10wd}", "limits:\n  promised: 10wd\n  statutory: 20wd", "", "", ""),
        ("rights: [陈述申辩, 申请复议]", "rights: [申请复议, 陈述申辩]", "", "", ""),
    ],
)
def test_only_what_was_looked_at_counts(
    before: str, after: str, power: str, chart: str, risk: str, approved: Path, tmp_path: Path
) -> None:
    there = shutil.copytree(approved, tmp_path / "c")
    path = there / TENDER
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    wanted = {"risk_points.0.graded.of": risk, "review.0.of": power, "review.1.of": chart}
    assert dict(stale(there)) == {place: parts for place, parts in wanted.items() if parts}


def test_an_approval_touches_nothing_else_and_renews_itself(there: Path) -> None:
    path = there / TENDER
    before = path.read_text("utf-8")
    approve = ("approve", "town/tender", "--stage", "office", "--by", "committee", *ON)
    run(*approve, at=there)
    first = path.read_text("utf-8").splitlines()
    assert [line for line in first if line in before.splitlines()] == before.splitlines()
    run(*approve, at=there)
    assert path.read_text("utf-8").splitlines() == first
    path.write_text(path.read_text("utf-8").replace("promised: 10wd", "promised: 15wd"), "utf-8")
    assert stale(there) == [("review.0.of", "limits")]
    run(*approve, at=there)
    assert len(path.read_text("utf-8").splitlines()) == len(first)
    assert stale(there) == []
    run("approve", "town/tender", "--stage", "office", "--by", "committee", "--on", "2026-04-01", at=there)
    assert [entry.on for entry in tender(there).review] == ["2026-03-10", "2026-04-01"]
    assert run("fmt", "--check", TENDER, at=there).returncode == run("fmt", "--check", TENDER, at=CATALOGUE).returncode


def test_a_hand_made_digest_names_no_part(there: Path) -> None:
    run("approve", "town/permit", "--stage", "office", "--by", "committee", *ON, at=there)
    path = there / "units/town/powers/permit.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if "parts:" not in line]
    path.write_text("\n".join([*lines, ""]).replace("type: licence", "type: confirmation"), "utf-8")
    assert stale(there) == [("review.0.of", "")]


def test_only_the_last_approval_at_a_stage_and_powers_in_force_count(there: Path) -> None:
    for day in ("2026-03-10", "2026-04-01"):
        run("approve", "town/permit", "--stage", "office", "--by", "committee", "--on", day, at=there)
    path = there / "units/town/powers/permit.yaml"
    text = path.read_text("utf-8").replace("type: licence", "type: confirmation")
    path.write_text(text, "utf-8")
    assert [place for place, _ in stale(there)] == ["review.1.of"]
    path.write_text(text.replace("type: confirmation", "type: confirmation\nstatus: cancelled"), "utf-8")
    assert stale(there) == []


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("town/tendr", "--by", "committee"), "did you mean town/tender"),
        (("town/tender", "--stage", "ofice", "--by", "committee"), "did you mean office"),
        (("town/tender", "--stage", "team", "--by", "committee"), "catalogue chart"),
        (("town/tender", "--stage", "team", "--chain", "charts", "--by", "committee"), "did you mean chart"),
        (("town/tender", "--stage", "office", "--chain", "chart", "--by", "committee"), "team"),
        (("town/tender", "--by", "committee"), "There are: office team"),
        (("town/tender", "--stage", "office", "--by", "comittee"), "did you mean committee"),
        (("town/tender/tailored", "--stage", "office", "--by", "committee"), "without stages"),
        (("town/tender", "--stage", "office", "--by", "committee", "--on", "2026-02-30"), "no date"),
    ],
)
def test_what_cannot_be_recorded_says_why_and_writes_nothing(
    arguments: tuple[str, ...], said: str, there: Path
) -> None:
    before = (there / TENDER).read_bytes()
    done = run("approve", *arguments, at=there)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert (there / TENDER).read_bytes() == before


def test_a_file_with_faults_is_left_alone(there: Path) -> None:
    path = there / "units/town/powers/permit.yaml"
    approve = ("approve", "town/permit", "--stage", "office", "--by", "committee")
    path.write_text(path.read_text("utf-8") + "scope: [a]\n", "utf-8")
    done = run(*approve, at=there)
    assert (done.returncode, "powerctl validate" in done.stderr) == (2, True), done.stderr


def test_what_only_looks_never_writes(there: Path) -> None:
    """Neither into the catalogue nor into the repository around it."""
    root = repository(there)
    commit(root, "one")
    (there / TENDER).write_text((there / TENDER).read_text("utf-8").replace("10wd", "12wd"), "utf-8")
    commit(root, "two")
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        before = state(root)
        for command in (
            ("validate", "--no-cache"),
            ("validate", "--changed-since", "HEAD~1"),
            ("grade",),
            ("diff", "HEAD~1"),
            ("diff", "HEAD~1", "HEAD", "--format", "json"),
            ("log", "town/tender"),
        ):
            done = run(*command, at=there)
            assert done.returncode in (0, 1), done.stderr
            assert state(root) == before, command
    finally:
        for folder in folders:
            folder.chmod(0o755)


def state(root: Path) -> dict[str, tuple[int, int, int, int]]:
    """All that a write would change, even one that is undone: size, time of change, time of the inode, its number."""
    stats = {path.as_posix(): path.lstat() for path in [root, *root.rglob("*")]}
    return {path: (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino) for path, stat in stats.items()}


def test_what_somebody_changed_since_it_was_read_is_not_signed_or_graded(there: Path) -> None:
    read = opened_at(there, Words("en"))
    file = there / TENDER
    changed = file.read_text("utf-8").replace("importance: 3", "importance: 2").replace("grade: high", "grade: low")
    file.write_text(changed, "utf-8")
    approval = Approval("town/tender", "office", "", "committee", "2026-03-10")
    with pytest.raises(PowerctlError, match="changed_meanwhile"):
        record(found([read], "town/tender"), approval)
    with pytest.raises(PowerctlError, match="changed_meanwhile"):
        still_as_judged(read, TENDER)
    assert file.read_text("utf-8") == changed
    assert still_as_judged(opened_at(there, Words("en")), TENDER).raw == changed.encode()
