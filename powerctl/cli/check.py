"""Catalogues below some paths → one report: load, judge, locate, sort."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from powerctl.cache import Store, digest_of, packed, tool, unpacked
from powerctl.cli.jury import verdicts
from powerctl.errors import PowerctlError
from powerctl.load import Loaded, load, no_collection, state_of
from powerctl.locate import Locator
from powerctl.results import Crash, Finding, Judged, Location, Report, Severity
from powerctl.rules import RULES, Brief
from powerctl.rules.specs import guess, selected
from powerctl.source import WorkingTree, find_catalogues

Progress = Callable[[int, int], None]

# A file that cannot be read, or not as what it claims to be, is never "off": silence about it would be a lie.
_ALWAYS_TOLD = frozenset({"S001", "S002", "S006"})


def check(
    paths: Sequence[Path],
    *,
    as_of: date,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    progress: Progress | None = None,
    jobs: int | None = 1,
    store: Store | None = None,
) -> Report:
    """Validates every catalogue below the paths; PowerctlError for what the user can mend before anything is read.

    The number of ``jobs`` (None: as many as are worth it) and the ``store`` change nothing but the time.
    """
    rule_ids = chosen(select, ignore)
    roots = catalogues(paths)
    findings: list[Finding] = []
    files = 0
    crashed: list[str] = []
    run = _Run(as_of, rule_ids, progress, jobs, store)
    with no_collection():
        for root in roots:
            found, count, broken = _remembered(root, run)
            findings += found
            files += count
            crashed += broken
    return Report(len(roots), files, tuple(sorted(findings, key=_order)), crashed=tuple(crashed))


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


def catalogues(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The root folders of the catalogues below the paths, each once."""
    roots: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise PowerctlError("no_such_path", path=str(path))
        found = find_catalogues(path)
        if not found:
            raise _nothing_at(path)
        roots.update(dict.fromkeys(found))
    return tuple(roots)


def _nothing_at(path: Path) -> PowerctlError:
    above = next((parent for parent in path.resolve().parents if (parent / "catalogue.yaml").is_file()), None)
    if above is None and not any(path.rglob("*.yaml")):
        return PowerctlError("no_yaml", path=str(path))
    return PowerctlError("no_catalogue", path=str(path), above=_shown(above) if above else "")


@dataclasses.dataclass(frozen=True, slots=True)
class _Run:
    """What is the same for all catalogues of a run."""

    as_of: date
    rule_ids: frozenset[str]
    progress: Progress | None
    jobs: int | None
    store: Store | None


def _remembered(root: Path, run: _Run) -> tuple[Iterable[Finding], int, list[str]]:
    """What an earlier run found in the same files on the same terms; else what this one finds."""
    shown = _shown(root)
    if run.store is None:
        found, files, crashed, _ = _check_one(root, run)
        return [_moved(finding, shown) for finding in found], files, crashed
    name = digest_of("report", str(root.resolve()), *sorted(run.rule_ids))
    state = state_of(WorkingTree(root)) if run.store.has(name) else ""
    known = run.store.get(name, _terms(run, state)) if state else None
    if known is not None:
        return [_moved(finding, shown) for finding in unpacked(known["findings"])], int(known["files"]), []
    found, files, crashed, state = _check_one(root, run)
    if state and not crashed:
        run.store.put(name, _terms(run, state), {"files": files, "findings": packed(found)})
    return [_moved(finding, shown) for finding in found], files, crashed


def _terms(run: _Run, state: str) -> str:
    return digest_of(tool(), run.as_of.isoformat(), state)


def _check_one(root: Path, run: _Run) -> tuple[list[Finding], int, list[str], str]:
    source = WorkingTree(root)
    loaded = _loaded(source, root, run)
    brief = Brief(loaded.catalogue, loaded.rulebook, run.as_of)
    judged = verdicts(brief, run.rule_ids & RULES.keys(), loaded.files, run.jobs)
    crashes = [entry for entry in judged if isinstance(entry, Crash)]
    findings = [
        *_weighed(loaded.findings, loaded.rulebook.severity, run.rule_ids),
        *Locator(source).findings(entry for entry in judged if isinstance(entry, Judged)),
        *(_crash(entry) for entry in crashes),
    ]
    return findings, loaded.files, [crash.rule for crash in crashes], loaded.state


def _loaded(source: WorkingTree, root: Path, run: _Run) -> Loaded:
    try:
        return load(source, run.progress, jobs=run.jobs, store=run.store, place=str(root.resolve()))
    except PowerctlError as error:
        if error.finding is not None:
            error.finding = _moved(error.finding, _shown(root))
        raise


def _weighed(
    findings: Iterable[Finding], severities: Mapping[str, Severity], rule_ids: frozenset[str]
) -> Iterator[Finding]:
    """The findings of reading that are wanted, with the severities that the rulebook gives them."""
    for finding in findings:
        own = None if finding.rule in _ALWAYS_TOLD else severities.get(finding.rule)
        if finding.rule in rule_ids and own is not Severity.OFF:
            yield finding if own is None else dataclasses.replace(finding, severity=own)


def _crash(crash: Crash) -> Finding:
    place = Location("catalogue.yaml")
    return Finding(crash.rule, Severity.ERROR, place, {"problem": crash.problem}, "crashed")


def _moved(finding: Finding, root: str) -> Finding:
    """The finding with its paths as seen from where the command runs."""
    return dataclasses.replace(
        finding,
        location=_below(root, finding.location),
        related=tuple(dataclasses.replace(part, location=_below(root, part.location)) for part in finding.related),
    )


def _below(root: str, place: Location) -> Location:
    return place if root == "." else dataclasses.replace(place, file=f"{root}/{place.file}")


def _shown(root: Path) -> str:
    """A folder as people and machines of any kind write it: relative where it lies below, slashes forward."""
    here = Path.cwd()
    absolute = root if root.is_absolute() else here / root
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    return root.as_posix()


def _order(finding: Finding) -> tuple[Location, str, str, str]:
    return finding.location, finding.rule, finding.case, str(sorted(finding.facts.items()))
