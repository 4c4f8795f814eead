"""``powerctl log``: the life of one power, risk point or post across revisions, by meaning."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import Lang


class LogFormat(StrEnum):
    """The formats of a life."""

    text = "text"
    json = "json"
    markdown = "markdown"


def log(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="单位/事项、…/风险点或单位/岗位。 UNIT/POWER, …/RISK or UNIT/POST."),
    ],
    revision: Annotated[
        str, typer.Argument(metavar="[REVISION]", help="到哪个版本为止，默认 HEAD。 Up to which; HEAD by default.")
    ] = "HEAD",
    place: Annotated[
        Path, typer.Option("--catalogue", metavar="PATH", help="目录所在的路径，默认当前文件夹。 Where it is.")
    ] = Path(),
    form: Annotated[LogFormat, typer.Option("--format", help="输出格式。 Output format.")] = LogFormat.text,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="写到这个文件。 Write to this file.")
    ] = None,
    lang: Lang = None,
) -> None:
    """逐次提交说明事项、风险点或岗位改了什么。 What changed in a power, risk point or post, commit by commit."""
    from powerctl.cli.language import choose
    from powerctl.cli.lifetime import life
    from powerctl.cli.reporting import deliver
    from powerctl.cli.screen import is_terminal, paint
    from powerctl.formats.log import FORMATS
    from powerctl.formats.log.text import render

    words = choose(lang)
    found = life(subject, revision, place)
    if form is LogFormat.text and output is None and is_terminal():
        deliver(render(found, words, paint), None)
    else:
        deliver(FORMATS[form](found, words), output)
