"""The courses of a power before and after: two charts with the steps marked that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from powerctl.charts import lanes
from powerctl.charts.item import item_chart
from powerctl.charts.legend import with_legend
from powerctl.charts.outline import described
from powerctl.charts.sketch import Mark, Node, Sketch
from powerctl.charts.svg import write
from powerctl.charts.wording import Wording
from powerctl.comparison import Change
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.public.power import PublicPower

_STEP = "step:"


@dataclass(frozen=True, slots=True)
class Course:
    """A power whose workflow changed, as both sides have it, each with the name of its unit."""

    subject: str
    before: tuple[PublicPower, str]
    after: tuple[PublicPower, str]


def changes_course(change: Change) -> bool:
    """Whether a change is one of the workflow."""
    return change.path[:1] == ("workflow",)


def drawn(course: Course, changes: Iterable[Change], words: Words) -> tuple[str, str]:
    """Both pictures as SVG for a page that brings their style sheet; "" where there is no course to draw."""
    wording = Wording(words)
    old, new = (item_chart(power, unit, wording) for power, unit in (course.before, course.after))
    touched = {_STEP + change.path[2] for change in changes if change.path[:2] == ("workflow", "steps")}
    return _picture(old, _ids(new), touched, Mark.REMOVED, words), _picture(new, _ids(old), touched, Mark.ADDED, words)


def _ids(sketch: Sketch | None) -> frozenset[str]:
    return frozenset(node.id for node in sketch.nodes) if sketch else frozenset()


def _picture(sketch: Sketch | None, others: Set[str], touched: Set[str], alone: Mark, words: Words) -> str:
    if sketch is None:
        return ""
    nodes = tuple(_marked(node, others, touched, alone, words) for node in sketch.nodes)
    marked = with_legend(replace(sketch, id=f"{sketch.id}--{alone}", nodes=nodes), words)
    try:
        return write(lanes.lay_out(described(marked, words)), is_inline=True, has_style=False)
    except PowerctlError:  # too many steps for a picture; the table tells each change all the same
        return ""


def _marked(node: Node, others: Set[str], touched: Set[str], alone: Mark, words: Words) -> Node:
    if not node.id.startswith(_STEP):
        return node
    mark = alone if node.id not in others else Mark.CHANGED if node.id in touched else Mark.NONE
    text = words.text("chart", f"sign_{mark}") if mark else ""
    return replace(node, mark=mark, mark_text=text, href="")
