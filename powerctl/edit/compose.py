"""Plain data written as YAML in the way people write it here: short things on one line, long ones below each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from powerctl.edit.append import written
from powerctl.visible import json_safe

_WIDTH = 118
_SIMPLE = (str, int, float, bool)
_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*")


def composed(data: Mapping[str, object]) -> str:
    """A whole file, in the order of the data."""
    return "".join(f"{line}\n" for key, value in data.items() for line in entry_lines(key, value, 0))


def entry_lines(key: str, value: object, indent: int) -> Iterator[str]:
    """The lines of one key of a block."""
    lead = " " * indent
    flat = f"{lead}{key}: {flow(value)}"
    if isinstance(value, _SIMPLE) or not value or (_is_flat(value) and len(flat) <= _WIDTH):
        yield flat
    else:
        yield f"{lead}{key}:"
        yield from _inner_lines(value, indent + 2)


def item_lines(item: object, indent: int) -> Iterator[str]:
    """The lines of one item of a block list."""
    lead = " " * indent
    flat = f"{lead}- {flow(item)}"
    if not isinstance(item, Mapping) or (_is_flat(item) and len(flat) <= _WIDTH):
        yield flat
        return
    for number, (key, value) in enumerate(item.items()):
        lines = list(entry_lines(key, value, indent + 2))
        if not number:
            lines[0] = f"{lead}- {lines[0].lstrip(' ')}"
        yield from lines


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    if isinstance(value, str):
        return scalar(value)
    return json.dumps(value)


def scalar(text: str) -> str:
    """A text that every reader takes for text; what cannot be seen is written as an escape."""
    plain = written(text)
    return plain if _PRINTABLE.fullmatch(plain) else json_safe(json.dumps(text, ensure_ascii=False))


def _inner_lines(value: object, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from entry_lines(key, inner, indent)
    elif isinstance(value, Sequence):
        for item in value:
            yield from item_lines(item, indent)


def _is_flat(value: object) -> bool:
    """Whether a value holds nothing deeper than lists of scalars."""
    inner = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(inner, Sequence):
        return True
    return all(isinstance(part, _SIMPLE) or (isinstance(value, Mapping) and _is_list(part)) for part in inner)


def _is_list(part: object) -> bool:
    return isinstance(part, Sequence) and all(isinstance(deep, _SIMPLE) for deep in part)
