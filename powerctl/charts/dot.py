"""DOT for people who use graphviz themselves: our sizes, colours and shapes, so that any dot draws it alike.

Texts are escaped for dot (a label is its own small language: ``\\N``, ``<…>``, entities) by the package graphviz.
"""

from __future__ import annotations

from collections.abc import Mapping

import graphviz

from powerctl.charts.measure import COLUMN, LEADING, cut, fitted, shown
from powerctl.charts.palette import COLOURS, FONTS, GRADES
from powerctl.charts.sketch import Node, Shape, Sketch

_FONT = ",".join((*FONTS, "sans-serif"))
_INK, _LINE = COLOURS["ink"][0], COLOURS["line"][0]
_LANES = (COLOURS["lane"][0], COLOURS["lane2"][0])
_DARK, _LIGHT = COLOURS["terminator"][0], COLOURS["on-terminator"][0]
_SHAPES = {
    Shape.TERMINATOR: {"shape": "box", "style": "rounded,filled", "fillcolor": _DARK, "fontcolor": _LIGHT},
    Shape.PROCESS: {"shape": "box"},
    Shape.DECISION: {"shape": "diamond", "fillcolor": COLOURS["decision"][0], "color": COLOURS["decision-edge"][0]},
    Shape.DOCUMENT: {"shape": "note"},
    Shape.DATA: {"shape": "parallelogram"},
    Shape.PREDEFINED: {"shape": "box", "peripheries": "2"},
}
_LABEL_EM, _TOOLTIP = 14.0, 400


def write_dot(sketch: Sketch) -> str:
    """The sketch in DOT; lanes are clusters, a sketch without lanes runs from left to right."""
    graph = _graph(sketch)
    names = {node.id: f"n{index}" for index, node in enumerate(sketch.nodes)}
    for index, lane in enumerate(sketch.lanes):
        with graph.subgraph(name=f"cluster_{index}") as cluster:
            cluster.attr(label=_safe(lane.title), fillcolor=_LANES[index % 2])
            cluster.node(f"h{index}", label="", style="invis", width="2.0", height="0.05")
            for node in sketch.nodes:
                if node.lane == lane.id:
                    cluster.node(names[node.id], **_looks(node))
    for node in sketch.nodes if not sketch.lanes else ():
        graph.node(names[node.id], **_looks(node))
    _add_headers(graph, len(sketch.lanes))
    _add_edges(graph, sketch, names)
    return str(graph.source)


def _graph(sketch: Sketch) -> graphviz.Digraph:
    rows = {"rankdir": "TB", "nodesep": "0.35", "ranksep": "0.45"} if sketch.lanes else {"rankdir": "LR"}
    return graphviz.Digraph(
        "chart",
        graph_attr={
            **rows,
            **{"newrank": "true", "splines": "polyline", "bgcolor": "transparent", "pad": "0.15", "labelloc": "t"},
            **{"fontname": _FONT, "fontsize": "14", "fontcolor": _INK, "style": "filled", "color": COLOURS["rule"][0]},
            "label": _safe(sketch.title),
            "tooltip": _safe(sketch.title),
        },
        node_attr={
            **{"fontname": _FONT, "fontsize": "11.25", "fontcolor": _INK, "fixedsize": "true", "margin": "0"},
            **{"style": "filled", "fillcolor": COLOURS["box"][0], "color": COLOURS["edge"][0], "penwidth": "1.25"},
        },
        edge_attr={
            **{"fontname": _FONT, "fontsize": "9.75", "fontcolor": _INK, "color": _LINE},
            **{"penwidth": "1.15", "arrowsize": "0.75"},
        },
    )


def _looks(node: Node) -> dict[str, str]:
    """A node's attributes: the lines are ours, so the box fits them whatever fonts the reader has."""
    fit = fitted(node)
    lines = [*fit.lines, *([fit.limit] if fit.limit else []), *([f"【{node.grade_text}】"] if node.grade_text else [])]
    if node.number:
        lines[0] = f"{node.number} {lines[0]}"
    height = fit.height + (LEADING if node.grade_text else 0) * (2 if node.shape is Shape.DECISION else 1)
    looks = {
        "label": graphviz.nohtml("\\n".join(map(_safe, lines))),
        "width": f"{max(fit.width, COLUMN if node.number else 0) / 96:.3f}",
        "height": f"{height / 96:.3f}",
        "tooltip": _safe(node.text[:_TOOLTIP]),
        **_SHAPES[node.shape],
    }
    if node.grade in GRADES:
        looks["color"], looks["penwidth"] = COLOURS[node.grade][0], GRADES[node.grade]
    return looks


def _add_headers(graph: graphviz.Digraph, count: int) -> None:
    """A row through all lanes, chained, keeps them beside each other; their order is up to dot."""
    if not count:
        return
    with graph.subgraph() as row:
        row.attr(rank="min")
        for index in range(count):
            row.node(f"h{index}")
        for index in range(count - 1):
            row.edge(f"h{index}", f"h{index + 1}", style="invis", weight="100")


def _add_edges(graph: graphviz.Digraph, sketch: Sketch, names: Mapping[str, str]) -> None:
    lanes = {node.id: node.lane for node in sketch.nodes}
    for edge in sketch.edges:
        looks = {"label": _safe(f" {cut(shown(edge.label), _LABEL_EM)} ")} if edge.label else {}
        if edge.back:
            looks.update(style="dashed", constraint="false")
        elif sketch.lanes and lanes[edge.tail] == lanes[edge.head]:
            looks["weight"] = "6"
        graph.edge(names[edge.tail], names[edge.head], **looks)


def _safe(text: str) -> str:
    """A text that dot shows as it is: no escapes, no HTML, no entities."""
    escaped: str = graphviz.escape(shown(text).replace("&", "&amp;"))
    return escaped
