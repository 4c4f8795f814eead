"""Mermaid, for pages and merge requests that draw it themselves. Every character that Mermaid or HTML could read as
anything but text is written as a number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from powerctl.charts.measure import cut, shown
from powerctl.charts.palette import COLOURS
from powerctl.charts.sketch import Edge, Node, Shape, Sketch

# Letters and digits of any script, blanks, and the punctuation of Chinese text.
_PLAIN = re.compile(r"[^\W_]|[ 、，。；：！？（）《》「」“”‘’【】—…·％]")
_BORDERS = {
    Shape.TERMINATOR: ("([", "])"),
    Shape.PROCESS: ("[", "]"),
    Shape.DECISION: ("{", "}"),
    Shape.DOCUMENT: ("[", "]"),  # its own symbol exists only since Mermaid 11.3, which many sites do not have yet
    Shape.DATA: ("[/", "/]"),
    Shape.PREDEFINED: ("[[", "]]"),
}
_CLASSES = {
    "terminator": "fill:{terminator},stroke:{terminator},color:{on-terminator}",
    "decision": "fill:{decision},stroke:{decision-edge},color:{ink}",
    "high": "stroke:{high},stroke-width:3px",
    "medium": "stroke:{medium},stroke-width:2px",
    "low": "stroke:{low},stroke-width:1px",
}
_LIGHT = {name: light for name, (light, _) in COLOURS.items()}
_TEXT_EM, _LABEL_EM = 60.0, 20.0


def write_mermaid(sketch: Sketch) -> str:
    """The sketch as a Mermaid flowchart; lanes are subgraphs."""
    return "\n".join(_lines(sketch)) + "\n"


def _lines(sketch: Sketch) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(cut(shown(sketch.title), _TEXT_EM), ensure_ascii=False)}"
    yield "---"
    yield f"flowchart {'TB' if sketch.lanes else 'LR'}"
    names = {node.id: f"n{index}" for index, node in enumerate(sketch.nodes)}
    for index, lane in enumerate(sketch.lanes):
        yield f"  subgraph l{index} [{_quoted(lane.title, _TEXT_EM)}]"
        yield from (f"    {_node(node, names[node.id])}" for node in sketch.nodes if node.lane == lane.id)
        yield "  end"
    yield from (f"  {_node(node, names[node.id])}" for node in sketch.nodes if not sketch.lanes)
    yield from (f"  {_edge(edge, names[edge.tail], names[edge.head])}" for edge in sketch.edges)
    used = {name for node in sketch.nodes for name in _classes(node)}
    yield from (f"  classDef {name} {style.format(**_LIGHT)}" for name, style in _CLASSES.items() if name in used)
    for node in sketch.nodes:
        yield from (f"  class {names[node.id]} {name}" for name in _classes(node))


def _node(node: Node, name: str) -> str:
    before, after = _BORDERS[node.shape]
    parts = (f"{node.number} {node.text}".strip(), node.limit, node.grade_text)
    text = "<br/>".join(_escaped(part, _TEXT_EM) for part in parts if part)
    return f'{name}{before}"{text or " "}"{after}'


def _edge(edge: Edge, tail: str, head: str) -> str:
    arrow = "-.->" if edge.back else "-->"
    label = f"|{_quoted(edge.label, _LABEL_EM)}|" if edge.label else ""
    return f"{tail} {arrow}{label} {head}"


def _classes(node: Node) -> list[str]:
    return [name for name in (node.shape.value, node.grade) if name in _CLASSES]


def _quoted(text: str, width: float) -> str:
    return f'"{_escaped(text, width) or " "}"'


def _escaped(text: str, width: float) -> str:
    return "".join(char if _PLAIN.fullmatch(char) else f"#{ord(char)};" for char in cut(shown(text), width))
