"""``powerctl assess``: the yearly hundred-point score of units, the index, and how it went."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day

if TYPE_CHECKING:
    from datetime import date

    from powerctl.cli.opened import Opened
    from powerctl.rules import Brief
    from powerctl.scores import Assessed, Tagged

_FIRST, _LAST = 1000, 9999


class AssessFormat(StrEnum):
    """How an assessment is written."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


def assess(
    year: Annotated[int, typer.Argument(metavar="YEAR", help="哪一年。 The year.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹，默认当前。 Folders.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="只看一个单位。 One unit alone.")] = None,
    trend: Annotated[bool, typer.Option("--trend", help="指数在各个标签上的走势。 The index at each tag.")] = False,
    form: Annotated[AssessFormat, typer.Option("--format", help="输出格式。 Output format.")] = AssessFormat.text,
    output: Annotated[str | None, typer.Option(metavar="FILE", help="写进文件。 Write to a file.")] = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """年度百分考核、名次和权力运行规范指数，每一分都有出处。 Yearly scores, ranking and the conformity index."""
    from powerctl.cli.due_command import known_unit
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.errors import PowerctlError
    from powerctl.formats.assess import FORMATS

    words, today = choose(lang), day(as_of)
    if not _FIRST <= year <= _LAST:
        raise PowerctlError("assess.no_year", value=year)
    found = opened(paths or [Path()], words)
    if unit is not None:
        known_unit(found, unit)
        found = tuple(one for one in found if unit in one.catalogue.units_by_id)
    if form is AssessFormat.html and len(found) > 1:
        known = " ".join(one.root.as_posix() for one in found)
        raise PowerctlError("assess.one_catalogue", count=len(found), known=known)
    told = tuple(_assessed(one, year, today, unit or "", is_traced=trend) for one in found)
    deliver(FORMATS[form.value](told, words), output)


def _assessed(one: Opened, year: int, today: date, unit: str, *, is_traced: bool) -> Assessed:
    from powerctl.assessing.index import by_unit, index
    from powerctl.assessing.scoring import reading, unit_scores
    from powerctl.rules import Brief
    from powerctl.scores import Assessed

    brief = Brief(one.catalogue, one.rulebook, _judged_on(year, today))
    wanted = _wanted(brief, unit)
    scores = unit_scores(brief.shares, year)
    return Assessed(
        catalogue=one.catalogue.about.id,
        name=one.catalogue.about.name,
        year=year,
        as_of=brief.today,
        reading=reading(brief),
        scores=tuple(score for score in scores if unit in ("", score.unit)),
        index=index(wanted, str(year)),
        by_unit=by_unit(wanted, str(year)),
        trend=_trend(one, brief.as_of, unit) if is_traced else (),
    )


def _judged_on(year: int, today: date) -> date:
    """A year that is over is judged by its last day, the present one by today."""
    return min(today, today.replace(year=year, month=12, day=31))


def _wanted(brief: Brief, unit: str) -> tuple[Brief, ...]:
    return tuple(share for share in brief.shares if unit in ("", share.catalogue.share))


def _trend(one: Opened, as_of: date, unit: str) -> tuple[Tagged, ...]:
    """The index in every tag that HEAD comes from, judged on one day, then in the working tree."""
    from powerctl.assessing.index import index
    from powerctl.cli.tagged import tagged_catalogues
    from powerctl.rules import Brief
    from powerctl.scores import Tagged

    entries = []
    for side, loaded in tagged_catalogues(one):
        brief = Brief(loaded.catalogue, loaded.rulebook, as_of) if loaded is not None else None
        found = index(_wanted(brief, unit)) if brief is not None else None
        entries.append(Tagged(revision=side.name, commit=side.commit, index=found))
    return tuple(entries)
