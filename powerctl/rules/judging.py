"""Rules put to work: on a whole catalogue or on one unit's share, with the same outcome."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Path
from powerctl.results import Crash, Hit, Judged, Severity
from powerctl.rules.ledgers import heads, ledgers
from powerctl.rules.registry import RULES, Brief, Gathered, Notes, Reach, Rule


def judge(brief: Brief, rule_ids: Collection[str]) -> Iterator[Judged | Crash]:
    """What the rules of these ids find in a whole catalogue, or in a share what they find there.

    A rule that breaks down is told and the others go on. Rules that compare units cannot judge a share: each is asked
    for its notes (``notes_of``), and all notes together give the outcome (``conclude``).
    """
    for rule_id in sorted(rule_ids):
        try:
            for hit in _hits(brief, RULES[rule_id]):
                severity = _severity(brief, RULES[rule_id], hit)
                if severity is not Severity.OFF:
                    yield Judged(rule_id, severity, hit)
        except Exception as problem:
            yield _crash(rule_id, problem)


def notes_of(share: Brief, rule_ids: Collection[str]) -> dict[str, str | Crash]:
    """What the rules that compare units note of a share, as JSON: by the name of the notes, or the rule that broke."""
    notes: dict[str, str | Crash] = {}
    for rule_id in sorted(rule_ids):
        check = RULES[rule_id].check
        if isinstance(check, Gathered) and check.name not in notes:
            try:
                notes[check.name] = written(check.gather(share))
            except Exception as problem:
                notes[check.name] = _crash(rule_id, problem)
    return notes


def conclude(registers: Brief, rule_id: str, notes: Mapping[str, str]) -> Iterator[Judged | Crash]:
    """What a rule that compares units makes of the notes of all shares."""
    rule = RULES[rule_id]
    assert isinstance(rule.check, Gathered)
    try:
        for hit in _concluded(registers, rule.check, _Read(notes)):
            severity = _severity(registers, rule, hit)
            if severity is not Severity.OFF:
                yield Judged(rule_id, severity, hit)
    except Exception as problem:
        yield _crash(rule_id, problem)


@dataclass(frozen=True, slots=True)
class _Read(Mapping[str, Notes]):
    """Notes, each share's read when it is its turn: those of a large catalogue are not all held at once."""

    texts: Mapping[str, str]

    def __getitem__(self, share: str) -> Notes:
        return json.loads(self.texts[share])

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def written(notes: Notes) -> str:
    """Notes as they are kept."""
    return json.dumps(notes, ensure_ascii=False, separators=(",", ":"))


def _hits(brief: Brief, rule: Rule) -> Iterable[Hit]:
    check = rule.check
    if isinstance(check, Gathered):
        # Written and read again even here: what is kept between runs must say neither more nor less.
        notes = {share.catalogue.share: written(check.gather(share)) for share in brief.shares}
        return _concluded(brief.registers, check, _Read(notes))
    reach = rule.reach_by(brief.rulebook)
    if reach is not Reach.UNIT:
        seen = brief if reach is Reach.CATALOGUE else _ledgers(brief)
        return (hit for hit in check(seen) if not _is_left_out(seen.catalogue, hit))
    return (
        hit
        for share in brief.shares
        for hit in check(share)
        if share.catalogue.is_own(hit.ref.file) and not _is_left_out(share.catalogue, hit)
    )


def _ledgers(brief: Brief) -> Brief:
    """A brief on everything but powers; one that is so already stays as it is."""
    if brief.catalogue.high_risk_units is not None:
        return brief
    notes = (json.loads(written(heads(share))) for share in brief.shares)
    return Brief(ledgers(brief.catalogue, notes), brief.rulebook, brief.as_of)


def _concluded(registers: Brief, check: Gathered, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    return (hit for hit in check.conclude(registers, notes) if not _is_left_out(registers.catalogue, hit))


def _crash(rule_id: str, problem: Exception) -> Crash:
    return Crash(rule_id, f"{type(problem).__name__}: {problem}")


def _severity(brief: Brief, rule: Rule, hit: Hit) -> Severity:
    own = brief.rulebook.severity.get(rule.spec.id)
    return rule.spec.severity_of(hit.case) if own is None else own


def _is_left_out(catalogue: Catalogue, hit: Hit) -> bool:
    """Whether reading has already spoken of this place: then what is missing there is no news.

    A hit without a file is about a file that could not be read at all.
    """
    taken = catalogue.left_out.get(hit.ref.file, ()) if hit.ref.file else ((),)
    return any(_overlap(path, hit.ref.path) for path in taken)


def _overlap(one: Path, other: Path) -> bool:
    return all(a == b for a, b in zip(one, other, strict=False))
