"""A chart on a page, drawn only when the page is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from powerctl.public.power import PublicPower
from powerctl.site.frame import Frame


@dataclass(frozen=True)
class Drawing:
    """The chart of a power of ``unit`` (a name); empty where there is none."""

    frame: Frame
    power: PublicPower
    unit: str

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
        return self.frame.chart(self.power, self.unit)
