"""The glance at a whole page finds whatever a closer look at each of its pieces finds."""

from __future__ import annotations

import base64
import html
import urllib.parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.site.guard import Guard, Leak
from powerctl.site.guard.glance import Glance
from powerctl.site.guard.markup import Fragments
from tests.test_guard import FORMS, GUARD, NEEDLES, SECRET, TOLD, page

CHUNKS = (
    SECRET[:3], SECRET[3:6], SECRET[6:], "欧阳", "询", "李", "白", "cadre-", "inquiry-7", "3856", "00", "138", "1234",
    "5678", "330411198001010010", "机密", "★10年", "密级：", "秘密", "镇级小型工程招标", "<", "<b>", "</b>", "< I >",
    ">", "<td>", "</td>", "<br/>", "<!-- x -->", "&lt;b&gt;", "&#35753;", "&amp;#27493;", "\\u8ba9", " ", "\n", ": ",
    "\u200b", "，", "0", "x", "/", SECRET.encode().hex(), base64.b64encode(SECRET.encode()).decode(),
    urllib.parse.quote(SECRET[:6]),
    base64.b64encode(html.escape(f"<i>{SECRET[:4]}</i>{SECRET[4:]}").encode()).decode(),
)  # fmt: skip


def fresh() -> Guard:
    return Guard(NEEDLES, TOLD, GUARD._marks)


def closely(text: str) -> tuple[Leak, ...]:
    """What is found where every piece is looked at by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Glance, "is_clean", lambda *_: False)
        return fresh().leaks("p.html", text.encode())


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(CHUNKS), max_size=14).map("".join))
def test_a_glance_misses_nothing(text: str) -> None:
    assert fresh().leaks("p.html", text.encode()) == closely(text)


@pytest.mark.parametrize("form", FORMS)
def test_what_was_clean_before_hides_nothing(form: str) -> None:
    guard = fresh()
    assert guard.leaks("a.html", page("镇级小型工程招标<b>会前</b>公布")) == ()
    assert guard.leaks("b.html", FORMS[form](SECRET)) == fresh().leaks("b.html", FORMS[form](SECRET)) != ()


@pytest.mark.parametrize("before", [0, 3, 8186, 8189, 8191, 8192, 16380])
def test_a_run_of_any_length_is_read_to_its_end(before: int) -> None:
    assert fresh().leaks("p.html", page("县" * before + SECRET[:6] + "县" * 9000))
    assert fresh().leaks("p.html", page("县" * before + "欧阳询" + "县" * 9000))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲", [(False, "甲")]),
        ("甲<td>乙", [(False, "td"), (False, "乙"), (False, "甲")]),
        ("甲<b>乙</B>丙", [(False, "/B"), (False, "b"), (False, "甲"), (False, "乙"), (False, "丙"), (True, "甲乙丙")]),
        ("甲<wbr/> <b >乙", [(False, "b "), (False, "wbr/"), (False, "甲"), (False, "乙"), (True, "甲乙")]),
        ("甲<b<i>乙", [(False, "b"), (False, "i"), (False, "甲"), (False, "乙"), (True, "甲乙")]),
        ("甲<!-- 丙 -->乙", [(False, "!-- 丙 --"), (False, "甲"), (False, "乙"), (True, "甲乙")]),
        ("甲>乙", [(False, "甲>乙")]),
        ("甲</ td >乙<", [(False, ""), (False, "/ td "), (False, "乙"), (False, "甲")]),
    ],
)
def test_a_text_with_markup_in_pieces(text: str, pieces: list[tuple[bool, str]]) -> None:
    assert list(Fragments.of((text,)).pieces()) == pieces


@pytest.mark.parametrize("text", ["138\u200b12345678", "机\u200b密★10年", "欧\u00ad阳&shy;询", "&#49;3812345678"])
def test_what_cannot_be_seen_hides_nothing(text: str) -> None:
    assert fresh().leaks("p.html", page(text)) == closely(page(text).decode()) != ()


def nested(times: int) -> str:
    text = SECRET
    for _ in range(times):
        text = base64.b64encode(text.encode()).decode()
    return text


@pytest.mark.parametrize("first", range(1, 9))
@pytest.mark.parametrize("then", range(1, 6))
def test_what_lay_too_deep_before_is_no_excuse(first: int, then: int) -> None:
    guard = fresh()
    guard.leaks("a.html", page(nested(first)))
    assert guard.leaks("b.html", page(nested(then))) == fresh().leaks("b.html", page(nested(then)))
