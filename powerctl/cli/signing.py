"""Waivers for all that is found today, signed by one post until one day, written below those that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from powerctl import document, schema
from powerctl.cli.check import Checked
from powerctl.cli.options import day
from powerctl.document import Document
from powerctl.edit.append import appending, listed
from powerctl.edit.checked import edited, same, text_of
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.model.rulebook import Rulebook
from powerctl.model.waiver import Waiver
from powerctl.naming import find, is_outside
from powerctl.results import Finding, Location, Severity
from powerctl.scan import scan
from powerctl.source import CATALOGUE, WorkingTree
from powerctl.waivers import covers, proposed
from powerctl.write import write_file

FILE = "waivers.yaml"
_SCHEMAS = re.compile(rb"# yaml-language-server: \$schema=(\S*?)catalogue\.schema\.json\s")
_KEYS = ("rule", "file", "unit", "subject", "reason", "approved_by", "until")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the waivers of one catalogue shall be: before, after, how many are added for how many findings."""

    path: Path
    before: bytes | None
    content: bytes
    added: int
    covered: int
    left: int


def sign(wanted: bool, until: str, approved_by: str, reason: str, as_of: date, words: Words) -> Waiver | None:
    """Who answers for the waivers and how long; PowerctlError if that is not said, or the day is past."""
    if not wanted and not (until or approved_by or reason):
        return None
    if not wanted or not until or not approved_by:
        raise PowerctlError("waivers_need")
    if day(until) < as_of:
        raise PowerctlError("until_past", until=until, as_of=as_of.isoformat())
    reason = reason or words.text("waivers", "reason")
    return Waiver(rule="", reason=reason, approved_by=approved_by, until=day(until).isoformat())


def write(checked: Sequence[Checked], signed: Waiver, words: Words) -> Iterator[str]:
    """Writes the waivers that each catalogue needs and yields what to say; nothing is written if one is at fault."""
    for plan in [_plan(one, signed) for one in checked]:
        if plan.added:
            _write(plan)
            facts = {"count": plan.added, "findings": plan.covered, "until": signed.until}
            yield words.text("waivers", "written", file=plan.path.as_posix(), **facts)
        else:
            yield words.text("waivers", "nothing", path=plan.path.parent.as_posix())
        if plan.left:
            yield words.text("waivers", "left", left=plan.left)


def _write(plan: Plan) -> None:
    try:
        write_file(plan.path, plan.content, plan.before)
    except OSError as error:
        raise PowerctlError("not_writable", path=plan.path.as_posix(), problem=str(error.strerror)) from None


def _plan(checked: Checked, signed: Waiver) -> Plan:
    path = checked.root / FILE
    _check(checked, signed)
    before, raw = _existing(checked)
    room = _most() - len(_waivers(before.data))
    wanted = [finding for finding in checked.findings if checked.terms.may_be_waived(finding)]
    waivers = proposed(wanted, signed, room)
    if len(waivers) > room:
        raise PowerctlError("waivers_full", path=path.as_posix(), most=_most())
    content = _with(before, raw, [_entry(waiver) for waiver in waivers]) if waivers else raw
    if content is None:
        raise PowerctlError("waivers_unsafe", path=path.as_posix())
    covered = sum(any(covers(waiver, finding) for waiver in waivers) for finding in wanted)
    there = raw if path.exists() else None
    return Plan(path, there, content, len(waivers), covered, len(checked.findings) - covered)


def _with(before: Document, raw: bytes, entries: Sequence[Mapping[str, str]]) -> bytes | None:
    """The file with these entries; None if it would not say what is meant."""
    data = before.data if isinstance(before.data, dict) else {}
    wanted = {**data, "waivers": [*_waivers(data), *entries]}
    return edited(before, raw, appending(text_of(raw), "waivers", entries), lambda result: same(result, wanted))


def _entry(waiver: Waiver) -> Mapping[str, str]:
    values = {key: str(getattr(waiver, key)) for key in _KEYS}
    return {key: value for key, value in values.items() if value}


def _waivers(data: object) -> list[object]:
    return list(data.get("waivers", ())) if isinstance(data, dict) else []


def _most() -> int:
    """How many waivers a file may hold."""
    return int(schema.schema_of("waivers")["properties"]["waivers"]["maxItems"])


def _existing(checked: Checked) -> tuple[Document, bytes]:
    """The file as it is, or a new one without waivers; PowerctlError if it has a fault: that comes first."""
    source = WorkingTree(checked.root)
    raw = source.read(FILE) if (checked.root / FILE).exists() else _new(source)
    if isinstance(raw, Finding):
        raise PowerctlError("waivers_fault", _at(checked.root, raw))
    read = document.read(FILE, raw, positions=True)
    for finding in _faults(read):
        raise PowerctlError("waivers_fault", _at(checked.root, finding))
    return read, raw


def _new(source: WorkingTree) -> bytes:
    """A file without waivers, beside a catalogue that tells where the schemas are."""
    raw = source.read(CATALOGUE)
    told = _SCHEMAS.match(raw) if isinstance(raw, bytes) else None
    folder = told[1] if told else b"schemas/"
    return b"# yaml-language-server: $schema=" + folder + b"waivers.schema.json\nkind: waivers\n"


def _check(checked: Checked, signed: Waiver) -> None:
    """The post exists, and what is signed would itself be no finding."""
    catalogue = checked.loaded.catalogue
    if not is_outside(signed.approved_by) and find(catalogue, "", signed.approved_by) is None:
        raise PowerctlError("unknown_approver", value=signed.approved_by, path=checked.root.as_posix())
    entry = {**_entry(signed), "rule": "S003"}
    for finding in _faults_of(entry, checked.loaded.rulebook):
        raise PowerctlError("waiver_unfit", finding)


def _faults_of(entry: Mapping[str, str], rulebook: Rulebook) -> Iterator[Finding]:
    raw = "\n".join(["kind: waivers", "waivers:", *listed([entry]), ""]).encode("utf-8", "surrogateescape")
    read = document.read(FILE, raw, positions=True)
    yield from read.findings
    yield from _faults(read)
    yield from scan(FILE, raw, rulebook.secrecy)


def _faults(read: Document) -> Iterator[Finding]:
    """Why the file is not fit to be added to."""
    if not read.is_read:
        yield read.findings[-1]
        return
    for fault in schema.faults("waivers", read.data):
        place = read.locate(fault.path, key=fault.on_key)
        yield Finding("S002", Severity.ERROR, place, fault.facts, fault.case)


def _at(root: Path, finding: Finding) -> Finding:
    """The finding with its path as seen from where the command runs."""
    place = finding.location
    shown = Location((root / place.file).as_posix(), place.line, place.column)
    return Finding(finding.rule, finding.severity, shown, finding.facts, finding.case)
