"""工作日历: one year's public holidays and make-up working days, as a catalogue writes them down."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """放假: from one day to another (that day alone where ``to`` is not written)."""

    from_: str
    to: str = ""
    name: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCalendar:
    """``calendar/<year>.yaml``: holidays and make-up working days (调休上班) on top of the year as built in."""

    id: str
    name: str = ""
    holidays: tuple[Holiday, ...] = ()
    workdays: tuple[str, ...] = ()
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
