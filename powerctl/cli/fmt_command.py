"""``powerctl fmt``: keys in canonical order, quotes where they are needed, and not a byte else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.cli.rewrite import Target
    from powerctl.edit.canonical import Canonical
    from powerctl.messages import Words


def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="目录或其中的文件，默认当前文件夹。 Catalogues, or files in them."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="不写入，只列出会改动的文件。 Write nothing; list what would change.")
    ] = False,
    lang: Lang = None,
) -> None:
    """按统一的键序和引号整理文件。 Put keys in canonical order and quotes where they are needed."""
    from powerctl.cli.language import choose
    from powerctl.cli.rewrite import canonical_files, put
    from powerctl.cli.screen import say, show
    from powerctl.visible import visible

    words = choose(lang)
    files = changed = left = 0
    for target, result in canonical_files(paths or [Path()]):
        files += 1
        if trouble := _trouble(target, result, words):
            left += 1
            say(trouble)
        elif result.raw != target.raw:
            changed += 1
            if not check:
                put(target, result.raw)
            show(f"{visible(target.shown)}\n")
    say(words.text("report", "would_format" if check else "formatted", files=files, changed=changed, left=left or ""))
    raise typer.Exit(int(left > 0 or (check and changed > 0)))


def _trouble(target: Target, result: Canonical, words: Words) -> str:
    """Why a file was left alone; "" if it was not."""
    from powerctl.messages import place_text

    if result.refused is not None:
        place = place_text(target.at(result.refused.location))
        return words.text("report", "left_unread", place=place, problem=words.sentence(result.refused))
    if result.unsafe is not None:
        return words.text("report", "left_unsafe", place=place_text(target.at(result.unsafe)))
    return ""
