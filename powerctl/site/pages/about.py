"""Pages about the site: how grades are reckoned, help, what changed, the map of everything."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.public.method import PublicMethod
from powerctl.public.unit import PublicUnit
from powerctl.site.frame import Frame, power_path, unit_path
from powerctl.site.page import Page
from powerctl.site.pages.charts import course_links
from powerctl.site.pages.leaders import leaders_path
from powerctl.site.sheet import Cell, Link, Section, sheet

_REGISTERS = (
    "risks",
    "charts",
    "regulations",
    "decisions",
    "withheld",
    "supervision",
    "changes",
    "data",
    "method",
    "help",
)


def pages(frame: Frame) -> Iterator[Page]:
    """A page each."""
    yield sheet(frame, "changes.html", "changes", _changes(frame))
    yield sheet(frame, "method.html", "method", _method(frame, frame.catalogue.method), here="help.html")
    yield sheet(frame, "help.html", "help", _help(frame))
    yield sheet(frame, "sitemap.html", "sitemap", _sitemap(frame), here="help.html")


def _changes(frame: Frame) -> tuple[Section, ...]:
    by_day: dict[str, list[tuple[Cell, ...]]] = {}
    for news in frame.news:
        text: Cell = Link(news.text, news.href) if news.href else news.text
        by_day.setdefault(news.on, []).append((text, news.kind))
    columns = (frame.text("change"), frame.text("kind_of_change"))
    return tuple(
        Section(anchor=f"on-{on}", title=frame.day(on), columns=columns, rows=tuple(rows))
        for on, rows in sorted(by_day.items(), reverse=True)
    )


def _method(frame: Frame, method: PublicMethod) -> tuple[Section, ...]:
    factors = tuple(
        Section(
            anchor=f"factor-{measure.factor.id}",
            title=frame.term(measure.factor),
            columns=(frame.text("value"), frame.text("meaning")),
            rows=tuple((str(scale.value), scale.meaning) for scale in measure.scale),
        )
        for measure in method.factors
    )
    bands = Section(
        anchor="bands",
        title=frame.text("bands"),
        lead=frame.text(f"method_{method.kind.replace('-', '_')}") if method.kind else frame.text("method_none"),
        columns=(frame.text("level"), frame.text("from_score")),
        rows=tuple((frame.grade(band.grade), f"{band.from_:g}") for band in method.bands),
        items=() if method.bands else (frame.text("no_bands"),),
    )
    cells = Section(
        anchor="cells",
        title=frame.text("cells"),
        columns=(frame.text("value"), frame.text("level")),
        rows=tuple((f"{cell.first} × {cell.second}", frame.grade(cell.grade)) for cell in method.cells),
    )
    demands = Section(
        anchor="demands",
        title=frame.text("demands"),
        columns=(frame.text("circumstance"), frame.text("least_level")),
        rows=tuple((frame.term(entry.demand), frame.grade(entry.grade)) for entry in method.demands),
    )
    criteria = Section(anchor="criteria", title=frame.text("criteria"), items=tuple(map(frame.term, method.criteria)))
    return bands, *factors, cells, criteria, demands


def _help(frame: Frame) -> tuple[Section, ...]:
    terms = tuple(
        (frame.text(f"term_{key}"), frame.text(f"term_{key}_is"))
        for key in ("power", "workflow", "risk", "control", "grade", "basis", "discretion", "withheld")
    )
    about = frame.catalogue.about
    sources = tuple(
        " ".join(part for part in (source.title, source.number, source.issuer, frame.day(source.issued)) if part)
        for source in about.sources
    )
    return (
        Section(anchor="use", title=frame.text("help_use"), items=tuple(frame.text(f"help_{n}") for n in range(1, 5))),
        Section(
            anchor="terms",
            title=frame.text("help_terms"),
            columns=(frame.text("word"), frame.text("meaning")),
            rows=terms,
        ),
        Section(anchor="more", title=frame.text("help_more"), items=tuple(_register(frame, key) for key in _REGISTERS)),
        Section(anchor="sources", title=frame.text("help_sources"), items=sources),
    )


def _register(frame: Frame, key: str) -> Link:
    return Link(frame.text(f"menu_{key}"), f"{key}.html")


def _sitemap(frame: Frame) -> tuple[Section, ...]:
    """Every page there is, for people without scripts."""
    top = Section(
        anchor="pages",
        title=frame.text("help_more"),
        items=(Link(frame.text("menu_index"), "index.html"), Link(frame.text("menu_units"), "units.html"),
               *(_register(frame, key) for key in _REGISTERS)),
    )  # fmt: skip
    courses = Section(anchor="courses", title=frame.text("courses"), items=tuple(course_links(frame)))
    return top, courses, *(_of_unit(frame, unit) for unit in frame.catalogue.units)


def _of_unit(frame: Frame, unit: PublicUnit) -> Section:
    leaders = Link(frame.text("leaders_of", unit=unit.name), leaders_path(unit.id))
    powers = (Link(power.name, power_path(power.subject)) for power in frame.catalogue.powers_by_unit[unit.id])
    items = (Link(unit.name, unit_path(unit)), *((leaders,) if unit.leading_posts else ()), *powers)
    return Section(anchor=unit.id, title=unit.name, items=items)
