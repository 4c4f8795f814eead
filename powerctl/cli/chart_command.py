"""``powerctl chart``: workflows, risks and organisations as pictures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.charts.order import Engine, Form, Kind, Map, Order
from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.cache import Store
    from powerctl.cli.chart_choice import Chart, Shelf
    from powerctl.public.audience import Audience


class Readers(StrEnum):
    """For whom a chart is drawn."""

    public = "public"
    inner_party = "inner-party"
    internal = "internal"


def chart(
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SUBJECT]...",
            help="单位、单位/事项；类别图写权力类型。默认全部。 Units, unit/power; power types for categories. All.",
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="输出格式。 Output format.")] = Form.SVG,
    kind: Annotated[
        Kind | None,
        typer.Option("--kind", help="项目流程图（默认）、类别流程图或风险防控图。 Which kind; item by default."),
    ] = None,
    map_: Annotated[
        Map | None,
        typer.Option("--map", help="改画单位的机构岗位、权力事项或风险图。 A map of the unit instead."),
    ] = None,
    audience: Annotated[
        Readers, typer.Option("--audience", help="给谁看；默认公众，不含不予公开的内容。 For whom; the public.")
    ] = Readers.public,
    engine: Annotated[
        Engine, typer.Option("--engine", help="谁来排版；graphviz 需要 dot 程序。 Who lays it out.")
    ] = Engine.LANES,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="写到这个文件夹，多张图时必须写明。 Write below this folder."),
    ] = None,
    catalogue: Annotated[
        list[Path] | None,
        typer.Option(
            "--catalogue", metavar="PATH", help="目录所在的路径，可重复，默认当前文件夹。 Where catalogues are."
        ),
    ] = None,
    lang: Lang = None,
    use_cache: Annotated[
        bool, typer.Option("--cache/--no-cache", help="是否使用缓存；结果一样。 Use the cache; results are the same.")
    ] = True,
) -> None:
    """画流程图、风险防控图和职权图。 Draw workflows, risks with their controls, and maps."""
    from powerctl.cache import opened
    from powerctl.charts.wording import Wording
    from powerctl.cli.chart_files import Shop, check_target, put, show
    from powerctl.cli.language import choose
    from powerctl.cli.roots import catalogues
    from powerctl.cli.screen import say
    from powerctl.errors import PowerctlError
    from powerctl.public.audience import Audience

    words = choose(lang)
    if kind is not None and map_ is not None:
        raise PowerctlError("chart.kind_and_map")
    order = Order(form, Engine.GRAPHVIZ if map_ else engine, Wording(words))
    store = opened() if use_cache else None
    roots = catalogues(catalogue or [Path()])

    def charts() -> tuple[Chart, ...]:
        from powerctl.cli.chart_choice import Wanted, chosen

        wanted = Wanted(tuple(subjects or ()), kind or Kind.ITEM, map_, order.wording)
        found = chosen([_shelf(root, Audience(audience), store) for root in roots], wanted)
        check_target(len(found), order.form, out)
        return found

    terms = (*(subjects or ()), "", kind or Kind.ITEM, map_ or "", audience, order.form, order.engine, words.language)
    files = Shop(order, store).files(terms, roots, charts)
    if out is None:
        show(files, order.form)
        return
    written = put(files, order.form, out)
    if written.count:
        say(words.text("chart", "wrote", path=out.as_posix(), count=written.count, same=written.same or ""))
    for error in written.refused:
        say(words.text("chart", "left_out", problem=words.error(error)))
    raise typer.Exit(int(bool(written.refused)))


def _shelf(root: Path, audience: Audience, store: Store | None) -> Shelf:
    from powerctl.cli.chart_choice import Shelf
    from powerctl.cli.publication import public_catalogue
    from powerctl.gate.procedures import project_procedures
    from powerctl.load import load
    from powerctl.source import WorkingTree

    source = WorkingTree(root)
    loaded = load(source, jobs=None, store=store, place=str(root.resolve()))
    known = {unit.id for unit in loaded.catalogue.units}.union(
        *((power.subject, power.id) for power in loaded.catalogue.powers)
    )
    shown = public_catalogue(loaded, source, audience)
    return Shelf(shown, project_procedures(loaded.rulebook), frozenset(known))
