"""``powerctl diff``: what changed between two revisions, by meaning, and what that does to the constraints."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang, words_of
from powerctl.comparison import FailOn

if TYPE_CHECKING:
    from powerctl.cli.compared import Compared
    from powerctl.comparison import Comparison
    from powerctl.messages import Words


class Format(StrEnum):
    """The formats of a comparison."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"
    xlsx = "xlsx"
    sarif = "sarif"


Base = Annotated[
    str | None,
    typer.Argument(
        metavar="[BASE]",
        help="从哪个版本、日期或文件夹，默认最近的标签。 From: a revision, @{DATE} or folder; last tag.",
    ),
]
Revision = Annotated[
    str | None,
    typer.Argument(metavar="[REVISION]", help="到哪个，默认工作区。 To; the working tree by default."),
]
In = Annotated[
    Path,
    typer.Option("--catalogue", metavar="PATH", help="目录所在的路径，默认当前文件夹。 Where the catalogues are."),
]


def diff(
    base: Base = None,
    revision: Revision = None,
    place: In = Path(),
    form: Annotated[Format, typer.Option("--format", help="输出格式。 Output format.")] = Format.text,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="写到这个文件。 Write to this file.")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="U", help="只看一个单位。 Only one unit.")] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="WORDS", help="只看这些影响、对象或变更。 Only these effects, things or kinds."),
    ] = None,
    stat: Annotated[bool, typer.Option("--stat", help="只统计各类变更。 Only count by kind.")] = False,
    public: Annotated[
        bool, typer.Option("--public", help="只说两边都已公开的内容。 Only what is public on both sides.")
    ] = False,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="有这类变更时退出码为 1。 Exit code 1 for such changes.")
    ] = FailOn.NEVER,
    require_adjustments: Annotated[
        bool,
        typer.Option(
            "--require-adjustments",
            help="增减、合并、下放、改类型须有调整说明。 Notes must explain added or lost powers.",
        ),
    ] = False,
    lang: Lang = None,
) -> None:
    """比较两个版本，说明改了什么、放宽还是收紧。 Compare two revisions by meaning: loosened or tightened."""
    from powerctl.cli.compared import Wanted, compared_all, opened
    from powerctl.cli.language import choose

    words = choose(lang)
    wanted = Wanted(unit, words_of(only), public, require_adjustments)
    with opened(base, revision, place) as sides:
        found, every = compared_all(*sides, wanted)
        found = replace(found, statistics=stat)
        _publish(found, every, form, output, words, public=public)
    raise typer.Exit(int(found.fails(fail_on)))


def _publish(
    found: Comparison, every: tuple[Compared, ...], form: Format, output: str | None, words: Words, *, public: bool
) -> None:
    from powerctl.cli.reporting import deliver, deliver_bytes
    from powerctl.cli.screen import is_terminal, paint
    from powerctl.formats.diff import FORMATS

    if form is Format.xlsx:
        from powerctl.formats.diff.xlsx import render as write

        deliver_bytes(write(found, words), form, output)
    elif form is Format.html:
        from powerctl.cli.diff_courses import courses
        from powerctl.formats.diff.html import render as page

        deliver(page(found, words, courses(every, found.changes, public=public)), output)
    elif output is None and form is Format.text and is_terminal():
        from powerctl.formats.diff.text import render

        deliver(render(found, words, paint), None)
    else:
        deliver(FORMATS[form](found, words), output)
