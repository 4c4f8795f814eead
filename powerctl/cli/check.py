"""Catalogues below some paths → one report: load, judge, locate, sort."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from powerctl.cache import Store
from powerctl.cli.jury import Matter, hearing
from powerctl.cli.memory import Memory
from powerctl.cli.roots import catalogues
from powerctl.cli.watch import Watch
from powerctl.cli.where import moved, shown_root
from powerctl.errors import PowerctlError
from powerctl.load import Loaded, no_collection, rulebook_of
from powerctl.locate import Locator
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest
from powerctl.results import Crash, Finding, Hit, Judged, Location, Report, SetAside, Severity
from powerctl.rules import RULES
from powerctl.rules.specs import SPECS, guess, on_rung, selected
from powerctl.source import Source, WorkingTree
from powerctl.state import Looked
from powerctl.waivers import SPEC, Terms, settle

Progress = Callable[[int, int], None]
Each = Callable[[Path, "Wanted", Progress | None, Watch], "Checked"]

# A file that cannot be read, or not as what it claims to be, is never "off": silence about it would be a lie.
_ALWAYS_TOLD = frozenset({"S001", "S002", "S006"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run asks of every catalogue: the day, the rules, the rung of its ladder ("" for all rules).

    The number of ``jobs`` (None: as many as are worth it) and the ``store`` change nothing but the time.
    """

    as_of: date
    rule_ids: frozenset[str]
    level: str = ""
    jobs: int | None = 1
    store: Store | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One catalogue after it was judged; the files in its findings are paths inside it."""

    root: Path
    loaded: Loaded
    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]
    terms: Terms
    crashed: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    left_aside: int = 0


def check(
    paths: Sequence[Path],
    *,
    as_of: date,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    level: str = "",
    progress: Progress | None = None,
    watch: Watch | None = None,
    each: Each | None = None,
    jobs: int | None = 1,
    store: Store | None = None,
) -> Report:
    """Validates every catalogue below the paths; PowerctlError for what the user can mend before anything is read."""
    wanted = Wanted(as_of, chosen(select, ignore), level, jobs, store)
    return remembered(paths, wanted, progress, watch or Watch(), each)


def remembered(
    paths: Sequence[Path], wanted: Wanted, progress: Progress | None, watch: Watch, each: Each | None = None
) -> Report:
    """The report of an earlier run on the same files and terms, if the store has one; else that of this run."""
    memory = Memory.of(catalogues(paths), wanted.as_of.isoformat(), (wanted.level, *sorted(wanted.rule_ids)))
    with no_collection():
        if wanted.store is None or each is not None:
            return report_of(check_all(paths, wanted, progress, watch, each or check_one))
        with watch.stage("read"):
            known, looked = memory.recall(wanted.store)
        if known is not None:
            return known
        checked = tuple(check_one(root, wanted, progress, watch, seen=looked.get(root)) for root in catalogues(paths))
        report = report_of(checked)
        memory.keep(wanted.store, report, [one.loaded.state for one in checked])
        return report


def check_all(
    paths: Sequence[Path], wanted: Wanted, progress: Progress | None, watch: Watch, each: Each
) -> tuple[Checked, ...]:
    """Every catalogue below the paths, one after the other."""
    return tuple(each(root, wanted, progress, watch) for root in catalogues(paths))


def report_of(checked: Sequence[Checked]) -> Report:
    """One report on several catalogues, with paths as seen from where the command runs."""
    findings = [moved(finding, shown_root(one.root)) for one in checked for finding in one.findings]
    set_aside = [
        dataclasses.replace(entry, finding=moved(entry.finding, shown_root(one.root)))
        for one in checked
        for entry in one.set_aside
    ]
    return Report(
        len(checked),
        sum(one.loaded.files for one in checked),
        tuple(sorted(findings, key=_order)),
        waived=len(set_aside),
        crashed=tuple(rule_id for one in checked for rule_id in one.crashed),
        set_aside=tuple(sorted(set_aside, key=lambda entry: _order(entry.finding))),
        fail_on=min((one.fail_on for one in checked), key=lambda severity: severity.weight),
        left_aside=sum(one.left_aside for one in checked),
    )


def chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The rules that are wanted; an unknown word, or none left, is an error: a green tick for nothing would lie."""
    try:
        rule_ids = selected(select, ignore)
    except KeyError as error:
        word = str(error.args[0])
        raise PowerctlError("unknown_rule", rule=word, nearest=guess(word)) from None
    if not rule_ids:
        raise PowerctlError("no_rules")
    return rule_ids


def check_one(
    root: Path,
    wanted: Wanted,
    progress: Progress | None,
    watch: Watch,
    source: Source | None = None,
    rules: Source | None = None,
    *,
    seen: Looked | None = None,
    whole: bool = False,
) -> Checked:
    """Reads and judges one catalogue, then lets its waivers have their say; ``rules`` is where its rulebook is read.

    ``seen`` are the files as they were just looked at; ``whole`` asks for all of the catalogue in what comes back.
    """
    source = source or WorkingTree(root)
    jobs = wanted.jobs if isinstance(source, WorkingTree) else 1  # a revision comes through one pipe
    place = str(root.resolve())
    with watch.stage("read"), _named_from_here(root):
        rulebook = rulebook_of(rules or source)
    rule_ids = _on_level(rulebook, wanted)
    matter = Matter(source, rules or source, rulebook, rule_ids & RULES.keys(), wanted.as_of, jobs, place)
    heard = hearing(matter, wanted.store, seen, progress, watch, whole=whole)
    loaded, crashed = heard.loaded, tuple(crash.rule for crash in heard.crashes)
    terms = Terms(SPECS.keys(), rule_ids.difference(crashed), rulebook.unwaivable, wanted.as_of)
    with watch.stage("locate"):
        settled = settle(_weighed(heard.findings, rulebook, rule_ids), loaded.catalogue.waivers.waivers, terms)
        faults = _weighed(Locator(source).findings(map(_of_a_waiver, settled.hits)), rulebook, rule_ids)
        findings = (*settled.kept, *faults, *map(_crash, heard.crashes))
    return Checked(root, loaded, findings, settled.set_aside, terms, crashed, _fail_on(rulebook, wanted))


def check_level(paths: Sequence[Path], wanted: Wanted) -> None:
    """PowerctlError for a rung that the rulebook of a catalogue on disk does not have."""
    for root in catalogues(paths) if wanted.level else ():
        with _named_from_here(root):
            rulebook = rulebook_of(WorkingTree(root))
        _on_level(rulebook, wanted)


def _on_level(rulebook: Rulebook, wanted: Wanted) -> frozenset[str]:
    """The wanted rules that the rung asks for."""
    if not wanted.level:
        return wanted.rule_ids
    try:
        rule_ids = on_rung(rulebook.ladder, wanted.level) & wanted.rule_ids
    except KeyError:
        known = sorted(rulebook.ladder, key=lambda level: rulebook.ladder[level].rank)
        meant = nearest(wanted.level, known)
        raise PowerctlError("unknown_level", level=wanted.level, nearest=meant, known=" ".join(known)) from None
    if not rule_ids:
        raise PowerctlError("no_rules")
    return rule_ids


def _fail_on(rulebook: Rulebook, wanted: Wanted) -> Severity:
    return rulebook.ladder[wanted.level].fail_on if wanted.level else Severity.ERROR


def _of_a_waiver(hit: Hit) -> Judged:
    return Judged(SPEC.id, SPEC.severity_of(hit.case), hit)


@contextmanager
def _named_from_here(root: Path) -> Iterator[None]:
    """The place of what stops the run is told as seen from where the command runs."""
    try:
        yield
    except PowerctlError as error:
        if error.finding is not None:
            error.finding = moved(error.finding, shown_root(root))
        raise


def _weighed(findings: Iterable[Finding], rulebook: Rulebook, rule_ids: frozenset[str]) -> Iterator[Finding]:
    """The findings that are wanted, with the severities that the rulebook gives them."""
    for finding in findings:
        own = None if finding.rule in _ALWAYS_TOLD else rulebook.severity.get(finding.rule)
        if finding.rule in rule_ids and own is not Severity.OFF:
            yield finding if own is None else dataclasses.replace(finding, severity=own)


def _crash(crash: Crash) -> Finding:
    place = Location("catalogue.yaml")
    return Finding(crash.rule, Severity.ERROR, place, {"problem": crash.problem}, "crashed")


def _order(finding: Finding) -> tuple[Location, str, str, str]:
    return finding.location, finding.rule, finding.case, str(sorted(finding.facts.items()))
