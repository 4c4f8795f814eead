"""Where one value of a text stands, found without reading what comes after it.

Most files are asked for one place only: to read on would cost several times as much as to get there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from powerctl import characters
from powerctl.characters import Lines
from powerctl.libyaml import StumbleError, compiled_events
from powerctl.limits import MAX_BYTES
from powerctl.model.place import Key, Path
from powerctl.results import Location

_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)


@dataclass(frozen=True, slots=True)
class _Spot:
    """The event of a value, and where its key stands (or the value again, in a list)."""

    event: Any
    key: int

    @property
    def start(self) -> int:
        """Where the value is written; where nothing is, the key is as good as any."""
        is_empty = self.event.__class__ is ScalarEvent and not self.event.value and not self.event.style
        return self.key if is_empty else self.event.start_mark.index

    @property
    def head(self) -> int:
        """Where to point for what is missing in this value; a block has no bracket to point to."""
        is_block = self.event.__class__ in _STARTS and not self.event.flow_style
        return self.key if is_block else self.start


def glance(file: str, raw: bytes, path: Path, *, key: bool = False) -> Location | None:
    """What ``Document.locate`` would say of a file that was read without a fault; None where only it can tell."""
    if len(raw) > MAX_BYTES:
        return None
    decoded = characters.decode(file, raw)
    if decoded.text is None or decoded.findings:
        return None
    lines = Lines(file, decoded.text)
    if any(characters.findings(decoded.text, lines)):
        return None
    try:
        return lines.at(_index(compiled_events(decoded.text), path, is_key=key))
    except (YAMLError, StumbleError, StopIteration):
        return None


def _index(stream: Iterator[Any], path: Path, *, is_key: bool) -> int:
    event = next(event for event in stream if event.__class__ in (*_STARTS, ScalarEvent))
    here = _Spot(event, event.start_mark.index)
    for step in path:
        inner = _inside(stream, here, step)
        if inner is None:
            return here.head
        here = inner
    return here.key if is_key else here.start


def _inside(stream: Iterator[Any], opened: _Spot, step: Key) -> _Spot | None:
    """The value under a key or a number, None where there is none; the stream stands behind its first event."""
    kind = opened.event.__class__
    if kind is MappingStartEvent and isinstance(step, str):
        return _under(stream, step)
    return _at(stream, step) if kind is SequenceStartEvent and isinstance(step, int) else None


def _under(stream: Iterator[Any], key: str) -> _Spot | None:
    while (name := next(stream)).__class__ is ScalarEvent:
        value = next(stream)
        if name.value == key:
            return _Spot(value, name.start_mark.index)
        _pass(stream, value)
    return None


def _at(stream: Iterator[Any], number: int) -> _Spot | None:
    while (value := next(stream)).__class__ not in _ENDS:
        if not number:
            return _Spot(value, value.start_mark.index)
        number -= 1
        _pass(stream, value)
    return None


def _pass(stream: Iterator[Any], value: Any) -> None:
    """Leave a value behind, with everything in it."""
    depth = int(value.__class__ in _STARTS)
    while depth:
        kind = next(stream).__class__
        depth += (kind in _STARTS) - (kind in _ENDS)
