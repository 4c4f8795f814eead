"""What whole runs of charts cost: ``python -m tests.bench.chart_runs``.

CPU milliseconds. The engine graphviz places 200 charts by one process (limit 3 ms each); a second run of
``powerctl chart`` over the shipped catalogues is compared with the first, and both with a start that does nothing.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from powerctl.charts.dot_layout import lay_out_all
from powerctl.charts.order import Engine, Form, Order
from powerctl.charts.render import render
from powerctl.charts.wording import Wording
from powerctl.messages import Words
from tests.sketches import random_sketch

ROOT = Path(__file__).parent.parent.parent
CHARTS = 200
RUNS = 5


def cpu() -> float:
    """Seconds of this process and of those it has waited for."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def cost(work: Callable[[], object]) -> float:
    """The CPU milliseconds of some work."""
    start = cpu()
    work()
    return (cpu() - start) * 1000


def run(*arguments: str, cache: str) -> float:
    """The CPU milliseconds of one run of the tool."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "POWERCTL_CACHE_DIR": cache}
    command = [sys.executable, "-m", "powerctl", *arguments]
    return cost(lambda: subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True))


def first_and_second() -> tuple[float, float]:
    """A run with an empty cache and the one after it."""
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as out:
        arguments = ("chart", "--catalogue", "catalogues", "--audience", "internal", "--out", out)
        return run(*arguments, cache=cache), run(*arguments, cache=cache)


def main() -> None:
    """Prints the figures."""
    sketches = [random_sketch(seed, 12, 3) for seed in range(CHARTS)]
    placed = statistics.median(cost(lambda: lay_out_all(sketches)) for _ in range(RUNS)) / CHARTS
    print(f"graphviz, 12 steps, {CHARTS} charts by one process: {placed:.2f} ms each (limit 3)")
    order = Order(Form.SVG, Engine.LANES, Wording(Words("zh")))
    print(f"lanes, 12 steps, SVG: {cost(lambda: list(render(sketches, order))) / CHARTS:.2f} ms each")
    pairs = [first_and_second() for _ in range(RUNS)]
    first, second = (statistics.median(pair[index] for pair in pairs) for index in (0, 1))
    start = statistics.median(run("--version", cache=tempfile.gettempdir()) for _ in range(RUNS))
    print(f"powerctl chart, shipped catalogues: first {first:.0f} ms, second {second:.0f} ms, start {start:.0f} ms")
    print(f"second / first: {second / first:.2f}; without the start: {(second - start) / (first - start):.2f}")


if __name__ == "__main__":
    main()
