"""Every workbook and published table has a golden report; nearly all cells are in a field, and none is lost."""

from __future__ import annotations

import os
import re
from itertools import chain
from pathlib import Path

import pytest

from powerctl import document
from powerctl.edit.canonical import canonical
from powerctl.formats.receipt import text
from powerctl.intake.reading import read_book, read_file
from powerctl.intake.vocabulary import squeezed, words
from powerctl.messages import Words
from powerctl.receipt import Fate
from powerctl.schema import faults
from powerctl.source import WorkingTree
from tests.intake import GUANGAN, TABLES, WORKBOOKS, Imported, imported, table

GOLDEN = Path(__file__).parent / "golden" / "import"
EMPTY = 'kind: catalogue\nformat: 1\nid: empty\nname: 某区\nregion: "511602"\nlevel: county\n'
SOURCES = sorted([*WORKBOOKS.glob("*.xlsx"), GUANGAN, *TABLES.glob("*.json")])
RUNS: dict[str, Imported] = {}


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Imported:
    path: Path = request.param
    if path.stem not in RUNS:
        (tmp_path / "catalogue.yaml").write_text(EMPTY, "utf-8")
        book = read_file(path) if path.suffix == ".xlsx" else read_book(f"{path.stem}.xlsx", table(path))
        RUNS[path.stem] = imported(book, WorkingTree(tmp_path))
    return RUNS[path.stem]


def test_report(run: Imported) -> None:
    golden = GOLDEN / f"{Path(run.book.name).stem}.txt"
    report = text(run.receipt, Words("zh"))
    if os.environ.get("POWERCTL_GOLDEN") == "renew":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(report, "utf-8", newline="\n")
    assert report == golden.read_text("utf-8")


def test_nearly_all_is_in_a_field_and_all_is_accounted_for(run: Imported) -> None:
    assert run.receipt.share >= 0.98
    assert len(run.receipt.accounts) == sum(len(sheet.cells) for sheet in run.book.sheets)
    told = {remark.spot for remark in run.receipt.remarks}
    kept = [account for account in run.receipt.accounts if account.fate is Fate.SOURCE]
    assert all(account.text.strip() in run.text.replace("\\n", "\n") for account in kept)
    assert all(account.spot in told for account in run.receipt.accounts if account.fate is Fate.REPORT)
    assert not run.ledger.faults


# What these fields hold is said in the rulebook's words, or is a count that was compared.
CODED = re.compile(
    r":(?:type|status|level|remedies|disclosure|risk_points|risk_points\.\w+|unit|matter|main)$|^(?:unit|type)$"
)


def test_what_is_counted_as_in_a_field_is_in_a_file(run: Imported) -> None:
    files = squeezed(run.text.replace("\\n", "").replace('\\"', '"')).lower()
    lost = []
    for account in run.receipt.accounts:
        if account.fate is not Fate.FIELD or CODED.search(account.target):
            continue
        found = re.findall(r"[\u4e00-\u9fff]{2,}", squeezed(account.text))
        missing = [word for word in found if not any(word[at : at + 2] in files for at in range(len(word) - 1))]
        lost += [(account.spot.shown, account.target, word) for word in missing]
    assert [entry for entry in lost if entry[2] not in SAID_OTHERWISE] == []


# Empties, limits and ranks become a value of their own; 号第 ends one field and begins another.
SAID_OTHERWISE = {
    "当场",
    "当天",
    "未分类",
    "同上",
    "同前",
    "个工作日",
    "个工作日内",
    "号第",
    *chain(*words("ranks").values()),
}


def test_the_files_fit_their_schemas_and_are_canonical(run: Imported) -> None:
    for file, content in list(run.harvest.new.items())[:150]:
        read = document.read(file, content, accelerated=False)
        assert read.is_read and isinstance(read.data, dict), file
        assert not list(faults(read.data["kind"], read.data)), file
        assert canonical(file, content).raw == content
