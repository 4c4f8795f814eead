"""The lane engine: whatever the workflow, boxes, lines and labels keep clear of each other."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from powerctl.charts.drawing import Box, Drawing
from powerctl.charts.kept import digest, drawn
from powerctl.charts.lanes import lay_out
from powerctl.charts.sketch import Edge, Lane, Mark, Node, Shape, Sketch
from powerctl.charts.svg import write
from powerctl.errors import PowerctlError
from tests.bench.charts import Memory
from tests.drawings import faults, labels_that_cover
from tests.sketches import PENALTY, PERMIT, PURCHASE, random_sketch

GOLDEN = Path(__file__).parent / "golden" / "charts"
SIZES = [(12, 2), (14, 3), (20, 3), (24, 4), (30, 5), (36, 2), (43, 6), (50, 5)]


@pytest.mark.parametrize("steps, lanes", SIZES)
def test_random_workflows_are_drawn_without_a_fault(steps: int, lanes: int) -> None:
    """Ten of each size: eighty workflows."""
    for seed in range(10):
        assert faults(lay_out(random_sketch(seed, steps, lanes))) == [], (seed, steps, lanes)


@pytest.mark.parametrize("sketch", [PERMIT, PENALTY, PURCHASE], ids=lambda sketch: str(sketch.id))
def test_a_picture_stays_as_it_is(sketch: Sketch) -> None:
    drawing = lay_out(sketch)
    assert faults(drawing) == []
    picture, file = write(drawing), GOLDEN / f"{sketch.id}.svg"
    if os.environ.get("POWERCTL_GOLDEN") == "renew":
        file.write_text(picture, "utf-8")
    assert picture == file.read_text("utf-8")


@st.composite
def sketches(draw: st.DrawFn, most_exits: int) -> Sketch:
    """Any edges between any nodes: loops, edges twice, nodes that nothing leads to, lanes or none."""
    lanes = draw(st.integers(0, 4))
    count = draw(st.integers(1, 12))
    pick = st.integers(0, count - 1)
    nodes = tuple(
        Node(
            id=f"n{number}",
            text=draw(st.sampled_from(["批", "审核材料", "是否符合规定条件、手续齐全"])),
            lane=f"l{draw(st.integers(0, lanes - 1))}" if lanes else "",
            shape=draw(st.sampled_from(Shape)),
            number=str(number),
            grade_text=draw(st.sampled_from(["", "高风险"])),
        )
        for number in range(count)
    )
    left = Counter(dict.fromkeys(range(count), most_exits))
    edges = []
    for tail, head in draw(st.lists(st.tuples(pick, pick), max_size=3 * count)):
        if left[tail]:
            left[tail] -= 1
            label = draw(st.sampled_from(["", "是", "不予受理"]))
            edges.append(Edge(tail=f"n{tail}", head=f"n{head}", label=label, back=head <= tail))
    titles = tuple(Lane(id=f"l{lane}", title=f"岗位{lane}") for lane in range(lanes))
    return Sketch(id="any", title="任意", lanes=titles, nodes=nodes, edges=tuple(edges))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(sketches(most_exits=3))
def test_any_sketch_of_ordinary_steps_is_drawn_without_a_fault(sketch: Sketch) -> None:
    assert faults(lay_out(sketch)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(sketches(most_exits=9))
def test_of_steps_with_many_exits_only_labels_may_touch(sketch: Sketch) -> None:
    drawing = lay_out(replace(sketch, edges=tuple(replace(edge, label="") for edge in sketch.edges)))
    assert faults(drawing) == []
    assert len(lay_out(sketch).routes) == len(sketch.edges)


FIVE = ["符合法定条件", "不符合条件", "材料不全，退回补正", "不属本单位职权", "重大复杂，报集体讨论"]


@pytest.mark.parametrize("exits", range(1, 6))
@pytest.mark.parametrize("shape", [Shape.DECISION, Shape.PROCESS, Shape.DOCUMENT])
def test_a_decision_has_up_to_five_exits_with_their_labels(shape: Shape, exits: int) -> None:
    lanes = (Lane(id="a", title="承办人"), Lane(id="b", title="负责人"))
    heads = tuple(Node(id=text, lane="ab"[number % 2], text=text) for number, text in enumerate(FIVE[:exits]))
    nodes = (Node(id="s", lane="a", text="收到"), Node(id="d", lane="a", text="如何处理？", shape=shape), *heads)
    edges = (Edge(tail="s", head="d"), *(Edge(tail="d", head=text, label=text) for text in FIVE[:exits]))
    assert faults(lay_out(Sketch(id="five", title="五", lanes=lanes, nodes=nodes, edges=edges))) == []


def test_the_same_sketch_gives_the_same_bytes() -> None:
    assert write(lay_out(random_sketch(7, 30, 4))) == write(lay_out(random_sketch(7, 30, 4)))


def test_a_chart_of_nothing_is_a_frame() -> None:
    drawing = lay_out(Sketch(id="empty", title="空", lanes=(Lane(id="a", title="岗位"),)))
    assert drawing.nodes == () and faults(drawing) == []


@pytest.mark.parametrize("count", [199, 200])
def test_as_many_steps_as_a_chart_may_have(count: int) -> None:
    assert len(lay_out(random_sketch(1, count, 6)).nodes) == count


def test_more_steps_than_anybody_can_read() -> None:
    with pytest.raises(PowerctlError) as caught:
        lay_out(random_sketch(1, 201, 6))
    assert caught.value.key == "chart.too_many_steps" and caught.value.facts["steps"] == 201


def test_more_ways_than_anybody_can_read() -> None:
    nodes = tuple(Node(id=str(number), text="办") for number in range(30))
    edges = tuple(Edge(tail=tail.id, head=head.id) for tail in nodes for head in nodes)
    with pytest.raises(PowerctlError) as caught:
        lay_out(Sketch(id="all", title="全", nodes=nodes, edges=edges))
    assert caught.value.key == "chart.too_many_ways"


def test_one_step_with_every_way_out() -> None:
    nodes = tuple(Node(id=str(number), text="办") for number in range(200))
    edges = tuple(Edge(tail="0", head=head.id, label="转") for head in nodes)
    assert len(lay_out(Sketch(id="hub", title="枢纽", nodes=nodes, edges=edges)).routes) == 200


# The checks see what they are there for.


def moved(drawing: Drawing, box: Box) -> Drawing:
    return replace(drawing, nodes=(replace(drawing.nodes[0], box=box), *drawing.nodes[1:]))


def test_the_check_sees_boxes_on_boxes_and_lines_through_boxes() -> None:
    drawing = lay_out(PERMIT)
    found = faults(moved(drawing, drawing.nodes[4].box))
    assert any("overlap" in fault for fault in found)
    assert any("runs through" in fault for fault in found)
    assert any("does not touch" in fault for fault in found)


def test_the_check_sees_lines_on_lines_and_labels_on_lines() -> None:
    drawing = lay_out(PERMIT)
    first, second = drawing.routes[0], drawing.routes[1]
    on_it = replace(second, points=first.points)
    assert any("lies on" in fault for fault in faults(replace(drawing, routes=(first, on_it))))
    labelled = next(route for route in drawing.routes if route.label)
    assert labelled.label is not None
    across = replace(first, points=((0, labelled.label.box.centre[1]), (900, labelled.label.box.centre[1])))
    assert list(labels_that_cover(replace(drawing, routes=(labelled, across))))


def test_the_check_sees_lanes_in_disorder_and_what_is_outside() -> None:
    drawing = lay_out(PERMIT)
    assert any("order" in fault for fault in faults(replace(drawing, lanes=drawing.lanes[::-1])))
    assert any("outside" in fault for fault in faults(moved(drawing, Box(-50, 60, 20, 90))))


# What is kept.


def test_a_picture_that_was_drawn_is_not_drawn_again() -> None:
    shelf, drawings = Memory(), []

    def draw(sketch: Sketch) -> str:
        drawings.append(sketch)
        return write(lay_out(sketch))

    first = drawn(PERMIT, draw, shelf, "svg")
    assert drawn(PERMIT, draw, shelf, "svg") == first and len(drawings) == 1
    drawn(PERMIT, draw, shelf, "svg", "inline")
    drawn(replace(PERMIT, title="别的"), draw, shelf, "svg")
    assert len(drawings) == 3
    assert drawn(PERMIT, draw, None, "svg") == first and len(drawings) == 4


@pytest.mark.parametrize(
    "other",
    [
        replace(PERMIT, nodes=PERMIT.nodes[:-1]),
        replace(PERMIT, edges=(replace(PERMIT.edges[0], back=True), *PERMIT.edges[1:])),
        replace(PERMIT, nodes=(replace(PERMIT.nodes[0], mark=Mark.ADDED), *PERMIT.nodes[1:])),
        replace(PERMIT, nodes=(replace(PERMIT.nodes[0], text="", limit=PERMIT.nodes[0].text), *PERMIT.nodes[1:])),
        replace(PERMIT, language="en"),
    ],
)
def test_another_sketch_has_another_digest(other: Sketch) -> None:
    assert digest(other) != digest(PERMIT) == digest(replace(PERMIT))
