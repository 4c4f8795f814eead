"""What grading costs beside reading: ``python -m tests.bench.grade [POWERS]``; CPU microseconds a power."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from powerctl.formats.grade import GRADE_FORMATS
from powerctl.grading.groups import BY
from powerctl.grading.whole import graded_catalogue
from powerctl.load import load
from powerctl.messages import Words
from powerctl.reckoning import GradeReport
from powerctl.source import WorkingTree
from tests.bench.generate import generate

T = TypeVar("T")
AS_OF = date(2026, 6, 30)


def main(powers: int) -> None:
    """Prints each cost and its share of reading the same files."""
    reading = 0.0

    def timed(what: str, do: Callable[[], T]) -> T:
        nonlocal reading
        began = time.process_time()
        result = do()
        cost = (time.process_time() - began) / powers * 1e6
        reading = reading or cost
        print(f"{what:<30} {cost:>9.0f} µs {cost / reading:>7.2f}")
        return result

    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder) / "c", powers)
        loaded = timed("read", lambda: load(WorkingTree(Path(folder) / "c")))
    catalogue, rulebook = loaded.catalogue, loaded.rulebook
    for by in ("", *BY):
        timed(f"grade --by {by}" if by else "grade", partial(graded_catalogue, catalogue, rulebook, AS_OF, by=by))
    told = timed("grade, step by step", lambda: graded_catalogue(catalogue, rulebook, AS_OF, is_explained=True))
    for form, render in GRADE_FORMATS.items():
        timed(f"as {form}", partial(render, GradeReport((told,)), Words("zh")))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
