"""``powerctl approve``: a sign-off with the digest of what was approved, written into the file by text span."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import Lang, day


def approve(
    subject: Annotated[
        str,
        typer.Argument(metavar="SUBJECT", help="单位/事项，或单位/事项/风险点。 UNIT/POWER or UNIT/POWER/RISK."),
    ],
    by: Annotated[str, typer.Option("--by", metavar="POST", help="审核、评定的集体、科室或岗位。 Who approved it.")],
    stage: Annotated[
        str, typer.Option("--stage", metavar="S", help="审核阶段；风险点不写。 The stage; none for a risk point.")
    ] = "",
    chain: Annotated[
        str, typer.Option("--chain", metavar="C", help="审核链：catalogue、chart 或 risk。 The review chain.")
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="审核、评定日期，默认今天。 The day; today by default.")
    ] = None,
    place: Annotated[
        Path, typer.Option("--catalogue", metavar="PATH", help="目录所在的路径，默认当前文件夹。 Where it is.")
    ] = Path(),
    lang: Lang = None,
) -> None:
    """登记一次审核或评定，记下当时内容的指纹。 Record an approval with the digest of what was approved."""
    from powerctl.cli.approving import Approval, found, record
    from powerctl.cli.language import choose
    from powerctl.cli.opened import opened
    from powerctl.cli.screen import show

    words = choose(lang)
    approval = Approval(subject, stage, chain, by, day(on).isoformat())
    file = record(found(opened([place], words), subject), approval)
    facts = {"file": file, "subject": subject, "stage": stage, "by": by, "on": approval.on}
    show(words.text("approve", "written", **facts) + "\n")
