"""``powerctl decision``: one record checked against the rules of meetings, and its minutes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day
from powerctl.cli.papers import PaperFormat
from powerctl.cli.warning_command import Output, Paths

if TYPE_CHECKING:
    from powerctl.cli.opened import Opened
    from powerctl.messages import Words
    from powerctl.model.decision import Decision
    from powerctl.office.paper import Paper

decision_app = typer.Typer(no_args_is_help=True, help="议决记录：检查和会议纪要。 Records of meetings.")


@decision_app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="议决记录文件。 The record.")],
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """检查一次会议的记录：结构（S）和议事规则（M）。 Check the record of one meeting."""
    from dataclasses import replace

    from powerctl.cli.check import Wanted, check_all, chosen, report_of
    from powerctl.cli.check import check_one as each
    from powerctl.cli.language import choose
    from powerctl.cli.reporting import Target, publish
    from powerctl.cli.scope import buffer_for, only_in
    from powerctl.cli.watch import Watch
    from powerctl.errors import PowerctlError
    from powerctl.layout import standing

    words = choose(lang)
    if not file.is_file():
        raise PowerctlError("no_such_path", path=file.as_posix())
    buffer = buffer_for(file, b"")
    place = standing(buffer.file)
    if place is None or place.kind != "decision":
        raise PowerctlError("minutes.no_record", path=file.as_posix())
    wanted = Wanted(day(as_of), chosen(("S", "M"), ()))
    checked = check_all([buffer.root], wanted, None, Watch(), each)
    report = replace(report_of([only_in(one, buffer.file) for one in checked]), files=1)
    publish(report, [Target("text", "")], words)
    raise typer.Exit(1 if report.findings else 0)


@decision_app.command()
def minutes(
    id_: Annotated[str, typer.Argument(metavar="ID", help="议决记录编号，或 单位/编号。 The record.")],
    paths: Paths = None,
    to: Annotated[PaperFormat, typer.Option("--to", help="输出成什么。 As what.")] = PaperFormat.md,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """写出会议纪要。 Write the minutes."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.papers import deliver_paper, one_of

    words = choose(lang)
    found = opened(paths or [Path()], words)
    entries = [(one, decision) for one in found for decision in one.catalogue.decisions]
    one, decision = one_of(id_, entries, "minutes")
    deliver_paper(_minutes(one, decision, words), to, output)


def _minutes(one: Opened, decision: Decision, words: Words) -> Paper:
    from powerctl.cli.papers import namer
    from powerctl.meetings import attendance
    from powerctl.office.minutes import Meeting
    from powerctl.office.minutes import minutes as written

    there, name = attendance(one.catalogue, decision), namer(one.catalogue, decision.unit)
    people = (len(there.due), len(there.present))
    return written(Meeting(decision, one.rulebook, name(decision.body), name, *people, words))
