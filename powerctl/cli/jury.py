"""A catalogue heard: unit by unit where all rules can, else as a whole. The outcome is the same."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from powerctl.cache import Store, digest_of
from powerctl.cli.hearing import Heard, LostError, Verdicts, compare, hear_all, open_case
from powerctl.cli.watch import Watch
from powerctl.crew import Task, context, crew_size
from powerctl.layers import chain, rulebook_file
from powerctl.load import Loaded, Progress, load
from powerctl.locate import Locator
from powerctl.model.rulebook import Rulebook
from powerctl.results import Crash, Finding, Judged
from powerctl.rules import RULES, Brief, Reach, judge
from powerctl.source import Source
from powerctl.state import Looked, fingerprint


@dataclass(frozen=True, slots=True)
class Matter:
    """What is judged: a catalogue, by which rulebook (and where that was read), by which rules, on which day.

    ``jobs`` processes (None: as many as are worth it) change nothing but the time; ``place`` names the catalogue.
    """

    source: Source
    rules: Source
    rulebook: Rulebook
    rule_ids: frozenset[str]
    as_of: date
    jobs: int | None
    place: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """What came of it; the catalogue in ``loaded`` is whole, or no more than the registers of all units."""

    loaded: Loaded
    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...]


def hearing(
    matter: Matter,
    store: Store | None,
    seen: Looked | None,
    progress: Progress | None,
    watch: Watch,
    *,
    whole: bool = False,
) -> Hearing:
    """Findings of reading and of the rules, each with its place."""
    if whole or any(RULES[rule].reach_by(matter.rulebook) is Reach.CATALOGUE for rule in matter.rule_ids):
        return _as_a_whole(matter, store, progress, watch)
    try:
        return _by_units(matter, store, seen, progress, watch)
    except LostError:
        return _by_units(matter, None, None, progress, watch)


def _by_units(
    matter: Matter, store: Store | None, seen: Looked | None, progress: Progress | None, watch: Watch
) -> Hearing:
    with watch.stage("read"):
        listing = seen.listing if seen is not None else matter.source.listing()
        layers = chain(matter.rules, rulebook_file(matter.rules))
        terms = digest_of(*(layer.raw for layer in layers))
        task = Task(matter.source, matter.rulebook.secrecy, store, matter.place)
        case = open_case(task, matter.rulebook, matter.as_of, matter.rule_ids, listing.files, terms)
        case = replace(case, seen=seen.digests if seen is not None else {})
    heard: dict[str, Heard] = {}
    digests = dict(case.digests)
    for name, share in hear_all(case, listing.files, crew_size(len(listing.files), matter.jobs)):
        heard[name] = share
        digests |= share.digests
        watch.add(share.watch)
        if progress is not None:
            progress(len(digests), len(listing.files))
    with watch.stage("judge"):
        compared = list(compare(case, heard, watch))
    told = [entry for share in heard.values() for entry in (*share.findings, *share.crashes)] + compared
    state = fingerprint(matter.source, listing, [digests[file] for file in listing.files]) if store else ""
    read = (*listing.findings, *case.findings)
    loaded = Loaded(case.registers.catalogue, matter.rulebook, read, len(listing.files), state)
    findings = (*read, *(entry for entry in told if isinstance(entry, Finding)))
    return Hearing(loaded, findings, _once(entry for entry in told if isinstance(entry, Crash)))


def _once(crashes: Iterator[Crash]) -> tuple[Crash, ...]:
    """One word for a rule that breaks down in several units."""
    first: dict[str, Crash] = {}
    for crash in crashes:
        first.setdefault(crash.rule, crash)
    return tuple(first.values())


def _as_a_whole(matter: Matter, store: Store | None, progress: Progress | None, watch: Watch) -> Hearing:
    with watch.stage("read"):
        loaded = load(matter.source, progress, matter.rules, jobs=matter.jobs, store=store, place=matter.place)
    with watch.stage("judge"):
        brief = Brief(loaded.catalogue, loaded.rulebook, matter.as_of)
        told = verdicts(brief, matter.rule_ids, loaded.files, matter.jobs, watch)
    with watch.stage("locate"):
        located = Locator(matter.source).findings(entry for entry in told if isinstance(entry, Judged))
        findings = (*loaded.findings, *located)
    return Hearing(loaded, findings, tuple(entry for entry in told if isinstance(entry, Crash)))


_brief: Brief | None = None


def verdicts(brief: Brief, rule_ids: Collection[str], files: int, jobs: int | None, watch: Watch) -> Verdicts:
    """What the rules find, in the order of the rules; a forked process has the catalogue without being sent it."""
    crew = context()
    size = min(crew_size(files, jobs), len(rule_ids))
    if size <= 1 or crew.get_start_method() != "fork":
        return [verdict for rule_id in sorted(rule_ids) for verdict in _timed(brief, rule_id, watch)]
    with _shared(brief), ProcessPoolExecutor(size, crew) as pool:
        return [verdict for part in pool.map(_judge, sorted(rule_ids)) for verdict in part]


def _timed(brief: Brief, rule_id: str, watch: Watch) -> Verdicts:
    with watch.rule(rule_id):
        return list(judge(brief, [rule_id]))


@contextmanager
def _shared(brief: Brief) -> Iterator[None]:
    """The brief stands where a fork finds it, and the collector leaves its pages alone."""
    global _brief  # noqa: PLW0603 - there is no other way to hand it to a forked process
    _brief = brief
    gc.freeze()
    try:
        yield
    finally:
        _brief = None


def _judge(rule_id: str) -> Verdicts:
    assert _brief is not None
    return list(judge(_brief, [rule_id]))
