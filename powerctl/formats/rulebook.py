"""An effective rulebook as YAML, each value with a comment that tells where it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from powerctl.messages import Words
from powerctl.model.place import Path
from powerctl.results import Origin
from powerctl.visible import visible


def render(rulebook: str, name: str, files: Sequence[str], origins: Sequence[Origin], words: Words) -> str:
    """A comment line that names the files, then the YAML: it reads back as the same rulebook."""
    lead = words.text("rulebook", "lead", id=rulebook, name=name, files=" + ".join(files))
    return "\n".join([f"# {lead}", *_lines(origins)]) + "\n"


def _lines(origins: Sequence[Origin]) -> Iterator[str]:
    shown: Path = ()
    for origin in origins:
        *above, last = origin.path
        for depth, key in enumerate(above):
            if tuple(above[: depth + 1]) != shown[: depth + 1]:
                yield f"{'  ' * depth}{_text(key)}:"
                shown = tuple(above[: depth + 1])
        shown = tuple(above)
        place = f"{visible(origin.location.file)}:{origin.location.line}"
        yield f"{'  ' * len(above)}{_text(last)}: {_text(origin.value)}  # {place}"


def _text(value: object) -> str:
    """A value as JSON, which is YAML too; plain words stay plain as keys."""
    if isinstance(value, str) and value.isascii() and value.replace("-", "").replace("_", "").isalpha():
        return value if value.lower() not in _READ_OTHERWISE else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


_READ_OTHERWISE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
