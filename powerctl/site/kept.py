"""Pages written before, by everything that stands on them: what has not changed is not written again.

The day and the commit stand on every page and change with every publication, so a page is kept with marks in their
places. No text of a catalogue can be such a mark: its ``<`` would have been escaped.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import zlib
from collections.abc import Callable
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from powerctl.public.power import PublicPower
from powerctl.site.drawing import Drawing
from powerctl.site.frame import Frame
from powerctl.site.page import Page

ON, DAY, REVISION = (f"<!--powerctl:{name}-->" for name in ("on", "day", "revision"))
SHOWN = 12  # characters of the digest of what is public
_LEVEL = 1


class Keeper:
    """The pages of one frame, made by ``make`` where the shelf has none for the same content."""

    def __init__(self, frame: Frame, make: Callable[[Page], str]) -> None:
        self._frame = frame
        self._make = make
        self._digests: dict[str, str] = {}

    def page(self, page: Page) -> bytes:
        """The page of this edition."""
        shelf = self._frame.edition.shelf
        return self._filled(self._make(page) if shelf is None else self._kept(page)).encode("utf-8", "backslashreplace")

    def _kept(self, page: Page) -> str:
        shelf, key = self._frame.edition.shelf, self._key(page)
        assert shelf is not None
        name = f"page:{self._place}{page.path}"
        found = shelf.get(name, key)
        if isinstance(found, str):
            return zlib.decompress(base64.b64decode(found)).decode("utf-8", "surrogatepass")
        made = self._make(page)
        shelf.put(name, key, base64.b64encode(zlib.compress(made.encode("utf-8", "surrogatepass"), _LEVEL)).decode())
        return made

    def _filled(self, text: str) -> str:
        edition = self._frame.edition
        on = edition.on.isoformat()
        facts = {ON: on, DAY: self._frame.day(on), REVISION: edition.revision[:SHOWN]}
        for mark, fact in facts.items():
            text = text.replace(mark, fact)
        return text

    def _key(self, page: Page) -> str:
        """The digest of the page's values and of what every page shows."""
        return _digest(
            self._same_for_all, [getattr(page, field.name) for field in dataclasses.fields(page)], self._part
        )

    @property
    def _place(self) -> str:
        catalogue = self._frame.catalogue
        return f"{catalogue.about.id}:{catalogue.audience.value}:{self._frame.folder}"

    @cached_property
    def _same_for_all(self) -> str:
        edition = self._frame.edition
        facts = [
            edition.tool, self._frame.words.language, edition.catalogue.about, edition.catalogue.audience.value,
            edition.has_charts, edition.has_wall, bool(edition.revision),
        ]  # fmt: skip
        return _digest("", facts, self._part)

    def _part(self, value: Any) -> Any:
        """What JSON does not know: a power by its digest, other public objects by their fields."""
        if isinstance(value, Drawing):
            return ["Drawing", value.key]
        if isinstance(value, PublicPower):
            if value.subject not in self._digests:
                self._digests[value.subject] = _digest("", _fields(value), self._part)
            return self._digests[value.subject]
        return [type(value).__name__, *_fields(value)]


def _fields(value: Any) -> list[Any]:
    kind: Any = type(value)
    return list(_reader(kind)(value))


@cache
def _reader(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """All fields of a class at once."""
    names = tuple(field.name for field in dataclasses.fields(kind))
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names)


def _digest(before: str, value: object, part: Callable[[Any], Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=part)
    return hashlib.sha256(f"{before}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
