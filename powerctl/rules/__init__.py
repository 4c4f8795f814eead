"""The rules of judgement: pure functions from a catalogue and its rulebook to hits."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from powerctl.model.place import Path
from powerctl.results import Crash, Hit, Judged, Severity
from powerctl.rules import (
    across,
    basis,
    control,
    disclosure,
    discretion,
    leadership,
    matter,
    meeting,
    power,
    risk,
    structure,
    supervision,
    warning,
)
from powerctl.rules.registry import RULES, Brief, Rule

__all__ = ["RULES", "Brief", "Rule", "judge"]

_FAMILIES = (
    structure,
    power,
    basis,
    risk,
    control,
    discretion,
    disclosure,
    leadership,
    meeting,
    matter,
    warning,
    supervision,
    across,
)


def judge(brief: Brief, rule_ids: Collection[str]) -> Iterator[Judged | Crash]:
    """What the rules of these ids find; a rule that breaks down is told and the others go on."""
    for rule_id in sorted(rule_ids):
        rule = RULES[rule_id]
        try:
            for hit in rule.check(brief):
                severity = _severity(brief, rule, hit)
                if severity is not Severity.OFF and not _is_left_out(brief, hit):
                    yield Judged(rule_id, severity, hit)
        except Exception as problem:
            yield Crash(rule_id, f"{type(problem).__name__}: {problem}")


def _severity(brief: Brief, rule: Rule, hit: Hit) -> Severity:
    own = brief.rulebook.severity.get(rule.spec.id)
    return rule.spec.severity_of(hit.case) if own is None else own


def _is_left_out(brief: Brief, hit: Hit) -> bool:
    """Whether the schema has already spoken of this place: then what is missing there is no news."""
    taken = brief.catalogue.left_out.get(hit.ref.file, ())
    return any(_overlap(path, hit.ref.path) for path in taken)


def _overlap(one: Path, other: Path) -> bool:
    return all(a == b for a, b in zip(one, other, strict=False))
