"""What a change answers for, a buffer that is not on the disk, and rules that a change cannot bend for itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from powerctl.cli.changed import _caused, _key
from powerctl.cli.check import check
from powerctl.cli.scope import Buffer, Scope, buffer_for, each_in
from powerctl.errors import PowerctlError
from powerctl.formats import FORMATS
from powerctl.limits import MAX_BYTES
from powerctl.messages import Words
from powerctl.overlay import Overlay
from powerctl.results import Finding, Location, Report, Severity
from powerctl.source import WorkingTree
from tests.repositories import commit, git, repository
from tests.samples import AS_OF, one_power

ROOT = Path(__file__).parent.parent
TENDER = "units/town/powers/tender.yaml"
OTHER = "units/town/powers/other.yaml"
RULEBOOK = "kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n"
WAIVERS = (
    "kind: waivers\nwaivers:\n"
    "  - {rule: D701, file: units/town/powers/tender.yaml, reason: 正在补充, approved_by: town/secretary,"
    " until: 2026-12-31}\n"
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue in a folder of a repository; its power has findings of D701, P104 and B201."""
    repository(tmp_path)
    found = one_power("ok", tmp_path / "lists/one")
    commit(tmp_path, "first")
    git(tmp_path, "branch", "base")
    monkeypatch.chdir(found)
    return found


def write(root: Path, file: str, *changes: tuple[str, str]) -> None:
    """The text of a file with some parts replaced."""
    text = (root / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / file).write_text(text, "utf-8")


def report(scope: Scope, *paths: Path, select: tuple[str, ...] = ("D701", "P104", "B201", "S")) -> Report:
    with each_in(scope) as each:
        return check(paths or [Path()], as_of=AS_OF, select=select, each=each)


def told(scope: Scope, *paths: Path) -> list[str]:
    """The findings as "rule file"."""
    return [f"{found.rule} {found.location.file}" for found in report(scope, *paths).findings]


SINCE = Scope(changed_since="base")
ALL = [f"D701 {TENDER}", f"P104 {TENDER}", f"B201 {TENDER}"]


@pytest.mark.usefixtures("root")
def test_without_a_scope_everything_is_told() -> None:
    assert told(Scope()) == ALL


@pytest.mark.usefixtures("root")
def test_no_change_tells_nothing_and_counts_the_rest() -> None:
    found = report(SINCE)
    assert found.findings == ()
    assert found.left_aside == 3
    assert found.files == 5
    assert "没有发现问题。 没有改动的文件里另有 3 条发现，未列出。" in FORMATS["text"](found, Words("zh"))
    assert '"left_aside": 3' in FORMATS["json"](found, Words("zh"))


@pytest.mark.parametrize("state", ["committed", "staged", "unstaged"])
def test_a_changed_file_answers_for_all_it_has(state: str, root: Path) -> None:
    write(root, TENDER, ("name: 小型工程招标", "name: 小工程招标"))
    if state != "unstaged":
        git(root, "add", "-A")
    if state == "committed":
        git(root, "commit", "-qm", "change")
    assert told(SINCE) == ALL
    assert report(SINCE).left_aside == 0


def test_an_untracked_or_ignored_file_is_a_change(root: Path) -> None:
    (root / ".gitignore").write_text("other.yaml\n", "utf-8")
    text = (root / TENDER).read_text("utf-8").replace("id: tender", "id: other").replace("招标\ntype", "采购\ntype")
    (root / OTHER).write_text(text, "utf-8")
    assert told(SINCE) == [line.replace(TENDER, OTHER) for line in ALL]
    assert report(SINCE).left_aside == 3


def test_a_change_undone_is_none(root: Path) -> None:
    write(root, TENDER, ("小型", "小"))
    commit(root, "there")
    write(root, TENDER, ("小", "小型"))
    commit(root, "and back")
    assert told(SINCE) == []


def test_other_line_ends_are_no_change(root: Path) -> None:
    raw = (root / TENDER).read_bytes()
    (root / TENDER).write_bytes(raw.replace(b"\n", b"\r\n"))
    assert told(SINCE) == []


def test_what_a_change_causes_elsewhere_is_told(root: Path) -> None:
    write(root, "laws.yaml", ("tender-law", "bidding-law"))
    assert told(SINCE) == [f"S003 {TENDER}"]
    assert report(SINCE).left_aside == 2  # without its law, the basis has no more to be asked for


def test_what_a_deletion_causes_is_told(root: Path) -> None:
    (root / "laws.yaml").unlink()
    assert [line for line in told(SINCE) if line.startswith("S003")] == [f"S003 {TENDER}"]
    commit(root, "gone")
    assert [line for line in told(SINCE) if line.startswith("S003")] == [f"S003 {TENDER}"]


def test_moved_lines_are_the_same_findings(root: Path) -> None:
    write(root, "laws.yaml", ("tender-law", "bidding-law"))
    base = commit(root, "now broken in the base too")
    write(root, "units/town/unit.yaml", ("样例镇", "样例乡"))
    assert told(Scope(changed_since=base)) == []
    write(root, TENDER, ("kind: power", "\n\nkind: power"))
    assert f"S003 {TENDER}" in told(Scope(changed_since=base))


@pytest.mark.parametrize(
    "before, now, caused",
    [
        ("", "", ""),
        ("", "1", "1"),
        ("1", "", ""),
        ("1 2", "3 4", ""),
        ("1 2", "3 4 5", "5"),
        ("1", "1e 2e", "2e"),
        ("1w", "1e", "1e"),
        ("1e", "1w", ""),
        ("1e 2w", "1e 2w 3w", "3w"),
        ("1", "1x", "1x"),
    ],
)
def test_each_finding_of_before_excuses_one_of_now(before: str, now: str, caused: str) -> None:
    """A digit is a line; e and w are severities, x another fact."""

    def findings(text: str) -> list[Finding]:
        severities = {"w": Severity.WARNING}
        return [
            Finding(
                "P101", severities.get(word[-1], Severity.ERROR), Location("a.yaml", int(word[0])), {"x": "x" in word}
            )
            for word in text.split()
        ]

    known = Counter((_key(finding), finding.severity.weight) for finding in findings(before))
    assert list(_caused(findings(now), known, frozenset())) == findings(caused)


@pytest.mark.parametrize("before, now, is_told", [("warning", "error", True), ("error", "warning", False)])
def test_a_graver_finding_is_caused_a_milder_one_is_not(before: str, now: str, is_told: bool, root: Path) -> None:
    (root / "rulebook.yaml").write_text(f"{RULEBOOK}severity: {{P104: {before}}}\n", "utf-8")
    base = commit(root, before)
    (root / "rulebook.yaml").write_text(f"{RULEBOOK}severity: {{P104: {now}}}\n", "utf-8")
    assert told(Scope(changed_since=base)) == ([f"P104 {TENDER}"] if is_told else [])


def test_the_merge_base_counts_not_the_tip(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "work")
    git(root, "checkout", "-q", "base")
    write(root, TENDER, ("小型", "小"))
    commit(root, "elsewhere")
    git(root, "checkout", "-q", "work")
    assert told(SINCE) == []


def test_a_new_catalogue_answers_for_everything(root: Path) -> None:
    new = one_power("ok", root.parent / "two")
    assert told(SINCE, new) == [line.replace(TENDER, f"{new}/{TENDER}") for line in ALL]
    both = report(SINCE, root.parent)
    assert (both.catalogues, len(both.findings), both.left_aside) == (2, 3, 3)


def test_a_base_that_cannot_be_judged_hides_nothing(root: Path) -> None:
    (root / "rulebook.yaml").write_text("kind: rulebook\nextends: [\n", "utf-8")
    base = commit(root, "broken")
    (root / "rulebook.yaml").write_text(RULEBOOK, "utf-8")
    assert told(Scope(changed_since=base)) == ALL


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_new_link_is_told_an_old_one_is_not(root: Path) -> None:
    (root / "units/town/powers/link.yaml").symlink_to("tender.yaml")
    assert told(SINCE) == ["S006 units/town/powers/link.yaml"]
    base = commit(root, "link")
    assert told(Scope(changed_since=base)) == []


def test_a_file_too_large_then_and_now_is_no_change(root: Path) -> None:
    (root / OTHER).write_bytes(b"#" * (MAX_BYTES + 1))
    assert told(SINCE) == [f"S006 {OTHER}"]
    base = commit(root, "large")
    assert told(Scope(changed_since=base)) == []


def test_a_waiver_taken_back_causes_what_it_covered(root: Path) -> None:
    (root / "waivers.yaml").write_text(WAIVERS, "utf-8")
    base = commit(root, "waived")
    assert f"D701 {TENDER}" not in told(Scope())
    (root / "waivers.yaml").unlink()
    assert told(Scope(changed_since=base)) == [f"D701 {TENDER}"]


# The rulebook and the waivers of another revision.


def test_a_change_cannot_soften_its_own_rules(root: Path) -> None:
    (root / "rulebook.yaml").write_text(f"{RULEBOOK}severity: {{D701: 'off', P104: info}}\n", "utf-8")
    commit(root, "softer")
    assert told(Scope()) == [f"P104 {TENDER}", f"B201 {TENDER}"]
    assert told(Scope(rulebook_from="base")) == ALL
    (root / "rulebook.yaml").unlink()
    assert told(Scope(rulebook_from="base")) == ALL


def test_the_catalogue_of_the_revision_names_the_rulebook(root: Path) -> None:
    (root / "strict.yaml").write_text(f"{RULEBOOK.replace('base', 'shared.yaml')}severity: {{B201: error}}\n", "utf-8")
    (root / "shared.yaml").write_text(f"{RULEBOOK.replace('sample', 'shared')}severity: {{P104: 'off'}}\n", "utf-8")
    write(root, "catalogue.yaml", ("rulebook.yaml", "strict.yaml"))
    base = commit(root, "another rulebook")
    write(root, "catalogue.yaml", ("strict.yaml", "rulebook.yaml"))
    (root / "strict.yaml").unlink()
    (root / "shared.yaml").unlink()
    assert told(Scope()) == ALL
    found = report(Scope(rulebook_from=base)).findings
    assert [(one.rule, str(one.severity)) for one in found] == [("D701", "error"), ("B201", "error")]


def test_a_catalogue_new_in_the_change_has_the_built_in_rules(root: Path) -> None:
    new = one_power("ok", root.parent / "two")
    (new / "rulebook.yaml").write_text(f"{RULEBOOK}severity: {{D701: 'off'}}\n", "utf-8")
    assert len(told(Scope(), new)) == 2
    assert len(told(Scope(rulebook_from="base"), new)) == 3


def test_a_change_cannot_waive_for_itself(root: Path) -> None:
    (root / "waivers.yaml").write_text(WAIVERS, "utf-8")
    commit(root, "waived")
    assert f"D701 {TENDER}" not in told(Scope())
    assert told(Scope(waivers_from="base")) == ALL
    assert told(Scope(waivers_from="HEAD")) == told(Scope())
    (root / "waivers.yaml").unlink()
    assert f"D701 {TENDER}" not in told(Scope(waivers_from="HEAD"))


def test_all_three_go_together(root: Path) -> None:
    (root / "rulebook.yaml").write_text(f"{RULEBOOK}severity: {{P104: error}}\n", "utf-8")
    (root / "waivers.yaml").write_text(WAIVERS, "utf-8")
    scope = Scope(changed_since="base", rulebook_from="base", waivers_from="base")
    assert told(scope) == []
    write(root, TENDER, ("小型", "小"))
    assert told(scope) == ALL


# A buffer.


def test_a_buffer_stands_for_a_file_and_only_that_is_told(root: Path) -> None:
    text = (root / TENDER).read_text("utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    assert told(Scope(buffer=buffer_for(Path(TENDER), text.encode()))) == ALL
    broken = text.replace("tender-law", "tender-act").encode()
    assert f"S003 {TENDER}" in told(Scope(buffer=buffer_for(root / TENDER, broken)))
    assert told(Scope(buffer=buffer_for(Path("laws.yaml"), b"kind: laws\n"))) == []
    assert told(Scope(buffer=buffer_for(Path(TENDER), b"a: [\n"))) == [f"S001 {TENDER}"]
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before


def test_a_buffer_may_be_a_file_yet_to_be(root: Path) -> None:
    text = (root / TENDER).read_text("utf-8").replace("id: tender", "id: other").encode()
    assert f"B201 {OTHER}" in told(Scope(buffer=buffer_for(Path(OTHER), text)))
    new = Path("units/village/unit.yaml")
    assert (
        told(Scope(buffer=buffer_for(new, "kind: unit\nid: hamlet\nname: 村\ntype: town\n".encode()))).count(
            "S005 units/village/unit.yaml"
        )
        == 1
    )


@pytest.mark.parametrize(
    "file, findings",
    [
        ("units/town/powers/a.yml", ["S005 name suffix"]),
        ("units/town/powers/CON.yaml", ["S005 name reserved"]),
        ("units/town/powers/Tender.yaml", ["S005 collision "]),
        ("units/Town/powers/x.yaml", []),
        ("units/town/powers/tender.yaml", []),
    ],
)
def test_the_name_of_a_new_file_is_judged(file: str, findings: list[str], root: Path) -> None:
    listing = Overlay(WorkingTree(root), {file: b""}).listing()
    here = [found for found in listing.findings if found.location.file == file]
    assert [f"{found.rule} {found.case} {found.facts.get('reason', '')}" for found in here] == findings
    assert (file in listing.files) is file.endswith(".yaml")


def test_a_new_folder_is_judged_too(root: Path) -> None:
    listing = Overlay(WorkingTree(root), {"units/Town/unit.yaml": b""}).listing()
    assert [(found.case, found.location.file) for found in listing.findings] == [("collision", "units/Town")]


def test_an_overlay_takes_away_and_limits(root: Path) -> None:
    tree = Overlay(WorkingTree(root), {TENDER: None, "laws.yaml": b"#" * (MAX_BYTES + 1)})
    assert TENDER not in tree.listing().files
    cases = [raw.case for raw in (tree.read(TENDER), tree.read("laws.yaml")) if isinstance(raw, Finding)]
    assert cases == ["vanished", "size"]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    "path, key",
    [
        ("../outside.yaml", "buffer_outside"),
        ("README.md", "buffer_not_read"),
        (".hidden.yaml", "buffer_not_read"),
        (".git/x.yaml", "buffer_not_read"),
    ],
)
def test_a_buffer_that_would_not_be_read(path: str, key: str) -> None:
    with pytest.raises(PowerctlError) as caught:
        buffer_for(Path(path), b"")
    assert caught.value.key == key


def test_a_buffer_belongs_to_its_catalogue(root: Path) -> None:
    assert buffer_for(Path("units/../units/town/unit.yaml"), b"x") == Buffer(
        root.resolve(), "units/town/unit.yaml", b"x"
    )


# The command line.


def powerctl(root: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "POWERCTL_CACHE_DIR")}
    clean = kept | {"PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "HOME": str(root)}
    command = [sys.executable, "-m", "powerctl", "validate", "--as-of", AS_OF.isoformat(), *arguments]
    return subprocess.run(
        command, cwd=root, env=clean, input=text, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_exit_code_is_that_of_what_is_told(root: Path) -> None:
    assert powerctl(root).returncode == 1
    done = powerctl(root, "--changed-since", "base")
    assert (done.returncode, done.stdout) == (
        0,
        "检查了 1 个目录、5 个文件。\n没有发现问题。 没有改动的文件里另有 5 条发现，未列出。\n",
    )


def test_a_buffer_comes_from_stdin(root: Path) -> None:
    done = powerctl(root, "--stdin", "--path", "laws.yaml", "--select", "S", text="kind: law\n")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1].startswith("laws.yaml:1:7: error S002")
    assert len(done.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("--changed-since", "nowhere"), "git fetch origin nowhere"),
        (("--changed-since", ""), "分支、标签或提交号"),
        (("--changed-since", "--output=x"), "分支、标签或提交号"),
        (("--rulebook-from", "HEAD:x"), "分支、标签或提交号"),
        (("--waivers-from", "v1"), "git fetch origin v1"),
        (("--waivers-from", "v1", "--fix"), "git fetch origin v1"),
        (("--stdin",), "--stdin 和 --path"),
        (("--path", "laws.yaml"), "--stdin 和 --path"),
        (("--stdin", "--path", "laws.yaml", "."), "--stdin 和 --path"),
        (("--stdin", "--path", "laws.yaml", "--fix"), "--stdin 和 --path"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_two(arguments: tuple[str, ...], words: str, root: Path) -> None:
    done = powerctl(root, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_without_a_repository_is_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / ".git").rename(tmp_path / "git")
    done = powerctl(root, "--changed-since", "base")
    assert done.returncode == 2
    assert "git init" in done.stderr


def test_no_run_writes_into_the_repository(root: Path, tmp_path: Path) -> None:
    def state() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}

    write(root, TENDER, ("小型", "小"))
    before = state()
    powerctl(root, "--changed-since", "base", "--rulebook-from", "base", "--waivers-from", "base")
    assert state() == before
