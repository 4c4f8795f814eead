"""A paper as a Word document, set up as GB/T 9704-2012 (党政机关公文格式) asks; the same bytes on every run.

A4, 37 mm above and 28 mm left of a text block of 156 × 225 mm (5.2); body in 仿宋 of 三号 (16 pt) with 28.95 pt a line,
22 lines a page (5.2.2); title in 小标宋 of 二号 (22 pt, 7.3.1); page number in 宋体 of 四号 (14 pt) between
dashes (7.5).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from powerctl.office.paper import Align, Heading, Paper, Paragraph, Table, lines
from powerctl.visible import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import _Row as WordRow
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

_SONG_TITLE, _FANG, _HEI, _KAI, _SONG = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
_BODY, _TITLE, _NUMBER = 16.0, 22.0, 14.0
_LINE = 28.95
_LONGEST_PROPERTY = 255  # python-docx refuses a longer one
_PAGE = (210, 297)
_MARGINS = (37, 28, 35, 26)  # above, left, below, right: what is left is 156 × 225 mm
_TURNED = (28, 35, 26, 37)  # the same sheet turned: what was above stands at the right
_FIXED = datetime(2000, 1, 1)  # a property that the format wants, not a moment
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_HEADINGS = {1: _HEI, 2: _KAI}


def write(paper: Paper) -> bytes:
    """The document's bytes."""
    import docx

    document = docx.Document()
    _bare(document)
    _properties(document, paper)
    _chinese(document, paper.language)
    _page(document.sections[0], paper.landscape)
    _line(document.add_paragraph(), paper.title, _SONG_TITLE, _TITLE, Align.CENTRE)
    if paper.number:
        _line(document.add_paragraph(), paper.number, _FANG, _BODY, Align.CENTRE)
    for block in paper.blocks:
        match block:
            case Heading():
                _line(document.add_paragraph(), block.text, _HEADINGS[block.level], _BODY, Align.LEFT, indent=True)
            case Paragraph():
                indent = block.align is Align.LEFT and not block.flush
                for text in block.text.splitlines():
                    _line(document.add_paragraph(), text, _FANG, _BODY, block.align, indent=indent)
            case Table():
                _table(document, block, paper.landscape)
    return _same_bytes(document)


def _bare(document: Document) -> None:
    """Without what the template brings along: a thumbnail and data of somebody's bibliography."""
    for relations in (document.part.rels, document.part.package.rels):
        for id_ in [id_ for id_, one in relations.items() if one.reltype.endswith(("/customXml", "/thumbnail"))]:
            del relations[id_]


def _properties(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title, properties.language = visible(paper.title)[:_LONGEST_PROPERTY], paper.language
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = _FIXED
    properties.revision = 1


def _chinese(document: Document, language: str) -> None:
    """Says in which language the text is: the same character is drawn differently in Chinese and in Japanese."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    element.set(qn("w:eastAsia"), "zh-CN")
    document.styles["Normal"].element.get_or_add_rPr().append(element)


def _page(section: Section, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    width, height = (_PAGE[1], _PAGE[0]) if landscape else _PAGE
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    above, left, below, right = _TURNED if landscape else _MARGINS
    section.top_margin, section.left_margin = Mm(above), Mm(left)
    section.bottom_margin, section.right_margin = Mm(below), Mm(right)
    _page_number(section.footer.paragraphs[0])


def _page_number(paragraph: WordParagraph) -> None:
    """— 1 —, in the middle: a single sheet has no outer side."""
    _line(paragraph, "— ", _SONG, _NUMBER, Align.CENTRE)
    run = paragraph.add_run()
    _font(run, _SONG, _NUMBER)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        _field(run, kind, text)
    _font(paragraph.add_run(" —"), _SONG, _NUMBER)


def _field(run: Run, kind: str, text: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.text = text
    run._r.append(element)


def _line(paragraph: WordParagraph, text: str, font: str, size: float, align: Align, *, indent: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    places = {
        Align.LEFT: WD_ALIGN_PARAGRAPH.JUSTIFY,
        Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
        Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    }
    paragraph.alignment = places[align]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(_LINE, size * 1.3))
    if indent:
        form.first_line_indent = Pt(2 * size)
    for number, part in enumerate(lines(text)):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(part)
        _font(run, font, size)


def _font(run: Run, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size = Pt(size)
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Document, block: Table, landscape: bool) -> None:
    from docx.shared import Mm

    _, left, _, right = _TURNED if landscape else _MARGINS
    width = (_PAGE[1] if landscape else _PAGE[0]) - left - right
    table = document.add_table(rows=len(block.rows), cols=len(block.widths))
    table.style, table.autofit = "Table Grid", False
    for column, share in enumerate(block.widths):
        table.columns[column].width = Mm(width * share)
    covered = {place for span in block.spans for place in _places(span) if place != span[:2]}
    grid = [(row, row.cells) for row in table.rows]
    for number, (texts, (row, cells)) in enumerate(zip(block.rows, grid, strict=True)):
        for column, text in enumerate(texts):
            cells[column].width = Mm(width * block.widths[column])
            head = number < block.head or column in block.labels
            _cell(cells[column].paragraphs[0], "" if (number, column) in covered else text, block.points, head=head)
        _whole(row, repeated=number < block.head)
    for top, left, bottom, right in block.spans:
        whole = grid[top][1][left].merge(grid[bottom][1][right])
        for empty in whole.paragraphs[1:]:  # what the covered cells leave behind
            empty._element.getparent().remove(empty._element)
        if top >= block.head and right - left == len(block.widths) - 1:  # a section stands above its first row
            whole.paragraphs[0].paragraph_format.keep_with_next = True


def _places(span: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = span
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _cell(paragraph: WordParagraph, text: str, points: float, *, head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    _line(paragraph, text, _HEI if head else _FANG, points, Align.CENTRE if head else Align.LEFT)
    if not head:  # a short line before a break would be stretched
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.line_spacing = Pt(points * 1.5)


def _whole(row: WordRow, *, repeated: bool) -> None:
    """A row is not torn by a page's end; rows of the head stand on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _same_bytes(document: Document) -> bytes:
    """The package written with one date for every member, in the order of their names."""
    raw = io.BytesIO()
    document.save(raw)
    result = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as taken:
        # Readers look for the list of types first.
        for name in sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            taken.writestr(member, given.read(name))
    return result.getvalue()
