"""Sheets: pages that are tables below headings, all with one template."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.site.drawing import Drawing
from powerctl.site.frame import Frame, ShownGrade
from powerctl.site.page import Crumb, Page


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere: a path below the folder of the language, or (``top``) below that of the site."""

    text: str
    path: str
    anchor: str = ""
    top: bool = False


Cell = str | float | Link | ShownGrade | None | tuple[str | Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table below a heading; ``columns`` are headings, the column ``head`` names the row on a phone."""

    anchor: str
    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    lead: str = ""
    head: int = 0
    items: tuple[str | Link, ...] = ()
    picture: Drawing | None = None


def sheet(frame: Frame, path: str, key: str, sections: tuple[Section, ...], *, here: str = "", lead: str = "") -> Page:
    """A page of sections; sections without rows and items are left out."""
    title = frame.text(f"menu_{key}")
    return Page(
        path=path,
        template="sheet",
        title=title,
        description=lead or frame.text(f"sheet_{key}"),
        here=here or path,
        crumbs=(Crumb(frame.text("menu_index"), "index.html"), Crumb(title)),
        values={
            "heading": title,
            "lead": lead or frame.text(f"sheet_{key}"),
            "sections": [section for section in sections if section.rows or section.items],
            "contents": len(sections) > _MANY,
        },
    )


_MANY = 3  # from so many sections on the page begins with a list of them
