"""``powerctl due``: what is owed, by whom, since when, and from which clause."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang, day

if TYPE_CHECKING:
    from datetime import date

    from powerctl.cli.opened import Opened
    from powerctl.duty import Owed
    from powerctl.formats.due import Owing
    from powerctl.model.catalogue import Catalogue


class DueFormat(StrEnum):
    """How duties are listed."""

    text = "text"
    json = "json"
    markdown = "markdown"
    ics = "ics"


def due(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹，默认当前。 Folders.")
    ] = None,
    as_of: AsOf = None,
    within: Annotated[
        str | None,
        typer.Option(metavar="30d", help="还列出多久之内到期的。 Also what falls due within this time."),
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="只列一个单位。 One unit alone.")] = None,
    form: Annotated[DueFormat, typer.Option("--format", help="输出格式。 Output format.")] = DueFormat.text,
    output: Annotated[str | None, typer.Option(metavar="FILE", help="写进文件。 Write to a file.")] = None,
    lang: Lang = None,
) -> None:
    """列出应履行的监督职责、回告和决议落实。 List the duties, replies and resolutions that are owed."""
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.reporting import deliver
    from powerctl.formats.due import FORMATS

    words, today = choose(lang), day(as_of)
    found = opened(paths or [Path()], words)
    if unit is not None:
        known_unit(found, unit)
    deliver(FORMATS[form.value](_owing(found, today, _until(today, within), unit), words), output)


def _until(today: date, within: str | None) -> str:
    """The last day that is looked at: yesterday for what is overdue alone."""
    from datetime import timedelta

    from powerctl.errors import PowerctlError
    from powerctl.model.duration import parse_duration

    if within is None:
        return (today - timedelta(days=1)).isoformat()
    limit = parse_duration(within)
    if limit is None:
        raise PowerctlError("due.bad_within", value=within)
    return (today + timedelta(days=int(limit.longest))).isoformat()


def known_unit(found: tuple[Opened, ...], unit: str) -> None:
    """PowerctlError, with the nearest id, for a unit that no catalogue has."""
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    known = sorted({one.id for entry in found for one in entry.catalogue.units})
    if unit not in known:
        raise PowerctlError("unknown_unit", unit=unit, nearest=nearest(unit, known), known=" ".join(known))


def _with_unit(one: Owed, catalogue: Catalogue) -> Owed:
    """The duty with the unit before a post, an office or a body of it: several units have an 办公室主任."""
    from dataclasses import replace

    unit = catalogue.units_by_id.get(one.unit)
    if unit is None or all(
        part.name != one.owner for parts in (unit.posts, unit.offices, unit.bodies) for part in parts
    ):
        return one
    return replace(one, owner=f"{unit.name}{one.owner}")


def _owing(found: tuple[Opened, ...], today: date, until: str, unit: str | None) -> Owing:
    from powerctl.duties import owed
    from powerctl.formats.due import Owing

    def wanted(one: Owed) -> bool:
        return one.due <= until and unit in (None, one.unit)

    entries = (
        (entry.catalogue.about.id, entry.catalogue.about.name, _with_unit(one, entry.catalogue))
        for entry in found
        for one in filter(wanted, owed(entry.catalogue, entry.rulebook))
    )
    return Owing(today, tuple(sorted(entries, key=lambda entry: (entry[2].due, entry[0]))))
