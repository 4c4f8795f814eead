"""``powerctl rulebook show``: the effective rulebook and where each value comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import Lang

rulebook_app = typer.Typer(
    help="查看规则。 Look at rulebooks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@rulebook_app.callback()
def start() -> None:
    """查看规则。 Look at rulebooks."""


@rulebook_app.command()
def show(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[CATALOGUE]", help="目录的文件夹，默认当前文件夹。 The catalogue's folder."),
    ] = None,
    lang: Lang = None,
) -> None:
    """打印生效的规则和每个值的出处。 Print the effective rulebook and where each value comes from."""
    from powerctl.cli import screen
    from powerctl.cli.language import choose
    from powerctl.cli.roots import catalogues
    from powerctl.formats.rulebook import render
    from powerctl.layers import chain, rulebook_file
    from powerctl.rulebook import load_rulebook, origins
    from powerctl.source import WorkingTree

    words = choose(lang)
    for root in catalogues([path or Path()]):
        source = WorkingTree(root)
        file = rulebook_file(source)
        effective = load_rulebook(source, file)
        layers = chain(source, file)
        files = [layer.file for layer in layers]
        screen.show(render(effective.id, effective.name, files, list(origins(layers)), words))
