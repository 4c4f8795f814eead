"""The preview in a real browser: a file is edited, the page follows, the findings stand below it and hide nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.sites import node
from tests.test_serve import previewed
from tests.worlds import CATALOGUES

POWER = "units/civil-affairs-bureau/powers/minimum-living-allowance.yaml"
PAGE = "units/civil-affairs-bureau/minimum-living-allowance.html"


def test_the_page_follows_the_file_and_the_findings_stand_below_it(tmp_path: Path) -> None:
    folder = tmp_path / "xiuzhou"
    shutil.copytree(CATALOGUES / "xiuzhou", folder)
    with previewed(folder, "--no-charts", "--lang", "zh") as running:
        address = f"http://127.0.0.1:{running.port}/"
        seen = node("site.mjs", "follow", address, PAGE, folder / POWER, "type: benefit", "type: nonsense")
    clean, faulty, opened = seen["states"]
    assert (clean["type"], clean["text"]) == ("行政给付", ["检查没有发现问题。"])
    assert faulty["type"] == "nonsense"
    assert len(faulty["text"]) == 1 and faulty["text"][0].startswith("检查结果：")
    assert opened["type"] == "nonsense-2"
    assert any(POWER in line and "错误" in line for line in opened["text"][1:])
    assert [state["violations"] for state in seen["states"]] == [[], [], []]
    assert not clean["covered"] and not faulty["covered"]  # an open list lies over the page until it is closed
    assert seen["away"] == []
