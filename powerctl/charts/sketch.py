"""What is to be drawn, without places: lanes, nodes and edges, with every text ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The symbols of GB/T 1526 (ISO 5807) that a workflow needs."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"
    DOCUMENT = "document"
    DATA = "data"
    PREDEFINED = "predefined"


class Mark(StrEnum):
    """What became of a step between two revisions; NONE in a picture of one revision."""

    NONE = ""
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """泳道: one post or body and what it does."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step. ``limit`` (``时限 5个工作日``), ``grade_text`` (``高风险``), ``mark_text`` (``新增``) are ready to show;
    ``grade`` is high, medium, low or empty; ``actor`` is told in the description and in the list of steps."""

    id: str
    text: str
    lane: str = ""
    shape: Shape = Shape.PROCESS
    number: str = ""
    limit: str = ""
    grade: str = ""
    grade_text: str = ""
    href: str = ""
    mark: Mark = Mark.NONE
    mark_text: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The way from one node to another; ``back`` is drawn dashed: a return to a step already done."""

    tail: str
    head: str
    label: str = ""
    back: bool = False
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One sign explained: ``sign`` is a shape's value, ``back``, or a mark's value."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A chart before it is laid out. Nodes stand in the order of the workflow; without lanes it is a map."""

    id: str
    title: str
    description: str = ""
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    language: str = "zh-CN"
