"""Public types as plain data, and the digest of all of it: the same content gives the same bytes on every machine."""

from __future__ import annotations

import dataclasses
import hashlib
import json
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
    if not dataclasses.is_dataclass(value):
        return value
    kind: Any = type(value)
    pairs = [(key, getattr(value, name)) for name, key in _keys(kind)]
    return {key: plain(part) for key, part in pairs if part is not None and part not in ("", ())}


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of a class with their keys."""
    return tuple((field.name, field.name.rstrip("_")) for field in dataclasses.fields(kind))


def digest(catalogue: PublicCatalogue) -> str:
    """SHA-256 of everything that these readers may see, and of nothing else."""
    text = json.dumps(plain(catalogue), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
