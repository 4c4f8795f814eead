"""``powerctl report``: four registers, three formats; the public sees what the gate lets through, programs nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from powerctl.formats.tables import TABLE_FORMATS
from powerctl.formats.tables.csv import inert
from powerctl.gate import project
from powerctl.inside import kept_back, whole_view
from powerctl.lists import LISTS
from powerctl.lists.withheld import as_readers_see, withheld
from powerctl.load import Loaded, load
from powerctl.messages import Words
from powerctl.public.audience import Audience
from powerctl.source import WorkingTree
from powerctl.table import Label, Paper, Table, Word
from tests.briefs import brief
from tests.test_cli import AS_OF, powerctl

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 6, 30).isoformat()
SHIPPED = ("liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping")
REGISTERS = ("risks", "leader", "catalogue", "withheld")
PAYLOADS = {
    entry["id"]: entry["value"] for entry in json.loads((ROOT / "tests/hostile/payloads.json").read_text("utf-8"))
}


@pytest.fixture(scope="module")
def shipped() -> dict[str, Loaded]:
    """The catalogues that are shipped."""
    return {name: load(WorkingTree(ROOT / "catalogues" / name)) for name in SHIPPED}


def papers(loaded: Loaded) -> dict[str, Paper]:
    """Every register for those who keep the catalogue."""
    view = whole_view(loaded.catalogue, loaded.rulebook, TODAY)
    own = {name: build(view) for name, build in LISTS.items()}
    return {**own, "withheld": withheld("x", kept_back(loaded.catalogue, loaded.rulebook))}


class Page(HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_register_of_every_catalogue_in_every_format_and_language(
    name: str, register: str, shipped: dict[str, Loaded]
) -> None:
    paper = papers(shipped[name])[register]
    for form, render in TABLE_FORMATS.items():
        for language in ("zh", "en"):
            text = render(paper, "reports", Words(language))
            assert "⟦" not in text
            assert "Label(" not in text
            assert (form == "csv") == text.startswith("\ufeff")


def test_the_register_of_risks_has_every_risk_point_with_its_grades(shipped: dict[str, Loaded]) -> None:
    paper = papers(shipped["liaoning"])["risks"]
    count = sum(
        1 for _, power, _ in shipped["liaoning"].catalogue.risk_points() if power is None or power.status == "retained"
    )
    assert paper.entries == sum(len(table.rows) for table in paper.tables) >= count > 100
    for table in paper.tables:
        assert [row[0] for row in table.rows] == list(range(1, len(table.rows) + 1))
        assert all(row[5] != Word("") and row[6] != Word("") for row in table.rows)


def test_each_leading_post_has_its_list(shipped: dict[str, Loaded]) -> None:
    paper = papers(shipped["xiuzhou"])["leader"]
    (own,) = [table for table in paper.tables if table.title.label == "阳光镇（示例） 镇党委书记"]
    kinds = [row[0].key for row in own.rows if isinstance(row[0], Label)]
    assert kinds[:4] == ["kind_chief", "kind_since", "kind_areas", "kind_bodies"]
    assert {"kind_collective", "kind_risks", "kind_controls"} <= set(kinds)


def test_those_who_keep_the_catalogue_see_withheld_powers_by_name_and_the_public_does_not(
    shipped: dict[str, Loaded],
) -> None:
    loaded = shipped["liaoning"]
    hidden = [power for power in loaded.catalogue.powers if power.disclosure and power.disclosure.scope == "withheld"]
    assert hidden
    seen = project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC)
    outside = [build(seen) for build in LISTS.values()] + [withheld("x", as_readers_see(seen))]
    told = "".join(TABLE_FORMATS["csv"](paper, "reports", Words("zh")) for paper in outside)
    inside = "".join(TABLE_FORMATS["csv"](paper, "reports", Words("zh")) for paper in papers(loaded).values())
    for power in hidden:
        assert power.name not in told
        assert power.name in inside


def test_nothing_need_be_settled_inside() -> None:
    power = "kind: power\nid: tender\nname: 招标\ntype: licence\nholder: committee\n"
    told = brief({"units/town/powers/tender.yaml": power})
    paper = LISTS["catalogue"](whole_view(told.catalogue, told.rulebook, TODAY))
    assert [row[2] for table in paper.tables for row in table.rows] == ["招标"]
    assert paper.tables[0].rows[0][-1] == Word("未定", "not settled")


def test_people_are_posts_inside_too(shipped: dict[str, Loaded]) -> None:
    catalogue = shipped["xiuzhou"].catalogue
    unit = next(unit for unit in catalogue.units if unit.id == "sunshine-town")
    named = replace(unit, posts=tuple(replace(post, holder="此人姓名") for post in unit.posts))
    units = tuple(named if one.id == unit.id else one for one in catalogue.units)
    asks = shipped["xiuzhou"].rulebook
    public = replace(asks, disclosure=replace(asks.disclosure, names_public=True, names_reason="x"))
    loaded = replace(shipped["xiuzhou"], catalogue=replace(catalogue, units=units), rulebook=public)
    for paper in papers(loaded).values():
        assert "此人姓名" not in TABLE_FORMATS["csv"](paper, "reports", Words("zh"))


# ---------------------------------------------------------------------------------------------------------
# Hostile texts
# ---------------------------------------------------------------------------------------------------------


def cursed(value: str) -> Paper:
    """A paper with a text in every place that takes one."""
    row = (1, value, value, Word(value), (value, Word(value), Label("part_name")), "", "", value)
    columns = ("number", "unit", "power", "part", "ground", "reason", "until", "filed_with")
    return Paper("withheld", Word(value), (Table(columns, (row,), Word(value)),), 1)


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in PAYLOADS.items()])
def test_a_payload_is_inert_in_every_format(value: str) -> None:
    page = Page(TABLE_FORMATS["html"](cursed(value), "reports", Words("zh")))
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "table", "thead", "tbody", "tr", "th",
        "td", "br",
    }  # fmt: skip
    assert {name for name, _ in page.attributes} <= {
        "lang", "charset", "http-equiv", "content", "name", "scope", "class"
    }  # fmt: skip
    text = TABLE_FORMATS["csv"](cursed(value), "reports", Words("zh"))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 2
    assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in rows for cell in row if cell.strip())
    lines = TABLE_FORMATS["markdown"](cursed(value), "reports", Words("zh")).split("\n")
    assert sum(line.startswith("| ") for line in lines) == 3
    for line in lines:
        assert len(re.findall(r"(?<!\\)\|", line)) in (0, 9)


@pytest.mark.parametrize(
    "text, shown",
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"), ("＝1", "'＝1"),
        ("|calc", "'|calc"), ("a=1", "a=1"), ("", ""), (" ", " "), ("《办法》", "《办法》"), ("—", "—"),
    ],
)  # fmt: skip
def test_what_would_begin_a_formula_is_text(text: str, shown: str) -> None:
    assert inert(text) == shown


# ---------------------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------------------


def test_the_command_writes_one_register(tmp_path: Path) -> None:
    target = tmp_path / "risks.html"
    result = powerctl("report", "risks", "catalogues/zhenping", "--format", "html", "--output", str(target), *AS_OF)
    assert (result.returncode, result.stdout) == (0, "")
    page = Page(target.read_text("utf-8"))
    assert "h1" in page.tags
    assert any("廉政风险等级目录" in text for text in page.texts)


def test_the_same_bytes_again_and_other_words_in_english() -> None:
    arguments = ("report", "catalogue", "catalogues/menyuan", "--audience", "public")
    one, again = (powerctl(*arguments).stdout for _ in range(2))
    assert one == again != powerctl(*arguments, "--lang", "en").stdout


@pytest.mark.parametrize(
    "arguments, told", [(("risks", "catalogues"), "catalogues/liaoning"), (("risks", "nowhere"), "nowhere")]
)
def test_what_the_user_can_mend(arguments: tuple[str, ...], told: str) -> None:
    result = powerctl("report", *arguments)
    assert result.returncode == 2
    assert told in result.stderr


def test_the_public_gets_nothing_where_it_is_not_settled_who_may_see_it(tmp_path: Path) -> None:
    (tmp_path / "units/town/powers").mkdir(parents=True)
    for name, text in {
        "catalogue.yaml": "kind: catalogue\nid: c\nname: 某县\n",
        "units/town/unit.yaml": "kind: unit\nid: town\nname: 镇\ntype: town\n",
        "units/town/powers/a.yaml": "kind: power\nid: a\nname: 不应出现\ntype: licence\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    result = powerctl("report", "catalogue", str(tmp_path), "--audience", "public")
    assert (result.returncode, result.stdout) == (2, "")
    assert "units/town/powers/a.yaml" in result.stderr
    assert "不应出现" not in result.stderr
    assert "不应出现" in powerctl("report", "catalogue", str(tmp_path)).stdout
