"""The program with all its commands, or with the one that is wanted. Each imports what it needs when it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Annotated

import typer

from powerctl import __version__
from powerctl.cli.options import OrderedCommand

# Each command in the order of the help, with the module that holds it and what it is called there.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "validate": ("validate_command", "validate"),
    "fmt": ("fmt_command", "fmt"),
    "grade": ("grade_command", "grade"),
    "report": ("report_command", "report"),
    "chart": ("chart_command", "chart"),
    "due": ("due_command", "due"),
    "assess": ("assess_command", "assess"),
    "status": ("status_command", "status"),
    "checklist": ("checklist_command", "checklist"),
    "diff": ("diff_command", "diff"),
    "log": ("log_command", "log"),
    "approve": ("approve_command", "approve"),
    "audit": ("audit_command", "audit"),
    "build": ("build_command", "build"),
    "serve": ("serve_command", "serve"),
    "verify": ("verify_command", "verify"),
    "import": ("import_command", "import_"),
    "export": ("export_command", "export"),
    "init": ("init_command", "init"),
    "new": ("new_command", "new"),
    "rules": ("explain_command", "rules"),
    "explain": ("explain_command", "explain"),
    "schema": ("schema_command", "schema"),
    "migrate": ("migrate_command", "migrate"),
    "lsp": ("lsp_command", "lsp"),
    "doctor": ("doctor_command", "doctor"),
    "decision": ("decision_command", "decision_app"),
    "warning": ("warning_command", "warning_app"),
    "rulebook": ("rulebook_command", "rulebook_app"),
    "cache": ("cache_command", "cache_app"),
}


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


def program(names: Iterable[str]) -> typer.Typer:
    """A new program with these commands. To gather and build all of them takes longer than most of them run."""
    app = typer.Typer(
        name="powerctl",
        help=_start.__doc__,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for name in names:
        module, attribute = COMMANDS[name]
        found = getattr(import_module(f"powerctl.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name, cls=OrderedCommand if name == "validate" else None)(found)
    app.callback()(_start)
    return app
