"""Public types as plain data, and the digest of all of it: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from powerctl.public.catalogue import PublicCatalogue

_SCALARS = (str, int, float)


def plain(value: Any) -> Any:
    """A public object as maps, lists and scalars; what is empty is left out, keys are called as in the YAML."""
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if not is_dataclass(value):
        return value
    return {key: plain(part) for key, part in told(value).items()}


def told(value: Any) -> dict[str, Any]:
    """What a public object tells, as ``plain`` does but one level deep: all that an encoder of JSON has to be given."""
    kind: Any = type(value)
    return {
        key: part
        for name, key in _keys(kind)
        if (part := getattr(value, name)) or (part is not None and part not in ("", ()))  # 0 and False are told
    }


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a class with their keys."""
    return tuple((field.name, field.name.rstrip("_")) for field in fields(kind))


# Public objects hold no rings, so none is looked for.
_SORTED = json.JSONEncoder(
    check_circular=False, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=told
)


def digest(catalogue: PublicCatalogue) -> str:
    """SHA-256 of everything that these readers may see, and of nothing else: of its JSON with sorted keys."""
    result = hashlib.sha256()
    for piece in _json(catalogue):
        result.update(piece.encode("utf-8", "surrogatepass"))
    return result.hexdigest()


def _json(catalogue: PublicCatalogue) -> Iterator[str]:
    """The catalogue in pieces, so that it never stands in memory twice."""
    for at, (key, value) in enumerate(sorted(told(catalogue).items())):
        yield f'{"," if at else "{"}"{key}":'
        if isinstance(value, tuple):
            yield from (f"{',' if number else '['}{_SORTED.encode(part)}" for number, part in enumerate(value))
            yield "]"
        else:
            yield _SORTED.encode(value)
    yield "}"
