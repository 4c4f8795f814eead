"""The one style sheet, that of the charts with it, and the one script, as they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.charts.palette import stylesheet
from powerctl.resources import resource


def assets() -> Iterator[tuple[str, bytes]]:
    """Each file with its path in the site."""
    folder = resource("templates") / "site" / "static"
    sheet = (folder / "site.css").read_text("utf-8") + stylesheet() + "\n"
    yield "static/site.css", sheet.encode()
    yield "static/site.js", (folder / "site.js").read_bytes()
