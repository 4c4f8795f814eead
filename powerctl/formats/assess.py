"""Assessments for people and machines: ranking, each point with its facts, the index with its formula and trend."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from powerctl.formats.bars import bar
from powerctl.formats.dump import dump
from powerctl.formats.tables import TABLE_FORMATS
from powerctl.messages import Words
from powerctl.reckoning import number
from powerctl.scores import Assessed, Index, Measured, Point, Reading, UnitScore
from powerctl.table import Cell, Paper, Table, Word

SECTION = "assess"
Told = Sequence[Assessed]


def paper(assessed: Assessed, words: Words) -> Paper:
    """Everything about one catalogue as tables."""
    tables = [_ranking(assessed, words), *(_of_unit(score, words) for score in assessed.scores)]
    if assessed.reading is not None:
        tables.append(_reading(assessed.reading, words))
    tables += [_index(assessed.index, words), _units(assessed, words), _trend(assessed, words)]
    owner = Word(f"{assessed.name} {assessed.year} ")
    return Paper(SECTION, owner, tuple(tables), len(assessed.scores))


def _tables(form: str) -> Callable[[Told, Words], str]:
    def render(told: Told, words: Words) -> str:
        return "\n".join(TABLE_FORMATS[form](paper(one, words), SECTION, words) for one in told)

    return render


def as_json(told: Told, _words: Words) -> str:
    """Ids and numbers, the same in every language."""
    return dump({"version": 1, "catalogues": [_catalogue(one) for one in told]})


FORMATS: Mapping[str, Callable[[Told, Words], str]] = {
    "text": _tables("text"),
    "json": as_json,
    "markdown": _tables("markdown"),
    "html": _tables("html"),
}


def _ranking(assessed: Assessed, words: Words) -> Table:
    rows = tuple(
        (str(score.rank or "—"), score.name, _round(score.given), _round(-score.taken), _round(score.bonus),
         score.score, score.outer)
        for score in assessed.scores
    )  # fmt: skip
    columns = ("rank", "unit", "given", "taken", "bonus", "score", "outer")
    return Table(columns, rows, Word(words.text(SECTION, "ranking")))


def _of_unit(score: UnitScore, words: Words) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (_word(point.label, words), point.points, point.most, words.text(SECTION, point.how), _facts(point, words))
        for point in score.points
    ]
    for entry in score.deductions:
        label = {"label": entry.label.in_(words.language), "times": entry.times, "each": number(entry.each)}
        rows.append((words.text(SECTION, "taken", **label), -entry.points, 0.0, "", entry.warnings))
    title = words.text(SECTION, "of_unit", unit=score.name, score=number(score.score), open=len(score.open) or "")
    return Table(("item", "points", "most", "how", "facts"), tuple(rows), Word(title))


def _facts(point: Point, words: Words) -> tuple[str, ...]:
    seen = point.measured
    counted = {"met": seen.met, "of": seen.of} if seen is not None and seen.of else {"met": "", "of": ""}
    told = words.text(SECTION, "rests", reason=point.reason, evidence=point.evidence, **counted).lstrip("；; ")
    return tuple(text for text in (told, _lacking(seen, words)) if text)


def _lacking(seen: Measured | None, words: Words) -> str:
    if seen is None or not seen.misses:
        return ""
    return words.text(SECTION, "lacking", misses=" ".join(seen.misses))


def _reading(asks: Reading, words: Words) -> Table:
    keys = ["reading_total", f"reading_{asks.deduct_per}", "reading_weight"]
    facts: dict[str, object] = {"total": number(asks.total), "weight": number(asks.weight)}
    if asks.bonus_from is not None:
        keys.append(f"reading_{asks.bonus_on}")
        facts |= {"from": number(asks.bonus_from), "points": number(asks.bonus)}
    rows = tuple((words.text(SECTION, key, **facts),) for key in keys)
    return Table(("text",), rows, Word(words.text(SECTION, "reading")))


def _index(index: Index, words: Words) -> Table:
    rows = tuple(
        (_word(part.label, words), part.weight, _value(part.value, words), f"{part.measured.met}/{part.measured.of}",
         part.measured.misses)
        for part in index.parts
    )  # fmt: skip
    return Table(("part", "weight", "value", "measured", "misses"), rows, Word(_formula(index, words)))


def _formula(index: Index, words: Words) -> str:
    if index.value is None:
        return words.text(SECTION, "no_index")
    terms = " + ".join(f"{number(part.weight)}×{number(_round(part.value or 0))}" for part in index.counted)
    formula = f"({terms}) ÷ {number(index.weight)}"
    return words.text(SECTION, "index", value=number(_round(index.value)), formula=formula)


def _units(assessed: Assessed, words: Words) -> Table:
    ordered = sorted(assessed.by_unit, key=lambda entry: (-(entry[2].value or 0), entry[0]))
    rows = tuple((name, _round(index.value or 0), bar(index.value)) for _, name, index in ordered)
    return Table(("unit", "index", "bar"), rows, Word(words.text(SECTION, "by_unit")))


def _trend(assessed: Assessed, words: Words) -> Table:
    rows = tuple(
        (one.revision, _value(one.index.value, words) if one.index else words.text(SECTION, "absent"),
         bar(one.index.value) if one.index else "")
        for one in assessed.trend
    )  # fmt: skip
    return Table(("revision", "index", "bar"), rows, Word(words.text(SECTION, "trend")))


def _value(value: float | None, words: Words) -> str:
    return words.text(SECTION, "nothing") if value is None else number(_round(value))


def _word(word: Word, words: Words) -> str:
    return word.in_(words.language)


def _round(value: float) -> float:
    return round(value, 1) + 0.0  # no minus before nothing


def _catalogue(one: Assessed) -> dict[str, object]:
    return {
        "catalogue": one.catalogue,
        "year": one.year,
        "as_of": one.as_of,
        "reading": _reading_json(one.reading),
        "scores": [_score(score) for score in one.scores],
        "index": _index_json(one.index),
        "units": [{"unit": unit, "index": _index_json(index)} for unit, _, index in one.by_unit],
        "trend": [
            {"revision": entry.revision, "commit": entry.commit, "index": entry.index and _index_json(entry.index)}
            for entry in one.trend
        ],
    }


def _reading_json(asks: Reading | None) -> dict[str, object] | None:
    if asks is None:
        return None
    bonus = None if asks.bonus_from is None else {"from": asks.bonus_from, "points": asks.bonus}
    switches = {"deduct_per": asks.deduct_per, "bonus_on": asks.bonus_on}
    return {"total": asks.total, "weight": asks.weight, "bonus": bonus, **switches}


def _score(score: UnitScore) -> dict[str, object]:
    return {
        "unit": score.unit,
        "rank": score.rank or None,
        "given": _round(score.given),
        "taken": _round(score.taken),
        "bonus": score.bonus,
        "score": score.score,
        "outer": score.outer,
        "points": list(map(_point, score.points)),
        "deductions": [
            {"level": entry.level, "each": entry.each, "times": entry.times, "warnings": list(entry.warnings)}
            for entry in score.deductions
        ],
    }


def _point(point: Point) -> dict[str, object]:
    told = {"reason": point.reason, "evidence": point.evidence, "file": point.file}
    return {
        "item": point.item,
        "points": point.points,
        "most": point.most,
        "how": point.how.value,
        "measure": point.measure,
        "measured": _measured(point.measured) if point.measured is not None else None,
        **told,
    }


def _measured(seen: Measured) -> dict[str, object]:
    return {"met": seen.met, "of": seen.of, "misses": list(seen.misses)}


def _index_json(index: Index) -> dict[str, object]:
    parts: Iterator[dict[str, object]] = (
        {"part": part.id, "weight": part.weight, "value": part.value, "measure": part.measure,
         **_measured(part.measured)}
        for part in index.parts
    )  # fmt: skip
    return {"value": index.value, "parts": list(parts)}
