"""The pages of the site, one module a kind; ``pages_of`` is all of them, made one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from powerctl.site.frame import Frame
from powerctl.site.page import Page
from powerctl.site.pages import about, charts, data, home, leaders, power, registers, supervision, unit, units

Maker = Callable[[Frame], Iterator[Page]]

MAKERS: tuple[Maker, ...] = (  # but for the pages of powers, of which there are many
    home.pages,
    units.pages,
    unit.pages,
    leaders.pages,
    registers.pages,
    supervision.pages,
    charts.pages,
    about.pages,
    data.pages,
)


def pages_of(frame: Frame) -> Iterator[Page]:
    """Every page in one language."""
    for maker in MAKERS:
        yield from maker(frame)
    yield from power.pages(frame, frame.catalogue.powers)
