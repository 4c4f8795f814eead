"""``powerctl report``: the registers that offices file, for those who keep the catalogue or for readers outside."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day

if TYPE_CHECKING:
    from datetime import date

    from powerctl.cli.opened import Opened
    from powerctl.table import Paper


class Register(StrEnum):
    """The registers there are."""

    risks = "risks"
    leader = "leader"
    catalogue = "catalogue"
    withheld = "withheld"


class TableFormat(StrEnum):
    """How a register is written."""

    markdown = "markdown"
    html = "html"
    csv = "csv"


class Reader(StrEnum):
    """For whom it is."""

    internal = "internal"
    public = "public"


def report(
    register: Annotated[
        Register,
        typer.Argument(metavar="risks|leader|catalogue|withheld", help="哪一种目录。 Which register."),
    ],
    path: Annotated[
        Path, typer.Argument(metavar="[PATH]", help="一个目录的文件夹，默认当前文件夹。 The folder of one catalogue.")
    ] = Path(),
    form: Annotated[TableFormat, typer.Option("--format", help="输出格式。 Output format.")] = TableFormat.markdown,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="写到这个文件。 Where it is written.")
    ] = None,
    audience: Annotated[
        Reader,
        typer.Option("--audience", help="给谁看：内部看全部，公众只看公开的。 Who reads it."),
    ] = Reader.internal,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """输出廉政风险等级目录、领导岗位清单、职权目录、不予公开目录。 Write a register of risks, leading posts, powers, or
    what is withheld."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.errors import PowerctlError
    from powerctl.formats.tables import TABLE_FORMATS
    from powerctl.results import Severity

    words = choose(lang)
    found = opened([path], words)
    if len(found) > 1:
        raise PowerctlError("reports.one_catalogue", known=" ".join(one.root.as_posix() for one in found))
    paper = _public(found[0], register) if audience is Reader.public else _internal(found[0], register, day(as_of))
    deliver(TABLE_FORMATS[form](paper, "reports", words), output)
    raise typer.Exit(int(any(fault.severity is Severity.ERROR for fault in found[0].loaded.findings)))


def _internal(one: Opened, register: Register, as_of: date) -> Paper:
    """Everything, for those who keep the catalogue."""
    from powerctl.inside import kept_back, whole_view
    from powerctl.lists import LISTS
    from powerctl.lists.withheld import withheld

    if register is Register.withheld:
        return withheld(one.catalogue.about.name, kept_back(one.catalogue, one.rulebook))
    return LISTS[register](whole_view(one.catalogue, one.rulebook, as_of.isoformat()))


def _public(one: Opened, register: Register) -> Paper:
    """What the gate lets through, and nothing else."""
    from powerctl.cli.publication import public_catalogue
    from powerctl.lists import LISTS
    from powerctl.lists.withheld import as_readers_see, withheld
    from powerctl.public.audience import Audience

    seen = public_catalogue(one.loaded, one.source, Audience.PUBLIC)
    if register is Register.withheld:
        return withheld(seen.about.name, as_readers_see(seen))
    return LISTS[register](seen)
