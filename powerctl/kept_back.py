"""What is withheld, as a register of it tells: base for those who keep the catalogue and for those who only read it."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.table import Word


@dataclass(frozen=True, slots=True)
class KeptBack:
    """One entry: a whole power ("" for ``part``) or a part of it; ``power`` is "" for readers who are not told."""

    unit: str
    power: str
    part: str
    ground: Word
    clause: str
    reason: str
    until: str
    filed_with: str
