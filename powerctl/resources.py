"""Where the data that travels with the tool lies: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_CHECKOUT = {"samples": "tests/rules"}


@cache
def resource(name: str) -> Path:
    """The folder ``schemas``, ``templates`` or ``samples`` (the rules' samples, which are tests in a checkout)."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / _IN_CHECKOUT.get(name, name)
