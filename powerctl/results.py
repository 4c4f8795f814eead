"""What the tool says: places, findings, reports. No sentence in any language stands here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from powerctl.model.place import Path, Ref
from powerctl.model.waiver import Waiver

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
class SetAside:
    """A finding that a waiver covers."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class View:
    """What of a report people want to see: at most so many findings (0: all), and how many there are of each rule."""

    most: int = 0
    statistics: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What one run covered and found; ``crashed`` names the rules that broke down, ``fail_on`` what fails the run,
    ``left_aside`` how many findings in files that did not change are not told."""

    catalogues: int
    files: int
    findings: tuple[Finding, ...]
    waived: int = 0
    crashed: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    fail_on: Severity = Severity.ERROR
    view: View = View()
    left_aside: int = 0

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that people want to see one by one."""
        return self.findings[: self.view.most or None]

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def by_rule(self) -> Mapping[str, int]:
        """How many findings each rule has, most first."""
        counts = Counter(finding.rule for finding in self.findings)
        return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
