"""The methods that the guide shows are rulebooks that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from powerctl.grading import grade
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree

GUIDE = (Path(__file__).parent.parent / "docs/grade.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
HEAD = "kind: rulebook\nid: sample\nname: 样例\nextends: base\n"
POINTS = {
    "product": RiskPoint(id="x", behaviour="x", factors={"importance": 3, "frequency": 2, "likelihood": 2}),
    "lookup": RiskPoint(id="x", behaviour="x", factors={"possibility": 3, "consequence": 3}),
    "criteria-count": RiskPoint(id="x", behaviour="x", flags=("influence", "wide-discretion", "frequent-cases")),
    "risk-count": RiskPoint(id="x", behaviour="x", post="clerk"),
    "weighted-sum": RiskPoint(id="x", behaviour="x", factors={"own": 20, "panel": 80}),
    "matrix": RiskPoint(id="x", behaviour="x", factors={"chance": 2, "harm": 3}),
}


def rulebook(text: str, folder: Path) -> Rulebook:
    """The rulebook that a block of the guide makes."""
    (folder / "rulebook.yaml").write_text(HEAD + text, "utf-8")
    return load_rulebook(WorkingTree(folder), "rulebook.yaml")


@pytest.mark.parametrize("text", BLOCKS)
def test_each_sample_grades_its_gravest(text: str, tmp_path: Path) -> None:
    place = rulebook(text, tmp_path)
    assert place.risk.method is not None
    reckoning = grade(POINTS[place.risk.method.kind], place, peers=5)
    assert reckoning is not None
    assert reckoning.grade == "high"


def test_every_method_has_a_sample() -> None:
    assert {kind for text in BLOCKS for kind in re.findall(r"kind: (\S+)", text)} == set(POINTS)
