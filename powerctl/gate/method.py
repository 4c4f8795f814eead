"""How grades are reckoned: the rulebook's method, which is a rule for everybody and has no scope of its own."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.gate.words import Words, known_term, terms_of
from powerctl.model.rulebook import Method
from powerctl.public.method import PublicBand, PublicCell, PublicDemand, PublicMeasure, PublicMethod, PublicScale
from powerctl.public.terms import PublicGrade, PublicTerm


def project_method(words: Words) -> PublicMethod:
    """How grades are reckoned; without a method, only what they are called."""
    risk, method = words.rulebook.risk, words.rulebook.risk.method or Method(kind="")
    grades = [found for grade in words.rulebook.grades if (found := words.grade(grade)) is not None]
    bands = ((words.grade(band.grade), band.from_) for band in method.bands)
    return PublicMethod(
        kind=method.kind,
        factors=tuple(_measure(words, name) for name in method.factors if name in risk.factors),
        criteria=terms_of(risk.flags, method.criteria),
        bands=tuple(PublicBand(grade=grade, from_=from_) for grade, from_ in bands if grade is not None),
        cells=tuple(_cells(words, method)),
        demands=tuple(_demands(words)),
        grades=tuple(sorted(grades, key=lambda grade: -grade.rank)),
    )


def _measure(words: Words, name: str) -> PublicMeasure:
    factor = words.rulebook.risk.factors[name]
    return PublicMeasure(
        factor=known_term(words.rulebook.risk.factors, name),
        scale=tuple(
            PublicScale(value=int(value), meaning=meaning, score=factor.scores.get(value))
            for value, meaning in sorted(factor.scale.items(), key=lambda entry: -int(entry[0]))
        ),
        weight=factor.weight,
    )


def _cells(words: Words, method: Method) -> Iterator[PublicCell]:
    for first, row in method.cells.items():
        for second, name in row.items():
            grade = words.grade(name)
            if grade is not None:
                yield PublicCell(first=int(first), second=int(second), grade=grade)


def _demands(words: Words) -> Iterator[PublicDemand]:
    """Circumstances, floors and overrides that settle a grade by themselves."""
    risk = words.rulebook.risk
    told: list[tuple[PublicTerm, PublicGrade | None]] = [
        *((known_term(risk.flags, name), words.grade(flag.grade)) for name, flag in risk.flags.items()),
        *(
            (PublicTerm(id=floor.factor, label=floor.label, en=floor.en), words.grade(floor.grade))
            for floor in risk.floors
        ),
        *((PublicTerm(id="", label=one.label, en=one.en), words.grade(one.grade)) for one in risk.overrides),
    ]
    yield from (PublicDemand(demand=demand, grade=grade) for demand, grade in told if grade is not None)
