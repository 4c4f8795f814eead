"""All files of a site, made one after the other: pages in both languages, the search, the assets."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.messages import LANGUAGES, Words
from powerctl.site.assets import assets
from powerctl.site.data import data_files
from powerctl.site.frame import Edition, Frame
from powerctl.site.pages import pages_of
from powerctl.site.pages.power import single
from powerctl.site.render import Renderer
from powerctl.site.search import entries, index_files

File = tuple[str, bytes]


def files(edition: Edition) -> Iterator[File]:
    """Each file with its path below the site's folder; nothing of it is kept, so that memory stays flat."""
    yield from assets(with_wall=edition.has_wall)
    for name, content in index_files(entries(edition.catalogue)):
        yield f"static/search/{name}", content
    yield from data_files(edition)
    for language in LANGUAGES:
        yield from _pages(Frame(edition, Words(language)))


def _pages(frame: Frame) -> Iterator[File]:
    renderer = Renderer(frame)
    for page in pages_of(frame):
        yield f"{frame.folder}{page.path}", renderer.render(page)


def one_file(edition: Edition, unit: str) -> bytes:
    """One unit as one page, to be embedded anywhere."""
    frame = Frame(edition, Words("zh"))
    return Renderer(frame).render(single(frame, edition.catalogue.units_by_id[unit]))
