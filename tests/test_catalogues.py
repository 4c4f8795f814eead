"""The five shipped catalogues: read without an error, as large as they should be, each file explained to an editor."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from powerctl import document
from powerctl.cli.check import check
from powerctl.layout import standing
from powerctl.load import load
from powerctl.model.catalogue import Catalogue
from powerctl.results import Severity
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "catalogues"
NAMES = ["liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping"]
AS_OF = date(2026, 6, 30)
FOLDERS = ("catalogues", "examples", "schemas")
# The words and the layouts of workbooks are no catalogue; the example that is imported has its own test.
ASIDE = (ROOT / "schemas/intake", ROOT / "schemas/layouts", ROOT / "examples/guangan/units")
SHIPPED = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*.yaml")
    if path.is_file() and not any(path.is_relative_to(other) for other in ASIDE)
)


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    return {name: load(WorkingTree(CATALOGUES / name)).catalogue for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_no_errors(name: str) -> None:
    report = check([CATALOGUES / name], as_of=AS_OF)
    assert [finding for finding in report.findings if finding.severity is Severity.ERROR] == []
    assert not report.crashed


def test_together_they_are_as_large_as_promised(catalogues: dict[str, Catalogue]) -> None:
    assert sum(len(catalogue.units) for catalogue in catalogues.values()) >= 16
    assert sum(len(catalogue.powers) for catalogue in catalogues.values()) >= 120


@pytest.mark.parametrize("name", NAMES)
def test_every_power_in_force_is_told_whole(name: str, catalogues: dict[str, Catalogue]) -> None:
    rulebook = load_rulebook(WorkingTree(CATALOGUES / name), "rulebook.yaml")
    for power in catalogues[name].powers:
        if not rulebook.statuses[power.status].in_force:
            continue
        assert power.workflow is not None, power.subject
        assert 4 <= len(power.workflow.steps) <= 14, power.subject
        assert power.disclosure is not None, power.subject
        assert power.risk_points, power.subject
        for risk in power.risk_points:
            assert risk.factors, f"{power.subject}/{risk.id}"
            assert risk.controls, f"{power.subject}/{risk.id}"


@pytest.mark.parametrize("name", NAMES)
def test_people_are_posts(name: str, catalogues: dict[str, Catalogue]) -> None:
    for unit in catalogues[name].units:
        assert [post.holder for post in unit.posts if post.holder] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_maps_clauses_to_files_that_exist(name: str) -> None:
    text = (CATALOGUES / name / "README.md").read_text("utf-8")
    assert "示例" in text
    named = re.findall(r"`([A-Za-z0-9_./*<>-]+\.yaml)`", text)
    assert len(set(named)) >= 5
    for pattern in (pattern for pattern in named if "/" in pattern):
        assert list((CATALOGUES / name).rglob(re.sub("<[a-z]+>", "*", pattern))), pattern


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_shipped_file_names_its_schema_by_a_path_that_works_offline(path: Path) -> None:
    first = path.read_bytes().decode("utf-8", "replace").splitlines()[0] if path.read_bytes() else ""
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, first
    schema = (path.parent / match[1]).resolve()
    assert schema.is_file()
    if path.is_relative_to(CATALOGUES):
        file = path.relative_to(CATALOGUES).as_posix().split("/", 1)[1]
        place = standing(file)
        assert place is not None
        assert schema.name == f"{place.kind}.schema.json"


def test_both_parsers_read_them_alike() -> None:
    """The definition and its accelerator give the same data, findings and places over all that is shipped."""
    for path in SHIPPED[::7]:
        raw = path.read_bytes()
        fast = document.read("x", raw, positions=True)
        slow = document.read("x", raw, positions=True, accelerated=False)
        assert (fast.data, fast.findings) == (slow.data, slow.findings), path
        assert fast.place == slow.place, path


@pytest.mark.slow
def test_both_parsers_read_all_of_them_alike() -> None:
    for path in SHIPPED:
        raw = path.read_bytes()
        fast = document.read("x", raw, positions=True)
        slow = document.read("x", raw, positions=True, accelerated=False)
        assert (fast.data, fast.findings, fast.place) == (slow.data, slow.findings, slow.place), path
