"""What is left of private texts as traces: nothing that also stands in texts that may be told, and everything else."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.needles import Needle
from powerctl.site.guard import sift
from powerctl.site.guard.sift import traces
from powerctl.site.guard.traces import runs, short_of, windows_of, word_of, words_in

SECRET = Needle("a.yaml: note", "让步幅度由洽谈小组会前封存")
NAME = Needle("b.yaml: holder", "欧阳询", exact=True)
WORD = Needle("c.yaml: id", "cadre-inquiry-7")
FILLING = "镇级工程招标程序"


def left(needles: Iterable[Needle], told: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    found = traces(needles, told)
    assert {short for shorts in found.heads.values() for short in shorts} == found.shorts.keys()
    assert all(short.startswith(head) for head, shorts in found.heads.items() for short in shorts)
    return set(found.windows), set(found.shorts), set(found.words)


def expected(needles: Iterable[Needle], told: Iterable[str]) -> tuple[set[str], set[str], set[str]]:
    """The same, one trace after the other."""
    listed, texts = tuple(needles), tuple(told)
    rows = [run for text in texts for run in runs(text)]
    words = {word for text in texts for word in words_in(text)}
    windows = {trace for needle in listed for trace in windows_of(needle.text)}
    shorts = {trace for needle in listed for trace in short_of(needle)}
    return (
        {trace for trace in windows if not any(trace in row for row in rows)},
        {trace for trace in shorts if not any(trace in row for row in rows)},
        {trace for needle in listed for trace in word_of(needle)} - words,
    )


@pytest.mark.parametrize(
    ("told", "lost"),
    [
        ((), ()),
        (("洽谈小组会议",), ()),  # five characters of a window are not it
        (("由洽谈小组会商",), ("由洽谈小组会",)),
        (("由洽谈、小组 会商",), ("由洽谈小组会",)),  # as pages may set it
        (("由洽谈", "小组会商"), ()),  # two texts are not one
        (("欧阳询问了一句",), ("欧阳询",)),
        (("see cadre-inquiry-7.html",), ("cadre-inquiry-7",)),
        (("cadre-inquiry-70",), ()),
    ],
)
def test_what_may_be_told_is_no_trace(told: tuple[str, ...], lost: tuple[str, ...]) -> None:
    whole = set().union(*left([SECRET, NAME, WORD], ()))
    assert len(whole) == len(SECRET.text) - 5 + 2
    assert set().union(*left([SECRET, NAME, WORD], told)) == whole - set(lost)


@pytest.mark.parametrize("before", [sift._BLOCK - 12, sift._BLOCK - 6, sift._BLOCK - 2, sift._BLOCK, 3 * sift._BLOCK])
@pytest.mark.parametrize("apart", [True, False])
def test_where_a_text_stands_among_many_does_not_matter(before: int, apart: bool) -> None:
    filling = (FILLING * (before // len(FILLING) + 1))[:before]
    told = [filling, SECRET.text, NAME.text, WORD.text] if apart else [f"{filling}{SECRET.text}{NAME.text};{WORD.text}"]
    assert left([SECRET, NAME, WORD], told) == (set(), set(), set())


def test_texts_that_were_forgotten_are_looked_at_again() -> None:
    many = [f"{FILLING}{number}号" for number in range(2 * sift._MOST_SEEN)]
    assert left([SECRET, NAME], [*many, SECRET.text, *many, NAME.text]) == (set(), set(), set())


@given(
    st.lists(st.text("甲乙丙丁ab1，、 <", max_size=12), max_size=6),
    st.lists(st.text("甲乙丙丁ab1，、 <", max_size=30), max_size=6),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_blocks_forgive_what_single_texts_do(private: list[str], told: list[str], exact: bool) -> None:
    needles = [Needle("x", text, exact) for text in private]
    assert left(needles, told) == expected(needles, told)


def test_of_two_fields_with_one_trace_the_first_is_named() -> None:
    found = traces([Needle("first", SECRET.text), Needle("second", SECRET.text)], ())
    assert {window.field for window in found.windows.values()} == {"first"}
