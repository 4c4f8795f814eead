"""Lives → text. A format is a function from a life and the words of a language to a string."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.formats.log import json, markdown, text
from powerctl.life import Life
from powerctl.messages import Words

FORMATS: dict[str, Callable[[Life, Words], str]] = {
    "text": text.render,
    "json": json.render,
    "markdown": markdown.render,
}
