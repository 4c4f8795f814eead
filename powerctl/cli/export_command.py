"""``powerctl export``: the sheets that offices print and file, from the catalogue, as workbooks, documents or data."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day, words_of


class ExportFormat(StrEnum):
    """As what a layout is written."""

    xlsx = "xlsx"
    docx = "docx"
    csv = "csv"
    json = "json"
    md = "md"


def _layouts(incomplete: str) -> Iterator[str]:
    from powerctl.office.layouts import shipped

    yield from (id_ for id_ in ("all", "whole", *shipped()) if id_.startswith(incomplete))


def export(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SUBJECT]...", help="单位、单位/事项，默认全部。 Units, unit/power; all by default."),
    ] = None,
    form: Annotated[ExportFormat, typer.Option("--to", help="写成什么。 What is written.")] = ExportFormat.xlsx,
    layout: Annotated[
        list[str] | None,
        typer.Option(
            "--layout",
            metavar="LAYOUT",
            help="版式，可重复；all 为全部，也可以是一个版式文件。 The layout; repeatable; all; or a file.",
            autocompletion=_layouts,
        ),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="只写公众可以看到的。 Only what the public may see.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE|DIR", help="写到文件或文件夹。 A file, or a folder.")
    ] = None,
    catalogue: Annotated[
        Path, typer.Option("--catalogue", metavar="PATH", help="目录所在的文件夹，默认当前。 The catalogue's folder.")
    ] = Path(),
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """导出权力清单、职权目录、一览表、说明书等办公表格。 Write power lists and other sheets for offices."""
    from powerctl.cli.entire_export import WHOLE
    from powerctl.cli.exported import Wanted, deliver_all, deliver_whole, sheets_of
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.screen import say
    from powerctl.errors import PowerctlError

    words = choose(lang)
    found = opened([catalogue], words, discreet=public)
    if len(found) > 1:
        raise PowerctlError("export.one_catalogue", known=" ".join(one.root.as_posix() for one in found))
    wanted = Wanted(words_of(layout) or ("power-list",), tuple(subjects or ()), public, day(as_of))
    if wanted.layouts == (WHOLE,):
        deliver_whole(found[0], wanted, form.value, out, words)
        return
    sheets = sheets_of(found[0], wanted, words)
    deliver_all(sheets, form.value, out, words)
    if public:
        say(words.text("export", "hidden"))
