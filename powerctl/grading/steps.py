"""A reckoning told step by step: keys of sentences with their facts, in no language."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.grading.terms import counted_word, grade_rank, word
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import Rulebook
from powerctl.reckoning import Counted, Reckoning, Residual, Step, StepFact, number
from powerctl.table import Word

Facts = dict[str, StepFact]


def steps(risk: RiskPoint, rulebook: Rulebook, reckoning: Reckoning | None, left: Residual | None) -> tuple[Step, ...]:
    """From the factors to the grade that is left."""
    told = [*_computing(risk, rulebook, reckoning), *_declaring(risk, rulebook, reckoning)]
    if left is not None:
        told.append(_residual(rulebook, left))
    if risk.residual:
        told.append(Step("residual_declared", {"grade": _grade(rulebook, risk.residual)}))
    return tuple(told)


def _grade(rulebook: Rulebook, grade: str) -> Word:
    return word(rulebook.grades, grade)


def _computing(risk: RiskPoint, rulebook: Rulebook, reckoning: Reckoning | None) -> Iterator[Step]:
    if reckoning is None:
        yield _why_not(risk, rulebook)
        return
    yield from (_counted(rulebook, reckoning.method, entry) for entry in reckoning.counted)
    yield from _scoring(rulebook, reckoning)
    yield from _raising(rulebook, reckoning)


def _why_not(risk: RiskPoint, rulebook: Rulebook) -> Step:
    """Why nothing was computed: no method, factors that lack or are off their scale, or a score below all bands."""
    method = rulebook.risk.method
    if method is None:
        return Step("no_method")
    missing = [name for name in method.factors if name not in risk.factors]
    if missing and method.kind not in ("criteria-count", "risk-count"):
        names = [counted_word(rulebook, name) for name in missing]
        labels = Word(" / ".join(name.label for name in names), " / ".join(name.in_("en") for name in names))
        return Step("missing", {"factors": labels})
    return Step("nothing")


def _counted(rulebook: Rulebook, method: str, entry: Counted) -> Step:
    name = counted_word(rulebook, entry.id)
    if method == "criteria-count":
        return Step("criterion", {"id": entry.id, "name": name})
    factor = rulebook.risk.factors[entry.id]
    meaning = factor.scale.get(str(entry.value), "")
    facts: Facts = {"id": entry.id, "name": name, "value": entry.value, "meaning": meaning}
    key = {"weighted-sum": "weighted", "lookup": "looked_up"}.get(method, "factor")
    return Step(key, facts if key == "factor" else {**facts, "worth": number(entry.worth)})


def _scoring(rulebook: Rulebook, reckoning: Reckoning) -> Iterator[Step]:
    if not reckoning.base:
        return
    grade = _grade(rulebook, reckoning.base)
    if reckoning.score is None:
        yield Step("cell", {"grade": grade})
        return
    yield Step(f"score_{reckoning.method.replace('-', '_')}", {"score": number(reckoning.score)})
    if reckoning.band is not None:
        yield Step("band", {"from": number(reckoning.band.from_), "grade": grade})


def _raising(rulebook: Rulebook, reckoning: Reckoning) -> Iterator[Step]:
    """What demands more: the first one that does lifts the grade, the others find it high enough."""
    rank = grade_rank(rulebook, reckoning.base)
    for entry in reckoning.raised:
        own = grade_rank(rulebook, entry.grade)
        key = entry.kind if own > rank else f"{entry.kind}_met"
        yield Step(key, {"label": entry.label, "grade": _grade(rulebook, entry.grade)})
        rank = max(rank, own)


def _declaring(risk: RiskPoint, rulebook: Rulebook, reckoning: Reckoning | None) -> Iterator[Step]:
    if not risk.grade:
        yield Step("undeclared")
        return
    declared, computed = _grade(rulebook, risk.grade), reckoning.grade if reckoning is not None else ""
    if not computed or computed == risk.grade:
        yield Step("declared_same" if computed else "declared", {"grade": declared})
        return
    graded = risk.graded
    facts: Facts = {"grade": declared, "computed": _grade(rulebook, computed)}
    if graded is not None and graded.by and graded.reason:
        yield Step("declared_settled", {**facts, "by": graded.by, "on": graded.on, "reason": graded.reason})
    else:
        yield Step("declared_open", facts)


def _residual(rulebook: Rulebook, left: Residual) -> Step:
    names = [word(rulebook.controls.types, type_) for type_ in left.types]
    labels = Word(" / ".join(name.label for name in names), " / ".join(name.in_("en") for name in names))
    asks = rulebook.risk.residual
    per_level = asks.per_level if asks is not None else 0
    facts: Facts = {"types": labels, "points": left.points, "per_level": per_level, "levels": left.levels}
    return Step("residual" if left.types else "residual_none", {**facts, "grade": _grade(rulebook, left.grade)})
