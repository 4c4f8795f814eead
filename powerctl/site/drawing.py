"""A chart on a page, drawn only when the page is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Drawing:
    """The chart that ``draw`` gives as SVG, empty where there is none; ``key`` is all of it that does not stand
    among the other values of its page."""

    draw: Callable[[], str]
    key: str

    def __str__(self) -> str:
        """The SVG, which is markup of ours with every text in it escaped."""
        return self._svg

    def __html__(self) -> str:
        """The same: templates do not escape it again."""
        return self._svg

    def __bool__(self) -> bool:
        """Whether there is a chart."""
        return bool(self._svg)

    @cached_property
    def _svg(self) -> str:
        return self.draw()
