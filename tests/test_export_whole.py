"""``--layout whole``: every file of a catalogue in a workbook, read back by an import into an equal model."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl import document
from powerctl.cli.entire_export import whole
from powerctl.cli.opened import Opened, opened
from powerctl.entire import FlatTable, MisfitError, flattened, restored
from powerctl.intake.entire import is_entire, read_entire
from powerctl.intake.ledger import Ledger
from powerctl.intake.reading import read_book
from powerctl.layout import Standing, standing
from powerctl.load import load
from powerctl.messages import Words
from powerctl.office import workbook
from powerctl.office.entire import grids
from powerctl.source import WorkingTree
from tests.test_cli import powerctl
from tests.test_export import opened_by_office

ROOT = Path(__file__).parent.parent
CATALOGUES = ("liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping")


def there_and_back(content: bytes) -> dict[Standing, dict[str, Any]]:
    """What an import reads in a workbook; it must have no fault."""
    book = read_book("whole.xlsx", content)
    assert not book.faults
    assert is_entire(book)
    ledger = Ledger(book.name)
    documents = read_entire(book, ledger)
    assert not ledger.faults
    assert all(account.fate != "report" for account in ledger.accounts(book))
    return documents


def one(name: str) -> Opened:
    return opened([ROOT / "catalogues" / name], Words("zh"))[0]


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_file_of_a_catalogue_comes_back(name: str) -> None:
    source = WorkingTree(ROOT / "catalogues" / name)
    content, count = whole(one(name), "xlsx", frozenset(), Words("zh"))
    found = there_and_back(content)
    places = {file: standing(file) for file in source.listing().files if file != "rulebook.yaml"}
    assert count == len(found) == len(places)
    for file, place in places.items():
        raw = source.read(file)
        assert isinstance(raw, bytes) and place is not None
        assert document.read(file, raw).data == found[place]


@pytest.mark.parametrize(
    "name", [name if name == "menyuan" else pytest.param(name, marks=pytest.mark.slow) for name in CATALOGUES]
)
def test_an_import_makes_an_equal_model(name: str, tmp_path: Path) -> None:
    root, target, book = ROOT / "catalogues" / name, tmp_path / "back", tmp_path / "whole.xlsx"
    assert powerctl("export", "--layout", "whole", "--catalogue", str(root), "--out", str(book)).returncode == 0
    target.mkdir()
    for file in ("catalogue.yaml", "rulebook.yaml"):
        shutil.copy(root / file, target / file)
    made = powerctl("import", str(book), "--into", str(target), "--yes")
    assert made.returncode == 0, made.stderr
    before, after = load(WorkingTree(root)), load(WorkingTree(target))
    assert after.catalogue == before.catalogue
    assert not after.findings
    assert powerctl("fmt", "--check", str(target)).returncode == 0
    again = powerctl("import", str(book), "--into", str(target), "--yes")
    assert "新增 0 个文件，改动 0 个" in again.stderr


def test_an_import_into_the_same_catalogue_changes_nothing_and_a_changed_cell_one_line(tmp_path: Path) -> None:
    root, path = tmp_path / "menyuan", tmp_path / "whole.xlsx"
    shutil.copytree(ROOT / "catalogues/menyuan", root)
    assert powerctl("export", "--layout", "whole", "--catalogue", str(root), "--out", str(path)).returncode == 0
    assert "新增 0 个文件，改动 0 个" in powerctl("import", str(path), "--into", str(root), "--yes").stderr
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if str(sheet["A1"].value).endswith("〔power〕"))
    keys = [cell.value for cell in sheet[2]]
    sheet.cell(4, keys.index("name") + 1).value = "改过的名称"
    book.save(path)
    made = powerctl("import", str(path), "--into", str(root), "--yes")
    assert "改动 1 个" in made.stderr
    told = [line for line in made.stderr.splitlines() if line.startswith(("+ ", "+n", "+"))]
    assert any("改过的名称" in line for line in told)


keys = st.sampled_from(["name", "note", "steps", "limits", "end", "x-own", "Odd.Key", "a_b", "id"])
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["=1+1", "@x", "_x000D_", "是", " a ", "a\n\nb", "0571", "1e5", "TRUE", "##[x]", "\u202e", "#N/A"]),
)
leaves = st.one_of(
    texts, st.booleans(), st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.just({})
)
things = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=12,
)
places = st.sampled_from(
    [Standing("power", "town", "a"), Standing("power", "town", "b"), Standing("laws"), Standing("risks", "town")]
)


def complete(documents: dict[Standing, dict[str, Any]]) -> dict[Standing, dict[str, Any]]:
    """As files are: each with its kind, a power with the id of its file."""
    return {
        place: {**data, "kind": place.kind, **({"id": place.id} if place.kind == "power" else {})}
        for place, data in documents.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(places, st.dictionaries(keys.filter(lambda key: key != "id"), things, max_size=4), min_size=1))
def test_whatever_a_file_says_comes_back_from_a_workbook(given_documents: dict[Standing, dict[str, Any]]) -> None:
    documents = complete(given_documents)
    sheets = grids(flattened(documents), lambda kind, path: f"{kind} {path}")
    assert there_and_back(workbook.write("x", sheets)) == documents


def test_items_without_ids_are_told_by_their_numbers() -> None:
    place = Standing("power", "town", "a")
    data = {
        "kind": "power",
        "id": "a",
        "basis": [{"law": "x"}, {"law": "x"}],
        "steps": [{"id": "s", "next": [{"to": "t"}]}],
    }
    tables = {table.path: table for table in flattened({place: data})}
    assert [row["#basis"] for row in tables["basis"].rows] == [1, 2]
    assert tables["steps.next"].rows == [{"@unit": "town", "@id": "a", "#steps": "s", "#steps.next": 1, "to": "t"}]


@pytest.mark.parametrize(
    "rows, case",
    [
        ([{"@unit": "u", "@id": "b", "#steps": "x", "name": "x"}], "orphan"),
        ([{"@unit": "u", "@id": "a", "#steps": "x", "end?": "perhaps"}], "cell"),
        ([{"@unit": "u", "@id": "a", "#steps": "x", "x-a{}": "{"}], "cell"),
        ([{"@unit": "u", "@id": "a", "#steps": "x", "a": "1", "a.b": "2"}], "cell"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(rows: list[dict[str, str | int | float]], case: str) -> None:
    head = FlatTable("power", "", [{"@unit": "u", "@id": "a"}])
    with pytest.raises(MisfitError) as caught:
        restored([head, FlatTable("power", "steps", list(rows))])
    assert caught.value.case == case


def test_a_fault_is_told_with_its_cell(tmp_path: Path) -> None:
    root, path = tmp_path / "menyuan", tmp_path / "whole.xlsx"
    shutil.copytree(ROOT / "catalogues/menyuan", root)
    powerctl("export", "--layout", "whole", "--catalogue", str(root), "--out", str(path))
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if "〔power:workflow.steps〕" in str(sheet["A1"].value))
    sheet["B4"].value = "nowhere"
    book.save(path)
    made = powerctl("import", str(path), "--into", str(root), "--yes")
    assert made.returncode == 1
    assert f"whole.xlsx[{sheet.title}!" in made.stderr
    assert "workflow.steps" in made.stderr


def test_json_has_the_files_as_they_are() -> None:
    content, count = whole(one("menyuan"), "json", frozenset(["county-committee"]), Words("zh"))
    data = json.loads(content)
    assert (data["version"], len(data["files"])) == (1, count)
    assert {file["unit"] for file in data["files"]} == {"county-committee"}


@pytest.mark.parametrize("arguments, told", [(("--public",), "--public"), (("--to", "docx"), "xlsx")])
def test_everything_is_for_nobody_outside_and_not_for_every_format(arguments: tuple[str, ...], told: str) -> None:
    made = powerctl("export", "--layout", "whole", "--catalogue", "catalogues/menyuan", *arguments)
    assert made.returncode == 2
    assert told in made.stderr


@pytest.mark.slow
def test_an_office_suite_opens_and_keeps_it(tmp_path: Path) -> None:
    content, _ = whole(one("zhenping"), "xlsx", frozenset(), Words("zh"))
    (tmp_path / "whole.xlsx").write_bytes(content)
    assert opened_by_office([tmp_path / "whole.xlsx"], tmp_path)[0]
    assert content == whole(one("zhenping"), "xlsx", frozenset(), Words("zh"))[0]
    assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) > 20
