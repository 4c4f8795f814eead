"""The program before its commands are gathered, and with no other than the one that is run the most."""

from __future__ import annotations

from typing import Annotated

import typer

from powerctl import __version__
from powerctl.cli.options import OrderedCommand
from powerctl.cli.validate_command import validate


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"powerctl {__version__}")
        raise typer.Exit


def _start(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本。 Show the version.")
    ] = False,
) -> None:
    """把权力清单、廉政风险、防控措施和公开内容当作数据来检查。 Checks catalogues of public powers kept as data."""


def validating() -> typer.Typer:
    """A new program that can validate: to gather and build every command takes as long as all of this together."""
    app = typer.Typer(
        name="powerctl",
        help=_start.__doc__,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.command(cls=OrderedCommand)(validate)
    app.callback()(_start)
    return app
