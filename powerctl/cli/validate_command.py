"""``powerctl validate``: finds catalogues, checks them, reports."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day, in_order, words_of
from powerctl.results import Severity

if TYPE_CHECKING:
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
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="目录所在的路径，默认当前文件夹。 Where catalogues are."),
    ] = None,
    form: Annotated[
        list[Format] | None, typer.Option("--format", help="输出格式，可重复。 Output format; may be repeated.")
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output", metavar="FILE", help="前一个 --format 写到这个文件。 Where the --format before it is written."
        ),
    ] = None,
    max_findings: Annotated[
        int, typer.Option("--max-findings", min=0, help="最多列出几条，0 为全部。 List so many at most; 0: all.")
    ] = 0,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="按规则统计发现。 Count the findings by rule.")
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="各阶段和规则用了多少时间。 Where the time goes.")] = False,
    lang: Lang = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULES", help="只查这些规则或类别。 Only these rules or families."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="RULES", help="不查这些规则或类别。 Not these rules or families."),
    ] = None,
    level: Annotated[
        str,
        typer.Option("--level", metavar="draft|basic|full|inspection", help="严格程度，默认查全部。 How strict; all."),
    ] = "",
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="从哪一级起退出码为 1，默认 error。 From which severity the exit code is 1."),
    ] = None,
    as_of: AsOf = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="用几个进程，默认按文件多少。 Processes; by size by default."),
    ] = None,
    use_cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="是否使用缓存；结果一样。 Use the cache; results are the same.")
    ] = True,
    changed_since: Annotated[
        str | None,
        typer.Option("--changed-since", metavar="REV", help="只报告改动带来的发现。 Only findings of what changed."),
    ] = None,
    rulebook_from: Annotated[
        str | None,
        typer.Option("--rulebook-from", metavar="REV", help="规则以这个版本为准。 The rulebook of this revision."),
    ] = None,
    waivers_from: Annotated[
        str | None,
        typer.Option("--waivers-from", metavar="REV", help="豁免以这个版本为准。 The waivers of this revision."),
    ] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="从标准输入读 --path 的内容。 Read the text of --path from stdin.")
    ] = False,
    path: Annotated[
        Path | None,
        typer.Option("--path", metavar="FILE", help="标准输入是哪个文件。 The file that stdin stands for."),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="先改正只有一种改法的错误，再检查。 First mend what is safe to mend.")
    ] = False,
    write_waivers: Annotated[
        bool,
        typer.Option("--write-waivers", help="把现有发现登记为豁免。 Write a waiver for each finding there is."),
    ] = False,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="豁免的最后一天。 The last day of these waivers.")
    ] = "",
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="POST", help="批准豁免的岗位。 The post that allows them.")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="豁免的理由。 Why they can wait.")] = "",
) -> None:
    """检查目录并报告发现。 Check every catalogue below the paths and report findings."""
    from powerctl.cache import opened
    from powerctl.cli.check import Checked, Wanted, check_all, check_level, chosen, remembered, report_of
    from powerctl.cli.language import choose
    from powerctl.cli.reporting import publish, targets
    from powerctl.cli.scope import Scope, buffer_of, each_in, resolve_all
    from powerctl.cli.screen import progress, say
    from powerctl.cli.signing import sign, write
    from powerctl.cli.watch import Watch, told
    from powerctl.errors import PowerctlError
    from powerctl.results import View

    words, watch = choose(lang), Watch()
    to = targets(in_order(context, {"form": form or (), "output": output or ()}))
    store = opened() if use_cache else None
    wanted = Wanted(day(as_of), chosen(words_of(select), words_of(ignore)), level, jobs, store)
    signed = sign(write_waivers, until, approved_by, reason, wanted.as_of, words)
    buffer = buffer_of(paths or fix or write_waivers, path, stdin)
    scope = Scope(changed_since, rulebook_from, waivers_from, buffer)
    if write_waivers and waivers_from is not None:
        raise PowerctlError("waivers_elsewhere")
    roots = [buffer.root] if buffer else paths or [Path()]
    if fix:  # a wrong option must stop the run before anything is written
        resolve_all(scope, roots)
        check_level(roots, wanted)
        _mend(roots, words)

    def run() -> tuple[Checked, ...]:
        with progress(words) as bar, each_in(scope) as each:
            return check_all(roots, wanted, bar, watch, each)

    if signed is not None:
        for line in write(run(), signed, words):
            say(line)
    if scope == Scope():
        with progress(words) as bar:
            report = remembered(roots, wanted, bar, watch)
    else:
        report = report_of(run())
    report = replace(report, view=View(max_findings, statistics))
    with watch.stage("format"):
        publish(report, to, words, buffer)
    say(words.text("report", "timing", files=report.files, findings=len(report.findings), seconds=watch.total()))
    for line in told(watch, words) if timings else ():
        say(line)
    raise typer.Exit(exit_code(report, fail_on))


def _mend(paths: list[Path], words: Words) -> None:
    """Mends what is safe to mend, and says what it was."""
    from powerctl.cli.rewrite import mend
    from powerctl.cli.screen import say

    for target, fixed in mend(paths):
        for kind in fixed.applied:
            say(words.text("report", f"mended_{kind}", file=target.shown))


def exit_code(report: Report, fail_on: FailOn | None) -> int:
    """3 if a rule broke down, 1 for findings at or above the severity that is asked for or the level's, else 0."""
    if report.crashed:
        return 3
    if fail_on is FailOn.never:
        return 0
    least = Severity(fail_on) if fail_on else report.fail_on
    return int(any(finding.severity.weight >= least.weight for finding in report.findings))
