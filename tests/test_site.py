"""What the sites consist of: light, the same on every run, without names, readable for machines, inert."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyshacl import validate
from rdflib import Graph

from powerctl.site.search import entries
from tests.repositories import commit, git, repository
from tests.sites import DAY, HERE, NAMES, build, content, edition_of, put, run, shipped_public
from tests.test_chart_formats import PAYLOADS
from tests.worlds import CATALOGUES, shipped

SHAPES = HERE / "shapes" / "cpsv-ap.ttl"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
ATOM = "{http://www.w3.org/2005/Atom}"
KILO = 1024

# ---------------------------------------------------------------------------------------------------------
# Weight, sameness, names
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_light(name: str, portal: Path) -> None:
    site = portal / name
    homes = [site / "index.html", site / "en" / "index.html"]
    powers = [path for path in site.rglob("units/*/*.html") if path.name != "index.html"]
    assert max(path.stat().st_size for path in homes) <= 30 * KILO
    assert max(path.stat().st_size for path in powers) <= 40 * KILO
    assert sum((site / "static" / file).stat().st_size for file in ("site.css", "site.js")) <= 25 * KILO


def test_what_is_said_every_day_leads_to_what_the_authorities_call_it() -> None:
    public = shipped_public("xiuzhou")
    bare = replace(public, powers=tuple(replace(power, aliases=()) for power in public.powers))
    (aid,) = (entry for entry in entries(bare) if entry.title == "最低生活保障审核确认")
    assert aid.names == ("最低生活保障审核确认", "低保", "吃低保")


def test_a_withheld_part_is_named_in_words(portal: Path) -> None:
    for page, words in (
        ("withheld.html", "运行流程 · 步骤 · 文书"),
        ("en/withheld.html", "workflow · step · documents"),
    ):
        text = (portal / "menyuan" / page).read_text("utf-8").lower()
        assert words in text and "workflow.steps" not in text


def test_two_runs_write_the_same_bytes(portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again = build(CATALOGUES / "zhenping", tmp_path / "again", "--wall", "--no-cache")
    assert content(again) == content(portal / "zhenping")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782777600")  # 2026-06-30T00:00:00Z
    code, _ = run("build", CATALOGUES / "zhenping", "--out", tmp_path / "epoch", "--wall")
    assert code == 0
    assert content(tmp_path / "epoch") == content(again)


def test_no_holder_of_a_post_is_named(portal: Path) -> None:
    holders = {
        post.holder for name in NAMES for unit in shipped(name).catalogue.units for post in unit.posts if post.holder
    }
    whole = b"".join(content(portal).values()).decode("utf-8", "replace")
    assert [holder for holder in sorted(holders) if holder in whole] == []


def test_nothing_on_a_page_leads_out_but_to_laws(portal: Path) -> None:
    known = {basis.url for name in NAMES for power in shipped_public(name).powers for basis in power.basis}
    for path in portal.rglob("*.html"):
        links = re.findall(r'(?:href|src|action)="((?:[a-z]+:)?//[^"]*)"', path.read_text("utf-8"))
        own = re.findall(r'<link rel="(?:canonical|alternate)" [^>]*href="(https:[^"]*)">', path.read_text("utf-8"))
        assert [link for link in links if link.replace("&amp;", "&") not in {*known, *own}] == [], path


def test_search_engines_are_told_whole_addresses_or_none(portal: Path, tmp_path: Path) -> None:
    """An address that is not whole counts for nothing to them; one that is made up would lead them astray."""
    base = shipped_public("xiuzhou").about.site.base_url
    for path in (portal / "xiuzhou").rglob("*.html"):
        text, place = path.read_text("utf-8"), path.relative_to(portal / "xiuzhou").as_posix()
        if "/wall/" in path.as_posix():
            continue
        other = {"zh-CN": place.removeprefix("en/"), "en": f"en/{place.removeprefix('en/')}"}
        assert re.findall('<link rel="canonical" href="([^"]*)">', text) == [base + place]
        pairs = dict(re.findall('<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', text))
        assert pairs == {tag: base + path for tag, path in other.items()}
        assert '<meta name="SiteDomain" content="example.invalid">' in text
    alone = edition_of("无害文字")
    for page in put(alone, tmp_path).rglob("*.html"):
        assert not re.search('rel="canonical"|rel="alternate" hreflang|SiteDomain', page.read_text("utf-8"))


def test_every_page_has_what_search_engines_and_readers_of_lists_of_pages_need(portal: Path) -> None:
    for path in portal.rglob("*.html"):
        if "/wall/" in path.as_posix():
            continue
        text = path.read_text("utf-8")
        (title,) = re.findall("<title>([^<]+)</title>", text)
        (told,) = re.findall('<meta name="description" content="([^"]+)">', text)
        assert title.strip() and told.strip() and len(re.findall("<h1[ >]", text)) == 1, path
        assert re.search('<html lang="(?:zh-CN|en)">', text) and 'name="viewport" content="width=device-width' in text
        links = [re.sub("<[^>]+>", "", link).strip() for link in re.findall("<a [^>]*>(.*?)</a>", text)]
        assert all(links), path


# ---------------------------------------------------------------------------------------------------------
# For machines
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_powers_are_public_services_as_cpsv_ap_asks(name: str, portal: Path) -> None:
    graph = Graph()
    powers = [path for path in sorted((portal / name).glob("units/*/*.html")) if path.name != "index.html"]
    for path in powers:
        for data in LINKED.findall(path.read_text("utf-8")):
            graph.parse(data=data, format="json-ld")
    services = set(graph.query("SELECT ?s { ?s a <http://purl.org/vocab/cpsv#PublicService> }"))
    assert len(services) == len(powers) == len(shipped_public(name).powers)
    conforms, _, told = validate(graph, shacl_graph=Graph().parse(SHAPES), allow_warnings=False)
    assert conforms, told


def test_a_service_without_an_authority_is_not_let_through() -> None:
    bad = {
        "@context": {"cpsv": "http://purl.org/vocab/cpsv#", "dct": "http://purl.org/dc/terms/"},
        "@id": "urn:x:1",
        "@type": "cpsv:PublicService",
        "dct:identifier": "1",
    }
    graph = Graph().parse(data=json.dumps(bad), format="json-ld")
    assert not validate(graph, shacl_graph=Graph().parse(SHAPES))[0]


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_what_the_data_package_says(name: str, portal: Path) -> None:
    data = portal / name / "data"
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    book = load_workbook(data / "catalogue.xlsx", read_only=True)
    assert len(book.sheetnames) == len(package["resources"])
    for resource, sheet in zip(package["resources"], book.worksheets, strict=True):
        rows = list(csv.DictReader(io.StringIO((data / resource["path"]).read_text("utf-8-sig"))))
        fields = resource["schema"]["fields"]
        assert all(list(row) == [field["name"] for field in fields] for row in rows)
        numbers = [field["name"] for field in fields if field["type"] == "number"]
        assert all(float(row[key]) >= 0 for row in rows for key in numbers if row[key])
        assert sum(1 for _ in sheet.iter_rows()) == len(rows) + 1
        text = (data / f"{resource['name']}.json").read_text("utf-8")
        listed = json.loads(text)
        assert listed["version"] == 1
        whole = listed[resource["name"]]
        assert [json.loads(line.rstrip(",")) for line in text.splitlines()[1:-1]] == whole  # an entry a line
        assert len(rows) == (sum(len(one["items"]) for one in whole) if resource["name"] == "decisions" else len(whole))
    public = shipped_public(name)
    assert len(json.loads((data / "powers.json").read_text("utf-8"))["powers"]) == len(public.powers)


def test_the_map_for_search_engines_holds_whole_addresses(portal: Path) -> None:
    base = shipped_public("zhenping").about.site.base_url
    root = ET.fromstring((portal / "zhenping" / "sitemap.xml").read_bytes())
    places = [place.text or "" for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert base
    assert len(places) > len(shipped_public("zhenping").powers)
    for place in places:
        assert (portal / "zhenping" / place.removeprefix(base)).is_file(), place


# ---------------------------------------------------------------------------------------------------------
# What changed
# ---------------------------------------------------------------------------------------------------------


def test_changes_between_tags_stand_on_pages_and_in_feeds(tmp_path: Path) -> None:
    place = repository(tmp_path / "repo")
    shutil.copytree(CATALOGUES / "zhenping", place, dirs_exist_ok=True)
    commit(place, "first")
    git(place, "tag", "v1")
    power = place / "units/county-discipline/powers/public-reports-handling.yaml"
    renamed = power.read_text("utf-8").replace("name: 公布监督举报渠道和受理群众反映", "name: 公布举报渠道和受理反映")
    power.write_text(renamed, "utf-8")
    commit(place, "second")
    git(place, "tag", "v2")
    power.write_text(renamed.replace("promised: 60wd", "promised: 45wd"), "utf-8")
    site = build(place, tmp_path / "site")

    page = (site / "changes.html").read_text("utf-8")
    assert "公布举报渠道和受理反映" in page
    assert "45" in page
    english = (site / "en" / "changes.html").read_text("utf-8")
    assert "public-reports-handling.html" in english
    own = (site / "units/county-discipline/public-reports-handling.html").read_text("utf-8")
    assert 'id="history"' in own
    entries = ET.fromstring((site / "feed.atom").read_bytes()).findall(f"{ATOM}entry")
    items = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    assert len(entries) == len(items) >= 2
    assert len({item["id"] for item in items}) == len(items)
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [item["id"] for item in items]
    since = build(place, tmp_path / "since", "--since", "v2")
    assert len(json.loads((since / "feed.json").read_text("utf-8"))["items"]) < len(items)
    assert run("build", place, "--out", tmp_path / "no", "--since", "v9")[0] == 2


# ---------------------------------------------------------------------------------------------------------
# Head and foot as sites of government have them; one unit as one file
# ---------------------------------------------------------------------------------------------------------


def test_head_and_foot_say_what_the_catalogue_says_of_the_site(portal: Path, tmp_path: Path) -> None:
    page = (portal / "xiuzhou/units/civil-affairs-bureau/minimum-living-allowance.html").read_text("utf-8")
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', page))
    assert tags["SiteName"] == shipped_public("xiuzhou").about.site.title
    assert {"ColumnName", "ColumnType"} <= set(tags)
    assert tags["ArticleTitle"] == "最低生活保障审核确认"
    assert tags["PubDate"] == DAY.isoformat()
    assert tags["ContentSource"] == "嘉兴市秀洲区民政局"
    assert "SiteIDCode" not in tags  # nothing is made up

    marks = (put(edition_of("标记"), tmp_path / "marks") / "index.html").read_text("utf-8")
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', marks))
    assert tags["SiteName"] == tags["SiteIDCode"] == "标记"
    foot = marks[marks.index("<footer") :]
    assert foot.count("标记") == 6  # host, operator, telephone, code, ICP, police


def test_one_unit_is_one_file_that_needs_nothing(tmp_path: Path) -> None:
    code, said = run("build", CATALOGUES / "xiuzhou", "--single-file", "civil-affairs-bureau", "--out", tmp_path)
    assert code == 0, said
    page = (tmp_path / "civil-affairs-bureau.html").read_text("utf-8")
    assert not re.search(r'<(?:link|script|img)[^>]+(?:href|src)="(?!data:)', page)
    links = re.findall(r'href="#([^"]+)"', page)
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert sorted(set(links) - set(names)) == []
    for unit, what in (("civil-affairs", "civil-affairs-bureau"), ("nowhere", "finance-bureau")):
        code, said = run("build", CATALOGUES / "xiuzhou", "--single-file", unit, "--out", tmp_path)
        assert code == 2
        assert what in said


# ---------------------------------------------------------------------------------------------------------
# Payloads
# ---------------------------------------------------------------------------------------------------------


_DRAWN = {"title", "desc", "defs", "g", "a", "rect", "path", "text", "tspan", "circle", "ellipse", "polygon", "marker"}


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes; a chart wraps its texts, so of it only what is strange."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self._is_chart = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if not self._is_chart:
            self.tags.append((tag, *names))
        elif tag not in _DRAWN or any(name.startswith("on") for name in names):
            self.tags.append(("strange", tag, *names))
        self._is_chart |= tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self._is_chart &= tag != "svg"

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))


def skeletons(site: Path) -> dict[str, list[tuple[str, ...]]]:
    return {
        path.relative_to(site).as_posix(): Skeleton(path.read_text("utf-8")).tags
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, ...]]]:
    return skeletons(put(edition_of("无害文字"), tmp_path_factory.mktemp("harmless")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text_on_every_page_and_in_every_file(
    payload: str, harmless: dict[str, list[tuple[str, ...]]], tmp_path: Path
) -> None:
    site = put(edition_of(payload), tmp_path)
    found = skeletons(site)
    assert found.keys() == harmless.keys()
    assert [name for name in found if _without_links(found[name]) != _without_links(harmless[name])] == []
    for name, body in content(site).items():
        _is_inert(name, body)


def _without_links(tags: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """An address that is none is no link nor in the head, and a list of one is no list: those may differ."""
    may_differ = (("a", "href", "rel"), ("ul",), ("li",), ("link", "rel", "hreflang", "href"))
    head = (("link", "rel", "href"), ("meta", "name", "content"))
    return [tag for tag in tags if tag not in (*may_differ, *head)]


def _is_inert(name: str, body: bytes) -> None:
    if name.endswith(".json"):
        json.loads(body)
    elif name.endswith((".atom", ".xml")):
        ET.fromstring(body)
    elif name.endswith(".csv"):
        cells = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or re.match(r"-\D", cell)], name
    elif name.startswith("static/search/"):
        assert b"<" not in body
        json.loads(re.sub(r"^(?:Object\.assign\([\w.]+,|window\.POWERS=)|\)?;\n$", "", body.decode()))
    elif name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(body))
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def _links(site: Path) -> Iterator[str]:
    for path in site.rglob("*.html"):
        yield from re.findall(r'href="([^"]*)"', path.read_text("utf-8"))


def test_an_address_that_is_none_is_no_link(tmp_path: Path) -> None:
    site = put(edition_of("javascript:alert(1)"), tmp_path)
    assert [link for link in _links(site) if link.startswith("javascript")] == []


def test_payload_scripts_of_the_search_are_read_by_node(tmp_path: Path) -> None:
    site = put(edition_of(" ".join(PAYLOADS)), tmp_path)
    scripts = sorted((site / "static" / "search").glob("*.js"), key=lambda path: (path.name != "index.js", path.name))
    code = "globalThis.window=globalThis;" + "".join(path.read_text("utf-8") for path in scripts)
    done = subprocess.run(
        ["node", "-e", f"{code};console.log(Object.keys(POWERS.docs).length)"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "2"), done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_the_parties_of_duties_are_named_in_words(name: str, portal: Path) -> None:
    rulebook = shipped(name).rulebook
    ids = {*rulebook.roles, *(row.id for row in rulebook.supervision.matrix), "high-risk"}
    for folder in ("", "en/"):
        page = (portal / name / folder / "supervision.html").read_text("utf-8")
        cells = re.findall(r"<td[^>]*>(?:<[^>]*>)*([^<]*)", page)
        assert cells
        assert not ids & {part.strip() for cell in cells for part in cell.split("；")}
