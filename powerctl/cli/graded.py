"""Catalogues below some paths → one report on their grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from powerctl.cli.opened import Opened
from powerctl.errors import PowerctlError
from powerctl.grading import on_scale
from powerctl.grading.all_risks import subject_of
from powerctl.grading.grader import Grader
from powerctl.grading.supposing import Supposition
from powerctl.grading.whole import graded_catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest
from powerctl.reckoning import GradeReport
from powerctl.results import Severity

_TRUTHS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be told of the grades."""

    as_of: date
    by: str = ""
    subject: str = ""
    is_explained: bool = False
    what_if: tuple[str, ...] = ()


def grade_report(read: Sequence[Opened], asked: Asked) -> GradeReport:
    """The grades of all of them; PowerctlError for a subject or a supposition that none of them knows."""
    suppositions = [supposition(one.rulebook, asked.what_if) for one in read]
    told = tuple(
        graded_catalogue(
            one.catalogue, one.rulebook, asked.as_of, supposed, asked.by, asked.subject, is_explained=asked.is_explained
        )
        for one, supposed in zip(read, suppositions, strict=True)
    )
    if asked.subject and not any(catalogue.risks for catalogue in told):
        known = _subjects(read)
        raise PowerctlError("grade.unknown_subject", subject=asked.subject, nearest=nearest(asked.subject, known))
    kept = tuple(catalogue for catalogue in told if catalogue.risks or not asked.subject)
    unread = sum(finding.severity is Severity.ERROR for one in read for finding in one.loaded.findings)
    return GradeReport(kept, asked.by, " ".join(asked.what_if), asked.is_explained, unread)


def supposition(rulebook: Rulebook, texts: Iterable[str]) -> Supposition:
    """``importance=2`` and ``past-case=yes`` as one supposition; PowerctlError for what the rulebook does not know."""
    factors: dict[str, int] = {}
    flags: dict[str, bool] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise PowerctlError("grade.bad_supposition", value=text)
        if name in rulebook.risk.flags and value in _TRUTHS:
            flags[name] = _TRUTHS[value]
        elif name in rulebook.risk.factors:
            factors[name] = _value(rulebook, name, value)
        else:
            raise _unknown(rulebook, name, text)
    return Supposition(factors, flags)


def _value(rulebook: Rulebook, factor: str, text: str) -> int:
    value = int(text) if text.isascii() and text.isdigit() and len(text) < len("10000") else -1
    if not on_scale(rulebook, factor, value):
        scale = " ".join(rulebook.risk.factors[factor].scale)
        raise PowerctlError("grade.off_scale", factor=factor, value=text, scale=scale)
    return value


def _unknown(rulebook: Rulebook, name: str, text: str) -> PowerctlError:
    known = [*rulebook.risk.factors, *rulebook.risk.flags]
    if name in known:
        return PowerctlError("grade.bad_supposition", value=text)
    return PowerctlError("grade.unknown_factor", value=name, nearest=nearest(name, known), known=" ".join(known))


def _subjects(read: Sequence[Opened]) -> list[str]:
    """What a subject may be called: each risk point, power and unit that has any."""
    found: set[str] = set()
    for one in read:
        for bound in Grader(one.catalogue, one.rulebook).in_force():
            subject = subject_of(*bound)
            found |= {subject, subject.rpartition("/")[0], bound[0], bound[2].id}
    return sorted(found)
