"""Work shared out among processes: done by several or by one, the results are the same and in the same order."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, TypeVar

from powerctl.crew import context, crew_size
from powerctl.site.publish import Each, in_turn

T = TypeVar("T")
R = TypeVar("R")
_PR_SET_PDEATHSIG = 1


def hands(things: int, wanted: int | None = None) -> Each:
    """As many processes as are worth it for so many things. They are forked and need nothing sent to them; where
    that is not safe, there is one."""
    jobs = crew_size(things, wanted) if sys.platform == "linux" else 1
    return in_turn if jobs == 1 else partial(_shared_out, jobs)


def _shared_out(jobs: int, work: Callable[[T], R], things: Sequence[T]) -> Iterable[R]:
    with ProcessPoolExecutor(jobs, context(), _start, (work, things, os.getpid())) as pool:
        yield from pool.map(_do, range(len(things)))


_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def _start(work: Callable[[Any], Any], things: Sequence[Any], parent: int) -> None:
    """What was there when the process was forked is its work. It dies with its parent, so that no lock is held and
    nothing is written when nobody is left to use it."""
    global _work  # noqa: PLW0603 - one work a process
    _work = (work, things)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _do(at: int) -> Any:
    assert _work is not None
    work, things = _work
    return work(things[at])
