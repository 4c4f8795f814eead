"""Values of the model as plain data: without places, defaults and orders that mean nothing."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Set
from functools import cache
from hashlib import sha256
from typing import Any

from powerctl.changes.things import label_of
from powerctl.comparison import Plain

_PLACES = frozenset({"ref"})
_IN_ORDER = frozenset({"steps", "opinions", "procedure"})


def shown(value: Any) -> Plain:
    """A value in a change: scalars as they are, lists sorted, a part by its name; None for nothing."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, tuple):
        return tuple(sorted(label_of(part) if dataclasses.is_dataclass(part) else part for part in value))
    if dataclasses.is_dataclass(value):
        return label_of(value)
    if isinstance(value, str | bool | int | float):
        return value
    return json.dumps(canonical(value), ensure_ascii=False, sort_keys=True)


def canonical(value: Any, key: str = "", left_out: Set[str] = _PLACES) -> Any:
    """The whole of a part, but for some of its keys, as plain data that is the same however it was written down."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [name for name in _names(type(value)) if name not in left_out]
        parts = {name: part for name in names if not _is_blank(part := getattr(value, name))}
        return {name.rstrip("_"): canonical(part, name, left_out) for name, part in parts.items()}
    if isinstance(value, Mapping):
        return {name: canonical(part, "", left_out) for name, part in sorted(value.items())}
    if isinstance(value, tuple):
        parts_ = [canonical(part, "", left_out) for part in value]
        return parts_ if key in _IN_ORDER else sorted(parts_, key=_text)
    return value


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))


def seal(value: Any) -> str:
    """The digest of a whole part."""
    return digest(canonical(value))


def digest(plain: Any) -> str:
    """``sha256:…`` of plain data."""
    return f"sha256:{sha256(_text(plain).encode()).hexdigest()}"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _is_blank(value: Any) -> bool:
    return value is None or value is False or value in ("", (), {})
