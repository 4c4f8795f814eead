"""XML read as a stream of starts, texts and ends, by local names; nothing in it is ever looked up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from powerctl.intake.refusal import RefusedError

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def walk(part: str, content: bytes, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Calls back for every element; RefusedError for what is not well formed or declares a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(part)
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise RefusedError("damaged", part=part) from None


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its local name; "" where it is missing."""
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(part: str) -> None:
    raise RefusedError("doctype", part=part)
