"""Comparisons → text. A format is a function from a comparison and the words of a language to a string."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.comparison import Comparison
from powerctl.messages import Words

Render = Callable[[Comparison, Words], str]


def _on_demand(name: str) -> Render:
    """The ``render`` of a module beside this one, which is not loaded before it is needed."""

    def render(comparison: Comparison, words: Words) -> str:
        from importlib import import_module

        wanted: Render = import_module(f"powerctl.formats.diff.{name}").render
        return wanted(comparison, words)

    return render


FORMATS: dict[str, Render] = {name: _on_demand(name) for name in ("text", "json", "markdown", "html", "sarif")}
