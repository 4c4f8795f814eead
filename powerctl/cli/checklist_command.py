"""``powerctl checklist``: the questions of supervision with their answers, what is open, and blank forms."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang
from powerctl.cli.papers import PaperFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from powerctl.cli.opened import Opened
    from powerctl.questions import AskedList


class ListFormat(StrEnum):
    """How lists are shown."""

    text = "text"
    json = "json"
    markdown = "markdown"


def checklist(
    list_: Annotated[str, typer.Argument(metavar="[LIST]", help="哪份清单，默认全部。 Which list; all.")] = "",
    paths: Annotated[
        list[Path] | None, typer.Option("--catalogue", metavar="PATH", help="目录所在的文件夹，默认当前。 Folders.")
    ] = None,
    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="只看一个单位。 One unit alone.")] = None,
    about: Annotated[str, typer.Option(metavar="POST", help="问谁：岗位，或 单位/岗位。 About whom.")] = "",
    blank: Annotated[bool, typer.Option("--blank", help="写成空白表，供填写。 As a form to fill in.")] = False,
    to: Annotated[PaperFormat | None, typer.Option("--to", help="空白表写成什么，默认 md。 The form as what.")] = None,
    form: Annotated[ListFormat, typer.Option("--format", help="输出格式。 Output format.")] = ListFormat.text,
    output: Annotated[str | None, typer.Option(metavar="FILE", help="写进文件。 Write to a file.")] = None,
    lang: Lang = None,
) -> None:
    """监督问题清单：答了什么、有何佐证、哪些没有答、哪些需要关注。 Supervision questions and their answers."""
    from powerctl.assessing.questions import Wanted, asked
    from powerctl.cli.due_command import known_unit
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.papers import deliver_paper
    from powerctl.cli.reporting import deliver
    from powerctl.errors import PowerctlError
    from powerctl.formats.checklist import FORMATS
    from powerctl.office.blank import blank as blank_form

    words = choose(lang)
    if to is not None and not blank:
        raise PowerctlError("checklist.to_alone")
    found = opened(paths or [Path()], words)
    if unit is not None:
        known_unit(found, unit)
    _check(found, list_, about, unit or "")
    wanted = Wanted(list_, unit or "", about)
    told = [
        (one.catalogue.about.id, one.catalogue.about.name, asked(one.catalogue, one.rulebook, wanted)) for one in found
    ]
    if blank:
        named = [entry for _, _, entries in told for entry in entries] if about or unit else []
        lists = _for_one(named) if named else _unasked(found, list_)
        deliver_paper(blank_form(lists, words), to or PaperFormat.md, output)
    else:
        deliver(FORMATS[form.value](told, words), output)


def _check(found: Sequence[Opened], list_: str, about: str, unit: str) -> None:
    """PowerctlError, with the nearest name, for a list or somebody that no catalogue has."""
    from powerctl.assessing.questions import everybody
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    lists = sorted({name for one in found for name in one.rulebook.supervision.checklists})
    if not lists:
        raise PowerctlError("checklist.no_list")
    if list_ and list_ not in lists:
        close = nearest(list_, lists)
        raise PowerctlError("checklist.unknown_list", name=list_, nearest=close, known=" ".join(lists))
    people = {name for one in found for name in everybody(one.catalogue)} if about else set()
    full = f"{unit}/{about}" if unit and "/" not in about else about
    if about and full not in people:
        raise PowerctlError("checklist.unknown_about", name=full, nearest=nearest(full, sorted(people), 0.4))


def _for_one(lists: Sequence[AskedList]) -> list[AskedList]:
    """The lists of the first who is asked: a form is for one person."""
    return [one for one in lists if (one.unit, one.about) == (lists[0].unit, lists[0].about)]


def _unasked(found: Sequence[Opened], list_: str) -> list[AskedList]:
    """The lists about nobody in particular."""
    from powerctl.assessing.questions import blank_lists

    return [one for entry in found for one in blank_lists(entry.catalogue, entry.rulebook, list_)]
