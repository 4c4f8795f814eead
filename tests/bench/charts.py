"""What drawing costs, beside its limits and beside ``dot``: ``python -m tests.bench.charts``.

CPU milliseconds a chart, the median of some random workflows; ``dot`` draws them without lanes, in one process.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial

from powerctl.charts.kept import drawn
from powerctl.charts.lanes import lay_out
from powerctl.charts.measure import fitted
from powerctl.charts.sketch import Sketch
from powerctl.charts.svg import write
from tests.sketches import random_sketch

LIMITS = {(12, 3): 15.0, (30, 5): 80.0, (50, 5): 300.0}  # steps, lanes: milliseconds
CHARTS = 40


class Memory:
    """A shelf that costs nothing, so that only looking a picture up is counted."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], object] = {}

    def get(self, name: str, key: str) -> object:
        return self._kept.get((name, key))

    def put(self, name: str, key: str, value: object) -> None:
        self._kept[name, key] = value


def draw(sketch: Sketch) -> str:
    return write(lay_out(sketch))


def median(sketches: list[Sketch], work: Callable[[Sketch], object]) -> float:
    """CPU milliseconds of one sketch."""
    costs = []
    for sketch in sketches:
        began = time.process_time()
        work(sketch)
        costs.append((time.process_time() - began) * 1000)
    return statistics.median(costs)


def dot_text(sketch: Sketch) -> str:
    """The sketch for ``dot``: sizes alone, no text to measure."""
    lines = [f'digraph "{sketch.id}" {{ node [shape=box fixedsize=true label=""] splines=ortho']
    for node in sketch.nodes:
        fit = fitted(node)
        lines.append(f'"{node.id}" [width={fit.width / 96:.3f} height={fit.height / 96:.3f}]')
    lines += [f'"{edge.tail}" -> "{edge.head}"' for edge in sketch.edges]
    return "\n".join([*lines, "}"])


def dot(sketches: list[Sketch]) -> float:
    """CPU milliseconds a chart of one process for all of them."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = "\n".join(map(dot_text, sketches))
    subprocess.run(["dot", "-Tsvg"], input=text, text=True, capture_output=True, check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    return spent * 1000 / len(sketches)


def main() -> None:
    print("steps   lanes ms   of limit   from shelf   dot ms   lanes/dot")
    for (steps, lanes), limit in LIMITS.items():
        sketches = [random_sketch(seed, steps, lanes) for seed in range(CHARTS)]
        kept = partial(drawn, draw=draw, shelf=Memory())
        cost, again = median(sketches, kept), median(sketches, kept)
        peer = dot(sketches) if shutil.which("dot") else float("nan")
        print(f"{steps:5} {cost:10.1f} {cost / limit:9.0%} {again / cost:11.1%} {peer:9.1f} {cost / peer:10.1f}")


if __name__ == "__main__":
    main()
