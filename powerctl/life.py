"""The life of one power, risk point or post: what changed, commit by commit. No sentence in any language."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.comparison import Change, Side


@dataclass(frozen=True, slots=True)
class Event:
    """A commit, its day (UTC), and what it changed; ``unread`` where the file could not be read whole there."""

    commit: str
    on: str
    changes: tuple[Change, ...] = ()
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """All events of a subject up to a revision, the earliest first; ``cut_off`` where the clone knows no more."""

    subject: str
    revision: Side
    events: tuple[Event, ...]
    earlier: tuple[str, ...] = ()
    cut_off: bool = False
