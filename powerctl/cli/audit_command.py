"""``powerctl audit``: what goes under an audit report: two revisions compared, judged and graded, with their proofs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import Lang


def audit(
    base: Annotated[str, typer.Argument(metavar="BASE", help="从哪个版本或日期。 From: a revision or @{DATE}.")],
    revision: Annotated[str, typer.Argument(metavar="REVISION", help="到哪个版本或日期。 To.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="写到这个新文件夹。 The new folder for it.")],
    place: Annotated[
        Path, typer.Option("--catalogue", metavar="PATH", help="目录所在的路径，默认当前文件夹。 Where it is.")
    ] = Path(),
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="两边都按这一天判断；默认各按提交日。 Judge both by it; else by commit days.",
        ),
    ] = None,
    lang: Lang = None,
) -> None:
    """两个版本的审计底稿：变更、等级、发现、提交与签名、摘要清单。 An audit pack of two revisions."""
    from powerctl.cli.auditing import pack
    from powerctl.cli.compared import opened
    from powerctl.cli.language import choose
    from powerctl.cli.options import day
    from powerctl.cli.screen import show
    from powerctl.errors import PowerctlError
    from powerctl.plant import in_the_way, plant

    words = choose(lang)
    with opened(base, revision, place) as sides:
        files = pack(*sides, day(as_of) if as_of else None, words)
    taken = in_the_way(out, files)
    if taken is not None:
        raise PowerctlError("in_the_way", path=taken.as_posix())
    try:
        plant(out, files)
    except OSError as error:
        raise PowerctlError("not_writable", path=out.as_posix(), problem=str(error.strerror)) from None
    show(words.text("audit", "written", path=out.as_posix(), files=len(files)) + "\n")
