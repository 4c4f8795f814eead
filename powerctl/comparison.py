"""What a comparison of two revisions says: changes with their effects and places. No sentence in any language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from powerctl.model.place import Ref
from powerctl.results import Finding, Location

Scalar = str | int | float | bool
Plain = Scalar | tuple[Scalar, ...] | None


class Effect(StrEnum):
    """What a change does to the constraints on a power."""

    LOOSENED = "loosened"
    TIGHTENED = "tightened"
    NEUTRAL = "neutral"


class FailOn(StrEnum):
    """Which changes make a run fail: those that loosen, any, none."""

    LOOSENED = "loosened"
    ANY = "any"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Change:
    """One change by meaning: which kind, what it does, of what (``unit/power/risk``), which key, from what to what.

    ``path`` leads from the file's own thing down to the key by ids; ``names`` is what people call the things of the
    subject, the file's first. Where a ``whole`` thing came or went, ``seal`` is its digest. ``place`` and
    ``base_place`` are where it stands on both sides, ``location`` and ``base_location`` the same as lines (None: not
    there).
    """

    id: str
    effect: Effect
    subject: str
    field: str = ""
    before: Plain = None
    after: Plain = None
    path: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    whole: bool = False
    seal: str = ""
    place: Ref | None = None
    base_place: Ref | None = None
    location: Location | None = None
    base_location: Location | None = None

    @property
    def fingerprint(self) -> str:
        """``sha256:…`` of what changed, whatever the commit, the line or the language."""
        said = [self.id, self.subject, self.field, self.before, self.after, self.seal]
        return f"sha256:{sha256(json.dumps(said).encode()).hexdigest()}"

    @property
    def thing(self) -> str:
        """``control`` of ``control.removed``."""
        return self.id.partition(".")[0]

    @property
    def unit(self) -> str:
        """The unit that the subject belongs to; "" for what belongs to the whole catalogue."""
        return self.subject.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a ``revision`` with its commit, a ``folder``, or the ``working-tree``."""

    kind: str
    name: str
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, how many catalogues and differing files, and what changed.

    ``findings`` tell what could not be compared, ``unadjusted`` the changes of powers that no adjustment note names
    (None: not asked), ``approved`` the notes that cover a change, by its fingerprint.
    """

    base: Side
    revision: Side
    changes: tuple[Change, ...]
    catalogues: int = 1
    files: int = 0
    findings: tuple[Finding, ...] = ()
    unadjusted: tuple[Change, ...] | None = None
    approved: Mapping[str, str] = field(default_factory=dict)
    statistics: bool = False

    def count(self, effect: Effect) -> int:
        """How many changes have this effect."""
        return sum(change.effect is effect for change in self.changes)

    def fails(self, fail_on: FailOn) -> bool:
        """Whether something that is asked for is neither approved nor explained, or could not be compared."""
        if self.unadjusted is not None and (self.unadjusted or self.findings):
            return True
        if fail_on is FailOn.NEVER:
            return False
        open_ = [change for change in self.changes if change.fingerprint not in self.approved]
        loose = any(change.effect is Effect.LOOSENED for change in open_)
        return bool(self.findings or loose or (fail_on is FailOn.ANY and open_))
