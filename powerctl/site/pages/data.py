"""数据下载: the lists for machines, and the standard directory of disclosure as a page."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.site.data.lists import KINDS, make
from powerctl.site.frame import Frame
from powerctl.site.page import Page
from powerctl.site.sheet import Link, Section, sheet


def pages(frame: Frame) -> Iterator[Page]:
    """The downloads and the directory."""
    yield sheet(frame, "data.html", "data", (_lists(frame), _others(frame)))
    standard = make(frame, "standard")
    section = Section(
        anchor="standard",
        title=frame.text("list_standard"),
        columns=standard.titles,
        rows=tuple(standard.rows()),
        head=2,
    )
    yield sheet(frame, "standard.html", "standard", (section,), here="data.html")


def _lists(frame: Frame) -> Section:
    rows = tuple(
        (
            frame.text(f"list_{kind}"),
            Link("JSON", f"data/{kind}.json", top=True),
            Link("CSV", f"data/{kind}.csv", top=True),
        )
        for kind in KINDS
    )
    return Section(anchor="lists", title=frame.text("lists"), columns=(frame.text("list"), "JSON", "CSV"), rows=rows)


def _others(frame: Frame) -> Section:
    items = (
        Link(frame.text("whole_workbook"), "data/catalogue.xlsx", top=True),
        Link("datapackage.json", "data/datapackage.json", top=True),
        Link(frame.text("menu_standard"), "standard.html"),
        Link("Atom", "feed.atom", top=True),
        Link("JSON Feed", "feed.json", top=True),
    )
    return Section(anchor="others", title=frame.text("other_forms"), items=items)
