"""Pictures drawn before, by what is in them: a chart that has not changed is not drawn again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Protocol

from powerctl.charts.sketch import Sketch


class Shelf(Protocol):
    """Where pictures are kept: what lies under a name and key, or None."""

    def get(self, name: str, key: str) -> Any: ...

    def put(self, name: str, key: str, value: object) -> None: ...


def digest(sketch: Sketch, *choices: str) -> str:
    """The same for the same sketch and choices (engine, format, version of the tool), and for no other."""
    result = hashlib.sha256()
    _add(result.update, (sketch, choices))
    return result.hexdigest()


def _add(update: Callable[[bytes], object], value: object) -> None:
    """Every value with its length, so that no two sketches run together."""
    if isinstance(value, tuple):
        update(b"(%d" % len(value))
        for item in value:
            _add(update, item)
    elif isinstance(value, str):
        raw = value.encode("utf-8", "surrogatepass")
        update(b"%d:" % len(raw))
        update(raw)
    elif isinstance(value, bool):
        update(b"01"[value : value + 1])
    else:
        _add(update, tuple(getattr(value, name) for name in _names(type(value))))


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def drawn(sketch: Sketch, draw: Callable[[Sketch], str], shelf: Shelf | None, *choices: str) -> str:
    """The picture of a sketch: from the shelf, or drawn and put there."""
    if shelf is None:
        return draw(sketch)
    key = digest(sketch, *choices)
    name = f"chart:{sketch.id}:{':'.join(choices)}"
    kept = shelf.get(name, key)
    if isinstance(kept, str):
        return kept
    picture = draw(sketch)
    shelf.put(name, key, picture)
    return picture
