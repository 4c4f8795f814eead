"""A page before it is written: where it stands, from which template, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page: its name and, unless it is the page itself, its path."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``path`` is relative to the folder of the language; ``here`` is the entry of the menu that it belongs to."""

    path: str
    template: str
    title: str
    description: str = ""
    here: str = ""
    crumbs: tuple[Crumb, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    meta: tuple[tuple[str, str], ...] = ()
    linked: Mapping[str, Any] | None = None

    @property
    def depth(self) -> int:
        """How many folders down it stands."""
        return self.path.count("/")
