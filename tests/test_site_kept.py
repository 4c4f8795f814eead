"""Pages kept from an earlier build: whatever has changed since, the site is that of a build without them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from powerctl.cache import Store
from powerctl.gate import project
from powerctl.messages import LANGUAGES, Words
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.unit import PublicUnit
from powerctl.site.frame import Edition, Frame, News
from powerctl.site.pages import pages_of
from powerctl.site.render import Renderer
from tests.worlds import shipped

DAY = date(2026, 6, 30)


class Shelf:
    """A shelf that counts what is put there."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], object] = {}
        self.put_there: list[str] = []

    def get(self, name: str, key: str) -> Any:
        return self.kept.get((name, key))

    def put(self, name: str, key: str, value: object) -> None:
        self.kept[name, key] = value
        self.put_there.append(name)


@cache
def few() -> PublicCatalogue:
    """Three powers with everything that a power may have, of two units."""
    loaded = shipped("xiuzhou")
    public = project(loaded.catalogue, loaded.rulebook, Audience.INTERNAL)
    richest = sorted(public.powers, key=lambda power: (-sum(map(bool, values(power))), power.subject))[:3]
    units = {power.unit for power in richest}
    return replace(
        public,
        powers=tuple(sorted(richest, key=lambda power: power.subject)),
        units=tuple(unit for unit in public.units if unit.id in units),
        withheld=(),
        decisions=(),
        adjustments=(),
    )


def values(of: Any) -> Iterator[Any]:
    return (getattr(of, field.name) for field in dataclasses.fields(of))


def changed(value: Any) -> Any:
    """Another value of the same kind; the same one where there is nothing to change."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}改" if value else value
    if isinstance(value, float | int):
        return value + 1
    if isinstance(value, tuple):
        return value[:-1]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        texts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.name not in ("id", "unit")}
        name = next((name for name, text in texts.items() if changed(text) != text), None)
        return replace(value, **{name: changed(texts[name])}) if name else value
    return value


FIXED = {"id", "unit", "workflow", "risk_points"}
POWER_FIELDS = sorted({field.name for field in dataclasses.fields(PublicPower)} - FIXED)
UNIT_FIELDS = sorted({field.name for field in dataclasses.fields(PublicUnit)} - {"id", "parent", "posts", "bodies"})


def site(public: PublicCatalogue, shelf: Any, **facts: Any) -> dict[str, bytes]:
    """Every page in both languages; the other files are never kept."""
    edition = Edition(**{"catalogue": public, "on": DAY, "shelf": shelf, "has_charts": False, **facts})
    frames = [Frame(edition, Words(language)) for language in LANGUAGES]
    return {
        f"{frame.folder}{page.path}": renderer.render(page)
        for frame in frames
        for renderer in (Renderer(frame),)
        for page in pages_of(frame)
    }


@cache
def filled() -> Shelf:
    shelf = Shelf()
    site(few(), shelf)
    return shelf


def pages_put(shelf: Shelf) -> list[str]:
    return [name.rpartition(":")[2] for name in shelf.put_there if name.startswith("page:")]


def warm(public: PublicCatalogue, **facts: Any) -> list[str]:
    """Asserts that a warm build gives the bytes of a cold one; returns the pages that were made anew."""
    shelf = Shelf()
    shelf.kept = dict(filled().kept)
    assert site(public, shelf, **facts) == site(public, None, **facts)
    return pages_put(shelf)


def with_power(power: PublicPower) -> PublicCatalogue:
    return replace(few(), powers=(power, *few().powers[1:]))


@pytest.mark.parametrize("field", POWER_FIELDS)
def test_a_field_of_a_power(field: str) -> None:
    power = few().powers[0]
    other = replace(power, **{field: changed(getattr(power, field))})
    made = warm(with_power(other))
    own = {f"units/{power.subject}.html"}
    assert set(made) >= own if other != power else made == []
    assert not set(made) & {f"units/{neighbour.subject}.html" for neighbour in few().powers[1:]}


@pytest.mark.parametrize("field", UNIT_FIELDS)
def test_a_field_of_a_unit(field: str) -> None:
    unit = few().units[0]
    other = replace(unit, **{field: changed(getattr(unit, field))})
    warm(replace(few(), units=(other, *few().units[1:])))


def test_parts_deep_in_a_power() -> None:
    power = few().powers[0]
    assert power.workflow is not None
    steps, risks = power.workflow.steps, power.risk_points
    for step in ({"name": "另一步"}, {"limit": "9wd"}, {"persons": 7}, {"documents": ("一份文书",)}):
        other = replace(power.workflow, steps=(replace(steps[0], **step), *steps[1:]))
        assert f"units/{power.subject}.html" in warm(with_power(replace(power, workflow=other)))
    controls = (replace(risks[0].controls[0], measure="另一条措施"), *risks[0].controls[1:])
    for risk in ({"behaviour": "另一种行为"}, {"grade": None}, {"controls": controls}):
        other_risks = (replace(risks[0], **risk), *risks[1:])
        assert f"units/{power.subject}.html" in warm(with_power(replace(power, risk_points=other_risks)))


def test_nothing_changed_nothing_is_made() -> None:
    assert warm(few()) == []


def test_the_day_and_the_revision_alone_make_nothing_anew() -> None:
    shelf = Shelf()
    site(few(), shelf, revision="a" * 64, has_wall=True)
    shelf.put_there.clear()
    later: dict[str, Any] = {"on": date(2026, 7, 1), "revision": "b" * 64, "has_wall": True}
    assert site(few(), shelf, **later) == site(few(), None, **later)
    assert pages_put(shelf) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"revision": "c" * 64},
        {"has_charts": True},
        {"has_wall": True},
        {"tool": "another"},
        {"news": {"zh": (News("2026-06-01", "修改", "有一项变了"),), "en": (News("2026-06-01", "change", "one"),)}},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_what_stands_beside_the_catalogue(facts: dict[str, Any]) -> None:
    assert warm(few(), **facts)


def test_what_the_site_says_about_itself_and_for_whom() -> None:
    about = few().about
    assert warm(replace(few(), about=replace(about, site=replace(about.site, phone="0573-0000"))))
    assert warm(replace(few(), about=replace(about, name="另一个区")))
    warm(replace(few(), audience=Audience.INNER_PARTY))


def test_a_chart_is_drawn_for_a_page_that_is_made_and_for_no_other() -> None:
    shelf = Shelf()
    site(few(), shelf, has_charts=True)
    assert (
        sum(name.startswith("chart:") for name in shelf.put_there) == 12
    )  # a power and its type, three times in two languages
    pages = Shelf()
    pages.kept = {key: value for key, value in shelf.kept.items() if key[0].startswith("page:")}
    assert site(few(), pages, has_charts=True) == site(few(), None, has_charts=True)
    assert pages.put_there == []


def test_a_text_that_looks_like_a_mark_stays_a_text() -> None:
    power = replace(few().powers[0], content="<!--powerctl:on--><!--powerctl:day--><!--powerctl:revision-->")
    found = site(with_power(power), Shelf(), revision="d" * 64)
    text = found[f"units/{power.subject}.html"].decode()
    assert "&lt;!--powerctl:on--&gt;&lt;!--powerctl:day--&gt;&lt;!--powerctl:revision--&gt;" in text
    assert "<!--powerctl:" not in "".join(content.decode("utf-8", "replace") for content in found.values())


def test_a_page_that_was_damaged_on_the_disk_is_made_anew(tmp_path: Path) -> None:
    store = Store(tmp_path)
    cold = site(few(), store)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-7] + b"garbage")
    assert site(few(), store) == cold
