"""Hostile texts in every free text of a catalogue: whatever is made of it shows them, and does nothing of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar
from xml.etree import ElementTree

import lxml.html
import openpyxl
import pytest

from powerctl.cli.publishing import guard_for
from powerctl.duty import Kind, Owed
from powerctl.formats.due import FORMATS as DUE_FORMATS
from powerctl.formats.due import Owing
from powerctl.formats.grade import GRADE_FORMATS
from powerctl.gate import project
from powerctl.grading.whole import graded_catalogue
from powerctl.messages import Words
from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.office import docx, html, markdown
from powerctl.office.paper import Heading, Paper, Paragraph, Table
from powerctl.public.audience import Audience
from powerctl.reckoning import GradeReport
from powerctl.site.data import data_files
from powerctl.site.frame import Edition
from powerctl.site.whole import files
from tests.worlds import shipped

T = TypeVar("T")
ROOT = Path(__file__).parent.parent
HOSTILE = ROOT / "tests/hostile"
PAYLOADS = {entry["id"]: entry["value"] for entry in json.loads((HOSTILE / "payloads.json").read_text("utf-8"))}
PRIVACY = json.loads((HOSTILE / "privacy.json").read_text("utf-8"))
DAY = date(2026, 6, 30)
_CHINESE = re.compile("[一-鿿]")
_SCHEMES = ("javascript:", "data:", "vbscript:")


def cursed(catalogue: Catalogue) -> Catalogue:
    """The catalogue with one payload after another in each text that is written for people."""
    payloads = cycle(PAYLOADS.values())
    return _cursed(catalogue, payloads)


def _cursed(thing: T, payloads: Iterator[str]) -> T:
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(thing):  # type: ignore[arg-type]
        if field.init and field.name not in ("ref", "number", "date", "region"):
            changes[field.name] = _value(getattr(thing, field.name), payloads)
    return dataclasses.replace(thing, **changes)  # type: ignore[type-var]


def _value(value: Any, payloads: Iterator[str]) -> Any:
    if isinstance(value, str):
        return f"{next(payloads)}{value}" if _CHINESE.search(value) else value
    if isinstance(value, tuple):
        return tuple(_value(part, payloads) for part in value)
    is_model = dataclasses.is_dataclass(value) and type(value).__module__.startswith("powerctl.model")
    return _cursed(value, payloads) if is_model else value


@cache
def made(name: str, *, is_cursed: bool) -> dict[str, bytes]:
    """The files of the site of a shipped catalogue."""
    loaded = shipped(name)
    catalogue = cursed(loaded.catalogue) if is_cursed else loaded.catalogue
    public = project(catalogue, loaded.rulebook, Audience.PUBLIC)
    return dict(files(Edition(public, DAY)))


def pages(name: str, *, is_cursed: bool) -> dict[str, Any]:
    site = made(name, is_cursed=is_cursed)
    return {file: lxml.html.fromstring(content) for file, content in site.items() if file.endswith(".html")}


def vocabulary(site: dict[str, Any]) -> set[tuple[str, str]]:
    """Every element with each of its attributes, over all pages."""
    told = set()
    for page in site.values():
        for element in page.iter(lxml.etree.Element):
            told |= {(element.tag, name) for name in ("", *element.attrib)}
    return told


SITES = ("qidaojiang", "zhenping")


@pytest.mark.parametrize("name", SITES)
def test_no_payload_becomes_an_element_an_attribute_or_a_link(name: str) -> None:
    plain, hostile = pages(name, is_cursed=False), pages(name, is_cursed=True)
    assert len(hostile) == len(plain)
    assert vocabulary(hostile) <= vocabulary(plain) | {("tspan", "x"), ("tspan", "dy"), ("tspan", "")}
    for file, page in hostile.items():
        for element in page.iter(lxml.etree.Element):
            assert not [key for key in element.attrib if key.lower().startswith("on")], file
            for key in ("href", "src", "action", "{http://www.w3.org/1999/xlink}href"):
                link = element.get(key, "").strip().lower()
                assert link == "data:," or not link.startswith(_SCHEMES), (file, link)  # ours: no icon is asked for


@pytest.mark.parametrize("name", SITES)
def test_every_payload_is_shown_as_the_text_it_is(name: str) -> None:
    shown = re.sub(r"\s+", "", "".join(page.text_content() for page in pages(name, is_cursed=True).values()))
    missing = [id_ for id_, value in PAYLOADS.items() if value.isprintable() and re.sub(r"\s+", "", value) not in shown]
    assert missing == []


@pytest.mark.parametrize("name", SITES)
def test_scripts_and_data_in_pages_are_what_they_were(name: str) -> None:
    plain, hostile = pages(name, is_cursed=False), pages(name, is_cursed=True)
    for file, page in hostile.items():
        scripts, before = (tree.xpath("//script") for tree in (page, plain[file]))
        assert [dict(script.attrib) for script in scripts] == [dict(script.attrib) for script in before], file
        for script, old in zip(scripts, before, strict=True):
            if "json" in script.get("type", ""):
                json.loads(script.text)
            else:
                assert script.text == old.text, file


@pytest.mark.parametrize("name", SITES)
def test_data_files_hold_texts_and_nothing_that_runs(name: str) -> None:
    kinds = set()
    for file, content in made(name, is_cursed=True).items():
        kinds.add(suffix := Path(file).suffix)
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content) or suffix == ".xlsx", file
        if suffix == ".json":
            json.loads(content)
        elif suffix in (".xml", ".atom", ".svg"):
            ElementTree.fromstring(content)
        elif suffix == ".csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert len({len(row) for row in rows}) == 1, file
            assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@|")], file
        elif suffix == ".xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content))
            types = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
            assert types <= {"s", "n"} and not any(cell.hyperlink for sheet in book for row in sheet for cell in row)
    assert {".json", ".csv", ".xlsx", ".xml", ".atom", ".js"} <= kinds


@pytest.mark.parametrize("name", SITES)
def test_the_search_index_is_data(name: str) -> None:
    for file, content in made(name, is_cursed=True).items():
        if "static/search/" in file:
            text = content.decode()
            assert "</script" not in text.lower() and "\u2028" not in text and "\u2029" not in text
            start = text.index("{")
            _, end = json.JSONDecoder().raw_decode(text, start)
            assert re.fullmatch(r"[\w.=( ,]*", text[:start]) and re.fullmatch(r"[); \n]*", text[end:]), file


@pytest.mark.parametrize("form", sorted(DUE_FORMATS))
@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in PAYLOADS.items()])
def test_a_payload_in_a_duty_is_inert(form: str, value: str) -> None:
    owed = Owed(
        kind=Kind.REPLY, duty="d", label=value, owner=value, unit="u", due="2026-07-01", clause=value, ref=Ref("f")
    )
    text = DUE_FORMATS[form](Owing(DAY, (("c", value, owed),)), Words("zh"))
    assert not [char for char in text if char in "\x00\x07\x08\x1b\x7f\x85\u2028\u2029\u202e\u2066"]
    if form == "json":
        assert value in json.dumps(json.loads(text), ensure_ascii=False) or json.loads(text)
    if form == "markdown":
        assert not re.search(r"(?<!\\)<(?!br>)[a-z!/]", text, re.IGNORECASE)
    if form == "ics":
        lines = text.replace("\r\n ", "").split("\r\n")
        assert [line.partition(":")[0] for line in lines].count("BEGIN") == 2
        assert {re.split("[:;]", line)[0] for line in lines} <= {
            "BEGIN", "END", "PRODID", "VERSION", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION",
            "LOCATION", "",
        }  # fmt: skip


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in PAYLOADS.items()])
def test_a_payload_in_minutes_and_notices_is_inert(value: str) -> None:
    paper = Paper(value, (Paragraph(value), Heading(value), Table((("a",), (value,)), (1.0,))), value)
    page = lxml.html.fromstring(html.write(paper))
    harmless = Paper("x", (Paragraph("x"), Heading("x"), Table((("a",), ("x",)), (1.0,))), "x")
    plain = lxml.html.fromstring(html.write(harmless))
    told, known = ({element.tag for element in tree.iter(lxml.etree.Element)} for tree in (page, plain))
    assert told <= known | {"br"}
    assert not [key for element in page.iter(lxml.etree.Element) for key in element.attrib if str(key).startswith("on")]
    text = markdown.write(paper)
    assert not re.search(r"(?<!\\)<(?!br>)[a-z!/]", text, re.IGNORECASE)
    package = zipfile.ZipFile(io.BytesIO(docx.write(paper)))
    body = package.read("word/document.xml")
    assert b"<w:fldSimple" not in body and b"<w:hyperlink" not in body and b"<w:instrText" not in body
    assert "External" not in package.read("word/_rels/document.xml.rels").decode()


@pytest.mark.parametrize("form", ["text", "markdown", "csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_payloads_in_a_grading_are_inert(form: str, language: str) -> None:
    loaded = shipped("qidaojiang")
    one = graded_catalogue(cursed(loaded.catalogue), loaded.rulebook, DAY, None, "unit", is_explained=True)
    text = GRADE_FORMATS[form](GradeReport((one,), "unit", is_explained=True), Words(language))
    assert not [char for char in text if char in "\x00\x07\x08\x1b\x7f\x85\u2028\u2029\u202e\u2066"]
    if form == "markdown":
        assert not re.search(r"(?<!\\)<(?!br>)[a-z!/]", text, re.IGNORECASE)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in tuple("=+-@|")]


# ---------------------------------------------------------------------------------------------------------
# Personal data and marks of secrecy
# ---------------------------------------------------------------------------------------------------------

HELD_BACK = {"PII-ID": "personal", "PII-ID15": "personal", "PII-MOBILE": "personal", "PII-BANK": "personal",
             "SEC-MARK": "secrecy", "SEC-FIELD": "secrecy"}  # fmt: skip


@pytest.mark.parametrize("case", PRIVACY, ids=lambda case: case["id"])
def test_what_nobody_may_publish_stops_a_site(case: dict[str, str]) -> None:
    """Marks that only call for care, names and public numbers are findings at most; the rest is never published."""
    loaded = shipped("zhenping")
    guard = guard_for(loaded, project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC))
    kinds = {leak.kind for leak in guard.leaks("p.html", f"<p>{case['text']}</p>".encode())}
    assert kinds == ({HELD_BACK[case["rule"]]} if case["rule"] in HELD_BACK else set())


# ---------------------------------------------------------------------------------------------------------
# The command itself: what it says, what it leaves, whether the clock counts
# ---------------------------------------------------------------------------------------------------------


def build(out: Path, epoch: str, *, folder: Path = ROOT / "catalogues/zhenping") -> str:
    """Builds the site and tells everything that was said."""
    command = [sys.executable, "-m", "powerctl", "build", str(folder), "--out", str(out), "--no-cache", "--no-charts"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return done.stdout + done.stderr


def test_the_log_of_a_build_and_its_dates(tmp_path: Path) -> None:
    """Nothing private is said; the day of the site is that of SOURCE_DATE_EPOCH, and today stands nowhere."""
    said = build(tmp_path / "a", "1782777600") + build(tmp_path / "b", "1785456000")
    loaded = shipped("zhenping")
    public = project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC)
    assert guard_for(loaded, public).leaks("log", said.encode()) == ()
    one, other = (
        {path.relative_to(tmp_path / name).as_posix(): path for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("a", "b")
    )
    assert one.keys() == other.keys()
    today = date.today().isoformat().encode()
    for file, path in one.items():
        content = path.read_bytes()
        assert today not in content and str(tmp_path).encode() not in content, file
        if file.endswith((".css", ".csv")) or "static/" in file:
            assert content == other[file].read_bytes(), file
    assert b"2026-06-30" in one["manifest.json"].read_bytes()
    assert b"2026-07-31" in other["manifest.json"].read_bytes()


def test_a_fault_in_a_private_file_is_told_without_its_value(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    shutil.copytree(ROOT / "catalogues/zhenping", folder)
    secret = next(path for path in sorted(folder.rglob("powers/*.yaml")))
    text = secret.read_text("utf-8")
    secret.write_text(re.sub("(?m)^type: .*$", "type: 绝密专案行动代号", text), "utf-8")
    command = [sys.executable, "-m", "powerctl", "build", str(folder), "--out", str(tmp_path / "site"), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode != 0 and not (tmp_path / "site").exists()
    assert secret.name in done.stderr and "绝密专案行动代号" not in done.stdout + done.stderr


def workbook_of(name: str) -> bytes:
    loaded = shipped(name)
    edition = Edition(project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC), DAY)
    return dict(data_files(edition))["data/catalogue.xlsx"]


def test_a_workbook_is_the_same_three_seconds_later_and_hides_nothing() -> None:
    content = workbook_of("zhenping")
    time.sleep(3)  # the clock of an archive has steps of two seconds
    assert workbook_of("zhenping") == content
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not [cell for sheet in book for row in sheet for cell in row if cell.comment]
    assert not [key for sheet in book for key, size in sheet.column_dimensions.items() if size.hidden]
    assert not set(book.defined_names)
    told = book.properties
    assert not any((told.creator, told.lastModifiedBy, told.keywords, told.description, told.subject, told.category))
    assert {name.rpartition("/")[0] for name in zipfile.ZipFile(io.BytesIO(content)).namelist()} <= {
        "", "_rels", "docProps", "xl", "xl/_rels", "xl/theme", "xl/worksheets", "xl/worksheets/_rels", "xl/tables",
    }  # fmt: skip
