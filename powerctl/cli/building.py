"""Catalogues → sites: each through the gate, drawn, written aside, looked through, put in its place."""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from powerctl import cache, messages
from powerctl.cache import Store
from powerctl.cli.hands import hands
from powerctl.cli.news import news
from powerctl.cli.opened import opened, opened_at
from powerctl.cli.publication import public_catalogue
from powerctl.cli.publishing import Publication, guard_for
from powerctl.cli.roots import catalogues
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.nearest import nearest
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.plain import digest
from powerctl.resources import resource
from powerctl.site.frame import Edition
from powerctl.site.guard import Guard
from powerctl.site.portal import Entry, portal
from powerctl.site.publish import LeakError, Order, Published
from powerctl.site.whole import Parcel, one_file, parcels
from powerctl.write import write_file

Door = tuple[Entry, Guard]  # how the page over several sites leads to one, and who watches what it says of it


@dataclass(frozen=True)
class Building:
    """How sites are made: for whom, of which day, with which changes, charts and extra sheets, by how many processes
    (None: as many as are worth it)."""

    audience: Audience
    on: date
    since: str | None = None
    has_charts: bool = True
    clean: bool = False
    has_wall: bool = False
    has_cache: bool = True
    jobs: int | None = 1

    def edition(self, root: Path, public: PublicCatalogue, revision: str) -> Edition:
        """What is published of the catalogue in a folder; ``revision`` is the digest of what is public."""
        told = news(root, self.since, self.on) if self.audience is Audience.PUBLIC else {}
        return Edition(public, self.on, revision, told, self.store, self.has_charts, self.has_wall, _tool())

    @functools.cached_property
    def store(self) -> Store | None:
        """The cache, where it may be used."""
        return cache.opened() if self.has_cache else None

    def publication(self, root: Path, words: Words) -> Publication:
        """What may be published of the catalogue in a folder. What was read of it is let go on return."""
        one = opened_at(root, words, discreet=True)
        extras = {"has_charts": self.has_charts, "has_wall": self.has_wall}
        return Publication.of(one.loaded, one.source, self.audience, self.on, **extras)


@functools.cache
def _tool() -> str:
    """The digest of everything that decides how a page looks: the program, its templates, its words."""
    words = Path(messages.__file__).parent.rglob("*.yaml")
    looks = (path for path in (resource("templates") / "site").rglob("*") if path.is_file())
    return cache.digest_of(cache.tool(), *(path.read_bytes() for path in sorted([*words, *looks])))


def built(paths: Iterable[Path], out: Path, order: Building, words: Words) -> Iterator[str]:
    """Builds one site after another and tells what was written; several stand side by side below a page over them."""
    roots = catalogues(list(paths))
    alone = len(roots) == 1
    doors = []
    for root in roots:
        door = yield from _site(root, out, order, words, alone=alone)
        doors.append(door)
    if not alone:
        _write_portal(doors, out, order.on)
    yield words.text("build", "look", path=(out / "index.html").as_posix())


def _site(root: Path, out: Path, order: Building, words: Words, *, alone: bool) -> Generator[str, None, Door]:
    publication = order.publication(root, words)
    about = publication.public.about
    target = out if alone else out / about.id
    done = _build(publication, root, target, order)
    if not done.at_once:
        yield words.text("publish", "in_two_steps", path=target.as_posix())
    yield words.text("build", "written", path=target.as_posix(), files=done.files, name=about.name)
    return Entry.of(publication.public, f"{about.id}/"), publication.guard


def _write_portal(doors: Sequence[Door], out: Path, on: date) -> None:
    """The page over several sites: names and figures alone, and looked through like everything else."""
    for name, content in portal([entry for entry, _ in doors], on):
        for _, guard in doors:
            if leaks := guard.leaks(name, content):
                raise LeakError(leaks)
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        write_file((out / name).resolve(), content)


def _build(publication: Publication, root: Path, target: Path, order: Building) -> Published:
    def render(public: PublicCatalogue) -> Sequence[Parcel]:
        return parcels(order.edition(root, public, publication.input))

    target.parent.mkdir(parents=True, exist_ok=True)
    each = hands(len(publication.public.powers), order.jobs)
    return publication.to(Order(target, target.as_posix(), order.clean), render, each, order.store)


def single(paths: Iterable[Path], out: Path, unit: str, order: Building, words: Words) -> str:
    """One unit as one HTML file that needs nothing else; looked through like a site."""
    found = opened(list(paths), words, discreet=True)
    known = sorted(entry.id for one in found for entry in one.catalogue.units)
    one = next((one for one in found if unit in one.catalogue.units_by_id), None)
    if one is None:
        raise PowerctlError("unknown_unit", unit=unit, nearest=nearest(unit, known), known=" ".join(known))
    public = public_catalogue(one.loaded, one.source, order.audience)
    if unit not in public.units_by_id:
        raise PowerctlError("build.hidden_unit", unit=unit, audience=order.audience.value)
    content = one_file(order.edition(one.root, public, digest(public)), unit)
    target = out / f"{unit}.html" if out.is_dir() or not out.suffix else out
    if leaks := guard_for(one.loaded, public).leaks(target.name, content):
        raise LeakError(leaks)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_file(target.resolve(), content)
    return words.text("build", "single", path=target.as_posix(), size=len(content) // 1024)
