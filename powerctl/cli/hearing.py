"""A catalogue heard unit by unit, by one process or several; a unit of which all is known already is not read again.

What is found in a unit hangs on its files, on the registers that all units share, and on the terms of the run: these
make the key that it is kept by. Of the names of other units' powers only those count that were asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from powerctl.cache import Store, digest_of, packed, packed_hit, tool, unpacked, unpacked_hit
from powerctl.cli.watch import Watch
from powerctl.crew import Task, context, is_chance
from powerctl.examine import Parcel
from powerctl.layout import is_power, is_register, rank_of, share_of, subject_of
from powerctl.load import Reading, read_files
from powerctl.locate import Locator
from powerctl.model.catalogue import EVERY_NAME, Registers
from powerctl.model.rulebook import Rulebook
from powerctl.results import Crash, Finding, Judged
from powerctl.rules import RULES, Brief, Gathered, Reach, conclude, heads, judge, ledgers, notes_of, written
from powerctl.source import Held

_LEDGERS = "ledgers"
Verdicts = list[Judged | Crash]


class LostError(Exception):
    """What was kept is not there any more: the catalogue has to be heard without it."""


@dataclass(frozen=True)
class Case:
    """What is the same for all units; ``key`` stands for it ("" if it cannot be relied on).

    ``findings`` and ``digests`` are those of the registers; ``seen`` are digests of files read a moment ago.
    """

    task: Task
    rulebook: Rulebook
    as_of: date
    rule_ids: frozenset[str]
    registers: Registers
    findings: tuple[Finding, ...]
    digests: Mapping[str, str]
    key: str
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def store(self) -> Store | None:
        """Where what was found is kept, if it is."""
        return self.task.store if self.key else None

    def name(self, *parts: str) -> str:
        """What something about this catalogue is kept under, whatever its state."""
        return digest_of("heard", self.task.place, *sorted(self.rule_ids), *parts)

    def rules(self, reach: Reach | None) -> list[str]:
        """The rules that look so far; None for those that compare units."""
        return sorted(rule for rule in self.rule_ids if RULES[rule].reach_by(self.rulebook) is reach)

    @cached_property
    def is_simple(self) -> bool:
        """Whether the plain data of powers may be all that the rules need."""
        return all(RULES[rule].cleared for rule in self.rule_ids)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a share: findings of reading and of the rules, the digests of its files, the digests of its notes.

    The notes themselves come along where they are new.
    """

    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...]
    digests: Mapping[str, str]
    notes: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)


def open_case(
    task: Task, rulebook: Rulebook, as_of: date, rule_ids: frozenset[str], files: Iterable[str], terms: str
) -> Case:
    """Reads the registers; ``terms`` is a digest of the rulebook as it is written."""
    listed = tuple(files)
    common = [file for file in listed if is_register(file)]
    reading = read_files(replace(task, store=None), common)
    names = frozenset(subject_of(file) for file in listed if is_power(file))
    registers = Registers(reading.catalogue(), names)
    is_sure = all(reading.digests) and terms
    key = digest_of(tool(), terms, as_of.isoformat(), *common, *reading.digests) if is_sure else ""
    digests = dict(zip(common, reading.digests, strict=True))
    return Case(task, rulebook, as_of, rule_ids, registers, tuple(reading.findings), digests, key)


def shares(files: Iterable[str]) -> dict[str, list[str]]:
    """The files of each share but for the registers, which have been read."""
    found: dict[str, list[str]] = {"": []}
    for file in files:
        own = found.setdefault(share_of(file), [])
        if not is_register(file):
            own.append(file)
    return {name: found[name] for name in sorted(found, key=rank_of)}


def hear_all(case: Case, files: Iterable[str], jobs: int) -> Iterator[tuple[str, Heard]]:
    """Every share by its name, in order."""
    parts = shares(files)
    if jobs == 1 or len(parts) <= 2:
        yield from ((name, _hear(case, name, own)) for name, own in parts.items())
        return
    with ProcessPoolExecutor(jobs, context(), _start, (case,)) as pool:
        yield from zip(parts, pool.map(_work, parts.items()), strict=True)


_case: Case | None = None


def _start(case: Case) -> None:
    global _case  # noqa: PLW0603 - one case a process
    _case = case


def _work(share: tuple[str, list[str]]) -> Heard:
    assert _case is not None
    return _hear(_case, *share)


def _hear(case: Case, name: str, files: list[str]) -> Heard:
    """From what is known, if the files are as they were; else anew."""
    if case.store and all(file in case.seen for file in files):
        known = _recalled(case, name, {file: case.seen[file] for file in files})
        if known is not None:
            return known
    held = Held.of(case.task.source, files)
    digests = {file: _digest(raw) for file, raw in held.contents.items()}
    return _recalled(case, name, digests) or _judged(case, name, held, digests)


def _digest(raw: bytes | Finding) -> str:
    return hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else ""


def _key(case: Case, digests: Mapping[str, str]) -> str:
    return digest_of(case.key, *digests, *digests.values())


def _recalled(case: Case, name: str, digests: Mapping[str, str]) -> Heard | None:
    known = case.store.get(case.name(name), _key(case, digests)) if case.store and all(digests.values()) else None
    if known is None or known["asked"] != _answers(case.registers, known["asked"]):
        return None
    return Heard(unpacked(known["findings"]), (), digests, known["notes"])


def _answers(registers: Registers, asked: Iterable[str]) -> dict[str, Any]:
    """What the names of powers say to what was asked of them."""
    everything = {EVERY_NAME: digest_of(*sorted(registers.names))} if EVERY_NAME in asked else {}
    return {name: name in registers.names for name in asked} | everything


def _judged(case: Case, name: str, held: Held, digests: dict[str, str]) -> Heard:
    watch = Watch()
    read, brief, told = _told(case, name, held, tuple(digests), watch)
    with watch.stage("judge"):
        notes = notes_of(brief, case.rules(None))
        if case.rules(Reach.LEDGERS):
            notes[_LEDGERS] = written([read.ledgers, list(read.left_out.items()), heads(brief)])
    with watch.stage("locate"):
        located = Locator(held).findings(entry for entry in told if isinstance(entry, Judged))
        findings = (*read.findings, *located)
    crashes = [entry for entry in (*told, *notes.values()) if isinstance(entry, Crash)]
    texts = {name: text for name, text in notes.items() if isinstance(text, str)}
    heard = Heard(
        findings, tuple(crashes), digests, {name: digest_of(text) for name, text in texts.items()}, texts, watch
    )
    if any(map(is_chance, findings)):
        return replace(heard, digests=dict.fromkeys(digests, ""))
    if not crashes and all(digests.values()):
        assert brief.catalogue.around is not None
        _keep(case, name, heard, brief.catalogue.around.asked)
    return heard


def _told(case: Case, name: str, held: Held, files: tuple[str, ...], watch: Watch) -> tuple[Reading, Brief, Verdicts]:
    """What was read and judged, and what the rules found: by the plain data of powers if these clear them."""
    task = replace(case.task, source=held, place=f"{case.task.place}:units")
    rules = case.rules(Reach.UNIT)
    if case.is_simple:
        with watch.stage("read"):
            read = read_files(task, files, outline=partial(_outline, rules))
            brief = _brief(case, name, read)
        with watch.stage("judge"):
            if _is_cleared(brief, rules, read):
                return read, brief, []
    with watch.stage("read"):
        read = read_files(task, files)
        brief = _brief(case, name, read)
    with watch.stage("judge"):
        return read, brief, [verdict for rule in rules for verdict in _timed(brief, rule, watch)]


def _brief(case: Case, name: str, read: Reading) -> Brief:
    return Brief(case.registers.share(name, read.of_units(), read.left_out), case.rulebook, case.as_of)


def _outline(rules: Iterable[str], power: Mapping[str, Any]) -> list[Any]:
    """What each of the rules notes of a power, to clear it."""
    return [cleared.note(power) for rule in rules if (cleared := RULES[rule].cleared)]


def _is_cleared(brief: Brief, rules: list[str], read: Reading) -> bool:
    """Whether the rules have nothing to say: about what is decoded, and about the powers, which are not."""
    if any(map(is_power, read.left_out)) or list(judge(brief, rules)):
        return False
    notes = zip(*read.outlines, strict=True) if read.outlines else ()
    return all(
        cleared.holds(brief, of_all)
        for rule, of_all in zip(rules, notes, strict=False)
        if (cleared := RULES[rule].cleared)
    )


def _timed(brief: Brief, rule: str, watch: Watch) -> Verdicts:
    with watch.rule(rule):
        return list(judge(brief, [rule]))


def _keep(case: Case, name: str, heard: Heard, asked: Iterable[str]) -> None:
    if case.store is None:
        return
    for notes, text in heard.texts.items():
        case.store.put(case.name(name, notes), heard.notes[notes], text)
    entry = {
        "findings": packed(heard.findings),
        "notes": heard.notes,
        "asked": _answers(case.registers, list(asked)),
    }
    case.store.put(case.name(name), _key(case, heard.digests), entry)


def compare(case: Case, heard: Mapping[str, Heard], watch: Watch) -> Iterator[Finding | Crash]:
    """What the rules that compare units find; LostError for notes that are no longer there."""
    for rule in case.rules(None):
        check = RULES[rule].check
        assert isinstance(check, Gathered)
        with watch.rule(rule):
            yield from _settled(case, rule, check.name, heard, partial(_concluded, case, rule))
    yield from _settled(case, _LEDGERS, _LEDGERS, heard, partial(_judged_ledgers, case))


def _concluded(case: Case, rule: str, notes: Mapping[str, str]) -> Iterator[Judged | Crash]:
    return conclude(Brief(case.registers.catalogue, case.rulebook, case.as_of), rule, notes)


def _judged_ledgers(case: Case, notes: Mapping[str, str]) -> Iterator[Judged | Crash]:
    return judge(_brief_on_ledgers(case, notes), case.rules(Reach.LEDGERS))


def _brief_on_ledgers(case: Case, notes: Mapping[str, str]) -> Brief:
    """What the ledgers and registers of all units say, without their powers."""
    reading = Reading()
    powers = []
    for text in notes.values():
        plain, left_out, noted = json.loads(text)
        for file, data in plain.items():
            reading.enter(file, Parcel(data))
        reading.left_out |= {file: tuple(map(tuple, paths)) for file, paths in left_out}
        powers.append(noted)
    common = case.registers.catalogue
    own = {key: parts for key, parts in reading.of_units().items() if parts}
    catalogue = replace(common, **own, left_out={**common.left_out, **reading.left_out})
    return Brief(ledgers(catalogue, powers), case.rulebook, case.as_of)


def _settled(
    case: Case,
    rule: str,
    notes: str,
    heard: Mapping[str, Heard],
    judged: Callable[[Mapping[str, str]], Iterator[Judged | Crash]],
) -> Iterable[Finding | Crash]:
    """What is known for these notes of all shares, or what is judged now."""
    if not all(notes in share.notes for share in heard.values()):
        return []  # what broke has been told, or nobody asked
    digests = [part for name, share in heard.items() for part in (name, share.notes[notes])]
    key = digest_of(case.key, *digests)
    known = case.store.get(case.name(rule), key) if case.store else None
    if known is not None:
        return Locator(case.task.source).findings(map(unpacked_hit, known))
    told = list(judged({name: _text(case, name, notes, share) for name, share in heard.items()}))
    crashes = [entry for entry in told if isinstance(entry, Crash)]
    hits = [entry for entry in told if isinstance(entry, Judged)]
    if case.store and not crashes:  # without places: a line may move and nothing else
        case.store.put(case.name(rule), key, list(map(packed_hit, hits)))
    return [*Locator(case.task.source).findings(hits), *crashes]


def _text(case: Case, name: str, notes: str, share: Heard) -> str:
    if notes in share.texts:
        return share.texts[notes]
    text = case.store.get(case.name(name, notes), share.notes[notes]) if case.store else None
    if not isinstance(text, str):
        raise LostError
    return text
