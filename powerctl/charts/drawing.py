"""A chart with its geometry, in pixels from the top left corner: what every engine gives and every writer takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from powerctl.charts.sketch import Edge, Lane, LegendEntry, Node, Sketch

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its sides."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def shifted(self, right: float, down: float) -> Box:
        """The same box elsewhere."""
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def grown(self, margin: float) -> Box:
        """The box and a margin around it."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def meets(self, other: Box) -> bool:
        """Whether the two share an area; sides that touch do not count."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Tag:
    """A short text in a box of its own: a grade, a mark, a step number, the lines of an edge's label."""

    text: str
    box: Box

    @property
    def lines(self) -> tuple[str, ...]:
        """The text by lines."""
        return tuple(self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane with its header; both go from ``box.left`` to ``box.right``."""

    lane: Lane
    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node with its lines broken, and the tags on its border."""

    node: Node
    lines: tuple[str, ...]
    box: Box
    number: Tag | None = None
    grade: Tag | None = None
    mark: Tag | None = None
    limit: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the lines are not the whole text."""
        return bool(self.lines) and self.lines[-1].endswith("…")


@dataclass(frozen=True, slots=True)
class Route:
    """An edge as the corners of its line, tail first; the arrow stands at the last of them."""

    edge: Edge
    points: tuple[Point, ...]
    label: Tag | None = None


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry of the legend: the sign in ``sign``, the text right of it."""

    entry: LegendEntry
    sign: Box
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. ``frame`` holds the lanes; the legend stands below it."""

    sketch: Sketch
    width: float
    height: float
    frame: Box
    header: float
    lanes: tuple[PlacedLane, ...]
    nodes: tuple[PlacedNode, ...]
    routes: tuple[Route, ...]
    legend: tuple[PlacedEntry, ...] = ()
