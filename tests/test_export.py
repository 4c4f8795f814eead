"""``powerctl export``: layouts as data, files as offices print them, nothing in them obeyed, nothing private."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx as word
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from powerctl.cli.exported import MAKERS
from powerctl.errors import PowerctlError
from powerctl.gate import project
from powerctl.inside import kept_back, whole_view
from powerctl.intake.headings import matched
from powerctl.intake.vocabulary import kinds
from powerctl.lists.rows import Stock
from powerctl.lists.withheld import as_readers_see
from powerctl.load import Loaded, load
from powerctl.messages import Words
from powerctl.office import workbook
from powerctl.office.grid import Grid, Section
from powerctl.office.layouts import layout, parsed, shipped
from powerctl.office.sheets import Sheets, fill
from powerctl.public.audience import Audience
from powerctl.source import WorkingTree
from tests.test_cli import AS_OF, powerctl

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 6, 30).isoformat()
CATALOGUES = ("liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping")
PAYLOADS = {
    entry["id"]: entry["value"] for entry in json.loads((ROOT / "tests/hostile/payloads.json").read_text("utf-8"))
}
LAYOUTS = shipped()
# What the tables of offices are headed with, by the kind under which an import reads them.
READ_AS = {
    "power-list": "powers", "catalogue": "powers", "duty-list": "powers", "risk-control": "risks",
    "risk-grades": "risks", "disclosure-standard": "disclosure", "discretion": "discretion",
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded() -> dict[str, Loaded]:
    """The catalogues that are shipped."""
    return {name: load(WorkingTree(ROOT / "catalogues" / name)) for name in CATALOGUES}


def inside(one: Loaded, id_: str, language: str = "zh") -> Sheets:
    """A layout for those who keep the catalogue."""
    stock = Stock(whole_view(one.catalogue, one.rulebook, TODAY), kept_back(one.catalogue, one.rulebook))
    return fill(layout(id_), stock, one.catalogue.about.name, Words(language), {})


def outside(one: Loaded, id_: str) -> Sheets:
    """A layout for the public."""
    seen = project(one.catalogue, one.rulebook, Audience.PUBLIC)
    return fill(layout(id_), Stock(seen, as_readers_see(seen)), seen.about.name, Words("zh"), {})


def cells(content: bytes) -> list[str]:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None]


def test_the_eleven_layouts_are_there() -> None:
    assert len(LAYOUTS) == 11


@pytest.mark.parametrize("id_", LAYOUTS)
@pytest.mark.parametrize("name", CATALOGUES)
def test_every_layout_of_every_catalogue_in_both_languages(name: str, id_: str, loaded: dict[str, Loaded]) -> None:
    for language in ("zh", "en"):
        sheets = inside(loaded[name], id_, language)
        text = sheets.as_json()
        assert "⟦" not in text and "Label(" not in text
        for grid in sheets.grids():
            assert all(len(row) == len(grid.widths) for row in grid.data)
            assert all(len(row) == len(grid.widths) for row in grid.heads)


@pytest.mark.parametrize("id_, kind", sorted(READ_AS.items()))
def test_an_import_knows_the_headings(id_: str, kind: str) -> None:
    grid = Sheets(layout(id_), "x", Words("zh"), (), {}).grids()[0]
    slots = {head: matched(head, kinds()[kind]).slot for head in grid.flat_heads}
    known = [head for head, slot in slots.items() if slot]
    assert len(known) >= len(slots) * 0.6, slots


def test_a_workbook_is_set_up_for_print(loaded: dict[str, Loaded]) -> None:
    sheets = inside(loaded["liaoning"], "catalogue")
    book = openpyxl.load_workbook(io.BytesIO(MAKERS["xlsx"](sheets)))
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    assert sheet["A1"].value == "省民政厅职权目录"
    assert sheet["A2"].value == "填报单位：省民政厅"
    assert "A1:L1" in {str(merge) for merge in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "职权名称", "行使依据"]
    assert str(sheet["A4"].value).startswith("行政处罚（")
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.page_setup.fitToHeight in (0, "0")


def test_cells_are_chosen_from_the_words_of_the_rulebook(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    made = powerctl("export", "--layout", "risk-control", "--catalogue", "catalogues/qidaojiang", "--out", str(target))
    assert made.returncode == 0, made.stderr
    sheet = openpyxl.load_workbook(target).worksheets[0]
    lists = {str(rule.sqref).partition("4")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["G"].startswith('"高级,中级,低级')


def test_rows_of_one_power_are_merged_and_numbered_once(loaded: dict[str, Loaded]) -> None:
    grid = next(grid for grid in inside(loaded["liaoning"], "discretion").grids() if len(grid.data) > 2)
    numbers = [row[0] for row in grid.data]
    assert numbers[0] == numbers[1] == 1
    book = openpyxl.load_workbook(io.BytesIO(workbook.write("x", [grid])))
    assert any(str(merge).startswith("B4:B") for merge in book.worksheets[0].merged_cells.ranges)


def test_a_row_higher_than_a_row_can_be_takes_several() -> None:
    long = "\n".join(f"第{number}项职责" for number in range(100))
    book = openpyxl.load_workbook(
        io.BytesIO(workbook.write("x", [Grid("x", (("甲", "乙"),), ((long, "乙"),), (20, 20))]))
    )
    sheet = book.worksheets[0]
    heights = [sheet.row_dimensions[row].height or 0 for row in range(2, 7)]
    assert "A2:A6" in {str(merge) for merge in sheet.merged_cells.ranges}
    assert max(heights) <= 409 and sum(heights) > 1500


def test_sheets_may_wait_in_a_folder(tmp_path: Path) -> None:
    grid = Grid("甲", (("甲", "乙"),), (("文字", 1), ("=1+1", 2.5)), (20, 20))
    waited, again = (workbook.write("x", [grid], str(tmp_path)) for _ in range(2))
    assert waited == again
    assert list(tmp_path.iterdir()) == []
    mine, theirs = (zipfile.ZipFile(io.BytesIO(book)) for book in (waited, workbook.write("x", [grid])))
    assert {name: mine.read(name) for name in mine.namelist()} == {name: theirs.read(name) for name in mine.namelist()}
    with pytest.raises(FileNotFoundError):
        workbook.write("x", [grid], str(tmp_path / "none"))


def test_sheets_of_one_name_get_different_ones() -> None:
    taken: set[str] = set()
    assert [workbook.sheet_name(name, taken) for name in ("甲/乙", "甲:乙", "x" * 40, "x" * 40, "'", "'")] == [
        "甲 乙", "甲 乙 2", "x" * 31, "x" * 27 + " 2", "1", "1 2",
    ]  # fmt: skip


@pytest.mark.parametrize("form", sorted(MAKERS))
def test_the_same_bytes_each_time(form: str, loaded: dict[str, Loaded]) -> None:
    sheets = inside(loaded["zhenping"], "power-list")
    assert MAKERS[form](sheets) == MAKERS[form](inside(loaded["zhenping"], "power-list"))


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_a_file_tells_nothing_of_who_made_it_and_when(form: str, loaded: dict[str, Loaded]) -> None:
    package = zipfile.ZipFile(io.BytesIO(MAKERS[form](outside(loaded["liaoning"], "power-list"))))
    names = package.namelist()
    assert not [
        name
        for name in names
        if "comment" in name or "external" in name.lower() or "custom" in name or name.endswith("jpeg")
    ]
    assert {member.date_time[:3] for member in package.infolist()} == {(1980, 1, 1)}
    core = package.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    if form == "xlsx":
        book = package.read("xl/workbook.xml").decode()
        assert 'state="hidden"' not in book and "veryHidden" not in book
        assert {part.split('"')[0] for part in book.split('<definedName name="')[1:]} <= {"_xlnm.Print_Titles"}


def test_no_post_of_a_person_but_names_are_nowhere(loaded: dict[str, Loaded]) -> None:
    """A holder's name is the only personal name that a catalogue may have."""
    one = loaded["xiuzhou"]
    unit = one.catalogue.units[0]
    posts = tuple(replace(post, holder="欧阳某某") for post in unit.posts)
    named = replace(one, catalogue=replace(one.catalogue, units=(replace(unit, posts=posts), *one.catalogue.units[1:])))
    for id_ in LAYOUTS:
        assert "欧阳某某" not in inside(named, id_).as_json()


def test_the_public_gets_less(loaded: dict[str, Loaded]) -> None:
    one = loaded["liaoning"]
    private = next(power for power in one.catalogue.powers if power.disclosure and power.disclosure.scope == "withheld")
    mine, theirs = inside(one, "power-list").as_json(), outside(one, "power-list").as_json()
    assert private.name in mine
    assert private.name not in theirs
    seen = project(one.catalogue, one.rulebook, Audience.PUBLIC)
    assert outside(one, "power-list").count == sum(power.in_force for power in seen.powers)


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in PAYLOADS.items()])
def test_a_payload_is_text_in_every_format(value: str) -> None:
    grid = Grid("x", (("甲", "乙"),), (Section(value), (value, 1)), (20, 20), value, value)
    sheet = zipfile.ZipFile(io.BytesIO(workbook.write(value, [grid]))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"hyperlink" not in sheet
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(value, [grid])))
    assert {cell.data_type for row in book.worksheets[0] for cell in row if cell.value} <= {"s", "n"}


def test_a_hostile_name_is_inert_in_every_format(loaded: dict[str, Loaded]) -> None:
    one = loaded["menyuan"]
    name = '=cmd|"/c calc"!A1 <b>&\x1b[31m\u202e'
    power = replace(one.catalogue.powers[0], name=name)
    evil = replace(one, catalogue=replace(one.catalogue, powers=(power, *one.catalogue.powers[1:])))
    sheets = inside(evil, "power-list")
    shown = '=cmd|"/c calc"!A1 <b>&\\x1b[31m\\u202e'
    assert shown in cells(MAKERS["xlsx"](sheets))
    rows = list(csv.reader(io.StringIO(MAKERS["csv"](sheets).decode("utf-8-sig"))))
    assert any(f"'{shown}" in row for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert "<b>" not in MAKERS["md"](sheets).decode()
    tables = word.Document(io.BytesIO(MAKERS["docx"](sheets))).tables
    assert any(shown == cell.text for table in tables for cell in table._cells)


def test_json_keeps_entries_apart(loaded: dict[str, Loaded]) -> None:
    data = json.loads(inside(loaded["liaoning"], "catalogue").as_json())
    row = data["tables"][0]["rows"][0]
    assert (data["version"], data["layout"]) == (1, "catalogue")
    assert row["type"] == "行政处罚" and isinstance(row["duties"], list)


def test_one_unit_or_power_alone(loaded: dict[str, Loaded]) -> None:
    one = loaded["liaoning"]
    view = whole_view(one.catalogue, one.rulebook, TODAY)
    power = view.powers[0]
    for subjects, count in ((power.subject, 1), (power.unit, len(view.powers_by_unit[power.unit]))):
        stock = Stock(view, subjects=frozenset([subjects]))
        assert fill(layout("power-list"), stock, "x", Words("zh"), {}).count <= count


def opened_by_office(files: list[Path], folder: Path) -> list[str]:
    """The texts of the PDFs that LibreOffice makes of the files, all in one call."""
    command = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=600)
    made = [folder / f"{file.stem}.pdf" for file in files]
    return [subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout for pdf in made]


def test_an_office_suite_opens_every_layout(loaded: dict[str, Loaded], tmp_path: Path) -> None:
    files, titles = [], []
    for id_ in LAYOUTS:
        for form in ("xlsx", "docx"):
            sheets = inside(loaded["qidaojiang"], id_)
            files.append(tmp_path / f"{id_}-{form}.{form}")
            files[-1].write_bytes(MAKERS[form](sheets))
            titles.append(sheets.layout.name.label)
    for title, text in zip(titles, opened_by_office(files, tmp_path), strict=True):
        assert title in "".join(text.split())


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOGUES)
def test_an_office_suite_opens_every_export(name: str, loaded: dict[str, Loaded], tmp_path: Path) -> None:
    files = []
    for id_ in LAYOUTS:
        for form in ("xlsx", "docx"):
            files.append(tmp_path / f"{id_}-{form}.{form}")
            files[-1].write_bytes(MAKERS[form](outside(loaded[name], id_)))
    assert all(opened_by_office(files, tmp_path))


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("--layout", "power-lst"), "power-list"),
        (("--layout", "all"), "--out"),
        (("nowhere",), "nowhere"),
        (("--layout", "whole,power-list", "--out", "x"), "whole"),
        (("--layout", "examples/ci/README.md"), "README.md"),
        (("--layout", "power-list"), "docx"),
    ],
)
def test_what_the_user_can_mend(arguments: tuple[str, ...], told: str) -> None:
    if told == "docx":
        arguments = (*arguments, "--to", "docx", "--out", "/proc/none/x.docx")
    made = powerctl("export", *arguments, "--catalogue", "catalogues/menyuan", *AS_OF)
    assert made.returncode == 2
    assert told in made.stderr


def test_a_layout_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("name: {zh: 简表}\nname: *x\n", "utf-8")
    made = powerctl("export", "--layout", str(own), "--to", "md", "--catalogue", "catalogues/menyuan", *AS_OF)
    assert made.returncode == 2
    assert "mine.yaml:2" in made.stderr


def test_a_layout_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("name: {zh: 简表}\nof: powers\ncolumns:\n  - {key: name, zh: 名称, width: 30}\n", "utf-8")
    made = powerctl("export", "--layout", str(own), "--to", "md", "--catalogue", "catalogues/menyuan", *AS_OF)
    assert made.returncode == 0
    assert "简表" in made.stdout and "| 名称 |" in made.stdout


@pytest.mark.parametrize(
    "data",
    [
        [], {"of": "powers"}, {"of": "planets", "name": {"zh": "x"}, "columns": [{}]},
        {"of": "powers", "name": {"zh": "x"}, "columns": [{"key": "nam", "zh": "x"}]},
        {"of": "powers", "name": {"zh": "x"}, "columns": [{"key": "name", "zh": "x", "width": 999}]},
        {"of": "powers", "name": "x", "columns": [{"key": "name", "zh": "x"}]},
        {"of": "powers", "nam": "x", "columns": [{"key": "name", "zh": "x"}]},
    ],
)  # fmt: skip
def test_a_layout_that_is_not_right_is_refused(data: object) -> None:
    with pytest.raises(PowerctlError) as caught:
        parsed("mine", data)
    assert "mine" in Words("zh").error(caught.value)


def test_the_public_command_goes_through_the_gate(tmp_path: Path) -> None:
    arguments = ("export", "--to", "json", "--catalogue", "catalogues/liaoning", *AS_OF)
    whole, public = powerctl(*arguments), powerctl(*arguments, "--public")
    assert whole.returncode == public.returncode == 0
    assert len(json.loads(public.stdout)["tables"]) <= len(json.loads(whole.stdout)["tables"])
    assert len(public.stdout) < len(whole.stdout)
    again = tmp_path / "x.json"
    for told in ("已写到", "没有变化"):
        assert told in powerctl(*arguments, "--out", str(again)).stderr
