"""Every format of a chart, with texts that would like to be more than text."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from powerctl.charts import dot_layout, lanes
from powerctl.charts.bpmn import explicit, write_bpmn
from powerctl.charts.dot import write_dot
from powerctl.charts.measure import shown
from powerctl.charts.mermaid import write_mermaid
from powerctl.charts.order import Engine, Form, Order
from powerctl.charts.picture import picture
from powerctl.charts.render import render
from powerctl.charts.sketch import Edge, Lane, Node, Shape, Sketch
from powerctl.charts.svg import write
from powerctl.charts.wording import Wording
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from tests.sketches import PENALTY, PERMIT, PURCHASE, random_sketch

HERE = Path(__file__).parent
PAYLOADS = [entry["value"] for entry in json.loads((HERE / "hostile" / "payloads.json").read_text("utf-8"))]
PAYLOADS += ["\x00\x1b[31m", "\u202e", "\ud800", "]]>", "end", "1. 列表", "`x`", "名" * 2_000]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"


def hostile(text: str) -> Sketch:
    """A chart in which every text is the same."""
    step = Node(id="", text=text, limit=text, grade_text=text, actor=text, lane="l", number="1", grade="high")
    nodes = [replace(step, id=f"n{shape}", shape=shape) for shape in Shape]
    edges = [Edge(tail=tail.id, head=head.id, label=text) for tail, head in pairwise(nodes)]
    edges.append(Edge(tail=nodes[2].id, head=nodes[1].id, label=text, back=True))
    return Sketch(
        id="x", title=text, description=text, lanes=(Lane(id="l", title=text),), nodes=tuple(nodes), edges=tuple(edges)
    )


def made(sketch: Sketch, form: Form, engine: Engine = Engine.LANES) -> bytes:
    content = next(iter(render([sketch], Order(form, engine, Wording(Words("zh"))))))
    assert isinstance(content, bytes)
    return content


def dot(source: str, *options: str) -> bytes:
    return subprocess.run(["dot", *options], input=source.encode(), capture_output=True, check=True, timeout=60).stdout


def asked_of_a_browser(kind: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    """What a real browser makes of them; it must not ask the network for anything."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "the tests need a browser"
    told = subprocess.run(
        ["node", "charts.mjs", kind, *map(str, files)],
        cwd=HERE / "web",
        env={**os.environ, "CHROMIUM": chromium},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr.decode()
    answer = json.loads(told.stdout)
    assert answer["asked"] == []
    results: list[dict[str, Any]] = answer["results"]
    return results


def kept(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("form", Form)
def test_every_format_by_every_engine_gives_the_same_bytes_twice(form: Form, engine: Engine) -> None:
    assert made(PERMIT, form, engine) == made(PERMIT, form, engine)


@pytest.mark.parametrize("text", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_text_stays_text_in_svg_and_bpmn(text: str) -> None:
    sketch = hostile(text)
    for content in (made(sketch, Form.SVG), made(sketch, Form.SVG, Engine.GRAPHVIZ), made(sketch, Form.BPMN)):
        tree = ElementTree.fromstring(content)
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not names & {"script", "foreignObject", "image", "iframe", "b", "table"}
        attributes = {key for element in tree.iter() for key in element.attrib}
        assert not {key for key in attributes if key.startswith("on")}
        assert not {key for key in attributes if key.endswith("href")}
        assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", content.decode())


@pytest.mark.parametrize("text", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_hostile_text_stays_text_in_dot(text: str) -> None:
    """dot itself reads it: as many nodes as there are, no link, and the label as it was meant."""
    sketch = hostile(text)
    source = write_dot(sketch)
    told = json.loads(dot(source, "-Tjson0"))
    nodes = [thing for thing in told["objects"] if thing["name"].startswith("n")]
    assert len(nodes) == len(sketch.nodes)
    assert not {"URL", "href", "image", "shapefile"} & {key for thing in told["objects"] for key in thing}
    drawn = ElementTree.fromstring(dot(source, "-Tsvg"))
    assert not [element for element in drawn.iter() if element.tag.endswith(("}image", "}script"))]
    tooltip = shown(text)[:400]
    if tooltip:
        titles = [element.get("{http://www.w3.org/1999/xlink}title") for element in drawn.iter()]
        assert tooltip in titles


def test_a_hostile_text_stays_text_in_mermaid(tmp_path: Path) -> None:
    files = [kept(tmp_path, f"{n}.mmd", write_mermaid(hostile(text))) for n, text in enumerate(PAYLOADS)]
    for text, result in zip(PAYLOADS, asked_of_a_browser("mermaid", files), strict=True):
        assert result["nodes"] == len(Shape), text
        assert result["forbidden"] == 0, text
        wanted = "".join(shown(text).split())[:40]
        assert wanted in "".join(result["text"].split()), text


def test_mermaid_is_drawn_by_mermaid(tmp_path: Path) -> None:
    sketches = [PERMIT, PENALTY, PURCHASE, replace(PERMIT, lanes=())]
    files = [kept(tmp_path, f"{n}.mmd", write_mermaid(sketch)) for n, sketch in enumerate(sketches)]
    for sketch, result in zip(sketches, asked_of_a_browser("mermaid", files), strict=True):
        assert result["nodes"] == len(sketch.nodes)
        assert all(lane.title in result["text"] for lane in sketch.lanes)


def test_bpmn_passes_bpmnlint_and_opens_in_bpmn_js(tmp_path: Path) -> None:
    sketches = [PERMIT, PENALTY, PURCHASE, random_sketch(1, 30, 4), *map(hostile, PAYLOADS[:12])]
    texts = [write_bpmn(sketch, lanes.lay_out, "结论？") for sketch in sketches]
    files = [kept(tmp_path, f"{n}.bpmn", text) for n, text in enumerate(texts)]
    for sketch, result in list(zip(sketches, asked_of_a_browser("bpmn", files), strict=True)):
        assert result["warnings"] == []
        assert result["forbidden"] == 0
        is_real = sketch.id != "x"
        assert not is_real or result["lint"] == [], sketch.id
        assert result["shapes"] == 1 + len(sketch.lanes) + len(explicit(sketch, "").nodes)


def test_bpmnlint_finds_what_is_wrong(tmp_path: Path) -> None:
    """The checker is awake: a course without its end does not pass."""
    text = write_bpmn(PERMIT, lanes.lay_out, "结论？")
    broken = re.sub(r"endEvent", "task", text)
    (result,) = asked_of_a_browser("bpmn", [kept(tmp_path, "x.bpmn", broken)])
    assert any("end event" in said for said in result["lint"])


@pytest.mark.parametrize("lay_out", [lanes.lay_out, dot_layout.lay_out], ids=["lanes", "graphviz"])
def test_lines_of_bpmn_end_at_their_symbols(lay_out: Callable[[Sketch], Any]) -> None:
    root = ElementTree.fromstring(write_bpmn(PENALTY, lay_out, "结论？"))
    bounds = {}
    for shape in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"):
        box = shape[0].attrib
        bounds[shape.get("bpmnElement")] = [float(box[key]) for key in ("x", "y", "width", "height")]
    flows = {flow.get("id"): flow for flow in root.iter(f"{BPMN}sequenceFlow")}
    for edge in root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNEdge"):
        points = [(float(point.get("x", "")), float(point.get("y", ""))) for point in edge.iter(f"{DI}waypoint")]
        flow = flows[edge.get("bpmnElement")]
        for (x, y), end in ((points[0], "sourceRef"), (points[-1], "targetRef")):
            left, top, width, height = bounds[flow.get(end)]
            assert left - 2 <= x <= left + width + 2 and top - 2 <= y <= top + height + 2


def test_a_decision_of_bpmn_is_a_task_and_a_gateway() -> None:
    sketch = explicit(PERMIT, "结论？")
    forks = [node for node in sketch.nodes if node.shape is Shape.DECISION]
    assert len(sketch.nodes) == len(PERMIT.nodes) + len(forks)
    for fork in forks:
        assert [edge.tail for edge in sketch.edges if edge.head == fork.id] == [fork.id.removeprefix("gate:")]
        assert sum(edge.tail == fork.id for edge in sketch.edges) > 1


def test_pictures_show_the_text_and_nothing_that_changes() -> None:
    png, pdf = made(PERMIT, Form.PNG), made(PERMIT, Form.PDF)
    assert png.startswith(b"\x89PNG")
    assert pdf.startswith(b"%PDF") and b"CreationDate" not in pdf
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    assert PERMIT.lanes[0].title in done.stdout.decode()


def test_a_picture_of_hostile_texts_is_still_a_picture() -> None:
    for text in PAYLOADS:
        svg = write(lanes.lay_out(hostile(text)), has_style=False)
        assert picture(svg, shown(text), "png").startswith(b"\x89PNG")


def test_what_is_no_svg_is_refused_in_words() -> None:
    with pytest.raises(PowerctlError, match=r"chart\.typst_failed"):
        picture("<svg", "x", "png")


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.TEXT])
def test_too_many_steps_are_refused_and_the_others_drawn(form: Form) -> None:
    large, order = random_sketch(1, 220, 3), Order(form, Engine.LANES, Wording(Words("zh")))
    refused, drawn = render([large, PERMIT], order)
    assert isinstance(refused, PowerctlError) and refused.key == "chart.too_many_steps"
    assert isinstance(drawn, bytes)


def test_two_hundred_steps_can_still_be_read_as_text() -> None:
    assert made(random_sketch(1, 220, 3), Form.TEXT).decode().count("\n") > 220


def test_dot_of_a_laned_chart_has_its_lanes() -> None:
    told = json.loads(dot(write_dot(PERMIT), "-Tjson0"))
    labels = [thing["label"] for thing in told["objects"] if thing["name"].startswith("cluster_")]
    assert labels == [lane.title for lane in PERMIT.lanes]
