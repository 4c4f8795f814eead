"""All files of a site, in parcels: pages in both languages, the data, the search, the assets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from powerctl.messages import LANGUAGES, Words
from powerctl.public.power import PublicPower
from powerctl.site.assets import assets
from powerctl.site.data import data_files
from powerctl.site.frame import Edition, Frame
from powerctl.site.page import Page
from powerctl.site.pages import MAKERS, Maker
from powerctl.site.pages.power import pages, single
from powerctl.site.render import Renderer
from powerctl.site.search import entries, index_files

File = tuple[str, bytes]
Parcel = Callable[[], Iterable[File]]
_POWERS = 50  # a parcel


def files(edition: Edition) -> Iterator[File]:
    """Each file with its path below the site's folder; nothing of it is kept, so that memory stays flat."""
    for parcel in parcels(edition):
        yield from parcel()


def parcels(edition: Edition) -> tuple[Parcel, ...]:
    """All files in parcels that can be made by different processes, the longest work first. The pages of a power
    in both languages are neighbours: whoever looks through one knows most of the other."""
    desks = tuple(_Desk(Frame(edition, Words(language))) for language in LANGUAGES)
    powers = edition.catalogue.powers
    return (
        partial(data_files, edition),
        *(partial(_sheets, desks, maker) for maker in MAKERS),
        *(partial(_powers, desks, powers[at : at + _POWERS]) for at in range(0, len(powers), _POWERS)),
        partial(_search, edition),
        partial(assets, with_wall=edition.has_wall),
    )


class _Desk:
    """Where the pages of one language are written."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._renderer = Renderer(frame)

    def written(self, pages: Iterable[Page]) -> Iterator[File]:
        """The files of some pages."""
        for page in pages:
            yield f"{self.frame.folder}{page.path}", self._renderer.render(page)


def _sheets(desks: Iterable[_Desk], maker: Maker) -> Iterator[File]:
    for desk in desks:
        yield from desk.written(maker(desk.frame))


def _powers(desks: Iterable[_Desk], powers: Iterable[PublicPower]) -> Iterator[File]:
    for power in powers:
        for desk in desks:
            yield from desk.written(pages(desk.frame, (power,)))


def _search(edition: Edition) -> Iterator[File]:
    for name, content in index_files(entries(edition.catalogue)):
        yield f"static/search/{name}", content


def one_file(edition: Edition, unit: str) -> bytes:
    """One unit as one page, to be embedded anywhere."""
    frame = Frame(edition, Words("zh"))
    return Renderer(frame).render(single(frame, edition.catalogue.units_by_id[unit]))
