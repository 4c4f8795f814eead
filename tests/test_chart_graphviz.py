"""The engine graphviz: the program dot is handed numbers, and its answer is not trusted."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from powerctl.charts import dot_layout, dot_program
from powerctl.charts.drawing import Drawing
from powerctl.charts.sketch import Edge, Node, Sketch
from powerctl.charts.svg import write
from powerctl.errors import PowerctlError
from tests.sketches import PENALTY, PERMIT, PURCHASE, random_sketch

ALLOWED = {
    *("rankdir", "newrank", "splines", "nodesep", "ranksep", "shape", "fixedsize", "label", "margin", "arrowhead"),
    *(
        "width",
        "height",
        "style",
        "rank",
        "weight",
        "id",
        "constraint",
        "tailport",
        "headport",
        "nslimit",
        "nslimit1",
        "mclimit",
    ),
}
MAP = Sketch(
    id="map",
    title="图",
    nodes=tuple(Node(id=f"n{number}", text=f"事项{number}", limit="集体") for number in range(12)),
    edges=tuple(Edge(tail=f"n{number // 3}", head=f"n{number}") for number in range(1, 12)),
)


def sources(monkeypatch: pytest.MonkeyPatch, *sketches: Sketch) -> list[str]:
    """What dot would be handed."""
    told: list[str] = []

    def placed(texts: list[str]) -> tuple[dict[str, object], ...]:
        told.extend(texts)
        return ({},) * len(texts)

    monkeypatch.setattr(dot_layout, "placed", placed)
    with pytest.raises(PowerctlError):
        dot_layout.lay_out_all(sketches)
    return told


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Another dot: a shell script, before all others on the path."""
    file = folder / "dot"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("seed", range(12))
def test_boxes_do_not_meet_and_stand_in_their_lanes(seed: int) -> None:
    drawing = dot_layout.lay_out(random_sketch(seed, 12 + seed * 3, 2 + seed % 4))
    boxes = [placed.box for placed in drawing.nodes]
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :] if one.meets(other)]
    lanes = {placed.lane.id: placed.box for placed in drawing.lanes}
    for placed in drawing.nodes:
        lane = lanes[placed.node.lane]
        assert lane.left <= placed.box.left and placed.box.right <= lane.right
        assert drawing.header <= placed.box.top and placed.box.bottom <= drawing.frame.bottom
    for one, other in pairwise(drawing.lanes):
        assert one.box.right == other.box.left


@pytest.mark.parametrize("sketch", [PERMIT, PENALTY, PURCHASE, MAP], ids=lambda sketch: str(sketch.id))
def test_lines_lead_from_symbol_to_symbol(sketch: Sketch) -> None:
    drawing = dot_layout.lay_out(sketch)
    boxes = {placed.node.id: placed.box.grown(3) for placed in drawing.nodes}
    assert len(drawing.routes) == len(sketch.edges)
    for route in drawing.routes:
        for (x, y), node in ((route.points[0], route.edge.tail), (route.points[-1], route.edge.head)):
            box = boxes[node]
            assert box.left <= x <= box.right and box.top <= y <= box.bottom
        assert bool(route.label) == bool(route.edge.label)


def test_many_charts_are_placed_as_if_each_were_alone() -> None:
    sketches = [PERMIT, MAP, PENALTY]
    assert [write(drawing) for drawing in dot_layout.lay_out_all(sketches)] == [
        write(dot_layout.lay_out(sketch)) for sketch in sketches
    ]


def test_two_hundred_charts_need_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which("dot")
    program(tmp_path, monkeypatch, f'echo run >> {tmp_path}/runs\nexec {real} "$@"')
    assert len(dot_layout.lay_out_all([MAP] * 200)) == 200
    assert (tmp_path / "runs").read_text() == "run\n"


def test_dot_is_handed_nothing_but_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    for source in sources(monkeypatch, PERMIT, PENALTY, MAP):
        assert set(re.findall(r"(\w+)=", source)) <= ALLOWED
        assert source.isascii() and "<" not in source
        assert not re.search(r"URL|href|image|fontpath|shapefile|imagepath|stylesheet", source)


@pytest.mark.parametrize("name", ["GV_FILE_PATH", "SERVER_NAME", "LD_PRELOAD", "GVBINDIR", "HOME"])
def test_dot_is_told_nothing_of_our_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    real = shutil.which("dot")
    program(tmp_path, monkeypatch, f'env > {tmp_path}/env\nexec {real} "$@"')
    if name != "LD_PRELOAD":
        monkeypatch.setenv(name, "/elsewhere")
    dot_layout.lay_out(MAP)
    assert f"\n{name}=" not in "\n" + (tmp_path / "env").read_text()


def test_dot_opens_no_file_of_ours_and_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system sees it."""
    real = shutil.which("dot")
    traced = "open,openat,socket,connect,execve"
    program(tmp_path, monkeypatch, f'exec strace -f -o {tmp_path}/calls -e trace={traced} {real} "$@"')
    dot_layout.lay_out(PERMIT)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls and not [call for call in calls if re.search(r"\b(socket|connect)\(", call)]
    written = [call for call in calls if re.search(r"O_WRONLY|O_RDWR|O_CREAT", call) and "/dev/" not in call]
    assert written == []
    opened = {path for call in calls for path in re.findall(r'open(?:at)?\([^"]*"([^"]+)"', call)}
    assert not {path for path in opened if not re.match(r"/(usr|lib|lib64|etc|dev|proc|sys)(/|$)", path)}


def test_a_machine_without_dot_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PowerctlError, match=r"chart\.dot_missing"):
        dot_layout.lay_out(MAP)


def answer(drawn: object) -> str:
    return f"cat > /dev/null; cat <<'X'\n{json.dumps(drawn)}\nX"


@pytest.mark.parametrize(
    "script",
    [
        "cat > /dev/null; exit 1",
        "cat > /dev/null",
        "cat > /dev/null; echo nonsense",
        answer([]),
        answer({"objects": []}),
        answer({"objects": [{"name": "n0", "pos": "1,nan"}]}),
        answer({"objects": [{"name": "n0", "pos": "1e300,2"}]}),
        answer({"objects": [{"name": "n0", "pos": ["1", "2"]}]}),
        answer({"objects": ["n0", 7]}),
        answer({"objects": {"n0": 1}}),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program(tmp_path, monkeypatch, script)
    with pytest.raises(PowerctlError, match=r"chart\.dot_failed"):
        dot_layout.lay_out(MAP)


def test_a_dot_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, monkeypatch, "exec sleep 60")
    monkeypatch.setattr(dot_program, "_PATIENCE", 0.2)
    monkeypatch.setattr(dot_program, "_PATIENCE_EACH", 0.0)
    with pytest.raises(PowerctlError, match=r"chart\.dot_slow"):
        dot_layout.lay_out(MAP)


def test_two_hundred_nodes_are_placed() -> None:
    drawing: Drawing = dot_layout.lay_out(random_sketch(3, 180, 5))
    assert len(drawing.nodes) == len(drawing.sketch.nodes)


def test_the_version_is_that_of_the_program() -> None:
    told = subprocess.run(["dot", "-V"], capture_output=True, text=True, check=True).stderr.strip()
    assert dot_program.version() == told
