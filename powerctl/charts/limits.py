"""How large a chart may be."""

from __future__ import annotations

from powerctl.charts.sketch import Sketch
from powerctl.errors import PowerctlError

MOST_NODES = 200
MOST_EDGES = 600


def check_size(sketch: Sketch) -> None:
    """PowerctlError if nobody could read the picture."""
    if len(sketch.nodes) > MOST_NODES:
        raise PowerctlError("chart.too_many_steps", title=sketch.title, steps=len(sketch.nodes), most=MOST_NODES)
    if len(sketch.edges) > MOST_EDGES:
        raise PowerctlError("chart.too_many_ways", title=sketch.title, ways=len(sketch.edges), most=MOST_EDGES)
