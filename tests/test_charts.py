"""Measured text, the SVG writer, the list of steps and the legend."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.charts.lanes import lay_out
from powerctl.charts.legend import with_legend
from powerctl.charts.measure import COLUMN, FONT, SMALL, cut, em, fitted, shown, wrapped
from powerctl.charts.outline import described, steps_text
from powerctl.charts.palette import COLOURS, stylesheet
from powerctl.charts.sketch import Edge, Lane, Mark, Node, Shape, Sketch
from powerctl.charts.svg import prefix, write
from powerctl.messages import Words
from tests.sketches import PENALTY, PERMIT

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '"><script>alert(1)</script><!--\x1b[31m\x00\u202e\ud800]]>&{x}\n</svg>'


@pytest.mark.parametrize(
    "text, width",
    [("受理", 2.0), ("A4", 1.2), ("il", 0.56), ("Wm", 1.72), ("，", 1.0), ("e\u0301", 0.56), ("", 0.0)],
)
def test_a_text_has_its_width_without_a_font(text: str, width: float) -> None:
    assert em(text) == pytest.approx(width)


@pytest.mark.parametrize(
    "text, lines",
    [
        ("审核核查报告与材料", ("审核核查报告与材料",)),
        ("受理并出具受理通知书", ("受理并出具", "受理通知书")),
        ("现场核查（两人以上）", ("现场核查", "（两人以上）")),
        ("organisation-department/clerk", ("organisation-", "department/clerk")),
        ("issue the notice of acceptance", ("issue the notice of", "acceptance")),
        ("送达行政许可决定书，并公示", ("送达行政许可决定", "书，并公示")),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 9.2, 6) == lines


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("审核材料，。（）《》", min_size=1, max_size=120), st.sampled_from([3.0, 6.0, 9.2]))
def test_no_line_is_too_long_or_starts_with_a_stop(text: str, width: float) -> None:
    lines = wrapped(shown(text), width, 4)
    assert 1 <= len(lines) <= 4
    assert all(em(line) <= width for line in lines)
    if len("".join(lines)) == len(text) and not re.search("[，。（）《》]{2}", text):
        assert not any(line[0] in "，。）》" for line in lines[1:])


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("text", ["批", "是否符合条件？", "出具受理通知书并送达申请人和利害关系人", "长" * 2000])
def test_text_stays_inside_its_symbol(shape: Shape, text: str) -> None:
    fit = fitted(Node(id="a", text=text, shape=shape, limit="时限 5个工作日"))
    rows = [(em(line) * FONT, 21) for line in fit.lines] + ([(em(fit.limit) * SMALL, 18)] if fit.limit else [])
    top = -sum(leading for _, leading in rows) / 2
    assert -top * 2 <= fit.height and fit.width <= COLUMN
    for width, leading in rows:
        if shape is Shape.DECISION:
            farthest = max(abs(top + 3), abs(top + leading - 3))
            assert width <= COLUMN * (1 - 2 * farthest / fit.height)
        assert width <= fit.width - 14
        top += leading


def test_a_long_label_is_cut_in_the_picture_and_whole_in_the_title() -> None:
    text = "核" * 2000
    sketch = Sketch(
        id="long",
        title=text,
        lanes=(Lane(id="l", title=text),),
        nodes=(Node(id="a", lane="l", text=text, number="1"), Node(id="b", lane="l", text="办")),
        edges=(Edge(tail="a", head="b", label=text),),
    )
    picture = write(lay_out(described(sketch, Words("zh"))))
    root = ElementTree.fromstring(picture)
    assert root.findtext(f"{SVG}title") == text
    assert text in str(root.findtext(f"{SVG}desc"))
    assert [element.text for element in root.iter(f"{SVG}title")].count(text) == 2  # the chart's and the step's
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert max(map(len, texts)) < 20 and sum(text.endswith("…") for text in texts) == 3


def test_hostile_texts_are_inert() -> None:
    node = Node(id=EVIL, text=EVIL, lane=EVIL, number=EVIL, limit=EVIL, grade_text=EVIL, grade=EVIL, mark_text=EVIL)
    sketch = Sketch(
        id=EVIL,
        title=EVIL,
        description=EVIL,
        language=EVIL,
        lanes=(Lane(id=EVIL, title=EVIL),),
        nodes=(replace(node, href=EVIL), replace(node, id="b", href="javascript:alert(1)", shape=Shape.DECISION)),
        edges=(Edge(tail=EVIL, head="b", label=EVIL), Edge(tail="b", head=EVIL, label=EVIL, back=True)),
    )
    for is_inline in (False, True):
        picture = write(lay_out(sketch), is_inline=is_inline)
        root = ElementTree.fromstring(picture.encode())
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "style", "defs", "clipPath", "g", "a", "rect", "path", "text"}
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", picture)
        links = [element.get("href") or "" for element in root.iter(f"{SVG}a")]
        assert not [link for link in links if link.startswith("javascript")]
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert "\x1b" not in steps_text(sketch, Words("zh"))


@pytest.mark.parametrize(
    "href, is_link",
    [
        ("#step-a", True),
        ("step.html", True),
        ("../u/step.html#a", True),
        ("https://example.org/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("JaVaScRiPt:x", False),
        ("", False),
    ],
)
def test_only_links_that_lead_to_pages(href: str, is_link: bool) -> None:
    sketch = Sketch(id="a", title="t", nodes=(Node(id="a", text="办", href=href),))
    assert ("<a " in write(lay_out(sketch), is_inline=True)) == is_link


def test_a_picture_is_an_image_and_an_inline_chart_a_group_of_links() -> None:
    drawing = lay_out(PERMIT)
    image, group = write(drawing), write(drawing, is_inline=True, has_style=False)
    assert 'role="img"' in image and "<a " not in image and "<style>" in image
    assert 'role="group"' in group and "aria-label=" not in group and "<style>" not in group
    names = [
        "".join(part.text or "" for part in link.iter(f"{SVG}text"))
        for link in ElementTree.fromstring(group).iter(f"{SVG}a")
    ]
    assert names[2] == "3一次性告知补正时限 5个工作日中风险"  # number, text, limit, grade
    assert len(names) == 11  # start and end lead nowhere


def test_ids_of_two_charts_in_a_page_differ() -> None:
    ids = [re.findall(' id="([^"]+)"', write(lay_out(sketch))) for sketch in (PERMIT, PENALTY)]
    assert set(ids[0]).isdisjoint(ids[1]) and all(ids)
    assert prefix("a b") != prefix("a-b") and re.fullmatch(r"c-[\w-]+", prefix(EVIL))


def test_without_its_style_sheet_the_picture_has_the_same_colours() -> None:
    """Every shape and text carries its fill or stroke."""
    for element in ElementTree.fromstring(write(lay_out(PENALTY), has_style=False)).iter():
        tag = element.tag.removeprefix(SVG)
        if tag == "text" or (tag in {"rect", "path"} and "class" in element.attrib):
            assert element.get("fill") or element.get("stroke"), element.attrib
            assert "var(" not in str(element.attrib)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("screen", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    "one, other, least",
    [("ink", ground, 4.5) for ground in ("box", "decision", "lane", "lane2", "head")]
    + [("muted", ground, 4.5) for ground in ("box", "decision")]
    + [("box", grade, 4.5) for grade in ("high", "medium", "low", "added", "removed", "changed")]
    + [("line", "lane", 3.0), ("edge", "lane", 3.0), ("decision-edge", "decision", 3.0)]
    + [("on-terminator", "terminator", 4.5)],
)
def test_contrast(one: str, other: str, least: float, screen: int) -> None:
    darker, lighter = sorted(luminance(COLOURS[name][screen]) for name in (one, other))
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_paper_is_light_whatever_the_screen() -> None:
    sheet = stylesheet()
    dark, printed = sheet.index("prefers-color-scheme:dark"), sheet.index("@media print")
    assert dark < printed and sheet.index("--ink:#16202b", printed) > printed


def test_the_list_has_the_same_numbers_and_ways() -> None:
    text = steps_text(PERMIT, Words("zh"))
    assert "第3步（承办人）一次性告知补正，时限 5个工作日，中风险" in text
    assert "补正后：退回第1步“接收申请材料”" in text
    assert "否：转第3步“一次性告知补正”" in text
    assert steps_text(PERMIT, Words("en")).count("Step ") == 11


def test_the_legend_explains_what_is_there_and_nothing_else() -> None:
    plain = Sketch(id="a", title="t", nodes=(Node(id="a", text="办"),))
    assert with_legend(plain, Words("zh")).legend == ()
    marked = replace(plain, nodes=(Node(id="a", text="办", shape=Shape.DATA, mark=Mark.REMOVED, mark_text="取消"),))
    signs = [entry.sign for entry in with_legend(marked, Words("zh")).legend]
    assert signs == ["data", "removed"]
    looped = replace(plain, edges=(Edge(tail="a", head="a", back=True),))
    assert [entry.text for entry in with_legend(looped, Words("en")).legend] == ["dashed: returned or done again"]


def test_a_cut_text_says_so() -> None:
    assert cut("审核材料", 4) == "审核材料" and cut("审核材料", 3) == "审核…"
