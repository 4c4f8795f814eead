"""Lists: powers, units, risks, regulations, decisions, what is withheld, and the standard directory of disclosure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from powerctl.formats.tables.csv import inert
from powerctl.public.plain import told
from powerctl.public.power import PublicPower
from powerctl.site.frame import Frame, power_path, unit_path
from powerctl.site.tally import all_risks, codes
from powerctl.visible import visible

Value = str | int | float
Row = tuple[Value, ...]

# An entry a line: a program reads it line by line, a comparison shows the entry that changed.
_ENTRY = json.JSONEncoder(check_circular=False, ensure_ascii=False, separators=(",", ":"), default=told)


@dataclass(frozen=True, slots=True)
class List:
    """Rows under keys that are the same in every language; ``titles`` are what people call them.

    The columns of ``numbers`` hold numbers or nothing. Rows are made when they are asked for: of forty thousand risk
    points none is kept.
    """

    kind: str
    keys: tuple[str, ...]
    titles: tuple[str, ...]
    numbers: frozenset[str]
    rows: Callable[[], Iterator[Row]]
    whole: tuple[Any, ...]

    def as_json(self) -> bytes:
        """The whole objects, every field that is public; not only what fits a table."""
        out = io.BytesIO()
        out.write(f'{{"version":1,"{self.kind}":['.encode())
        for at, entry in enumerate(self.whole or self._plain_rows()):
            out.write(f"{',' if at else ''}\n{_ENTRY.encode(entry)}".encode("utf-8", "backslashreplace"))
        out.write(b"\n]}\n")
        return out.getvalue()

    def as_csv(self) -> bytes:
        """A table that spreadsheets open as UTF-8; nothing in it is taken for a formula."""
        out = io.BytesIO()
        text = io.TextIOWrapper(out, "utf-8-sig", "backslashreplace", newline="")
        writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(self.titles)
        writer.writerows([_shown(value) for value in row] for row in self.rows())
        text.flush()
        return out.getvalue()

    def _plain_rows(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.keys, row, strict=True)) for row in self.rows())


def _shown(value: Value) -> Value:
    return inert(visible(value)) if isinstance(value, str) else value


def _powers(frame: Frame) -> Iterator[Row]:
    for power in frame.catalogue.powers:
        limits = power.limits
        yield (
            power.subject,
            codes(power),
            power.name,
            _unit(frame, power),
            frame.term(power.type),
            frame.party(power.holder),
            frame.term(power.status),
            "；".join(f"《{basis.title}》{'、'.join(basis.articles)}" for basis in power.basis),
            limits.statutory if limits is not None else "",
            limits.promised if limits is not None else "",
            len(power.workflow.steps) if power.workflow is not None else 0,
            len(power.risk_points),
            power.grade.label if power.grade is not None else "",
            power_path(power.subject),
        )


def _units(frame: Frame) -> Iterator[Row]:
    for unit in frame.catalogue.units:
        powers = frame.catalogue.powers_by_unit[unit.id]
        contact = unit.contact
        phone, address = (contact.phone, contact.address) if contact is not None else ("", "")
        yield unit.id, unit.name, frame.term(unit.type), unit.credit_code, phone, address, len(powers), unit_path(unit)


def _risks(frame: Frame) -> Iterator[Row]:
    for unit, power, risk in all_risks(frame.catalogue):
        yield (
            f"{power.subject}/{risk.id}" if power is not None else f"{unit.id if unit is not None else ''}/{risk.id}",
            unit.name if unit is not None else "",
            power.name if power is not None else "",
            risk.behaviour,
            frame.term(risk.category),
            risk.grade.label if risk.grade is not None else "",
            "；".join(control.measure for control in risk.controls),
            "；".join(dict.fromkeys(frame.party(owner) for control in risk.controls for owner in control.owners)),
        )


def _regulations(frame: Frame) -> Iterator[Row]:
    for unit in frame.catalogue.units:
        for entry in unit.regulations:
            yield f"{unit.id}/{entry.id}", unit.name, entry.title, entry.number, entry.issued, entry.effective


def _decisions(frame: Frame) -> Iterator[Row]:
    for decision in frame.catalogue.decisions:
        for item in decision.items:
            name = frame.catalogue.units_by_id.get(decision.unit)
            yield (
                f"{decision.unit}/{decision.id}/{item.id}",
                name.name if name is not None else decision.unit,
                decision.name,
                decision.date,
                item.title,
                item.amount if item.amount is not None else "",
                frame.term(item.result),
                item.resolution,
            )


def _withheld(frame: Frame) -> Iterator[Row]:
    for entry in frame.catalogue.withheld:
        power = frame.catalogue.powers_by_subject.get(entry.power)
        name = power.name if power is not None else ""
        yield entry.unit, name, entry.field, frame.term(entry.basis), entry.clause, entry.reason, entry.until


def _standard(frame: Frame) -> Iterator[Row]:
    """基层政务公开标准目录: the ten columns that the standard directories of local government have."""
    for number, power in enumerate(frame.catalogue.powers, 1):
        shown = power.disclosure
        yield (
            number,
            frame.term(power.type),
            power.name,
            frame.text("standard_content"),
            "；".join(f"《{basis.title}》" for basis in power.basis),
            frame.duration(shown.deadline) if shown is not None and shown.deadline else "",
            _unit(frame, power),
            "、".join(frame.term(channel) for channel in shown.channels) if shown is not None else "",
            frame.text("standard_everyone"),
            frame.text("standard_active"),
            frame.term(power.level) or frame.term(frame.catalogue.about.level),
        )


def _unit(frame: Frame, power: PublicPower) -> str:
    unit = frame.catalogue.units_by_id.get(power.unit)
    return unit.name if unit is not None else power.unit


KINDS = ("powers", "units", "risks", "regulations", "decisions", "withheld", "standard")
# The keys of the columns (* holds numbers), and the rows.
_MADE: dict[str, tuple[str, Callable[[Frame], Iterator[Row]]]] = {
    "powers": ("subject code name unit type holder status basis statutory promised steps* risks* grade page", _powers),
    "units": ("id name type credit_code phone address powers* page", _units),
    "risks": ("subject unit power behaviour category grade controls owners", _risks),
    "regulations": ("subject unit title number issued effective", _regulations),
    "decisions": ("subject unit meeting date item amount* result resolution", _decisions),
    "withheld": ("unit power field ground clause reason until", _withheld),
    "standard": ("number* category item content basis deadline owner channels audience way level", _standard),
}


def make(frame: Frame, kind: str) -> List:
    """One list."""
    named, rows = _MADE[kind]
    keys = tuple(name.rstrip("*") for name in named.split())
    numbers = frozenset(name.rstrip("*") for name in named.split() if name.endswith("*"))
    titles = tuple(frame.text(f"data_{key}") for key in keys)
    return List(kind, keys, titles, numbers, partial(rows, frame), _whole(frame, kind))


def _whole(frame: Frame, kind: str) -> tuple[Any, ...]:
    catalogue = frame.catalogue
    whole: dict[str, tuple[Any, ...]] = {
        "powers": catalogue.powers,
        "units": catalogue.units,
        "decisions": catalogue.decisions,
        "withheld": catalogue.withheld,
    }
    return whole.get(kind, ())
