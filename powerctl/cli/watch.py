"""How long the stages of a run and its rules take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from powerctl.messages import Words

STAGES = ("read", "judge", "locate", "format")
_SLOWEST = 5


class Watch:
    """Adds up seconds by stage, and within the judging by rule."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self.stages = dict.fromkeys(STAGES, 0.0)
        self.rules: dict[str, float] = {}

    def total(self) -> str:
        """The seconds since the start, for people."""
        return f"{perf_counter() - self._began:.1f}"

    def add(self, other: Watch) -> None:
        """Adds what another watch has counted, perhaps in another process."""
        for mine, theirs in ((self.stages, other.stages), (self.rules, other.rules)):
            for name, seconds in theirs.items():
                mine[name] = mine.get(name, 0.0) + seconds

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what is done inside as part of a stage."""
        began = perf_counter()
        try:
            yield
        finally:
            self.stages[name] += perf_counter() - began

    @contextmanager
    def rule(self, rule_id: str) -> Iterator[None]:
        """Counts what is done inside as the work of a rule."""
        began = perf_counter()
        try:
            yield
        finally:
            self.rules[rule_id] = self.rules.get(rule_id, 0.0) + perf_counter() - began


def told(watch: Watch, words: Words) -> Iterator[str]:
    """The stages in one line, the slowest rules in another."""
    yield words.text("report", "stages", **{name: f"{seconds:.2f}" for name, seconds in watch.stages.items()})
    slowest = sorted(watch.rules.items(), key=lambda entry: (-entry[1], entry[0]))[:_SLOWEST]
    rules = "  ".join(f"{rule_id} {seconds * 1000:.0f}" for rule_id, seconds in slowest)
    if rules:
        yield words.text("report", "slowest", rules=rules)
