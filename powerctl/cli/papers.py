"""Papers that commands write: which record is meant, who is named in it, and in which form it goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from powerctl.cli.opened import Opened
    from powerctl.model.catalogue import Catalogue
    from powerctl.office.paper import Paper


class PaperFormat(StrEnum):
    """As what a paper is written."""

    docx = "docx"
    html = "html"
    pdf = "pdf"
    md = "md"


class Record(Protocol):
    """Something of a unit with an id."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def unit(self) -> str:
        """Its unit's id."""


Kind = TypeVar("Kind", bound=Record)


def one_of(wanted: str, entries: Sequence[tuple[Opened, Kind]], section: str) -> tuple[Opened, Kind]:
    """The record named by ``id`` or ``unit/id``; PowerctlError where there is none, or more than one."""
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    subjects = [f"{record.unit}/{record.id}" for _, record in entries]
    found = [at for at, subject in enumerate(subjects) if wanted in (subject, entries[at][1].id)]
    if not found:
        # An id alone is like other ids: the unit before it would count as a difference.
        names = subjects if "/" in wanted else [record.id for _, record in entries]
        close = nearest(wanted, names, 0.4)
        guess = subjects[names.index(close)] if close else ""
        raise PowerctlError(f"{section}.unknown", record=wanted, nearest=guess)
    if len(found) > 1:
        raise PowerctlError(f"{section}.ambiguous", record=wanted, known=" ".join(subjects[at] for at in found))
    return entries[found[0]]


def namer(catalogue: Catalogue, unit: str) -> Callable[[str], str]:
    """Who or what a reference in a unit names: a post, body, office or power by its name, an outsider as written."""
    from powerctl.naming import find, split_reference

    def name(reference: str) -> str:
        thing = find(catalogue, unit, reference)
        if thing is not None:
            return thing.name
        owner, power_id = split_reference(reference, unit)
        power = catalogue.powers_by_subject.get(f"{owner}/{power_id}")
        return power.name if power is not None else reference.removeprefix("external:")

    return name


def deliver_paper(paper: Paper, to: PaperFormat, output: str | None) -> None:
    """Writes the paper; Word and PDF go to a file, or to a pipe, but not onto a terminal."""
    from powerctl.cli.reporting import deliver, deliver_bytes
    from powerctl.office import docx, html, markdown, pdf

    match to:
        case PaperFormat.docx:
            deliver_bytes(docx.write(paper), to.value, output)
        case PaperFormat.pdf:
            deliver_bytes(pdf.write(paper), to.value, output)
        case PaperFormat.html:
            deliver(html.write(paper), output)
        case PaperFormat.md:
            deliver(markdown.write(paper), output)
