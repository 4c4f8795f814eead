"""An audit pack: whole, provable, the same on every run, and all there or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from powerctl import signature
from tests.repositories import commit, git, repository
from tests.test_diff import CATALOGUE

TENDER = "c/units/town/powers/tender.yaml"


def run(at: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en"}
    command = [sys.executable, "-m", "powerctl", "audit", *arguments]
    return subprocess.run(
        command, cwd=at, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A repository with two commits, the first of them tagged."""
    root = repository(tmp_path / "repo")
    shutil.copytree(CATALOGUE, root / "c")
    commit(root, "first\n\ngpgsig -----BEGIN PGP SIGNATURE-----")
    git(root, "tag", "-a", "-m", "first", "v1")
    path = root / TENDER
    path.write_text(path.read_text("utf-8").replace("promised: 10wd", "promised: 15wd"), "utf-8")
    commit(root, "second")
    return root


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_pack_proves_itself_and_is_the_same_from_anywhere(there: Path, tmp_path: Path) -> None:
    assert run(there, "v1", "HEAD", "--out", "../one").returncode == 0
    assert run(tmp_path, "v1", "HEAD", "--catalogue", str(there), "--out", "two").returncode == 0
    pack = content(tmp_path / "one")
    assert pack == content(tmp_path / "two")
    assert set(pack) == {
        "SHA256SUMS", "audit.json", "diff.html", "diff.json", "diff.md", "diff.xlsx",
        *(f"{side}/{name}" for side in ("base", "revision")
          for name in ("findings.json", "findings.md", "findings.sarif", "grades.csv", "grades.json")),
    }  # fmt: skip
    wanted = [f"{hashlib.sha256(raw).hexdigest()}  {name}" for name, raw in pack.items() if name != "SHA256SUMS"]
    assert sorted(pack["SHA256SUMS"].decode().splitlines()) == sorted(wanted)
    assert not [name for name, raw in pack.items() if str(tmp_path).encode() in raw]


def test_the_record_names_both_sides_by_commit_signature_and_rulebook(there: Path, tmp_path: Path) -> None:
    run(there, "v1", "HEAD", "--out", "../one")
    record = json.loads((tmp_path / "one/audit.json").read_text("utf-8"))
    base, revision = record["base"], record["revision"]
    assert [base["commit"], revision["commit"]] == git(there, "rev-parse", "v1^{commit}", "HEAD").split()
    assert base["tree"] == git(there, "rev-parse", "v1^{tree}")
    assert base["signature"] == base["tag"]["signature"] == {"kind": "none", "verified": False}
    assert base["tag"]["id"] == git(there, "rev-parse", "v1^{tag}")
    assert "tag" not in revision
    own = hashlib.sha256((there / "c/rulebook.yaml").read_bytes()).hexdigest()
    assert base["catalogues"]["c"]["rulebook"]["layers"]["rulebook.yaml"] == f"sha256:{own}"
    (told,) = json.loads((tmp_path / "one/diff.json").read_text("utf-8"))["changes"]
    assert (told["id"], told["file"]) == ("limit.promised-lengthened", TENDER)


def test_the_day_decides_and_is_written_down(there: Path, tmp_path: Path) -> None:
    run(there, "v1", "HEAD", "--out", "../one", "--as-of", "2030-01-01")
    record = json.loads((tmp_path / "one/audit.json").read_text("utf-8"))
    assert (record["base"]["as_of"], record["revision"]["as_of"]) == ("2030-01-01", "2030-01-01")


def test_what_moves_is_refused_and_what_is_there_is_kept(there: Path, tmp_path: Path) -> None:
    done = run(there, "./c", "HEAD", "--out", "../one")
    assert (done.returncode, "no commit" in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "one").exists()
    (tmp_path / "one").mkdir()
    (tmp_path / "one/audit.json").write_text("{}", "utf-8")
    done = run(there, "v1", "HEAD", "--out", "../one")
    assert (done.returncode, "nothing was written" in done.stderr) == (2, True), done.stderr
    assert content(tmp_path / "one") == {"audit.json": b"{}"}


@pytest.mark.parametrize(
    "raw, kind",
    [
        (b"tree x\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n\nmessage", "openpgp"),
        (b"tree x\ngpgsig-sha256 -----BEGIN SSH SIGNATURE-----\n\nmessage", "ssh"),
        (b"tree x\ngpgsig -----BEGIN SIGNED MESSAGE-----\n\nmessage", "x509"),
        (b"tree x\ngpgsig other\n\nmessage", "unknown"),
        (b"tree x\n\ngpgsig -----BEGIN PGP SIGNATURE-----", "none"),
    ],
)
def test_a_signature_stands_in_the_head_of_a_commit(raw: bytes, kind: str) -> None:
    assert signature.of_commit(raw) == kind


@pytest.mark.parametrize(
    "raw, kind",
    [
        (b"object x\ntag v\n\nfirst\n-----BEGIN SSH SIGNATURE-----\nx\n", "ssh"),
        (b"object x\ntag v\n\nfirst -----BEGIN SSH SIGNATURE-----\n", "none"),
        (b"object x\ntag v\n\nfirst\n", "none"),
    ],
)
def test_a_signature_ends_a_tag(raw: bytes, kind: str) -> None:
    assert signature.of_tag(raw) == kind
