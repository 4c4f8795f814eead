"""The style sheets and the one script, as they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.charts.palette import stylesheet
from powerctl.resources import resource

_FOLDER = "site/static"


def assets(*, with_wall: bool = False) -> Iterator[tuple[str, bytes]]:
    """Each file with its path in the site."""
    yield "static/site.css", style("site").encode()
    yield "static/site.js", _text("site.js").encode()
    if with_wall:
        yield "static/wall.css", style("wall").encode()


def style(name: str) -> str:
    """A style sheet with that of the charts in it."""
    return f"{_text(f'{name}.css')}{stylesheet()}\n"


def _text(name: str) -> str:
    return (resource("templates") / _FOLDER / name).read_text("utf-8")
