"""What the tool says: places, findings, reports. No sentence in any language stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from powerctl.model.place import Path, Ref

Fact = str | int | float


class Severity(StrEnum):
    """How grave a finding is; ``OFF`` switches a rule off in a rulebook."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def weight(self) -> int:
        """3 for an error down to 0 for off: graver is larger."""
        return _WEIGHTS[self]


_WEIGHTS = {Severity.ERROR: 3, Severity.WARNING: 2, Severity.INFO: 1, Severity.OFF: 0}


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file as people and editors count it: lines and columns (characters) from one."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that makes the first one wrong, with the key of the words that say how ("defined here")."""

    location: Location
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which rule, how grave, where, about what, and the facts its sentence needs.

    ``case`` picks the sentence where a rule has several; ``subject`` is ``unit/power/risk`` or a file.
    """

    rule: str
    severity: Severity
    location: Location
    facts: Mapping[str, Fact] = field(default_factory=dict)
    case: str = ""
    subject: str = ""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """A value of an effective rulebook (a whole list, or one scalar) and the place that set it."""

    path: Path
    value: object
    location: Location


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What stands about a rule before any language: its id, its severity, and that of its other cases."""

    id: str
    severity: Severity
    cases: Mapping[str, Severity] = field(default_factory=dict)

    def severity_of(self, case: str) -> Severity:
        """The severity of a finding of this case, before the rulebook has its say."""
        return self.cases.get(case, self.severity)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that shows a rule: ``bad`` or ``ok``, its path inside a catalogue, its text."""

    verdict: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: a place, the facts its sentence needs, which case it is, a second place with its note."""

    ref: Ref
    facts: Mapping[str, Fact] = field(default_factory=dict)
    case: str = ""
    other: tuple[Ref, str] | None = None
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A hit with the rule that made it and the severity that the rulebook leaves it."""

    rule: str
    severity: Severity
    hit: Hit


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that broke down: our bug, told by the rule's id and what Python said."""

    rule: str
    problem: str


@dataclass(frozen=True, slots=True)
class Report:
    """What one run covered and found; ``crashed`` names the rules that broke down."""

    catalogues: int
    files: int
    findings: tuple[Finding, ...]
    waived: int = 0
    crashed: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)
