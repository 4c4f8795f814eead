"""The rules, shared out among processes that all see the same catalogue."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from powerctl.cli.watch import Watch
from powerctl.crew import context, crew_size
from powerctl.results import Crash, Judged
from powerctl.rules import Brief, judge

Verdicts = list[Judged | Crash]

_brief: Brief | None = None


def verdicts(brief: Brief, rule_ids: Collection[str], files: int, jobs: int | None, watch: Watch) -> Verdicts:
    """What the rules find, in the order of the rules; a forked process has the catalogue without being sent it."""
    crew = context()
    size = min(crew_size(files, jobs), len(rule_ids))
    if size <= 1 or crew.get_start_method() != "fork":
        return [verdict for rule_id in sorted(rule_ids) for verdict in _timed(brief, rule_id, watch)]
    with _shared(brief), ProcessPoolExecutor(size, crew) as pool:
        return [verdict for part in pool.map(_judge, sorted(rule_ids)) for verdict in part]


def _timed(brief: Brief, rule_id: str, watch: Watch) -> Verdicts:
    with watch.rule(rule_id):
        return list(judge(brief, [rule_id]))


@contextmanager
def _shared(brief: Brief) -> Iterator[None]:
    """The brief stands where a fork finds it, and the collector leaves its pages alone."""
    global _brief  # noqa: PLW0603 - there is no other way to hand it to a forked process
    _brief = brief
    gc.freeze()
    try:
        yield
    finally:
        _brief = None


def _judge(rule_id: str) -> Verdicts:
    assert _brief is not None
    return list(judge(_brief, [rule_id]))
