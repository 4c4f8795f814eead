"""``powerctl grade``: what each risk point is graded, why, and who holds how much of what is grave."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day, words_of


class GradeFormat(StrEnum):
    """How grades are told."""

    text = "text"
    json = "json"
    csv = "csv"
    markdown = "markdown"


class By(StrEnum):
    """How risk points are taken together."""

    power = "power"
    post = "post"
    office = "office"
    unit = "unit"
    category = "category"


def grade(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="目录所在的路径，默认当前文件夹。 Where catalogues are."),
    ] = None,
    form: Annotated[GradeFormat, typer.Option("--format", help="输出格式。 Output format.")] = GradeFormat.text,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="写到这个文件。 Where it is written.")
    ] = None,
    explain: Annotated[
        str,
        typer.Option("--explain", metavar="SUBJECT", help="逐步说明风险点、事项或单位。 Tell each step."),
    ] = "",
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", metavar="FACTOR=VALUE", help="假设因素或情形不同，可重复。 Suppose another value."),
    ] = None,
    by: Annotated[By | None, typer.Option("--by", help="归并；按岗位时并列出权力集中情况。 Taken together by.")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="把计算的等级写进文件。 Put the computed grades into the files.")
    ] = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """计算风险点的等级，逐步说明，按岗位等归并。 Grade risk points, explain each grade, show who holds how much."""
    from powerctl.cli.grade_writing import write_grades
    from powerctl.cli.graded import Asked, grade_report
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.cli.screen import is_terminal, paint, show
    from powerctl.errors import PowerctlError
    from powerctl.formats.grade import GRADE_FORMATS, text

    words, roots = choose(lang), paths or [Path()]
    supposed = words_of(what_if)
    if write and supposed:
        raise PowerctlError("grade.write_alone")
    is_explained = bool(explain) or form is GradeFormat.json
    asked = Asked(day(as_of), by or "", explain, is_explained, supposed)
    read = opened(roots, words)
    report = grade_report(read, asked)
    if write:
        write_grades(read, explain, asked.as_of, words)
        read = opened(roots, words)
        report = grade_report(read, asked)
    if form is GradeFormat.text and not output and is_terminal():
        show(text.render(report, words, paint))
    else:
        deliver(GRADE_FORMATS[form](report, words), output)
    is_open = any(risk.is_open for risk in report.risks)
    raise typer.Exit(int(bool(report.unread) or (is_open and not supposed)))
