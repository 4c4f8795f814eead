"""What is shown at one moment: the sites made from the files as they are, what was found in them, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from powerctl import cache
from powerctl.cli.building import Building
from powerctl.cli.check import check
from powerctl.cli.opened import Opened, opened
from powerctl.cli.publication import public_catalogue
from powerctl.cli.publishing import guard_for
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.plain import digest
from powerctl.results import Report
from powerctl.site.guard import Guard, Leak
from powerctl.site.portal import Entry, portal
from powerctl.site.preview import Preview


@dataclass(frozen=True)
class Site:
    """One catalogue behind the gate; every file is looked through by the guard before it is shown."""

    one: Opened
    public: PublicCatalogue
    order: Building

    def file(self, path: str) -> bytes | None:
        """The file at a path, as a build would write it."""
        return self._preview.file(path)

    def leaks(self, path: str, content: bytes) -> tuple[Leak, ...]:
        """What the guard has against a file."""
        return self._guard.leaks(path, content)

    @cached_property
    def _preview(self) -> Preview:
        return Preview(self.order.edition(self.one.root, self.public, digest(self.public)))

    @cached_property
    def _guard(self) -> Guard:
        return guard_for(self.one.loaded, self.public)


@dataclass(frozen=True)
class State:
    """``sites`` by the folder they stand in ("" for one alone); ``problem`` is why there are none, a sentence by
    language; ``report`` is None where nothing could be checked."""

    sites: Mapping[str, Site] = field(default_factory=dict)
    portal: Mapping[str, bytes] = field(default_factory=dict)
    report: Report | None = None
    problem: PowerctlError | None = None


def state_of(paths: Sequence[Path], order: Building, words: Words) -> State:
    """What the files give now. Whatever the user can mend is shown in the browser, not thrown."""
    report: Report | None = None
    try:
        report = check(paths, as_of=order.on, jobs=None, store=cache.opened())
        sites = dict(_site(one, order) for one in opened(paths, words))
    except PowerctlError as error:
        return State(report=report, problem=error)
    if len(sites) == 1:
        (alone,) = sites.values()
        return State({"": alone}, report=report)
    entries = [Entry.of(site.public, folder) for folder, site in sites.items()]
    return State(sites, dict(portal(entries, order.on)), report)


def _site(one: Opened, order: Building) -> tuple[str, Site]:
    public = public_catalogue(one.loaded, one.source, order.audience)
    return f"{one.catalogue.about.id}/", Site(one, public, order)
