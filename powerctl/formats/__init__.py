"""Reports → text. A format is a function from a report and the words of a language to a string; it prints nothing."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.formats.json import render as render_json
from powerctl.formats.text import render as render_text
from powerctl.messages import Words
from powerctl.results import Report

FORMATS: dict[str, Callable[[Report, Words], str]] = {"text": render_text, "json": render_json}
