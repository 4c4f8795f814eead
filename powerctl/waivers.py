"""Waivers: which findings they set aside, what is wrong with them (S011), which would be needed for all findings."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from powerctl.layout import subject_of
from powerctl.model.waiver import Waiver
from powerctl.nearest import nearest
from powerctl.results import Finding, Hit, Location, RuleSpec, SetAside, Severity

SPEC = RuleSpec(
    "S011",
    Severity.ERROR,
    {
        "unknown": Severity.ERROR,
        "expired": Severity.ERROR,
        "forbidden": Severity.ERROR,
        "unused": Severity.WARNING,
    },
)
# Whatever a rulebook says: a waiver of these would hide that something was not checked at all, or a faulty waiver.
NEVER_WAIVED = frozenset({"S001", "S002", "S006", SPEC.id})

_ID = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_SUBJECT = re.compile(rf"{_ID}(?:/{_ID}){{0,2}}")
_FILE = re.compile(r'[^/\\:*?"<>|\x00-\x1f]+(?:/[^/\\:*?"<>|\x00-\x1f]+)*')

Place = tuple[str, str, str]  # file, unit and subject of a waiver, as far as it names them


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides whether a waiver holds: the rules there are, those that ran, those not to be waived, the day."""

    known: Collection[str]
    ran: Collection[str]
    unwaivable: Collection[str]
    as_of: date

    def may_be_waived(self, finding: Finding) -> bool:
        """A rule that broke down is told in any case."""
        return finding.rule not in self.forbidden and finding.case != "crashed"

    @property
    def forbidden(self) -> frozenset[str]:
        """The rules that no waiver may set aside."""
        return NEVER_WAIVED.union(self.unwaivable)

    @property
    def today(self) -> str:
        """The day as ISO 8601 text, as dates stand in the model."""
        return self.as_of.isoformat()


@dataclass(frozen=True, slots=True)
class Settled:
    """The findings that are left, those set aside, and what is wrong with the waivers."""

    kept: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    hits: tuple[Hit, ...]


def settle(findings: Iterable[Finding], waivers: Sequence[Waiver], terms: Terms) -> Settled:
    """Sets aside what a valid waiver covers; locations are paths inside the catalogue."""
    faults = {index: hit for index, waiver in enumerate(waivers) if (hit := _fault(waiver, terms))}
    valid = {index: waiver for index, waiver in enumerate(waivers) if index not in faults}
    covering = _Covering(valid)
    kept: list[Finding] = []
    set_aside: list[SetAside] = []
    for finding in findings:
        waiver = covering.first(finding) if terms.may_be_waived(finding) else None
        if waiver is None:
            kept.append(finding)
        else:
            set_aside.append(SetAside(finding, waiver))
    idle = {
        index: Hit(waiver.ref, _facts(waiver), "unused")
        for index, waiver in valid.items()
        if index not in covering.used and waiver.rule in terms.ran
    }
    return Settled(tuple(kept), tuple(set_aside), tuple(hit for _, hit in sorted({**faults, **idle}.items())))


class _Covering:
    """Looks up the waivers of a finding and remembers which were of use."""

    def __init__(self, waivers: Mapping[int, Waiver]) -> None:
        self.used: set[int] = set()
        self._by_rule: dict[str, dict[int, Waiver]] = {}
        for index, waiver in waivers.items():
            self._by_rule.setdefault(waiver.rule, {})[index] = waiver

    def first(self, finding: Finding) -> Waiver | None:
        """The first waiver that covers a finding."""
        found = [(i, waiver) for i, waiver in self._by_rule.get(finding.rule, {}).items() if covers(waiver, finding)]
        self.used.update(index for index, _ in found)
        return found[0][1] if found else None


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether the rule and every place that the waiver names are the finding's; a power holds its risk points."""
    file, subject = finding.location.file, waiver.subject
    return (
        waiver.rule == finding.rule
        and waiver.file in ("", file)
        and waiver.unit in ("", _unit(file))
        and (not subject or finding.subject == subject or finding.subject.startswith(f"{subject}/"))
    )


def proposed(findings: Iterable[Finding], signed: Waiver, most: int) -> tuple[Waiver, ...]:
    """The waivers that cover these findings, signed alike: as narrow as ``most`` of them can be.

    A file whose name no waiver may have in it is left out: it has to be renamed.
    """
    told = sorted((finding for finding in findings if _can_be_named(finding)), key=_order)
    entries: dict[tuple[str, Place], None] = {}
    for reach in (_part, _file, _whole_unit, _anywhere):
        entries = dict.fromkeys((finding.rule, reach(finding)) for finding in told)
        if len(entries) <= most:
            break
    return tuple(
        dataclasses.replace(signed, rule=rule, file=file, unit=unit, subject=subject)
        for rule, (file, unit, subject) in entries
    )


def _order(finding: Finding) -> tuple[str, Location, str]:
    return finding.rule, finding.location, finding.subject


def _can_be_named(finding: Finding) -> bool:
    return _FILE.fullmatch(finding.location.file) is not None


def _part(finding: Finding) -> Place:
    """The file, and in it the part that the finding is about."""
    file, subject = finding.location.file, finding.subject
    return file, "", subject if subject != subject_of(file) and _SUBJECT.fullmatch(subject) else ""


def _file(finding: Finding) -> Place:
    return finding.location.file, "", ""


def _whole_unit(finding: Finding) -> Place:
    unit = _unit(finding.location.file)
    return ("", unit, "") if _SUBJECT.fullmatch(unit) else _file(finding)


def _anywhere(_finding: Finding) -> Place:
    return "", "", ""


def _unit(file: str) -> str:
    return subject_of(file).partition("/")[0]


def _fault(waiver: Waiver, terms: Terms) -> Hit | None:
    """Why the waiver does not hold, if so."""
    facts = _facts(waiver)
    if waiver.rule not in terms.known:
        guess = nearest(waiver.rule, terms.known)
        return Hit(waiver.ref.at("rule"), {**facts, "nearest": guess}, "unknown")
    if waiver.rule in terms.forbidden:
        return Hit(waiver.ref.at("rule"), facts, "forbidden")
    if waiver.until < terms.today:
        return Hit(waiver.ref.at("until"), {**facts, "until": waiver.until}, "expired")
    return None


def _facts(waiver: Waiver) -> Mapping[str, str]:
    places = (waiver.file, waiver.unit, waiver.subject)
    return {"rule": waiver.rule, "where": " ".join(place for place in places if place)}
