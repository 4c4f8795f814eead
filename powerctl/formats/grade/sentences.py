"""The sentences about grades that every format shares."""

from __future__ import annotations

from powerctl.messages import Words
from powerctl.reckoning import GradedCatalogue, GradedRisk, GradeReport, Step, formula
from powerctl.table import Word

SECTION = "grade"


def step_text(step: Step, words: Words) -> str:
    """One step of a reckoning in plain words."""
    facts = {key: _fact(value, words) for key, value in step.facts.items()}
    return words.text(SECTION, f"step_{step.key}", **facts)


def _fact(value: object, words: Words) -> object:
    return value.in_(words.language) if isinstance(value, Word) else value


def reckoning_text(risk: GradedRisk, catalogue: GradedCatalogue, words: Words) -> str:
    """The sum in one line, and what raised it."""
    reckoning = risk.reckoning
    if reckoning is None:
        return ""
    counted = catalogue.names.counted
    line = formula(reckoning, lambda id_: counted[id_].in_(words.language) if id_ in counted else id_)
    raised = [entry.label.in_(words.language) for entry in reckoning.raised]
    return words.text(SECTION, "raised", formula=line, raised=" / ".join(raised)) if raised else line


def state_text(risk: GradedRisk, words: Words) -> str:
    """Whether the declared grade is the computed one."""
    if risk.is_open:
        return words.text(SECTION, "state_open")
    if risk.differs:
        return words.text(SECTION, "state_settled")
    return words.text(SECTION, "state_undeclared") if risk.computed and not risk.declared else ""


def verdict(report: GradeReport, words: Words) -> str:
    """The last sentence: how many risk points differ, and how many of them nobody answers for."""
    risks = report.risks
    facts = {
        "differing": sum(risk.differs for risk in risks),
        "open": sum(risk.is_open for risk in risks),
        "ungraded": sum(not risk.weight for risk in risks) or "",
    }
    if not risks:
        return words.text(SECTION, "none")
    key = "verdict_open" if facts["open"] else "verdict_settled" if facts["differing"] else "verdict_same"
    return words.text(SECTION, key, **facts)


def counts_text(catalogue: GradedCatalogue, words: Words) -> str:
    """How many risk points of each grade a catalogue has, by the names of its place."""
    graded = [risk.weight for risk in catalogue.risks]
    counts = [
        f"{term.name.in_(words.language)} {graded.count(grade)}" for grade, term in catalogue.names.grades.items()
    ]
    return words.text(SECTION, "counts", name=catalogue.name, count=len(graded), counts=" / ".join(counts))
