"""The same content for machines: lists as JSON and CSV, a workbook, a data package, feeds, the map of pages."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.messages import Words
from powerctl.site.data import changes, feeds, lists, package, workbook
from powerctl.site.frame import Edition, Frame

File = tuple[str, bytes]


def data_files(edition: Edition) -> Iterator[File]:
    """Each file with its path below the site's folder."""
    frame = Frame(edition, Words("zh"))
    made = [lists.make(frame, kind) for kind in lists.KINDS]
    for one in made:
        yield f"data/{one.kind}.json", one.as_json()
        yield f"data/{one.kind}.csv", one.as_csv()
    yield "data/catalogue.xlsx", workbook.write(frame, made)
    yield "data/datapackage.json", package.write(frame, made)
    yield changes.PATH, changes.write(edition.news)
    yield from feeds.files(frame)
