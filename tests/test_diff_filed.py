"""The comparison as people file it: a page that needs nothing beside it, and the workbook 改动对照表."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from powerctl.cli.compared import Wanted, compared_all, opened
from powerctl.cli.diff_courses import courses
from powerctl.formats.diff import html, xlsx
from powerctl.messages import Words
from tests.test_diff import CATALOGUE
from tests.test_diff_formats import HOSTILE, edited

TENDER = "units/town/powers/tender.yaml"
FLOW = [
    ("    - {id: accept, name: 受理, actor: works-clerk, duty: accept, limit: 1wd}\n", ""),
    ("duty: review, limit: 2wd", "duty: handle, limit: 2wd"),
    ("  steps:\n", "  steps:\n    - {id: call, name: 公开征集, actor: works-clerk, duty: disclose}\n"),
]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both sides as ``old`` and ``new``; the workflow of one power has a step less, one more and one changed."""
    shutil.copytree(CATALOGUE, tmp_path / "old")
    edited(tmp_path / "new")
    path = tmp_path / "new" / TENDER
    text = path.read_text("utf-8")
    for before, after in FLOW:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page(language: str = "zh", *, public: bool = False) -> str:
    with opened("./old", "./new", Path()) as sides:
        found, every = compared_all(*sides, Wanted(public=public))
        return html.render(found, Words(language), courses(every, found.changes, public=public))


def workbook(language: str = "zh") -> bytes:
    with opened("./old", "./new", Path()) as sides:
        return xlsx.render(compared_all(*sides, Wanted())[0], Words(language))


class _Reader(HTMLParser):
    """The tags, whether they are closed as they were opened, and everything that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.loads += [name for name, _ in attrs if name in ("src", "srcset", "action", "href") or name[:2] == "on"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("meta", "br", "col"):
            self.open.pop()


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole_and_needs_nothing_beside_it(language: str) -> None:
    text = page(language)
    read = _Reader()
    read.feed(text)
    assert (read.open, read.loads) == ([], [])
    assert len(set(read.ids)) == len(read.ids)
    assert "<script" not in text
    assert not re.search(r"url\((?!#)|@import", text)
    assert HOSTILE[5:] not in text
    assert "\u202e" not in text
    assert text == page(language)


@pytest.mark.usefixtures("there")
def test_changed_courses_are_drawn_before_and_after_with_their_marks() -> None:
    figures = re.findall(r"<figure>(.*?)</figure>", page(), re.DOTALL)
    assert len(figures) == 2
    marked = [set(re.findall(r'<g class="(?:\w+ )?(added|removed|changed)"', figure)) for figure in figures]
    assert marked == [{"removed", "changed"}, {"added", "changed"}]
    assert "公开征集" in figures[1]
    assert "公开征集" not in figures[0]
    assert all("集体研究" in figure for figure in figures)  # withheld from the public, not from those who examine


@pytest.mark.usefixtures("there")
def test_the_public_page_draws_only_what_the_public_sees() -> None:
    text = page(public=True)
    assert "公告" in text
    assert "集体研究" not in text
    assert "整理" not in text


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_tells_each_change_as_text(language: str) -> None:
    content = workbook(language)
    assert content == workbook(language)
    with opened("./old", "./new", Path()) as sides:
        changes = compared_all(*sides, Wanted())[0].changes
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == list(range(1, len(changes) + 1))
    assert {cell.data_type for row in sheet.iter_rows(min_row=4, min_col=2) for cell in row} <= {"s", "n"}
    assert all(not isinstance(value, str) or "\u202e" not in value for row in rows for value in row)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]


def test_a_formula_stays_a_text(there: Path) -> None:
    path = there / "new" / TENDER
    path.write_text(re.sub("scope: .*工程", "scope: '=HYPERLINK(\"http://x\";1)'", path.read_text("utf-8")), "utf-8")
    content = workbook()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell for row in sheet.iter_rows(min_row=4) for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
