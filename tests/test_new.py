"""``powerctl new``: a file at its place, free of faults of structure, and nothing overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl.cli.blanks import KINDS
from powerctl.cli.init_command import catalogue_files
from powerctl.layout import RESERVED_IDS
from powerctl.model.rulebook import PowerType
from powerctl.resources import resource
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree
from tests.samples import RULES, lay_out
from tests.test_cli import powerctl

ANSWERS = {"name": "阳光县", "level": "county", "region": "330411", "rulebook": "base"}
FOLDERS = {
    "power": "units/sample-unit/powers",
    "decision": "units/sample-unit/decisions",
    "warning": "units/sample-unit/warnings",
    "adjustment": "units/sample-unit/adjustments",
}
BASE: dict[str, PowerType] = dict(load_rulebook(WorkingTree(resource("schemas")), "base").power_types)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A new catalogue."""
    root = tmp_path / "home"
    for file, content in catalogue_files("home", ANSWERS).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content)
    return root


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def place(kind: str, id_: str) -> str:
    return f"units/{id_}/unit.yaml" if kind == "unit" else f"{FOLDERS[kind]}/{id_}.yaml"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_goes_to_its_place_without_findings(home: Path, kind: str, lang: str) -> None:
    made = powerctl("new", kind, "fresh-one", "--name", "新的一项", "--lang", lang, cwd=home)
    assert made.returncode == 0, made.stderr
    assert made.stdout == f"{place(kind, 'fresh-one')}\n"
    assert made.stderr.rstrip().endswith("powerctl validate .")
    written = home / place(kind, "fresh-one")
    schema = written.read_text("utf-8").splitlines()[0].partition("$schema=")[2]
    assert (written.parent / schema).resolve() == home / "schemas" / f"{kind}.schema.json"
    assert "新的一项" in written.read_text("utf-8")
    checked = powerctl("validate", ".", "--select", "S", "--fail-on", "warning", cwd=home)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("type_", list(BASE))
def test_every_type_of_power_has_its_procedure(home: Path, type_: str) -> None:
    made = powerctl("new", "power", f"a-{type_}", "--type", type_, cwd=home)
    assert made.returncode == 0, made.stderr
    power = load(home / place("power", f"a-{type_}"))
    names = [step["name"] for step in power["workflow"]["steps"]]
    assert names == [step.name for step in BASE[type_].procedure] or not BASE[type_].procedure
    assert power["remedies"] == list(BASE[type_].remedies) if BASE[type_].remedies else "remedies" not in power
    checked = powerctl("validate", ".", "--select", "S", "--fail-on", "warning", cwd=home)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("catalogue", ["liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping"])
def test_the_words_are_those_of_the_rulebook(tmp_path: Path, catalogue: str) -> None:
    """The shipped catalogues, each with words of its own; the copy has no schemas above it in its repository."""
    root = tmp_path / "c"
    (tmp_path / ".git").mkdir()
    shutil.copytree(Path(__file__).parent.parent / "catalogues" / catalogue, root)
    unit = min((root / "units").iterdir()).name
    for kind in KINDS:
        where = ("--unit", unit) if kind != "unit" else ()
        made = powerctl("new", kind, "fresh-one", *where, cwd=root)
        if kind == "decision" and "还没有集体" in made.stderr:
            continue
        assert made.returncode == 0, made.stderr
        assert "没有 schemas" in made.stderr
        assert not (root / made.stdout.strip()).read_text("utf-8").startswith("# yaml-language-server")
    checked = powerctl("validate", ".", "--select", "S,P102", "--fail-on", "warning", cwd=root)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", ["{{7*7}}", '"', "a: b # c", "'", "- a", "{% raw %}", "\\", "yes", "]}"])
@pytest.mark.parametrize("kind", ["power", "unit", "warning"])
def test_a_hostile_name_is_only_a_name(home: Path, kind: str, name: str) -> None:
    made = powerctl("new", kind, "x", "--name", name, cwd=home)
    assert made.returncode == 0, made.stderr
    data = load(home / place(kind, "x"))
    assert data["description" if kind == "warning" else "name"] == name


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("powr", "x"), "没有种类 powr（是不是 power？）"),
        (("regulation", "x"), "可用的种类：unit power decision"),
        (("power", "../x"), "不能作编号"),
        (("power", "a/b"), "不能作编号"),
        (("power", "a--b"), "不能作编号"),
        (("power", "中文"), "不能作编号"),
        (("power", "a\n"), "不能作编号"),
        (("power", "x" * 65), "不能作编号"),
        (("power", ""), "不能作编号"),
        (("power", "Con"), "保留字"),
        (("power", "large-payments"), "large-payments.yaml 已经在那里"),
        (("power", "Large-Payments"), "只差大小写"),
        (("unit", "Sample-Unit"), "只差大小写"),
        (("unit", "sample-unit"), "已经在那里"),
        (("power", "x", "--unit", "sampel-unit"), "没有单位 sampel-unit（是不是 sample-unit？）"),
        (("power", "x", "--unit", "../.."), "没有单位 ../.."),
        (("power", "x", "--type", "licens"), "是不是 licence"),
        (("warning", "x", "--type", "pink"), "--type 没有“pink”"),
        (("power", "x", "--name", "a\nb"), "--name 里有换行"),
        (("power", "x", "--name", "a\x1bb"), "--name 里有换行"),
        (("power", "x", "--name", "110101199003070038"), "身份证"),
        (("power", "x", "--into", "nowhere"), "没有这个路径"),
        (("power", "x", "--into", "units"), "不在任何目录里"),
        (("power", "x", "--lang", "fr"), "不支持的语言"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_nothing_is_written(
    home: Path, arguments: tuple[str, ...], words: str
) -> None:
    before = sorted(home.rglob("*"))
    result = powerctl("new", *arguments, cwd=home)
    assert result.returncode == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("id_", sorted(RESERVED_IDS))
def test_reserved_ids_are_refused(id_: str) -> None:
    from powerctl.cli.entered import identifier
    from powerctl.errors import PowerctlError

    with pytest.raises(PowerctlError):
        identifier(id_.upper())


def test_the_catalogue_and_the_unit_are_found_upward(home: Path) -> None:
    assert powerctl("new", "unit", "other", cwd=home / "units").returncode == 0
    assert "请用 --unit 指明，已有：other sample-unit" in powerctl("new", "power", "x", cwd=home).stderr
    made = powerctl("new", "power", "x", cwd=home / "units/other")
    assert made.stdout == "powers/x.yaml\n"
    assert load(home / "units/other/powers/x.yaml")["holder"] == "leadership-meeting"


def test_into_names_a_catalogue(home: Path) -> None:
    made = powerctl("new", "power", "x", "--into", "home", cwd=home.parent)
    assert made.stdout == "home/units/sample-unit/powers/x.yaml\n"
    result = powerctl("new", "power", "x", cwd=home.parent)
    assert result.returncode == 2
    assert "--into" in result.stderr


def test_a_unit_may_have_a_parent(home: Path) -> None:
    powerctl("new", "unit", "below", "--unit", "sample-unit", "--type", "town", cwd=home)
    unit = load(home / "units/below/unit.yaml")
    assert (unit["parent"], unit["type"], unit["level"], unit["region"]) == (
        "sample-unit",
        "town",
        "township",
        "330411",
    )


def test_a_link_is_not_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (home / "units/sample-unit/decisions").symlink_to(tmp_path / "elsewhere")
    result = powerctl("new", "decision", "x", cwd=home)
    assert result.returncode == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_catalogue_without_units_and_a_unit_without_bodies(tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S003" / "ok", tmp_path / "c")
    unit = catalogue / "units/town/unit.yaml"
    unit.write_text("kind: unit\nid: town\nname: 镇\ntype: town\n", "utf-8")
    assert "还没有集体" in powerctl("new", "decision", "x", cwd=catalogue).stderr
    assert powerctl("new", "power", "x", cwd=catalogue).returncode == 0
    assert powerctl("new", "warning", "x", cwd=catalogue).returncode == 0
    unit.unlink()
    assert "还没有单位" in powerctl("new", "power", "y", cwd=catalogue).stderr


def test_a_catalogue_with_faults_can_be_added_to(home: Path) -> None:
    (home / "units/sample-unit/powers/broken.yaml").write_text("kind: [\n", "utf-8")
    assert powerctl("new", "power", "x", cwd=home).returncode == 0
