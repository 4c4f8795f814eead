"""``grade --write``: computed grades put into the files, each file replaced whole or left alone."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from powerctl.cli.opened import Opened
from powerctl.cli.rewrite import Target, still_as_judged
from powerctl.cli.rewrite import put as put_file
from powerctl.cli.screen import say
from powerctl.edit.put import Put, put
from powerctl.grading.all_risks import grade_all
from powerctl.grading.whole import is_at
from powerctl.messages import Words
from powerctl.model.risk import RiskPoint
from powerctl.reckoning import GradedRisk

_KEYS = tuple(field.name for field in dataclasses.fields(RiskPoint))
_BEFORE_GRADE = _KEYS[: _KEYS.index("grade")]


def write_grades(read: Sequence[Opened], subject: str, as_of: date, words: Words) -> None:
    """Writes the grade of each risk point that declares none, or another one that nobody gave a reason for."""
    count = files = 0
    for one in read:
        found = grade_all(one.catalogue, one.rulebook, as_of.isoformat())
        due: defaultdict[str, list[GradedRisk]] = defaultdict(list)
        for bound in found:
            if _is_due(bound.graded) and (not subject or is_at(bound, subject)):
                due[bound.graded.ref.file].append(bound.graded)
        for file, risks in sorted(due.items()):
            done = _write(one, file, risks, words)
            count, files = count + done, files + bool(done)
    say(words.text("grade", "written_count", count=count, files=files))


def _is_due(risk: GradedRisk) -> bool:
    return bool(risk.computed) and (not risk.declared or risk.is_open)


def _write(one: Opened, file: str, risks: Sequence[GradedRisk], words: Words) -> int:
    """All of a file at once; one by one where that cannot be done, so that one odd place does not hinder the others."""
    target = still_as_judged(one, file)
    raw = target.raw
    if not isinstance(raw, bytes):
        return 0
    together = put(file, raw, [_put(risk) for risk in risks])
    done = list(risks) if together is not None else []
    left: list[GradedRisk] = []
    result = together if together is not None else raw
    for risk in risks if together is None else ():
        changed = put(file, result, [_put(risk)])
        result = changed if changed is not None else result
        (left if changed is None else done).append(risk)
    if done:
        put_file(target, result)
    _tell(target, done, left, words)
    return len(done)


def _put(risk: GradedRisk) -> Put:
    return Put((*risk.ref.path, "grade"), risk.computed, _BEFORE_GRADE)


def _tell(target: Target, done: Sequence[GradedRisk], left: Sequence[GradedRisk], words: Words) -> None:
    for risk in done:
        facts = {"file": target.shown, "subject": risk.subject, "grade": risk.computed, "before": risk.declared}
        if risk.declared and risk.signed_on:
            say(words.text("grade", "written_signed", **facts, on=risk.signed_on))
        else:
            say(words.text("grade", "written", **facts))
    for risk in left:
        say(words.text("grade", "left_unsafe", file=target.shown, subject=risk.subject, grade=risk.computed))
