"""``powerctl import`` as a user meets it: real processes, real catalogues, nothing written unless all of it can be."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from powerctl.edit.compose import composed
from powerctl.edit.update import updated
from powerctl.plant import exchange
from tests.intake import GUANGAN, ROOT, WORKBOOKS, workbook
from tests.test_cli import powerctl

ROWS: list[list[object]] = [
    ["某县水利局权力清单"],
    ["填报单位:某县水利局"],
    ["序号", "职权名称", "职权类型", "职权编码", "实施依据", "承办机构", "办理时限", "责任领导", "自造的一列"],
    ["1", "取水许可", "行政许可", "XK-001", "《水法》第四十八条", "水政科", "20个工作日", "张三", "甲"],
    ["2", "河道采砂许可", "行政许可", "XK-002", "《河道管理条例》第二十五条", "水政科", "7日", "分管领导", None],
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A catalogue without units."""
    made = tmp_path / "home"
    made.mkdir()
    (made / "catalogue.yaml").write_text("kind: catalogue\nformat: 1\nid: home\nname: 某县\nlevel: county\n", "utf-8")
    return made


def write(path: Path, rows: list[list[object]] = ROWS) -> Path:
    path.write_bytes(workbook(rows))
    return path


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments: str | Path, home: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return powerctl("import", *map(str, arguments), "--into", str(home), "--lang", lang, cwd=home)


def power(home: Path, id_: str) -> str:
    (found,) = home.glob(f"units/*/powers/{id_}.yaml")
    return found.read_text("utf-8")


def test_a_workbook_becomes_a_catalogue(home: Path, tmp_path: Path) -> None:
    made = run(write(tmp_path / "a.xlsx"), "--yes", home=home)
    assert made.returncode == 0, made.stderr
    text = power(home, "xk-001")
    for line in (
        "name: 取水许可",
        "type: licence",
        "code: {scheme: local, value: XK-001}",
        "  - {title: 水法, articles: [第四十八条]}",
        "limits: {promised: 20wd}",
        "sources: [某县水利局权力清单第1项]",
        '  - {cell: "表1!I4", heading: 自造的一列, text: 甲}',
    ):
        assert line in text, text
    assert "张" not in "".join(content.decode() for content in state(home).values())
    assert "张× became 责任领导" in made.stdout
    for report in ("text", "json", "html"):
        assert "张三" not in run(tmp_path / "a.xlsx", "--dry-run", "--report", report, home=home).stdout
    checked = powerctl("validate", ".", "--select", "S,X", cwd=home)
    assert checked.returncode == 0, checked.stdout
    assert powerctl("fmt", "--check", ".", cwd=home).returncode == 0


def test_a_second_import_changes_nothing_even_what_was_edited_by_hand(home: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx")
    run(book, "--yes", home=home)
    (file,) = home.glob("units/*/powers/xk-001.yaml")
    file.write_text(file.read_text("utf-8").replace("name: 取水许可", "name: 取水许可审批  # 按新法改名"), "utf-8")
    before = state(home)
    again = run(book, "--yes", home=home)
    assert (again.returncode, state(home)) == (0, before)
    assert "0 new" in again.stdout and "0 changed" in again.stdout


def test_a_changed_workbook_updates_spans_and_shows_them_first(home: Path, tmp_path: Path) -> None:
    run(write(tmp_path / "a.xlsx"), "--yes", home=home)
    (file,) = home.glob("units/*/powers/xk-002.yaml")
    file.write_text(file.read_text("utf-8").replace("type: licence", "axis: affairs  # 手写\ntype: licence"), "utf-8")
    rows: list[list[object]] = [
        *ROWS[:4],
        ["2", "河道采砂许可", "行政处罚", "XK-002", None, "水政科", "9日", "分管领导", None],
    ]
    changed = run(write(tmp_path / "a.xlsx", rows), "--yes", home=home)
    assert changed.returncode == 0, changed.stderr
    assert "-type: licence" in changed.stderr and "+type: penalty" in changed.stderr
    text = power(home, "xk-002")
    assert "type: penalty" in text and "axis: affairs  # 手写" in text and "promised: 9d" in text
    assert "basis" not in text.partition("x-import")[0]
    assert "1 changed" in changed.stdout


def test_what_is_gone_from_the_workbook_is_told_and_kept(home: Path, tmp_path: Path) -> None:
    run(write(tmp_path / "a.xlsx"), "--yes", home=home)
    less = run(write(tmp_path / "a.xlsx", ROWS[:4]), "--yes", home=home)
    assert "“河道采砂许可”" in less.stdout and power(home, "xk-002")


def test_without_a_terminal_nothing_is_taken_for_granted(home: Path, tmp_path: Path) -> None:
    before = state(home)
    refused = run(write(tmp_path / "a.xlsx"), home=home)
    assert refused.returncode == 2 and "--yes" in refused.stderr
    assert state(home) == before


def test_a_dry_run_writes_nothing(home: Path, tmp_path: Path) -> None:
    before = state(home)
    dry = run(write(tmp_path / "a.xlsx"), "--dry-run", home=home)
    assert dry.returncode == 0 and "Nothing was written" in dry.stderr
    assert state(home) == before


def test_the_mapping_is_written_and_read_again(home: Path, tmp_path: Path) -> None:
    book, mapping = write(tmp_path / "a.xlsx"), tmp_path / "map.yaml"
    run(book, "--yes", "--mapping", mapping, home=home)
    text = mapping.read_text("utf-8")
    assert "自造的一列: none" in text
    mapping.write_text(text.replace("自造的一列: none", "自造的一列: scope"), "utf-8")
    shutil.rmtree(home / "units")
    assert run(book, "--yes", "--mapping", mapping, home=home).returncode == 0
    assert "scope: 甲" in power(home, "xk-001")
    mapping.write_text(text.replace("自造的一列: none", "自造的一列: scoop"), "utf-8")
    wrong = run(book, "--yes", "--mapping", mapping, home=home)
    assert wrong.returncode == 2 and "did you mean scope?" in wrong.stderr


def test_who_may_see_what_is_imported_is_decided_and_never_guessed(home: Path, tmp_path: Path) -> None:
    rows = [[*ROWS[2], "公开范围"], [*ROWS[3], "内部公开"], [*ROWS[4], None]]
    book, mapping = write(tmp_path / "a.xlsx", [*ROWS[:2], *rows]), tmp_path / "map.yaml"
    first = run(book, "--yes", home=home)
    assert "1 power does not say" in first.stderr and "--disclosure public" in first.stderr
    assert "disclosure: {scope: internal}" in power(home, "xk-001") and "scope: public" not in power(home, "xk-002")
    refused = powerctl("build", str(home), "--out", str(tmp_path / "site"), "--as-of", "2026-06-30", cwd=home)
    assert refused.returncode == 2 and not (tmp_path / "site").exists()
    second = run(book, "--yes", "--disclosure", "public", "--mapping", mapping, home=home)
    assert "1 changed" in second.stdout and "do not say" not in second.stderr
    assert "disclosure: {scope: internal}" in power(home, "xk-001")
    assert "\ndisclosure: {scope: public}\nsources:" in power(home, "xk-002")
    assert "defaults: {disclosure: public}" in mapping.read_text("utf-8")
    before = state(home)
    shutil.rmtree(home / "units")
    assert run(book, "--yes", "--mapping", mapping, home=home).returncode == 0
    assert state(home) == before
    built = powerctl("build", str(home), "--out", str(tmp_path / "site"), "--as-of", "2026-06-30", cwd=home)
    assert built.returncode == 0, built.stderr


def test_a_scope_that_a_person_has_written_stays_when_the_row_changes(home: Path, tmp_path: Path) -> None:
    run(write(tmp_path / "a.xlsx"), "--yes", "--disclosure", "public", home=home)
    (file,) = home.glob("units/*/powers/xk-002.yaml")
    file.write_text(file.read_text("utf-8").replace("scope: public", "scope: internal"), "utf-8")
    rows = [*ROWS[:4], [*ROWS[4][:6], "9日", *ROWS[4][7:]]]
    assert "1 changed" in run(write(tmp_path / "a.xlsx", rows), "--yes", "--disclosure", "public", home=home).stdout
    assert "promised: 9d" in power(home, "xk-002") and "scope: internal" in power(home, "xk-002")


@pytest.mark.parametrize("defaults", ["defaults: public", "defaults: {disclosure: [public]}"])
def test_a_mapping_with_defaults_of_another_shape_is_refused(home: Path, tmp_path: Path, defaults: str) -> None:
    mapping = tmp_path / "map.yaml"
    mapping.write_text(f"{defaults}\ntables: []\n", "utf-8")
    refused = run(write(tmp_path / "a.xlsx"), "--yes", "--mapping", mapping, home=home)
    assert refused.returncode == 2 and "defaults: {disclosure: …}" in refused.stderr


@pytest.mark.parametrize("answer, code, files", [("y", 0, True), ("n", 1, False)])
def test_on_a_terminal_the_mapping_is_asked_for(
    home: Path, tmp_path: Path, answer: str, code: int, files: bool
) -> None:
    import pty

    book = write(tmp_path / "a.xlsx")
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "powerctl", "import", str(book), "--into", str(home), "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
    with subprocess.Popen(command, stdin=inner, stderr=inner, stdout=subprocess.DEVNULL, env=environment) as process:
        os.close(inner)
        os.write(outer, f"{answer}\n".encode())
        told = b""
        while True:
            try:
                part = os.read(outer, 4096)
            except OSError:
                break
            if not part:
                break
            told += part
    os.close(outer)
    assert process.returncode == code, told.decode()
    assert "right things?" in told.decode() and "自造的一列" in told.decode()
    assert bool(list(home.glob("units/*/powers/*.yaml"))) is files


def test_a_code_that_a_spreadsheet_has_broken_stops_everything(home: Path, tmp_path: Path) -> None:
    broken: list[list[object]] = [*ROWS[:3], ["1", "取水许可", "行政许可", 571, None, None, None, None, None]]
    good = write(tmp_path / "good.xlsx")
    stopped = run(good, write(tmp_path / "bad.xlsx", broken), "--yes", home=home)
    assert stopped.returncode == 1
    assert "bad.xlsx[表1!D4]: the code is a number (571)" in stopped.stderr
    assert not (home / "units").exists()


def test_every_fault_of_every_book_is_told_before_the_end(home: Path, tmp_path: Path) -> None:
    formula = write(tmp_path / "f.xlsx", [["=1+1", "=2+2"]])
    (tmp_path / "e.xlsx").write_bytes(b"")
    told = run(formula, tmp_path / "e.xlsx", "--yes", home=home).stderr
    assert "f.xlsx[表1!A1]" in told and "f.xlsx[表1!B1]" in told and "e.xlsx: the file is empty" in told


@pytest.mark.parametrize(
    "file, code", [("X001_ok", 0), ("X009_dimension_lie", 0), ("X027_lead_blank", 0), ("X021_code_lost_zero", 1)]
)
def test_hostile_books_without_a_table(home: Path, file: str, code: int) -> None:
    result = run(ROOT / f"tests/hostile/xlsx/{file}.xlsx", "--yes", home=home)
    assert result.returncode == code, result.stderr
    assert not (home / "units").exists()
    assert "S!A1" in result.stdout + result.stderr


def test_the_reports_agree(home: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", [*ROWS, ["3", "<script>", "行政许可", "XK-003", None, None, None, None, None]])
    data = json.loads(run(book, "--dry-run", "--report", "json", home=home).stdout)
    assert data["version"] == 1
    assert sum(data["summary"]["cells"].values()) == len(data["cells"])
    assert {entry["fate"] for entry in data["cells"]} == {"frame", "field", "source"}
    page = tmp_path / "report.html"
    assert run(book, "--dry-run", "--report", "html", "-o", page, home=home).stdout == ""
    text = page.read_text("utf-8")
    assert "&lt;script&gt;" in text and "<script>" not in text
    assert text.count("<tr>") == len(data["cells"]) + 1


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("none.xlsx",), "no such path"),
        (("a.xlsx", "--kind", "risk"), "did you mean risks?"),
        (("a.xlsx", "--report", "pdf"), "--report knows no pdf"),
        (("a.xlsx", "--unit", "nowhere"), "There is no unit nowhere"),
        (("a.xlsx", "--disclosure", "publik"), "did you mean public?"),
        (("a.xlsx", "--disclosure", "withheld"), "item by item"),
    ],
)
def test_what_the_user_can_mend(home: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    write(tmp_path / "a.xlsx")
    result = run(tmp_path / arguments[0], *arguments[1:], "--yes", home=home)
    assert result.returncode == 2 and told in result.stderr


def test_risks_join_the_power_that_is_there(home: Path, tmp_path: Path) -> None:
    run(write(tmp_path / "a.xlsx"), "--yes", home=home)
    rows: list[list[object]] = [
        ["某县水利局廉政风险点一览表"],
        ["权力事项", "风险点", "风险等级", "防控措施", "责任人"],
        ["取水许可", "1.收受财物;2.故意拖延", "1高1低", "1.集体会审;2.限时办结", "水政科科长"],
    ]
    (unit,) = (path.name for path in (home / "units").iterdir())
    done = run(write(tmp_path / "risks.xlsx", rows), "--unit", unit, "--yes", home=home)
    assert done.returncode == 0, done.stderr
    text = power(home, "xk-001")
    assert "type: licence" in text and text.count("behaviour:") == 2 and "type: collective" in text
    assert "未指明" in text
    again = run(tmp_path / "risks.xlsx", "--unit", unit, "--yes", home=home)
    assert "0 changed" in again.stdout


def test_the_example_is_made_by_the_command_in_its_readme(tmp_path: Path) -> None:
    example = ROOT / "examples/guangan"
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    place = tmp_path / "examples/guangan"
    place.mkdir(parents=True)
    for name in ("catalogue.yaml", GUANGAN.name):
        shutil.copy(example / name, place / name)
    readme = (example / "README.md").read_text("utf-8")
    (line,) = (line.strip() for line in readme.splitlines() if line.startswith("    powerctl import"))
    command, _, report = line.partition(" > ")
    made = powerctl(*command.split()[1:], cwd=tmp_path)
    (tmp_path / report).write_text(made.stdout, "utf-8", newline="\n")
    (place / "README.md").write_text(readme, "utf-8", newline="\n")
    assert made.returncode == 0, made.stderr
    assert state(place) == state(example)
    assert len(list((place / "units").iterdir())) == 34
    checked = powerctl("validate", "examples/guangan", "--select", "S,X", "--fail-on", "error", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    built = powerctl("build", "examples/guangan", "--out", "site", "--as-of", "2026-06-30", "--no-charts", cwd=tmp_path)
    assert built.returncode == 0, built.stderr


@pytest.mark.parametrize(
    "text, data, expected",
    [
        ("a: 1 # x\nb: [1]\n", {"a": 2, "b": [1]}, "a: 2 # x\nb: [1]\n"),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2, "c": 3}, "a: 1\r\nb: 2\r\nc: 3\r\n"),
        ("a: 1\n# keep\nb: 2", {"b": 2}, "# keep\nb: 2"),
        (
            "a:\n  - {x: 1}  # one\n  - {x: 2}\n",
            {"a": [{"x": 1}, {"x": 3}, {"x": 4}]},
            "a:\n  - {x: 1}  # one\n  - {x: 3}\n  - {x: 4}\n",
        ),
        ("a: {b: 1, c: 2}\n", {"a": {"b": 1, "c": "甲"}}, "a: {b: 1, c: 甲}\n"),
        ("a:\n  b: 1\n  c: 2\nd: 4\n", {"a": {"b": 1}, "d": 4}, "a: {b: 1}\nd: 4\n"),
        ("{a: 1}\n", {"a": 2}, "{a: 2}\n"),
    ],
)
def test_only_the_spans_that_say_something_else_change(text: str, data: dict[str, object], expected: str) -> None:
    assert updated("notes.yaml", text.encode(), data) == expected.encode()


def test_what_is_composed_is_read_as_it_was_meant() -> None:
    from powerctl import document

    data = {
        "a": "no",
        "b": ["1e5", "x: y", " z ", "甲,乙", "\u200b", "-"],
        "c": {"d": "#"},
        "e": [{"f": "长" * 200, "g": ["[", "}"]}],
    }
    assert document.read("x.yaml", composed(data).encode()).data == data


def test_an_exchange_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("a", "utf-8")
    (tmp_path / "taken").write_text("b", "utf-8")
    with pytest.raises(FileExistsError):
        exchange(tmp_path, {"taken": b"c"}, {"old.yaml": (b"a", b"d")})
    assert state(tmp_path) == {"old.yaml": b"a", "taken": b"b"}


def test_a_workbook_of_several_sheets_at_once(home: Path) -> None:
    done = run(WORKBOOKS / "03-risk-mixed-grades.xlsx", "--yes", home=home, lang="zh")
    assert done.returncode == 0, done.stderr
    assert len(list((home / "units").iterdir())) == 5
    assert openpyxl.load_workbook(WORKBOOKS / "03-risk-mixed-grades.xlsx").sheetnames[0] in done.stdout


def written(home: Path) -> str:
    (found,) = home.glob("units/*/powers/*.yaml")
    return found.read_text("utf-8")


def test_a_row_with_a_number_and_no_name_is_no_part_of_the_item_above(home: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", [*ROWS[:4], ["2", None, "行政处罚", None, "无", None, "当场", None, None]])
    done = run(book, "--yes", home=home)
    assert "the row has no name, so it is no item" in done.stdout and "a.xlsx[表1!G5] 当场" in done.stdout
    assert "当场" not in written(home)


def test_a_second_value_in_the_rows_of_an_item_is_kept(home: Path, tmp_path: Path) -> None:
    more: list[object] = [None, None, "行政处罚", None, "《水法》第四十九条", None, "7日", None, None]
    done = run(write(tmp_path / "a.xlsx", [*ROWS[:4], more]), "--yes", home=home)
    assert done.returncode == 0, done.stderr
    text = written(home)
    assert "type: licence" in text and "heading: 职权类型, text: 行政处罚" in text
    assert "promised: 20wd, note: 办理时限：7日" in text


def test_what_is_longer_than_its_field_is_kept_whole_and_told(home: Path, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "职权名称", "职权类型", "办理地点", "责任事项", "备注"],
        ["1", "取水许可", "行政许可", "地" * 300 + "甲", "事" * 5_000 + "乙", "注" * 5_000 + "丙"],
    ]
    book = write(tmp_path / "a.xlsx", [["某县水利局权力清单"], ["填报单位:某县水利局"], *rows])
    done = run(book, "--yes", home=home)
    assert done.stdout.count("is too long") == 3, done.stdout
    text = written(home)
    assert all(end in text.partition("x-source:")[2] for end in "甲乙丙")
    assert "0 new files" in run(book, "--yes", home=home).stderr
