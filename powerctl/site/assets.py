"""The one style sheet and the one script, as they are sent."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.resources import resource

_ASSETS = ("site.css", "site.js")


def assets() -> Iterator[tuple[str, bytes]]:
    """Each file with its path in the site."""
    folder = resource("templates") / "site" / "static"
    for name in _ASSETS:
        yield f"static/{name}", (folder / name).read_bytes()
