"""``powerctl new``: a file of one kind at its right place, with what the rulebook and the unit already tell."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.model.catalogue import Catalogue
    from powerctl.model.unit import Unit


def _complete_kind(incomplete: str) -> Iterator[str]:
    from powerctl.cli.blanks import KINDS

    yield from (kind for kind in KINDS if kind.startswith(incomplete))


def new(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="unit、power、decision、warning 或 adjustment。 One of these.",
            autocompletion=_complete_kind,
        ),
    ],
    id_: Annotated[str, typer.Argument(metavar="ID", help="编号，也是文件名。 The id, which names the file.")],
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="U", help="所在单位；新建单位时是上级单位。 Its unit; a unit's parent."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="N", help="名称。 The name.")] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="T",
            help="单位或权力的类型、议题类别、预警级别、调整原因。 Its type, matter, level or cause.",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="CATALOGUE", help="写进哪个目录，默认向上寻找。 The catalogue; found upward."),
    ] = None,
    from_diff: Annotated[
        str | None,
        typer.Option("--from-diff", metavar="BASE", help="调整说明按与这个版本的差别起草。 Draft a note from a diff."),
    ] = None,
    lang: Lang = None,
) -> None:
    """写一个新文件：单位、权力事项、议决记录、预警或调整说明。 Write a new file of a kind at its place."""
    from powerctl.cli import entered
    from powerctl.cli.blanks import KINDS, Order
    from powerctl.cli.drafting import drafted
    from powerctl.cli.home import catalogue_at, schema_beside, shown
    from powerctl.cli.language import choose
    from powerctl.cli.options import day
    from powerctl.cli.screen import say, show
    from powerctl.errors import PowerctlError
    from powerctl.layout import path_of
    from powerctl.load import load
    from powerctl.nearest import nearest
    from powerctl.skeleton import fill
    from powerctl.source import WorkingTree
    from powerctl.visible import visible

    words = choose(lang)
    if kind not in KINDS:
        raise PowerctlError("unknown_kind", kind=kind, nearest=nearest(kind, KINDS, 0.5), known=" ".join(KINDS))
    if from_diff is not None and kind != "adjustment":
        raise PowerctlError("diff.only_adjustments", kind=kind)
    entered.identifier(id_)
    root = catalogue_at(into)
    loaded = load(WorkingTree(root))
    owner = _unit(loaded.catalogue, unit, root, needed=kind != "unit")
    file = path_of(kind, owner.id if owner and kind != "unit" else id_, id_)
    _refuse_taken(root, file)
    order = Order(loaded.catalogue, loaded.rulebook, owner, day(None).isoformat(), type_, name)
    schema = schema_beside(root / file, kind)
    facts = {"schema": schema, "id": id_, **KINDS[kind](order)}
    if from_diff is not None and owner is not None:
        facts |= drafted(root, from_diff, owner.id, loaded.rulebook, words)
    text = fill(f"new/{kind}.yaml", facts)
    _write(root, file, text.encode("utf-8"))
    show(f"{visible(shown(root / file))}\n")
    if not schema:
        say(words.text("new", "no_schemas"))
    say(words.text("new", "next", command=f"powerctl validate {shlex.quote(shown(root))}"))


def _unit(catalogue: Catalogue, wanted: str | None, root: Path, *, needed: bool) -> Unit | None:
    """The unit named; or the one in whose folder we are; or the only one there is."""
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    units = catalogue.units_by_id
    known = " ".join(sorted(units))
    if wanted is not None:
        if wanted not in units:
            raise PowerctlError("unknown_unit", unit=wanted, nearest=nearest(wanted, units), known=known)
        return units[wanted]
    if not needed:
        return None
    if not units:
        raise PowerctlError("no_units")
    guess = _unit_around(root) or (next(iter(units)) if len(units) == 1 else "")
    if guess not in units:
        raise PowerctlError("which_unit", known=known)
    return units[guess]


def _unit_around(root: Path) -> str:
    here, units = Path.cwd(), root.resolve() / "units"
    return here.relative_to(units).parts[0] if here.is_relative_to(units) and here != units else ""


def _refuse_taken(root: Path, file: str) -> None:
    """Nothing stands at the place, under this name or one that differs only in large and small letters."""
    from powerctl.cli.home import shown
    from powerctl.errors import PowerctlError
    from powerctl.plant import in_the_way

    folder = root
    for step in file.split("/"):
        for other in _names(folder):
            if other != step and other.casefold() == step.casefold():
                raise PowerctlError("taken_id", value=step, other=other)
        folder /= step
    taken = in_the_way(root, [file])
    if taken is not None:
        raise PowerctlError("in_the_way", path=shown(taken))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, not paths
    except OSError:
        return []


def _write(root: Path, file: str, content: bytes) -> None:
    from powerctl.cli.home import shown
    from powerctl.cli.options import day
    from powerctl.cli.trial import refuse_unfit
    from powerctl.errors import PowerctlError
    from powerctl.plant import plant
    from powerctl.source import WorkingTree

    refuse_unfit({file: content}, WorkingTree(root), day(None))
    try:
        plant(root, {file: content})
    except FileExistsError:
        raise PowerctlError("in_the_way", path=shown(root / file)) from None
    except OSError as error:
        raise PowerctlError("not_writable", path=shown(root / file), problem=str(error.strerror)) from None
