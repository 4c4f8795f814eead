"""Tables → text: one function a format, from a paper and the words of a language to a string."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.formats.tables import aligned, csv, html, markdown
from powerctl.messages import Words
from powerctl.table import Paper

Render = Callable[[Paper, str, Words], str]

TABLE_FORMATS: dict[str, Render] = {
    "text": aligned.render,
    "markdown": markdown.render,
    "csv": csv.render,
    "html": html.render,
}
