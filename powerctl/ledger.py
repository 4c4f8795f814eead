"""预警台账: the warnings of a period counted by level, unit, source and risk, and what is overdue among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from powerctl.duties import owed
from powerctl.duty import Kind
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.model.warning import EarlyWarning
from powerctl.naming import find, split_reference
from powerctl.table import Cell, Paper, Table, Word

_PERIOD = re.compile(r"([0-9]{4})([QH])([1-4])")
_MONTHS = {"Q": 3, "H": 6}
_NAMES = {
    ("Q", 1): ("第一季度", "first quarter"),
    ("Q", 2): ("第二季度", "second quarter"),
    ("Q", 3): ("第三季度", "third quarter"),
    ("Q", 4): ("第四季度", "fourth quarter"),
    ("H", 1): ("上半年", "first half"),
    ("H", 2): ("下半年", "second half"),
}
_TREND = 4  # the period itself and the three before it


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter (``2011Q4``) or a half year (``2011H2``)."""

    year: int
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.year}{self.kind}{self.number}"

    @property
    def name(self) -> Word:
        """What people call it: 2011年第四季度, 2011年下半年."""
        zh, en = _NAMES[self.kind, self.number]
        return Word(f"{self.year}年{zh}", f"the {en} of {self.year}")

    @property
    def last_day(self) -> str:
        """Its last day (ISO 8601), or one of the same meaning: no month has more than 31."""
        return f"{self.year}-{self.number * _MONTHS[self.kind]:02}-31"

    @property
    def before(self) -> Period:
        """The period before this one."""
        last = 12 // _MONTHS[self.kind]
        if self.number == 1:
            return Period(self.year - 1, self.kind, last)
        return Period(self.year, self.kind, self.number - 1)

    def holds(self, day: str) -> bool:
        """Whether a day (ISO 8601) lies in it."""
        try:
            when = date.fromisoformat(day)
        except ValueError:
            return False
        return when.year == self.year and (when.month - 1) // _MONTHS[self.kind] + 1 == self.number


def parse_period(text: str, kind: str) -> Period | None:
    """``2011Q4`` (kind ``Q``) or ``2011H2`` (``H``); None for anything else."""
    match = _PERIOD.fullmatch(text)
    if match is None or match[2] != kind or int(match[3]) > 12 // _MONTHS[kind]:
        return None
    return Period(int(match[1]), kind, int(match[3]))


def day_of(warning: EarlyWarning) -> str:
    """The day on which a warning belongs: when its notice was issued, else when it was collected."""
    if warning.notice is not None and warning.notice.issued:
        return warning.notice.issued
    return warning.collected.on if warning.collected is not None else ""


def report(catalogue: Catalogue, rulebook: Rulebook, period: Period, as_of: date) -> Paper:
    """The report of a period (七道江镇办法第三十八条): numbers, trend, and what of it or before it is overdue."""
    within = [warning for warning in catalogue.warnings if period.holds(day_of(warning))]
    words = _Named(catalogue, rulebook)
    tables = (
        _by_level(within, words),
        _counted("unit", within, words.unit),
        _counted("source", within, words.source),
        _counted("risk", within, words.risk),
        _trend(catalogue.warnings, period, words),
        _overdue(words, period, as_of),
    )
    name, when = catalogue.about.name, period.name
    return Paper(_PAPERS[period.kind], Word(f"{name}{when.label}", f"{name}, {when.en}"), tables, len(within))


_PAPERS = {"Q": "quarter", "H": "half"}


def listing(catalogue: Catalogue, rulebook: Rulebook, warnings: Sequence[EarlyWarning]) -> Paper:
    """The ledger: a warning a row, the latest last."""
    words = _Named(catalogue, rulebook)
    rows = tuple(
        (day_of(warning), f"{warning.unit}/{warning.id}", words.level(warning.level), words.about(warning),
         warning.description, Word(*_STATES[warning.state]), words.answered(warning))
        for warning in sorted(warnings, key=lambda warning: (day_of(warning), warning.unit, warning.id))
    )  # fmt: skip
    table = Table(("day", "subject", "level", "about", "what", "state", "reply"), rows)
    return Paper("list", Word(catalogue.about.name), (table,), len(rows))


_STATES: Mapping[str, tuple[str, str]] = {
    "collected": ("已采集", "collected"),
    "issued": ("已签发", "issued"),
    "served": ("已送达", "served"),
    "replied": ("已回告", "replied"),
    "reviewed": ("已验收", "reviewed"),
    "closed": ("已销号", "closed"),
    "escalated": ("已升级", "escalated"),
}
_NONE = Word("未写明", "not said")


def risk_of(catalogue: Catalogue, warning: EarlyWarning) -> str:
    """What the risk point of a warning says, in its power, else in its unit; the id where it is in neither."""
    unit, power_id = split_reference(warning.power, warning.unit)
    power = catalogue.powers_by_subject.get(f"{unit}/{power_id}") if warning.power else None
    own = (risks for risks in catalogue.risks if risks.unit == warning.unit)
    points = power.risk_points if power is not None else tuple(risk for risks in own for risk in risks.risk_points)
    return next((risk.behaviour for risk in points if risk.id == warning.risk), warning.risk)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a warning is about, in words."""

    catalogue: Catalogue
    rulebook: Rulebook

    def level(self, level: str) -> Word:
        term = self.rulebook.warnings.levels.get(level)
        return Word(term.label, term.en) if term is not None else Word(level)

    def unit(self, warning: EarlyWarning) -> Word:
        unit = self.catalogue.units_by_id.get(warning.unit)
        return Word(unit.name if unit is not None else warning.unit)

    def source(self, warning: EarlyWarning) -> Word:
        key = warning.collected.source if warning.collected is not None else ""
        term = self.rulebook.warnings.sources.get(key)
        return Word(term.label, term.en) if term is not None else Word(key) if key else _NONE

    def risk(self, warning: EarlyWarning) -> Word:
        return Word(risk_of(self.catalogue, warning)) if warning.risk else _NONE

    def about(self, warning: EarlyWarning) -> Word:
        reference = warning.post or warning.office
        thing = find(self.catalogue, warning.unit, reference) if reference else None
        return Word(f"{self.unit(warning).label}{thing.name if thing is not None else ''}")

    def answered(self, warning: EarlyWarning) -> str:
        return warning.reply.on if warning.reply is not None else ""


def _counted(key: str, warnings: Sequence[EarlyWarning], word: object) -> Table:
    assert callable(word)
    counts: Counter[Word] = Counter(word(warning) for warning in warnings)
    rows = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0].label))
    return Table((key, "count"), tuple(rows), _TITLES[key])


def _by_level(warnings: Sequence[EarlyWarning], words: _Named) -> Table:
    """Every level in the rulebook's order, the gravest first, and none left out."""
    counts = Counter(warning.level for warning in warnings)
    rows = tuple((words.level(level), counts[level]) for level in {**words.rulebook.warnings.levels, **counts})
    return Table(("level", "count"), rows, _TITLES["level"])


_TITLES = {
    "level": Word("按级别", "By level"),
    "unit": Word("按单位", "By unit"),
    "source": Word("按信息来源", "By source"),
    "risk": Word("按风险点", "By risk point"),
}


def _trend(warnings: Sequence[EarlyWarning], period: Period, words: _Named) -> Table:
    """How many of each level there were in this period and in those before it, a column a level."""
    levels = tuple(words.rulebook.warnings.levels)
    rows: list[tuple[Cell, ...]] = []
    for one in reversed(list(_back(period))):
        counts = Counter(warning.level for warning in warnings if one.holds(day_of(warning)))
        rows.append((one.name, counts.total(), *(counts[level] for level in levels)))
    return Table(("period", "count", *map(words.level, levels)), tuple(rows), Word("走势", "Trend"))


def _back(period: Period) -> Iterator[Period]:
    for _ in range(_TREND):
        yield period
        period = period.before


def _overdue(words: _Named, period: Period, as_of: date) -> Table:
    today = as_of.isoformat()
    warnings = {(warning.unit, warning.id): warning for warning in words.catalogue.warnings}
    rows = tuple(
        (f"{one.unit}/{one.duty}", words.about(warnings[one.unit, one.duty]), one.since, one.due, one.days_over(as_of))
        for one in owed(words.catalogue, words.rulebook)
        if one.kind is Kind.REPLY and one.is_overdue(today) and one.since <= period.last_day
    )
    return Table(("subject", "about", "served", "due", "days"), rows, Word("逾期未回告", "Replies overdue"))
