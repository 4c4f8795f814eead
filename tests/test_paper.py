"""Papers: the same texts in Word, HTML, PDF and Markdown, the same bytes each time, nothing in a text obeyed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx as word
import pytest
from docx.shared import Length

from powerctl.office import docx, html, markdown, pdf
from powerctl.office.paper import Align, Heading, Paper, Paragraph, Table, form

HOSTILE = '<script>alert(1)</script> #eval("1") *x* |y| {{7*7}} \x1b[31m \u202e $1$ @foo'
PAPER = Paper(
    "廉政风险预警整改通知书",
    (
        Paragraph("补贴组：", flush=True),
        Paragraph("经审核，发出本通知书。\n三十日内书面回告。"),
        Heading("一、整改要求"),
        Paragraph(HOSTILE),
        form(("级别", "黄色"), ("来源", "市长热线"), ("编号", "3号")),
        Table((("序号", "事项"), ("1", HOSTILE)), (0.2, 0.8)),
        Paragraph("镇纪委\n2026年3月16日", Align.RIGHT),
    ),
    "七纪预警〔2026〕3号",
)


def millimetres(*lengths: Length | None) -> list[int]:
    """Word keeps twentieths of a point."""
    return [round(length.mm) for length in lengths if length is not None]


def test_the_same_bytes_each_time() -> None:
    for write in (docx.write, html.write, markdown.write, pdf.write):
        assert write(PAPER) == write(PAPER)


def test_word_has_every_text_as_text_on_the_page_of_the_standard() -> None:
    document = word.Document(io.BytesIO(docx.write(PAPER)))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told[:5] == [
        "廉政风险预警整改通知书",
        "七纪预警〔2026〕3号",
        "补贴组：",
        "经审核，发出本通知书。",
        "三十日内书面回告。",
    ]
    assert any("<script>" in text and "\\x1b" in text for text in told)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert cells[:6] == ["级别", "黄色", "来源", "市长热线", "编号", "3号"]
    page = document.sections[0]
    assert millimetres(page.page_width, page.page_height, page.top_margin, page.left_margin) == [210, 297, 37, 28]


def test_word_tells_nothing_of_who_made_it_and_when() -> None:
    package = zipfile.ZipFile(io.BytesIO(docx.write(PAPER)))
    assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = package.read("docProps/core.xml").decode()
    assert "python" not in properties
    assert "<dc:creator></dc:creator>" in properties or "<dc:creator/>" in properties
    assert "2000-01-01" in properties


def test_a_turned_sheet_has_the_margins_turned() -> None:
    wide = word.Document(io.BytesIO(docx.write(Paper("表", (), landscape=True)))).sections[0]
    assert millimetres(wide.page_width, wide.page_height, wide.right_margin) == [297, 210, 37]
    assert "landscape" in html.write(Paper("表", (), landscape=True))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_html_is_one_page_without_a_script_or_a_request() -> None:
    page = html.write(PAPER)
    tags = _Tags()
    tags.feed(page)
    assert not {"script", "link", "img", "iframe"} & set(tags.tags)
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "url(" not in page


def test_markdown_keeps_a_row_a_row() -> None:
    text = markdown.write(PAPER)
    assert text.startswith("# 廉政风险预警整改通知书\n\n七纪预警")
    assert "<script>" not in text
    assert all(line.replace("\\|", "").count("|") in (3, 5) for line in text.splitlines() if line.startswith("|"))


def test_pdf_has_the_texts(tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(pdf.write(PAPER))
    told = subprocess.run(["pdftotext", "-layout", tmp_path / "p.pdf", "-"], capture_output=True, text=True, check=True)
    flat = "".join(told.stdout.split())
    for text in ("廉政风险预警整改通知书", "一、整改要求", "镇纪委", '#eval("1")', "{{7*7}}"):
        assert text in flat


def test_pdf_without_typst_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from powerctl.errors import PowerctlError
    from powerctl.messages import Words

    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PowerctlError) as caught:
        pdf.write(PAPER)
    assert "powerctl[pictures]" in Words("zh").error(caught.value)
