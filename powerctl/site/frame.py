"""What every page of a site knows: the public catalogue, the language, links, words, what was published when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Protocol

from powerctl.messages import LANGUAGES, Words
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.terms import PartyKind, PublicGrade, PublicParty
from powerctl.public.unit import PublicUnit

_LIMIT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(wd|d|h|mo)")
_COLOURS = {1: "lo", 2: "mi", 3: "hi"}
_NAMED = {"high": "hi", "medium": "mi", "low": "lo"}


class Term(Protocol):
    """A word with its label and, perhaps, its English."""

    @property
    def label(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class News:
    """One change between two publications: when, what kind of change, the words, and the page it is about."""

    on: str
    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Edition:
    """What is published: the day, the revision it was made from, what changed, how charts are drawn."""

    catalogue: PublicCatalogue
    on: date
    revision: str = ""
    news: tuple[News, ...] = ()
    chart: Callable[[PublicPower, str], str] = field(default=lambda _power, _language: "")


@dataclass(frozen=True)
class Frame:
    """An edition in one language; the pages of the other language stand beside, below ``en/``."""

    edition: Edition
    words: Words

    @property
    def catalogue(self) -> PublicCatalogue:
        """All that the readers may see."""
        return self.edition.catalogue

    @property
    def language(self) -> str:
        """The tag that pages declare."""
        return LANGUAGES[self.words.language]

    @property
    def is_english(self) -> bool:
        """Whether these are the pages below ``en/``."""
        return self.words.language == "en"

    @property
    def folder(self) -> str:
        """Where the pages of this language stand: at the top, or below ``en/``."""
        return "en/" if self.is_english else ""

    @cached_property
    def name(self) -> str:
        """What the site is called."""
        return self.catalogue.about.site.title or self.text("site_name", name=self.catalogue.about.name)

    def text(self, key: str, **facts: object) -> str:
        """A sentence of the site."""
        return self.words.text("site", key, **facts) if facts else self._label(key)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {}

    def _label(self, key: str) -> str:
        """A sentence without facts, made once."""
        if key not in self._labels:
            self._labels[key] = self.words.text("site", key)
        return self._labels[key]

    def term(self, term: Term | None) -> str:
        """A word of the rulebook."""
        if term is None:
            return ""
        return term.en or term.label if self.is_english else term.label

    def party(self, party: PublicParty | None) -> str:
        """Who acts, by name; the applicant, the public and whoever is not told in a fixed phrase."""
        if party is None:
            return ""
        if party.kind in {PartyKind.APPLICANT, PartyKind.PUBLIC, PartyKind.HIDDEN} or not party.name:
            return self._label(f"party_{party.kind}")
        return party.name

    def duration(self, text: str) -> str:
        """``5wd`` → ``5个工作日``; what is no duration stays as it is."""
        limit = _LIMIT.fullmatch(text)
        if limit is None:
            return text
        if not float(limit[1]):
            return self._label("at_once")
        return self.text(f"duration_{limit[2]}", amount=f"{float(limit[1]):g}")

    def grade(self, grade: PublicGrade | None) -> Mapping[str, str] | None:
        """A grade as templates show it: its colour class, its label, the label with the word for risk."""
        return None if grade is None else self._grade(grade)

    @cached_property
    def _grade(self) -> Callable[[PublicGrade], Mapping[str, str]]:
        return cache(self._shown_grade)

    def _shown_grade(self, grade: PublicGrade) -> Mapping[str, str]:
        label, suffix = self.term(grade), self._label("risk")
        full = label if suffix.casefold() in label.casefold() else self.text("grade", label=label)
        return {"class": colour_class(grade), "label": label, "full": full}

    def day(self, text: str) -> str:
        """``2026-03-06`` → 2026年3月6日; as it stands in English."""
        try:
            when = date.fromisoformat(text)
        except ValueError:
            return text
        return text if self.is_english else f"{when.year}年{when.month}月{when.day}日"


def colour_class(grade: PublicGrade) -> str:
    """``hi``, ``mi`` or ``lo``: by the id, or for grades of a rulebook's own by their rank."""
    return _NAMED.get(grade.id) or _COLOURS[min(max(grade.rank, 1), 3)]


def unit_path(unit: PublicUnit | str) -> str:
    """The page of a unit, below the folder of its language."""
    return f"units/{unit if isinstance(unit, str) else unit.id}/index.html"


def power_path(subject: str) -> str:
    """The page of ``unit/power``."""
    unit, _, power = subject.partition("/")
    return f"units/{unit}/{power}.html"
