"""From what a rule points at to file, line and column: only files with something to tell are read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from powerctl import document
from powerctl.document import Document
from powerctl.glance import glance
from powerctl.layout import subject_of
from powerctl.model.place import Path, Ref
from powerctl.results import Finding, Judged, Location, Related
from powerctl.source import Source

_NAMED_PARTS = (
    "risk_points",
    "steps",
    "controls",
    "posts",
    "bodies",
    "offices",
    "items",
    "laws",
    "regulations",
)
_GLANCES = 2  # then a file is worth reading whole


class Locator:
    """Finds the places of a catalogue's values; a file is read once more, only when asked for and no further than
    must be."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._documents: dict[str, Document] = {}
        self._glances: Counter[str] = Counter()

    def findings(self, judged: Iterable[Judged]) -> Iterator[Finding]:
        """The findings of the rules, each with its place and subject."""
        for entry in judged:
            hit = entry.hit
            self._document(hit.ref.file)  # the subject asks for all of it
            place = self.place(hit.ref, key=hit.on_key)
            related = (Related(self.place(hit.other[0]), hit.other[1]),) if hit.other else ()
            yield Finding(entry.rule, entry.severity, place, hit.facts, hit.case, self.subject(hit.ref), related)

    def place(self, ref: Ref, *, key: bool = False) -> Location:
        """Line and column of a value (or of its key); of what is missing, where it should have been."""
        return self._glance(ref, key=key) or self._document(ref.file).locate(ref.path, key=key)

    def subject(self, ref: Ref) -> str:
        """``unit/power/risk``: the file's subject, and the id of the part that the place lies in."""
        part = _part_id(self._document(ref.file).data, ref.path)
        return "/".join(text for text in (subject_of(ref.file), part) if text)

    def _glance(self, ref: Ref, *, key: bool) -> Location | None:
        """The place, found on the way to it, while hardly anything is asked of a file."""
        if ref.file in self._documents or self._glances[ref.file] == _GLANCES:
            return None
        self._glances[ref.file] += 1
        raw = self._source.read(ref.file)
        return glance(ref.file, raw, ref.path, key=key) if isinstance(raw, bytes) else None

    def _document(self, file: str) -> Document:
        if file not in self._documents:
            raw = self._source.read(file)
            self._documents[file] = document.read(file, raw if isinstance(raw, bytes) else b"", positions=True)
        return self._documents[file]


def _part_id(data: Any, path: Path) -> str:
    """The id of the first part with an id of its own that the path leads through."""
    parent: object = None
    for key in path:
        try:
            data, parent = data[key], key if isinstance(key, str) else parent
        except (KeyError, IndexError, TypeError):
            return ""
        if parent in _NAMED_PARTS and isinstance(key, int) and isinstance(data, dict):
            return str(data.get("id", ""))
    return ""
