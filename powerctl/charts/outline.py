"""A chart in words: the same steps with the same numbers, for those who read text or hear it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from powerctl.charts.measure import shown
from powerctl.charts.sketch import Edge, Node, Sketch
from powerctl.messages import Words


def steps_text(sketch: Sketch, words: Words) -> str:
    """The title, then every step with who, how long, how risky, and where it goes on."""
    return "\n".join(_paragraphs(sketch, words)) + "\n"


def described(sketch: Sketch, words: Words) -> Sketch:
    """The sketch with a description that tells its steps, if it has none."""
    told = words.text("chart", "joint").join(_step(node, words) for node in sketch.nodes if node.number)
    stop = words.text("chart", "full_stop") if told else ""
    return sketch if sketch.description else replace(sketch, description=told + stop)


def _paragraphs(sketch: Sketch, words: Words) -> Iterator[str]:
    yield shown(sketch.title)
    nodes = {node.id: node for node in sketch.nodes}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for edge in sketch.edges:
        leaving[edge.tail].append(edge)
    for node in sketch.nodes:
        yield f"  {_step(node, words)}"
        for edge in leaving[node.id]:
            yield f"     {_next(edge, nodes[edge.head], words)}"


def _step(node: Node, words: Words) -> str:
    text = shown(node.text)
    shown_beside = {"limit": node.limit, "grade": node.grade_text, "mark": node.mark_text}
    if not node.number:
        return words.text("chart", "thing", text=text, **shown_beside)
    return words.text("chart", "step", number=node.number, actor=shown(node.actor), text=text, **shown_beside)


def _next(edge: Edge, head: Node, words: Words) -> str:
    target = words.text("chart", "target" if head.number else "target_end", number=head.number, text=shown(head.text))
    return words.text("chart", "back" if edge.back else "next", label=shown(edge.label), target=target)
