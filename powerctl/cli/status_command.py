"""``powerctl status``: how far the programme has come, what is late, what is missing to finish."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day


class StatusFormat(StrEnum):
    """How progress is shown."""

    text = "text"
    json = "json"
    markdown = "markdown"


def status(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹，默认当前。 Folders.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="只看一个单位。 One unit alone.")] = None,
    form: Annotated[StatusFormat, typer.Option("--format", help="输出格式。 Output format.")] = StatusFormat.text,
    output: Annotated[str | None, typer.Option(metavar="FILE", help="写进文件。 Write to a file.")] = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """实施步骤的进度：各阶段、各单位完成多少，逾期什么，还差什么。 The progress of the programme."""
    from powerctl.assessing.progress import no_programme, programme_status
    from powerctl.cli.due_command import known_unit
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.cli.screen import is_terminal, paint
    from powerctl.formats.status import FORMATS, text
    from powerctl.rules import Brief

    words, today = choose(lang), day(as_of)
    found = opened(paths or [Path()], words)
    if unit is not None:
        known_unit(found, unit)
        found = tuple(one for one in found if unit in one.catalogue.units_by_id)
    briefs = [Brief(one.catalogue, one.rulebook, today) for one in found]
    told = [programme_status(brief, unit or "") or no_programme(brief) for brief in briefs]
    if form is StatusFormat.text and output is None and is_terminal():
        deliver(text(told, words, paint), None)
    else:
        deliver(FORMATS[form.value](told, words), output)
