"""``powerctl validate``: finds catalogues, checks them, reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day, words_of

if TYPE_CHECKING:
    from powerctl.formats.text import Excerpt
    from powerctl.messages import Words
    from powerctl.results import Report


class Format(StrEnum):
    """The formats of a report."""

    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"
    gitlab = "gitlab"
    markdown = "markdown"


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    never = "never"


def validate(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="目录所在的路径，默认当前文件夹。 Where catalogues are."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="输出格式。 Output format.")] = Format.text,
    lang: Lang = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="只查这些规则或类别。 Only these rules or families."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULES", help="不查这些规则或类别。 Not these rules or families."),
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option("--fail-on", help="从哪一级起退出码为 1。 From which severity the exit code is 1."),
    ] = FailOn.error,
    as_of: AsOf = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="用几个进程，默认按文件多少。 Processes; by size by default."),
    ] = None,
    use_cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="是否使用缓存；结果一样。 Use the cache; results are the same.")
    ] = True,
) -> None:
    """检查目录并报告发现。 Check every catalogue below the paths and report findings."""
    from time import perf_counter

    from powerctl.cache import opened
    from powerctl.cli.check import check
    from powerctl.cli.language import choose
    from powerctl.cli.screen import progress, say

    words = choose(lang)
    began = perf_counter()
    with progress(words) as bar:
        report = check(
            paths or [Path()],
            as_of=day(as_of),
            select=words_of(select),
            ignore=words_of(ignore),
            progress=bar,
            jobs=jobs,
            store=opened() if use_cache else None,
        )
    _print(report, form, words)
    seconds = f"{perf_counter() - began:.1f}"
    say(words.text("report", "timing", files=report.files, findings=len(report.findings), seconds=seconds))
    raise typer.Exit(exit_code(report, fail_on))


def exit_code(report: Report, fail_on: FailOn) -> int:
    """3 if a rule broke down, 1 for findings at or above the wanted severity, else 0."""
    from powerctl.results import Severity

    if report.crashed:
        return 3
    least = {FailOn.error: Severity.ERROR.weight, FailOn.warning: Severity.WARNING.weight}.get(fail_on, 9)
    return int(any(finding.severity.weight >= least for finding in report.findings))


def _print(report: Report, form: Format, words: Words) -> None:
    from powerctl.cli.screen import is_terminal, paint, show
    from powerctl.formats import FORMATS
    from powerctl.formats.text import render_framed

    if form is Format.text and is_terminal():
        show(render_framed(report, words, _excerpts(), paint))
    else:
        show(FORMATS[form](report, words))


def _excerpts() -> Excerpt:
    """Looks up the line of a place, reading each file once; None for what cannot be read as text."""
    from functools import cache

    from powerctl.results import Location

    @cache
    def lines(file: str) -> list[str]:
        try:
            path = Path(file)
            return path.read_text("utf-8-sig").splitlines() if path.is_file() and not path.is_symlink() else []
        except (OSError, UnicodeDecodeError):
            return []

    def excerpt(place: Location) -> str | None:
        found = lines(place.file)
        return found[place.line - 1] if 0 < place.line <= len(found) else None

    return excerpt
