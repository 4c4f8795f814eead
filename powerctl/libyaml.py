"""libyaml in the stead of ruamel.yaml's own parser, where the two are known to agree: it is twenty times as fast.

Whatever is unusual, and all that there is anything to say about, is left to the careful reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from sys import intern
from typing import Any

from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from powerctl.limits import MAX_DEPTH, MAX_EVENTS, MAX_SCALAR
from powerctl.scalars import is_text, key_case, resolve

_STARTS: dict[type, type] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = (MappingEndEvent, SequenceEndEvent)


class StumbleError(Exception):
    """There is something to explain, which is not for the fast reader to do."""


_CONFLICT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?= |\r?$)|^={7}(?=\r?$)", re.MULTILINE)

# Where the two parsers part, or might.
_UNUSUAL = ("\t", "\\")
_INDICATOR = re.compile(r"[&*!%@`|>](?<![^\s\[{,:\-].)")
_USUAL_BLOCK = re.compile(r"[|>][-+]?\r?\n +[^\s#]")
_DOCUMENT_MARK = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)
# libyaml does not accept these inside a word that stands in brackets.
_SIGN = re.compile(r"[:?](?:(?<=\?)|(?=\S))")
_SIGN_IN_WORD = re.compile(r"[:?](?<=[^\s,\[\]{}\"':\-].)(?:(?<=\?)|(?=[^\s,\[\]{}\"']))")
_STAND_INS = {":": "\ue000", "?": "\ue001"}


def conflict_mark(text: str) -> int:
    """Where the first mark stands that git leaves where two changes meet; -1 if there is none."""
    found = any(mark in text for mark in _CONFLICT_MARKS) and _CONFLICT.search(text)
    return found.start() if found else -1


def compiled_parser() -> Any:
    try:
        return import_module("_ruamel_yaml").CParser
    except ImportError:
        return None


_accelerator: Any = compiled_parser()


def compiled_events(text: str) -> Iterator[Any]:
    """The same from libyaml, where the two are known to agree."""
    if _accelerator is None or _is_unusual(text):
        raise StumbleError
    hidden = _SIGN_IN_WORD.sub(lambda found: _STAND_INS[found.group()], text)
    if _SIGN.search(hidden):
        raise StumbleError
    stream = iter(_accelerator(hidden).get_event, None)
    return stream if hidden == text else _uncovered(stream, hidden)


def _is_unusual(text: str) -> bool:
    if any(char in text for char in _UNUSUAL) or conflict_mark(text) >= 0:
        return True
    if ("---" in text or "..." in text) and _DOCUMENT_MARK.search(text, 1):
        return True
    return any(_may_be_token(text, found.start()) for found in _INDICATOR.finditer(text))


def _may_be_token(text: str, index: int) -> bool:
    """Whether an indicator stands where a value may start, and does not open a block of the usual form."""
    before = index
    while before and text[before - 1] == " ":
        before -= 1
    follows = text[before - 1] if before else "\n"
    is_block = follows in ":-" and before == index - 1 and _USUAL_BLOCK.match(text, index)
    return follows in "\r\n[{,:-" and not is_block


def _uncovered(stream: Iterator[Any], hidden: str) -> Iterator[Any]:
    for sign, stand_in in _STAND_INS.items():
        if stand_in in hidden:
            stream = _replaced(stream, stand_in, sign)
    return stream


def _replaced(stream: Iterator[Any], stand_in: str, sign: str) -> Iterator[Any]:
    for event in stream:
        if event.__class__ is ScalarEvent and stand_in in event.value:
            event.value = event.value.replace(stand_in, sign)
        yield event


def gather(stream: Iterator[Any]) -> object:
    """Plain data from events that give no cause for a finding; it stumbles over any other.

    One long loop over local names, because every file of every catalogue goes through it.
    """
    root: list[object] = []
    top: Any = root
    stack: list[Any] = []
    key: str | None = None
    is_mapping = False
    for event in islice(stream, MAX_EVENTS):
        kind = event.__class__
        if kind is ScalarEvent:
            value = event.value
            if len(value) > MAX_SCALAR:
                raise StumbleError
            if not event.style:
                value = intern(value) if is_text(value) else _meant(value, is_mapping and key is None)
        elif kind in _STARTS:
            value = _opened(kind, stack)
        else:
            if kind in _ENDS:
                top = stack.pop()
                is_mapping = top.__class__ is dict
            continue
        if not is_mapping:
            top.append(value)
        elif key is None:
            key = _new_key(value, top)
        else:
            top[key] = value
            key = None
        if kind is not ScalarEvent:
            stack.append(top)
            top = value
            is_mapping = kind is MappingStartEvent
    if len(root) != 1 or next(stream, None) is not None:
        raise StumbleError
    return root[0]


def _meant(text: str, is_key: bool) -> object:
    value, case = (text, key_case(text)) if is_key else resolve(text)
    if case:
        raise StumbleError
    return value


def _opened(kind: type, stack: list[Any]) -> object:
    if len(stack) == MAX_DEPTH:
        raise StumbleError
    return _STARTS[kind]()


def _new_key(name: object, mapping: dict[str, object]) -> str:
    if not isinstance(name, str) or not name or name in mapping:
        raise StumbleError
    return intern(name)
