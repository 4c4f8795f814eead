"""``powerctl chart`` as a user meets it, over the shipped catalogues."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from powerctl.charts.category import category_chart, merged
from powerctl.charts.control import control_chart
from powerctl.charts.course import with_returns
from powerctl.charts.item import item_chart
from powerctl.charts.sketch import Edge, Shape, Sketch
from powerctl.charts.wording import Wording, colour_of
from powerctl.cli.publication import public_catalogue
from powerctl.gate.procedures import project_procedures
from powerctl.load import Loaded, load
from powerctl.messages import Words
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.procedure import PublicProcedure
from powerctl.public.terms import PartyKind, PublicGrade, PublicParty, PublicTerm
from powerctl.public.workflow import PublicExit, PublicStep, PublicWorkflow
from powerctl.source import WorkingTree

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "catalogues"
NAMES = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir())
TOWN = "sunshine-town/works-project"
CHINESE = Wording(Words("zh"))


def chart(
    *arguments: str, cwd: Path = CATALOGUES / "xiuzhou", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A run with an environment of its own; the cache is that of the test session."""
    kept = {key: os.environ[key] for key in ("PATH", "POWERCTL_CACHE_DIR")}
    env = {**kept, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", **environment}
    command = [sys.executable, "-m", "powerctl", "chart", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False, timeout=120)


def seen(name: str, audience: Audience = Audience.PUBLIC) -> tuple[Loaded, PublicCatalogue]:
    source = WorkingTree(CATALOGUES / name)
    loaded = load(source)
    return loaded, public_catalogue(loaded, source, audience)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_one_chart_goes_to_standard_output() -> None:
    result = chart(TOWN)
    assert result.returncode == 0 and result.stderr == b""
    title = ElementTree.fromstring(result.stdout).find("{http://www.w3.org/2000/svg}title")
    assert title is not None and title.text == "重大工程项目建设流程图"


def test_many_charts_need_a_folder() -> None:
    result = chart("sunshine-town")
    assert result.returncode == 2 and result.stdout == b""
    assert "--out" in result.stderr.decode()


def test_files_are_named_after_units_and_powers_and_a_second_run_leaves_them(tmp_path: Path) -> None:
    first, second = (chart("sunshine-town", "--out", str(tmp_path)) for _ in range(2))
    assert first.returncode == second.returncode == 0 and first.stdout == b""
    assert "sunshine-town/works-project.svg" in files(tmp_path)
    assert re.search(r"写了 \d+ 张图。", first.stderr.decode())
    assert "没有变化" in second.stderr.decode()


def test_the_cache_changes_nothing(tmp_path: Path) -> None:
    for folder, option in (("a", "--no-cache"), ("b", "--cache"), ("c", "--cache")):
        assert chart("finance-bureau", "--out", str(tmp_path / folder), option).returncode == 0
    names = files(tmp_path / "a")
    assert names and names == files(tmp_path / "b") == files(tmp_path / "c")
    for name in names:
        assert len({(tmp_path / folder / name).read_bytes() for folder in "abc"}) == 1


def test_a_changed_step_is_drawn_anew(tmp_path: Path) -> None:
    copy = tmp_path / "xiuzhou"
    shutil.copytree(CATALOGUES / "xiuzhou", copy)
    file = copy / "units" / "sunshine-town" / "powers" / "works-project.yaml"
    before = chart(TOWN, cwd=copy).stdout.decode()
    file.write_text(file.read_text("utf-8").replace("name: 签订合同并进场", "name: 签订施工合同"), "utf-8")
    after = chart(TOWN, cwd=copy).stdout.decode()
    assert "签订施工合同" in after and "签订施工合同" not in before


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("sunshine-town/works-projekt",), "works-project"),
        (("nowhere",), "没有“nowhere”"),
        (("--kind", "category", "licens"), "licence"),
        (("--kind", "item", "--map", "unit"), "只能写一个"),
        ((TOWN, "--kind", "risk-control", "--format", "bpmn"), "不能写成 BPMN"),
        (("sunshine-town", "--map", "unit", "--format", "bpmn"), "不能写成 BPMN"),
        ((TOWN, "--out", "catalogue.yaml"), "不是文件夹"),
        ((TOWN, "--catalogue", "elsewhere"), "没有这个路径"),
    ],
)
def test_what_the_user_can_mend_is_said(arguments: tuple[str, ...], said: str) -> None:
    result = chart(*arguments)
    assert result.returncode == 2 and result.stdout == b""
    assert said in result.stderr.decode()
    english = chart(*arguments, "--lang", "en").stderr.decode()
    assert english and not re.search("[\u4e00-\u9fff]", re.sub("“[^”]*”", "", english))


def test_no_dot_no_map_and_a_line_that_helps(tmp_path: Path) -> None:
    (tmp_path / "git").symlink_to(shutil.which("git") or "")
    for arguments in (("sunshine-town", "--map", "unit"), (TOWN, "--engine", "graphviz")):
        result = chart(*arguments, "--no-cache", PATH=str(tmp_path))
        assert result.returncode == 2 and "apt install graphviz" in result.stderr.decode()
    assert chart(TOWN, "--no-cache", PATH=str(tmp_path)).returncode == 0


def test_no_typst_no_picture_and_a_line_that_helps(tmp_path: Path) -> None:
    (tmp_path / "typst.py").write_text("raise ImportError")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    result = chart(TOWN, "--format", "png", "--no-cache", PYTHONPATH=path)
    assert result.returncode == 2 and "powerctl[pictures]" in result.stderr.decode()


def test_no_font_for_chinese_no_picture(tmp_path: Path) -> None:
    """As on a machine whose only fonts are Latin."""
    (tmp_path / "typst.py").write_text(
        "class Fonts:\n    def __init__(self, **_): pass\n    def families(self): return ['DejaVu Sans']\n"
    )
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    result = chart(TOWN, "--format", "pdf", "--no-cache", PYTHONPATH=path)
    assert result.returncode == 2 and "fonts-noto-cjk" in result.stderr.decode()


@pytest.mark.parametrize(
    "form, start", [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("bpmn", b"<?xml"), ("mermaid", b"---")]
)
def test_formats_come_out_as_they_are(form: str, start: bytes) -> None:
    assert chart(TOWN, "--format", form).stdout.startswith(start)


def test_risks_as_text_tell_grades_and_owners() -> None:
    told = chart(TOWN, "--kind", "risk-control", "--format", "text").stdout.decode()
    assert "化整为零规避招标，高风险" in told
    assert re.search("没有落实单的项目不得上会，责任人：财政办公室主任", told)


@pytest.mark.parametrize("kind", ["unit", "powers", "risk"])
def test_maps_are_drawn_of_every_unit(tmp_path: Path, kind: str) -> None:
    result = chart("--map", kind, "--out", str(tmp_path), "--audience", "internal")
    assert result.returncode == 0, result.stderr.decode()
    assert f"sunshine-town.map-{kind}.svg" in files(tmp_path)


def test_category_charts_of_all_types_that_occur(tmp_path: Path) -> None:
    chart("--kind", "category", "--out", str(tmp_path), cwd=CATALOGUES / "liaoning")
    types = {power.type.id for power in seen("liaoning")[1].powers}
    assert files(tmp_path) == sorted(f"category-{type_}.svg" for type_ in types)


def test_several_catalogues_have_a_folder_each(tmp_path: Path) -> None:
    result = chart("--format", "text", "--out", str(tmp_path), "--catalogue", ".", cwd=CATALOGUES)
    assert result.returncode == 0
    assert {name.split("/")[0] for name in files(tmp_path)} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_named_charts_exist_and_are_drawn(name: str) -> None:
    """Menyuan's six, Xiuzhou's five: each by the title that the document gives it."""
    loaded, catalogue = seen(name, Audience.INTERNAL)
    asked = {chart.title for chart in loaded.rulebook.charts.named.values()}
    titles = {sketch.title for sketch in _items(catalogue)}
    assert asked <= titles
    assert len(asked) == {"menyuan": 6, "xiuzhou": 5}.get(name, 0)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_and_who_holds_a_post_reach_no_public_chart(name: str) -> None:
    loaded, catalogue = seen(name)
    told = repr([*_items(catalogue), *_controls(catalogue)])
    holders = {post.holder for unit in loaded.catalogue.units for post in unit.posts if post.holder}
    assert not [holder for holder in holders if holder in told]
    public = {power.subject for power in catalogue.powers}
    for power in loaded.catalogue.powers:
        for step in power.workflow.steps if power.workflow and power.subject in public else ():
            kept = {part.field for part in power.disclosure.withheld} if power.disclosure else set()
            if step.internal or f"workflow.steps.{step.id}" in kept:
                sketch = next(one for one in _items(catalogue) if one.id == power.subject.replace("/", "--"))
                assert f"step:{step.id}" not in {node.id for node in sketch.nodes}


def _items(catalogue: PublicCatalogue) -> Iterator[Sketch]:
    for power in catalogue.powers:
        if (sketch := item_chart(power, "单位", CHINESE)) is not None:
            yield sketch


def _controls(catalogue: PublicCatalogue) -> Iterator[Sketch]:
    for power in catalogue.powers:
        if (sketch := control_chart(power, "单位", CHINESE)) is not None:
            yield sketch


POST = PublicParty(kind=PartyKind.POST, unit="u", id="p", name="经办人")
TERM = PublicTerm(id="t", label="某类")


def power_of(*steps: PublicStep) -> PublicPower:
    return PublicPower(
        id="x", unit="u", name="某事", type=TERM, status=TERM, workflow=PublicWorkflow(starts=("a",), steps=steps)
    )


def drawn(*steps: PublicStep) -> Sketch:
    sketch = item_chart(power_of(*steps), "某局", CHINESE)
    assert sketch is not None
    return sketch


@pytest.mark.parametrize(
    "step, shape",
    [
        (PublicStep(id="a", name="办", actor=POST, end=True), Shape.PROCESS),
        (PublicStep(id="a", name="办", actor=POST, end=True, documents=("决定书",)), Shape.DOCUMENT),
        (PublicStep(id="a", name="办", actor=POST, end=True, next=(PublicExit(to="a"),)), Shape.DECISION),
        (PublicStep(id="a", name="办", actor=PublicParty(kind=PartyKind.EXTERNAL, name="某局")), Shape.PREDEFINED),
        (
            PublicStep(id="a", name="交", actor=PublicParty(kind=PartyKind.APPLICANT), documents=("申请书",)),
            Shape.DATA,
        ),
    ],
)
def test_symbols_are_those_of_the_standard(step: PublicStep, shape: Shape) -> None:
    assert next(node.shape for node in drawn(step).nodes if node.number) is shape


def test_exits_to_one_step_are_one_line_and_returns_are_marked() -> None:
    sketch = drawn(
        PublicStep(id="a", name="申请", actor=POST, next=(PublicExit(to="b"),)),
        PublicStep(
            id="b", name="审", actor=POST, end=True, next=(PublicExit(to="a", when="退"), PublicExit(to="a", when="补"))
        ),
    )
    told = [(edge.tail, edge.head, edge.label, edge.back) for edge in sketch.edges]
    assert ("step:b", "step:a", "退；补", True) in told
    assert ("step:a", "step:b", "", False) in told
    assert [edge for edge in told if edge[0] == "step:b" and edge[1].startswith("end")]


def test_a_jump_forward_in_the_file_is_no_return() -> None:
    edges = (Edge(tail="a", head="c"), Edge(tail="c", head="b"), Edge(tail="b", head="d"))
    assert not any(edge.back for edge in with_returns(["a", "b", "c", "d"], edges))


def test_a_long_chain_of_steps_has_no_returns() -> None:
    names = [f"n{number}" for number in range(5_000)]
    edges = tuple(Edge(tail=names[n], head=names[n + 1]) for n in range(4_999))
    assert not any(edge.back for edge in with_returns(names, edges))


def test_a_type_without_a_procedure_is_merged_from_its_powers() -> None:
    """What half of them do, in the order of the average place."""
    duties = {name: PublicTerm(id=name, label=name) for name in ("accept", "review", "hear", "decide")}

    def one(*names: str) -> PublicPower:
        return power_of(*(PublicStep(id=name, name=name, duty=duties[name]) for name in names))

    powers = [one("accept", "review", "decide"), one("accept", "decide"), one("accept", "hear", "review", "decide")]
    assert [stage.duty and stage.duty.id for stage in merged(powers)] == ["accept", "review", "decide"]
    sketch = category_chart(PublicProcedure(type=TERM), powers, CHINESE)
    assert sketch is not None and "归并" in sketch.description
    assert category_chart(PublicProcedure(type=TERM), [], CHINESE) is None


def test_the_rulebook_s_own_procedure_comes_first() -> None:
    loaded, _ = seen("liaoning")
    procedures = {one.type.id: one for one in project_procedures(loaded.rulebook)}
    sketch = category_chart(procedures["penalty"], [], CHINESE)
    assert sketch is not None
    assert [node.text for node in sketch.nodes][1:4] == ["立案", "两人以上调查取证", "法制审核"]


@pytest.mark.parametrize(
    "text, said",
    [
        ("5wd", "时限 5个工作日"),
        ("0d", "时限 当场"),
        ("1.5h", "时限 1.5小时"),
        ("3mo", "时限 3个月"),
        ("", ""),
        ("快", "时限 快"),
    ],
)
def test_limits_are_said_in_words(text: str, said: str) -> None:
    assert CHINESE.limit(text) == said


@pytest.mark.parametrize("label, said", [("高", "高风险"), ("一级", "一级风险"), ("高风险", "高风险")])
def test_grades_are_said_as_the_place_calls_them(label: str, said: str) -> None:
    assert CHINESE.grade(PublicGrade(id="high", label=label, rank=3)) == said


def test_a_grade_of_another_name_has_the_colour_of_its_rank() -> None:
    assert colour_of(PublicGrade(id="grave", label="重", rank=9)) == "high"
    assert colour_of(None) == ""
