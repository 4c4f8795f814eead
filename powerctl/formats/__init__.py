"""Reports → text. A format is a function from a report and the words of a language to a string; it prints nothing."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.messages import Words
from powerctl.results import Report

Render = Callable[[Report, Words], str]


def _on_demand(name: str) -> Render:
    """The ``render`` of a module beside this one, which is not loaded before it is needed."""

    def render(report: Report, words: Words) -> str:
        from importlib import import_module

        wanted: Render = import_module(f"powerctl.formats.{name}").render
        return wanted(report, words)

    return render


_NAMES = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
FORMATS: dict[str, Render] = {name: _on_demand(name) for name in _NAMES}
