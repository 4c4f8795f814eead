"""``powerctl build``: the disclosure site of each catalogue, looked through before anybody can see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import AsOf, Lang

if TYPE_CHECKING:
    from datetime import date

    from powerctl.public.audience import Audience


def _complete_audience(incomplete: str) -> list[str]:
    from powerctl.public.audience import Audience

    return [audience.value for audience in Audience if audience.value.startswith(incomplete)]


Audiences = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="public|inner-party|internal",
        help="给谁看，默认 public。 For whom.",
        autocompletion=_complete_audience,
    ),
]


def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]…", help="目录所在的文件夹，默认当前。 Folders.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="网站写到哪里。 Where the site goes.")] = Path("site"),
    audience: Audiences = "public",
    since: Annotated[
        str | None,
        typer.Option(metavar="REV", help="变更记录从哪个版本起，默认各个标签。 Changes since a revision; by tags."),
    ] = None,
    single_file: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help="只写一个单位，成一个 HTML 文件。 One unit as one HTML file."),
    ] = None,
    wall: Annotated[bool, typer.Option("--wall", help="另写上墙的版面（A3 横排）。 Poster sheets besides.")] = False,
    charts: Annotated[bool, typer.Option("--charts/--no-charts", help="是否画流程图。 Whether to draw charts.")] = True,
    clean: Annotated[
        bool, typer.Option("--clean", help="目标里别人放的文件也一并换掉。 Replace what others put there, too.")
    ] = False,
    use_cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="是否用缓存。 Whether to use the cache.")
    ] = True,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="用几个进程，默认按权力多少。 Processes; by size by default."),
    ] = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """生成公开网站：先过闸门，写好后逐字检查，没有泄露才替换。 Build the disclosure site."""
    from powerctl.cli.building import Building, built, single
    from powerctl.cli.language import choose
    from powerctl.cli.publishing import leak_lines
    from powerctl.cli.screen import say
    from powerctl.site.publish import LeakError

    words = choose(lang)
    order = Building(audience_named(audience), edition_day(as_of), since, charts, clean, wall, use_cache, jobs)
    try:
        if single_file is not None:
            say(single(paths or [Path()], out, single_file, order, words))
            return
        for line in built(paths or [Path()], out, order, words):
            say(line)
    except LeakError as leak:
        for line in leak_lines(leak.leaks, words):
            say(line)
        say(words.text("build", "leaked", count=len(leak.leaks), path=out.as_posix()))
        raise typer.Exit(1) from None


def audience_named(text: str) -> Audience:
    """The audience of an option; PowerctlError for one that there is not."""
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest
    from powerctl.public.audience import Audience

    known = [audience.value for audience in Audience]
    if text not in known:
        raise PowerctlError("build.unknown_audience", value=text, nearest=nearest(text, known), known=" ".join(known))
    return Audience(text)


def edition_day(text: str | None) -> date:
    """``--as-of``, else ``SOURCE_DATE_EPOCH``, else today."""
    import os
    from datetime import UTC, datetime

    from powerctl.cli.options import day

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if text is None and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return day(text)
