"""Bars of block characters, as long as a percentage says."""

from __future__ import annotations

_FULL, _EMPTY = "█", "░"
_LENGTH = 20


def bar(percent: float | None) -> str:
    """Twenty places; only what is reached in full fills the last one, only nothing at all leaves the first empty."""
    if percent is None:
        return _EMPTY * _LENGTH
    filled = min(int(percent * _LENGTH / 100), _LENGTH)
    filled = max(filled, 1) if percent > 0 else 0
    return _FULL * filled + _EMPTY * (_LENGTH - filled)


def shown(percent: float | None) -> str:
    """``97.5%``; never rounded up to a hundred."""
    if percent is None:
        return "—"
    return f"{int(percent * 10) / 10:g}%"
