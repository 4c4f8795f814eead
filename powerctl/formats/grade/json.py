"""Grades for machines, version 1: the same ids and numbers in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from powerctl.formats.dump import dump
from powerctl.formats.grade.sentences import step_text
from powerctl.messages import Words
from powerctl.reckoning import Concentration, GradedRisk, GradeReport, Group, Load, Step
from powerctl.table import Word

Tell = Callable[[Step], dict[str, object]]


def render(report: GradeReport, words: Words) -> str:
    """One JSON object."""
    step = _steps(words)
    risks = [_risk(risk, step) for risk in report.risks]
    return dump({"version": 1, "risks": risks, "summary": {**_summary(report), **_taken_together(report)}})


def _risk(risk: GradedRisk, told: Tell) -> dict[str, object]:
    reckoning = risk.reckoning
    return {
        "subject": risk.subject,
        "declared": risk.declared,
        "computed": risk.computed,
        "residual": risk.residual,
        "score": reckoning.score if reckoning is not None else None,
        "method": reckoning.method if reckoning is not None else "",
        "factors": dict(sorted(risk.factors.items())),
        "steps": [told(step) for step in risk.steps],
    }


def _steps(words: Words) -> Tell:
    """Tells steps, each sentence put together once: ten thousand powers have few different ones."""
    known: dict[tuple[object, ...], dict[str, object]] = {}

    def tell(step: Step) -> dict[str, object]:
        key = (step.key, *step.facts.items())
        if key not in known:
            facts = {name: value.label if isinstance(value, Word) else value for name, value in step.facts.items()}
            known[key] = {"step": step.key, "message": step_text(step, words), "facts": facts}
        return known[key]

    return tell


def _summary(report: GradeReport) -> dict[str, object]:
    risks = report.risks
    counts = Counter(risk.weight for risk in risks)
    grades = dict.fromkeys(grade for catalogue in report.catalogues for grade in catalogue.names.grades)
    return {
        "catalogues": len(report.catalogues),
        "risks": len(risks),
        **{grade: counts[grade] for grade in grades},
        "ungraded": counts[""],
        "differing": sum(risk.differs for risk in risks),
        "unreasoned": sum(risk.is_open for risk in risks),
        **({"supposed": report.supposed} if report.supposed else {}),
        **({"unread": report.unread} if report.unread else {}),
    }


def _taken_together(report: GradeReport) -> dict[str, object]:
    """What ``--by`` asks for; nothing if it was not given."""
    if not report.by:
        return {}
    groups = [_group(group, catalogue.id) for catalogue in report.catalogues for group in catalogue.groups]
    held = [
        {"catalogue": catalogue.id, **_concentration(catalogue.concentration)}
        for catalogue in report.catalogues
        if catalogue.concentration is not None
    ]
    return {"by": report.by, "groups": groups, **({"concentration": held} if held else {})}


def _group(group: Group, catalogue: str) -> dict[str, object]:
    counts = {grade or "ungraded": count for grade, count in group.counts.items()}
    return {"catalogue": catalogue, "id": group.id, "name": group.name.label, "risks": group.total, **counts}


def _concentration(held: Concentration) -> dict[str, object]:
    units = [
        {"unit": one.unit, "name": one.name, "weighty_steps": one.steps, "posts": one.posts, "herfindahl": one.index}
        for one in held.spreads
    ]
    return {"years": held.years, "posts": [_load(load) for load in held.loads], "units": units}


def _load(load: Load) -> Mapping[str, object]:
    return {
        "post": load.post,
        "name": load.name,
        "areas": [area.label for area in load.areas],
        "powers": load.powers,
        "risks": {grade or "ungraded": count for grade, count in sorted(load.risks.items())},
        "duties": dict(load.duties),
        "collective": load.collective,
        "years": load.years,
        "too_long": load.is_too_long,
        "toxic": [
            {"pair": pair.id, "powers": pair.powers, "first": f"{pair.first.power}/{pair.first.step}",
             "second": f"{pair.second.power}/{pair.second.step}"}
            for pair in load.toxic
        ],
    }  # fmt: skip
