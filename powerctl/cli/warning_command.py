"""``powerctl warning``: the ledger of early warnings, its papers and its reports."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day
from powerctl.cli.papers import PaperFormat

if TYPE_CHECKING:
    from datetime import date

    from powerctl.cli.opened import Opened
    from powerctl.ledger import Period
    from powerctl.messages import Words
    from powerctl.model.warning import EarlyWarning
    from powerctl.office.paper import Paper

warning_app = typer.Typer(no_args_is_help=True, help="廉政风险预警：台账、通知书、分析报告。 Early warnings.")
Output = Annotated[str | None, typer.Option(metavar="FILE", help="写进文件。 Write to a file.")]
Paths = Annotated[
    list[Path] | None, typer.Option("--catalogue", metavar="PATH", help="目录所在的文件夹，默认当前。 Folders.")
]


class TableFormat(StrEnum):
    """How tables are shown."""

    markdown = "markdown"
    csv = "csv"
    html = "html"


class Form(StrEnum):
    """Which paper: the notice that goes with the level, or the collection form."""

    notice = "notice"
    collection = "collection"


@warning_app.command("new")
def new_warning(
    id_: Annotated[str, typer.Argument(metavar="ID", help="编号，也是文件名。 The id, which names the file.")],
    unit: Annotated[str | None, typer.Option(metavar="U", help="所在单位。 Its unit.")] = None,
    level: Annotated[str | None, typer.Option(metavar="L", help="预警级别。 The level.")] = None,
    into: Annotated[Path | None, typer.Option(metavar="CATALOGUE", help="写进哪个目录。 The catalogue.")] = None,
    lang: Lang = None,
) -> None:
    """登记一条预警。 Enter a new warning."""
    from powerctl.cli.new_command import new

    new("warning", id_, unit=unit, name=None, type_=level, into=into, lang=lang)


@warning_app.command("list")
def list_warnings(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹。 Folders.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="U", help="只列一个单位。 One unit alone.")] = None,
    level: Annotated[str | None, typer.Option(metavar="L", help="只列一个级别。 One level alone.")] = None,
    state: Annotated[str | None, typer.Option(metavar="S", help="只列一种状态，如 served。 One state alone.")] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="输出格式。 Output format.")] = TableFormat.markdown,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """列出预警台账。 List the warnings."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.formats.tables import TABLE_FORMATS
    from powerctl.ledger import listing

    words = choose(lang)
    wanted = {"unit": unit, "level": level, "state": state}

    def is_wanted(warning: EarlyWarning) -> bool:
        return all(value in (None, getattr(warning, key)) for key, value in wanted.items())

    texts = []
    for one in opened(paths or [Path()], words):
        warnings = tuple(filter(is_wanted, one.catalogue.warnings))
        if warnings or not paths:
            texts.append(TABLE_FORMATS[form.value](listing(one.catalogue, one.rulebook, warnings), "warning", words))
    deliver("\n".join(texts), output)


@warning_app.command("notice")
def warning_notice(
    id_: Annotated[str, typer.Argument(metavar="ID", help="预警编号，或 单位/编号。 The warning.")],
    paths: Paths = None,
    to: Annotated[PaperFormat, typer.Option("--to", help="输出成什么。 As what.")] = PaperFormat.md,
    form: Annotated[Form, typer.Option(help="通知书还是采集表。 The notice or the collection form.")] = Form.notice,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """写出通知书或信息采集表。 Write the notice, or the collection form."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.papers import deliver_paper, one_of

    words = choose(lang)
    found = opened(paths or [Path()], words)
    entries = [(one, warning) for one in found for warning in one.catalogue.warnings]
    one, warning = one_of(id_, entries, "notice")
    deliver_paper(_paper(one, warning, form, words), to, output)


@warning_app.command("report")
def warning_report(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹。 Folders.")] = None,
    quarter: Annotated[str | None, typer.Option(metavar="2026Q1", help="哪个季度。 The quarter.")] = None,
    half: Annotated[str | None, typer.Option(metavar="2026H1", help="哪个半年。 The half year.")] = None,
    as_of: AsOf = None,
    form: Annotated[TableFormat, typer.Option("--format", help="输出格式。 Output format.")] = TableFormat.markdown,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """预警信息季度报告或半年分析报告。 The report of a quarter or half year."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.formats.tables import TABLE_FORMATS
    from powerctl.ledger import report

    words, period, today = choose(lang), _period(quarter, half), day(as_of)
    papers = [report(one.catalogue, one.rulebook, period, today) for one in opened(paths or [Path()], words)]
    kept = [paper for paper in papers if paper.entries] or papers[:1]
    deliver("\n".join(TABLE_FORMATS[form.value](paper, "warning", words) for paper in kept), output)


def _period(quarter: str | None, half: str | None) -> Period:
    from powerctl.errors import PowerctlError
    from powerctl.ledger import parse_period

    if (quarter is None) == (half is None):
        raise PowerctlError("notice.one_period")
    text, kind = (quarter, "Q") if quarter is not None else (half or "", "H")
    period = parse_period(text, kind)
    if period is None:
        raise PowerctlError("notice.bad_period", value=text)
    return period


def _paper(one: Opened, warning: EarlyWarning, form: Form, words: Words) -> Paper:
    from powerctl.cli.papers import namer
    from powerctl.errors import PowerctlError
    from powerctl.ledger import risk_of
    from powerctl.office.notice import Case, collection, notice

    unit = one.catalogue.units_by_id.get(warning.unit)
    case = Case(
        warning,
        one.rulebook,
        unit.name if unit is not None else warning.unit,
        risk_of(one.catalogue, warning),
        _issuer(one, warning),
        namer(one.catalogue, warning.unit),
        _last_day(one, warning),
        words,
    )
    if form is Form.collection:
        return collection(case)
    if warning.notice is None:
        raise PowerctlError("notice.no_notice", warning=f"{warning.unit}/{warning.id}")
    return notice(case, warning.notice)


def _issuer(one: Opened, warning: EarlyWarning) -> str:
    """The organ whose post issued the notice; "" for an outsider, who is named as written."""
    from powerctl.naming import is_outside, split_reference

    by = warning.notice.issued_by if warning.notice is not None else ""
    if is_outside(by):
        return ""
    unit = one.catalogue.units_by_id.get(split_reference(by, warning.unit)[0] if by else warning.unit)
    return unit.name if unit is not None else ""


def _last_day(one: Opened, warning: EarlyWarning) -> str:
    """The last day of the time to reply, "" before the notice was served."""
    from powerctl.duties.deadline import deadline
    from powerctl.periods import day as day_of
    from powerctl.workdays import WorkCalendar

    served: date | None = day_of(warning.notice.served) if warning.notice is not None else None
    if served is None:
        return ""
    last = deadline(served, one.rulebook.warnings.reply_within, WorkCalendar(one.catalogue.calendars))
    return last.day.isoformat() if last is not None else ""
