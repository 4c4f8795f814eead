"""What every page of a site knows: the public catalogue, the language, links, words, what was published when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from urllib.parse import quote, urlsplit

from powerctl import __version__
from powerctl.charts.category import category_chart
from powerctl.charts.item import item_chart
from powerctl.charts.kept import Shelf, drawn
from powerctl.charts.lanes import lay_out
from powerctl.charts.limits import MOST_NODES
from powerctl.charts.sketch import Sketch
from powerctl.charts.svg import write
from powerctl.charts.wording import Term, Wording, colour_of
from powerctl.messages import LANGUAGES, Words
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.terms import PublicGrade, PublicParty
from powerctl.public.unit import PublicUnit

FOLDERS = {"zh": "", "en": "en/"}  # where the pages of a language stand
_TONES = {"high": "hi", "medium": "mi", "low": "lo"}
_MOST_KEPT = 2048  # sentences and durations that recur


@dataclass(frozen=True, slots=True)
class ShownGrade:
    """A grade as templates show it: its colour class, its label, the label with the word for risk."""

    tone: str
    label: str
    full: str


@dataclass(frozen=True, slots=True)
class News:
    """One change between two publications: when, what kind of change, the words, and the page it is about."""

    on: str
    kind: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Edition:
    """What is published: the day, the digest of what is public, what changed (by
    language, the latest first). ``shelf`` keeps charts and pages made before, ``tool`` is what made them."""

    catalogue: PublicCatalogue
    on: date
    revision: str = ""
    news: Mapping[str, tuple[News, ...]] = field(default_factory=dict)
    shelf: Shelf | None = None
    has_charts: bool = True
    has_wall: bool = False
    tool: str = __version__


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
        return FOLDERS[self.words.language]

    @property
    def news(self) -> tuple[News, ...]:
        """What changed, the latest first."""
        return self.edition.news.get(self.words.language, ())

    @cached_property
    def name(self) -> str:
        """What the site is called."""
        return self.catalogue.about.site.title or self.text("site_name", name=self.catalogue.about.name)

    @cached_property
    def domain(self) -> str:
        """The host of the site's address, "" where it has none that is whole."""
        address = urlsplit(self.catalogue.about.site.base_url)
        return address.netloc if address.scheme in ("http", "https") else ""

    def address(self, path: str) -> str:
        """Where a page below the folder of the site will be, as a whole address; "" where the site has none."""
        base = self.catalogue.about.site.base_url
        return f"{base.rstrip('/')}/{quote(path)}" if base else ""

    @cached_property
    def text(self) -> Callable[..., str]:
        """``text(key, **facts)``: a sentence of the site. The same few stand on every page."""
        return lru_cache(_MOST_KEPT, typed=True)(partial(self.words.text, "site"))

    @cached_property
    def wording(self) -> Wording:
        """The words that pages share with charts."""
        return Wording(self.words)

    def term(self, term: Term | None) -> str:
        """A word of the rulebook."""
        return self.wording.term(term)

    def party(self, party: PublicParty | None) -> str:
        """Who acts, by name; the applicant, the public and whoever is not told in a fixed phrase."""
        return self.wording.party(party) if party is not None else ""

    @cached_property
    def duration(self) -> Callable[[str], str]:
        """``5wd`` → ``5个工作日``; what is no duration stays as it is."""
        return lru_cache(_MOST_KEPT)(self.wording.duration)

    def chart(self, power: PublicPower, unit: str) -> str:
        """The chart of a power as SVG for its page, its steps linked to the list below; "" where there is none."""
        sketch = item_chart(power, unit, self.wording) if self.edition.has_charts else None
        return self.picture(sketch) if sketch is not None and self.shows(sketch) else ""

    @cached_property
    def courses(self) -> Mapping[str, Sketch]:
        """The general course of each power type that occurs and has one, by the id of the type."""
        powers = self.catalogue.powers_by_type
        found = {
            one.type.id: category_chart(one, powers[one.type.id], self.wording)
            for one in self.catalogue.procedures
            if one.type.id in powers
        }
        return {type_: sketch for type_, sketch in found.items() if sketch is not None}

    def shows(self, sketch: Sketch) -> bool:
        """Whether it is drawn: charts are wanted, and this one is not too large to be looked at."""
        return self.edition.has_charts and len(sketch.nodes) <= MOST_NODES

    def picture(self, sketch: Sketch) -> str:
        """A sketch as SVG that stands in a page, from the shelf where it was drawn before."""
        return drawn(sketch, _inline, self.edition.shelf, self.edition.tool, "inline", self.language)

    def grade(self, grade: PublicGrade | None) -> ShownGrade | None:
        """A grade as templates show it."""
        return None if grade is None else self._grade(grade)

    @cached_property
    def _grade(self) -> Callable[[PublicGrade], ShownGrade]:
        return cache(lambda grade: ShownGrade(_TONES[colour_of(grade)], self.term(grade), self.wording.grade(grade)))

    def day(self, text: str) -> str:
        """``2026-03-06`` → 2026年3月6日; as it stands in English."""
        try:
            when = date.fromisoformat(text)
        except ValueError:
            return text
        return text if self.is_english else f"{when.year}年{when.month}月{when.day}日"


def _inline(sketch: Sketch) -> str:
    return write(lay_out(sketch), is_inline=True, has_style=False)


def number(value: float) -> str:
    """``1480000.0`` → 1,480,000; at most two decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def unit_path(unit: PublicUnit | str) -> str:
    """The page of a unit, below the folder of its language."""
    return f"units/{unit if isinstance(unit, str) else unit.id}/index.html"


def course_path(type_id: str) -> str:
    """The page of the general course of a power type."""
    return f"charts/{type_id}.html"


def power_path(subject: str) -> str:
    """The page of ``unit/power``."""
    unit, _, power = subject.partition("/")
    return f"units/{unit}/{power}.html"
