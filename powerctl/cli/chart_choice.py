"""Which charts are meant: subjects, kind or map, and readers → sketches with the names of their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from powerctl.charts.category import category_chart
from powerctl.charts.control import control_chart, unit_control_chart
from powerctl.charts.item import item_chart
from powerctl.charts.maps import MAPS
from powerctl.charts.order import Kind, Map
from powerctl.charts.sketch import Sketch
from powerctl.charts.wording import Wording
from powerctl.errors import PowerctlError
from powerctl.nearest import nearest
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.procedure import PublicProcedure


@dataclass(frozen=True, slots=True)
class Shelf:
    """A catalogue as its readers see it, the power types of its rulebook, and every subject there is, seen or not."""

    catalogue: PublicCatalogue
    procedures: tuple[PublicProcedure, ...]
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; no subjects: everything."""

    subjects: tuple[str, ...]
    kind: Kind
    map: Map | None
    wording: Wording


@dataclass(frozen=True, slots=True)
class Chart:
    """A sketch and the path of its file below the folder of charts, without suffix."""

    name: str
    sketch: Sketch


def chosen(shelves: Sequence[Shelf], wanted: Wanted) -> tuple[Chart, ...]:
    """The charts; PowerctlError for a subject that nobody knows or that has none, and where there is none at all."""
    charts: dict[str, Chart] = {}
    drawn: set[str] = set()
    for shelf in shelves:
        before = f"{shelf.catalogue.about.id}/" if len(shelves) > 1 else ""
        for asking, chart in _charts(shelf, wanted):
            drawn.update(asking)
            charts[before + chart.name] = Chart(before + chart.name, chart.sketch)
    for subject in wanted.subjects:
        if subject not in drawn:
            raise _refused(shelves, wanted, subject)
    if not charts:
        raise PowerctlError("chart.nothing")
    return tuple(charts.values())


def _charts(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], Chart]]:
    """The charts of a catalogue, each with the subjects that ask for it."""
    draw: Callable[[Shelf, Wanted], Iterator[tuple[tuple[str, ...], str, Sketch | None]]]
    draw = _maps if wanted.map is not None else _DRAWN[wanted.kind]
    for subjects, name, sketch in draw(shelf, wanted):
        if sketch is not None:
            yield subjects, Chart(name, sketch)


def _items(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], str, Sketch | None]]:
    for subjects, power in _powers(shelf, wanted):
        unit = shelf.catalogue.units_by_id[power.unit].name
        yield subjects, f"{power.unit}/{power.id}", item_chart(power, unit, wanted.wording)


def _controls(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], str, Sketch | None]]:
    for unit in shelf.catalogue.units:
        if subjects := _asking(wanted, unit.id):
            yield subjects, f"{unit.id}.risk-control", unit_control_chart(unit, wanted.wording)
    for subjects, power in _powers(shelf, wanted):
        unit_name = shelf.catalogue.units_by_id[power.unit].name
        yield subjects, f"{power.unit}/{power.id}.risk-control", control_chart(power, unit_name, wanted.wording)


def _categories(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], str, Sketch | None]]:
    """Without a subject only the types that occur: a chart of what a place does not have would mislead."""
    for procedure in shelf.procedures:
        powers = [power for power in shelf.catalogue.powers if power.type.id == procedure.type.id]
        subjects = _asking(wanted, procedure.type.id)
        if subjects and (powers or wanted.subjects):
            yield subjects, f"category-{procedure.type.id}", category_chart(procedure, powers, wanted.wording)


def _maps(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], str, Sketch | None]]:
    assert wanted.map is not None
    for unit in shelf.catalogue.units:
        powers = shelf.catalogue.powers_by_unit[unit.id]
        asked = tuple(subject for power in powers for subject in wanted.subjects if subject == power.subject)
        whole = _asking(wanted, unit.id)
        if whole or asked:
            part = powers if whole else tuple(power for power in powers if power.subject in asked)
            yield whole + asked, f"{unit.id}.map-{wanted.map}", MAPS[wanted.map](unit, part, wanted.wording)


_DRAWN: Mapping[Kind, Callable[[Shelf, Wanted], Iterator[tuple[tuple[str, ...], str, Sketch | None]]]] = {
    Kind.ITEM: _items,
    Kind.CATEGORY: _categories,
    Kind.CONTROL: _controls,
}


def _powers(shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[str, ...], PublicPower]]:
    for power in shelf.catalogue.powers:
        if subjects := _asking(wanted, power.subject, power.unit, power.id):
            yield subjects, power


def _asking(wanted: Wanted, *names: str) -> tuple[str, ...]:
    """The subjects that mean one of these names; without subjects all is asked for, by the empty subject."""
    if not wanted.subjects:
        return ("",)
    return tuple(subject for subject in wanted.subjects if subject.rstrip("/") in names)


def _refused(shelves: Sequence[Shelf], wanted: Wanted, subject: str) -> PowerctlError:
    if wanted.kind is Kind.CATEGORY and wanted.map is None:
        known = sorted({procedure.type.id for shelf in shelves for procedure in shelf.procedures})
        if subject not in known:
            guess = nearest(subject, known)
            return PowerctlError("chart.unknown_type", subject=subject, nearest=guess, known=" ".join(known))
        return PowerctlError("chart.not_shown", subject=subject)
    subjects = frozenset[str]().union(*(shelf.subjects for shelf in shelves))
    if subject in subjects:
        return PowerctlError("chart.not_shown", subject=subject)
    return PowerctlError("chart.unknown_subject", subject=subject, nearest=nearest(subject, subjects))
