"""What is asked of charts: kind, format, engine; and what decides the result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from powerctl.charts.sketch import Sketch
    from powerctl.charts.wording import Wording

TABLE = "places"
"""The first lane of a sketch that is a table of what belongs together, and no course."""


class Kind(StrEnum):
    """The kinds of charts."""

    ITEM = "item"
    CATEGORY = "category"
    CONTROL = "risk-control"


class Map(StrEnum):
    """The maps of a unit."""

    UNIT = "unit"
    POWERS = "powers"
    RISK = "risk"


class Engine(StrEnum):
    """Who decides where everything stands."""

    LANES = "lanes"
    GRAPHVIZ = "graphviz"


class Form(StrEnum):
    """The formats of a chart; the value is also the suffix of its file, but for those in SUFFIXES."""

    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    DOT = "dot"
    MERMAID = "mermaid"
    BPMN = "bpmn"
    TEXT = "text"


SUFFIXES = {Form.MERMAID: "mmd", Form.TEXT: "txt"}
BINARY = frozenset({Form.PNG, Form.PDF})
DRAWN = frozenset({Form.SVG, Form.PNG, Form.PDF})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to become of sketches."""

    form: Form
    engine: Engine
    wording: Wording

    def engine_of(self, sketch: Sketch) -> Engine:
        """Maps have no lanes, so only dot can place them."""
        return self.engine if sketch.lanes else Engine.GRAPHVIZ

    @property
    def state(self) -> str:
        """What decides the results besides the sketches and powerctl itself."""
        from powerctl.charts import dot_program, picture

        placed = dot_program.version() if self.engine is Engine.GRAPHVIZ and self._is_placed else ""
        return "\n".join((self.form, self.engine, placed, picture.version() if self.form in BINARY else ""))

    def state_of(self, sketch: Sketch) -> str:
        """The same for one sketch, which may have an engine of its own."""
        return replace(self, engine=self.engine_of(sketch)).state

    @property
    def _is_placed(self) -> bool:
        return self.form in DRAWN or self.form is Form.BPMN


def is_process(sketch: Sketch) -> bool:
    """Whether there is a course in it, and not only things that belong together."""
    return bool(sketch.lanes) and sketch.lanes[0].id != TABLE
