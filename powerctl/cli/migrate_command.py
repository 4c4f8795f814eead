"""``powerctl migrate``: brings catalogues to the data format of this version. So far there is one format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.source import Source

FORMAT = 1


def migrate(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="目录所在的路径。 Where catalogues are.")
    ] = None,
    lang: Lang = None,
) -> None:
    """把目录升级到当前的数据格式。 Bring catalogues to the data format of this version."""
    from powerctl.cli.language import choose
    from powerctl.cli.roots import catalogues
    from powerctl.cli.screen import show
    from powerctl.errors import PowerctlError
    from powerctl.source import WorkingTree

    words = choose(lang)
    for root in catalogues(paths or [Path()]):
        own = format_of(WorkingTree(root))
        if own > FORMAT:
            raise PowerctlError("format_newer", path=root.as_posix(), own=own, known=FORMAT)
        show(words.text("report", "format_current", path=root.as_posix(), own=own) + "\n")


def format_of(source: Source) -> int:
    """The format that ``catalogue.yaml`` names; 1 where it names none or cannot be read: validate tells of that."""
    from powerctl import document

    raw = source.read("catalogue.yaml")
    data = document.read("catalogue.yaml", raw).data if isinstance(raw, bytes) else None
    own = data.get("format") if isinstance(data, dict) else None
    return own if isinstance(own, int) and not isinstance(own, bool) else FORMAT
