"""``powerctl schema``: prints the JSON Schema of a kind, or writes all of them for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from powerctl.cli.options import Lang


def schema(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="文件种类，如 power。 The kind of file.")] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="DIR", help="全部写进文件夹。 Write all of them."),
    ] = None,
    lang: Lang = None,
) -> None:
    """打印一个种类的 JSON Schema，或全部写出。 Print the JSON Schema of a kind, or write all for editors."""
    from powerctl.cli.language import choose
    from powerctl.cli.screen import show
    from powerctl.schema import KINDS, schema_text

    choose(lang)
    if write is not None:
        _write_all(write)
    elif kind is None:
        show("".join(f"{known}\n" for known in KINDS))
    else:
        show(schema_text(_known(kind)))


def _known(kind: str) -> str:
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest
    from powerctl.schema import KINDS

    if kind not in KINDS:
        raise PowerctlError("unknown_kind", kind=kind, nearest=nearest(kind, KINDS), known=" ".join(KINDS))
    return kind


def _write_all(folder: Path) -> None:
    from powerctl.cli.screen import show
    from powerctl.errors import PowerctlError
    from powerctl.schema import KINDS, schema_text
    from powerctl.write import write_file

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            write_file(folder / f"{kind}.schema.json", schema_text(kind).encode("utf-8"))
            show(f"{(folder / f'{kind}.schema.json').as_posix()}\n")
    except OSError as error:
        raise PowerctlError("not_writable", path=str(folder), problem=str(error.strerror)) from None
